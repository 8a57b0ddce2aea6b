#pragma once

// Style and script of the catalogue page (rules_page.h).

namespace leakwarden::scanner {

inline constexpr const char* kPageStyle = R"(
:root{color-scheme:light dark;--ink:#1d2430;--dim:#5b6675;--line:#d9dee6;--back:#fff;--card:#f6f8fa;
--accent:#0b5cad;--critical:#b3152b;--high:#b4540a;--medium:#7a6200;--low:#3d6b3d}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#9aa5b4;--line:#333b47;--back:#14181d;
--card:#1b2027;--accent:#7db5f2;--critical:#ff8a97;--high:#ffb070;--medium:#e3cb62;--low:#9bd09b}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main{max-width:62rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.6rem;margin:1.5rem 0 .25rem}
header p{margin:0 0 1rem;color:var(--dim)}
form{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem;padding:.75rem 0;
background:var(--back);border-bottom:1px solid var(--line)}
input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);
border-radius:6px;padding:.4rem .6rem;min-width:0}
input{flex:1 1 14rem}
select{flex:0 1 auto}
#count{flex-basis:100%;color:var(--dim);font-size:.9rem}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
h2 small{color:var(--dim);font-weight:400}
details{border:1px solid var(--line);border-radius:6px;margin:.35rem 0;background:var(--card);
scroll-margin-top:9rem}
summary{cursor:pointer;padding:.5rem .75rem;display:grid;gap:0 .75rem;
grid-template-columns:5.5rem 1fr auto;align-items:baseline}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
summary code{color:var(--dim);font-size:.85rem;overflow-wrap:anywhere;text-align:right}
.level{font-weight:600;font-size:.9rem}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.body{padding:.25rem .75rem .75rem;border-top:1px solid var(--line)}
dl{display:grid;grid-template-columns:7rem 1fr;gap:.3rem .75rem;margin:.5rem 0 0}
dt{color:var(--dim)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
dd code{font-size:.85rem}
ol{margin:0;padding-left:1.2rem}
a{color:var(--accent)}
[hidden]{display:none!important}
footer{color:var(--dim);font-size:.9rem;padding:2rem 0}
@media(max-width:40rem){summary{grid-template-columns:5rem 1fr}summary code{grid-column:2;text-align:left}
dl{grid-template-columns:1fr;gap:0}dt{margin-top:.5rem}}
)";

inline constexpr const char* kPageScript = R"(
const form=document.querySelector('form'),count=document.getElementById('count');
form.hidden=false;
const rules=[...document.querySelectorAll('details')].map(e=>({e,s:e.dataset.severity,
c:e.dataset.confidence,k:e.dataset.known,t:e.textContent.toLowerCase()}));
const sections=[...document.querySelectorAll('section')];
function apply(){
const words=form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
const severity=form.severity.value,confidence=form.confidence.value,known=form.known.value;
let shown=0;
for(const r of rules){
const yes=(!severity||r.s===severity)&&(!confidence||r.c===confidence)&&
(!known||r.k===known)&&words.every(w=>r.t.includes(w));
r.e.hidden=!yes;if(yes)shown++;}
for(const s of sections)s.hidden=!s.querySelector('details:not([hidden])');
const number=n=>n.toLocaleString('en');
count.textContent=shown===rules.length?number(shown)+' rules':
number(shown)+' of '+number(rules.length)+' rules';
}
form.addEventListener('input',apply);
form.addEventListener('submit',e=>e.preventDefault());
function open(){const e=document.getElementById(decodeURIComponent(location.hash.slice(1)));
if(e){e.open=true;e.scrollIntoView();}}
addEventListener('hashchange',open);
apply();open();
)";

}  // namespace leakwarden::scanner
