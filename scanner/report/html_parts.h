#pragma once

// Style and script of the report page (html.cc), named by their hashes in its policy.

namespace leakwarden::scanner {

inline constexpr const char* kReportStyle = R"(
:root{color-scheme:light dark;--ink:#1c2430;--dim:#586474;--line:#dbe0e8;--back:#fff;--card:#f6f8fa;
--code:#eef1f5;--accent:#0b5cad;--mark:#ffe9a8;--markink:#4a3500;--critical:#b3152b;--high:#c2570c;
--medium:#8a6d00;--low:#3d6b3d;--good:#1f7a3d}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--dim:#9da8b7;--line:#333b47;--back:#14181d;
--card:#1b2027;--code:#232a33;--accent:#7db5f2;--mark:#5a4708;--markink:#ffeeb8;--critical:#ff8a97;
--high:#ffb070;--medium:#e3cb62;--low:#9bd09b;--good:#7ed69a}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header,main,footer{max-width:64rem;margin:0 auto;padding:0 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:.25rem 0 .35rem}
h2{font-size:1.25rem;margin:2.25rem 0 .75rem}
.brand{margin:1.75rem 0 0;color:var(--dim);font-weight:600;letter-spacing:.02em}
.about{margin:0;color:var(--dim);overflow-wrap:anywhere}
.notice{margin:1.25rem 0 0;padding:.7rem 1rem;border:1px solid var(--line);border-left:4px solid var(--high);
border-radius:6px;background:var(--card)}
.notice.good{border-left-color:var(--good)}
.sums{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.25fr);gap:1rem;margin:1.5rem 0 0}
.sums section{border:1px solid var(--line);border-radius:8px;background:var(--card);padding:1rem 1.15rem}
.sums h2{font-size:1rem;margin:0 0 .6rem}
.tiles{display:grid;grid-template-columns:1fr 1fr;gap:.25rem 1rem;margin:0}
.tiles div{display:flex;align-items:baseline;gap:.5rem}
.tiles dt{order:2;font-weight:600}
.tiles dd{margin:0;font-size:1.7rem;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.where{margin:.7rem 0 0;padding:.7rem 0 0;border-top:1px solid var(--line);color:var(--dim);font-size:.95rem}
.bars{list-style:none;margin:0;padding:0;display:grid;gap:.35rem}
.bars li{display:grid;grid-template-columns:8rem 1fr 2.5rem;gap:.6rem;align-items:center;font-size:.95rem}
.bars span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.bars b{text-align:right;font-variant-numeric:tabular-nums;font-weight:600}
.bars svg{width:100%;height:.8rem;border-radius:3px;background:var(--code)}
rect.critical{fill:var(--critical)}rect.high{fill:var(--high)}rect.medium{fill:var(--medium)}rect.low{fill:var(--low)}
form{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1.5rem;padding:.75rem 0;
background:var(--back);border-bottom:1px solid var(--line)}
input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;
padding:.4rem .6rem;min-width:0}
input{flex:1 1 14rem}
select{flex:0 1 auto}
#count{flex-basis:100%;color:var(--dim);font-size:.9rem}
article{border:1px solid var(--line);border-left:4px solid var(--line);border-radius:8px;background:var(--card);
margin:.9rem 0;padding:.9rem 1.15rem 1rem;scroll-margin-top:8rem;break-inside:avoid}
article.critical{border-left-color:var(--critical)}article.high{border-left-color:var(--high)}
article.medium{border-left-color:var(--medium)}article.low{border-left-color:var(--low)}
article h3{display:flex;flex-wrap:wrap;gap:.1rem .75rem;align-items:baseline;margin:0;font-size:1.08rem}
.level{font-size:.85rem;font-weight:700;text-transform:uppercase;letter-spacing:.04em}
.level.critical{color:var(--critical)}.level.high{color:var(--high)}.level.medium{color:var(--medium)}.level.low{color:var(--low)}
h3 code{margin-left:auto;font-weight:400;font-size:.9rem;color:var(--dim)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}
.place{margin:.35rem 0 0;font-size:.95rem;overflow-wrap:anywhere;font-weight:600}
.history{margin:0;color:var(--dim);font-size:.95rem;overflow-wrap:anywhere}
pre{margin:.6rem 0 0;padding:.55rem .75rem;background:var(--code);border-radius:6px;font-size:.88rem;
white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:var(--mark);color:var(--markink);border-radius:3px;padding:0 .15em}
article dl{display:grid;grid-template-columns:6.75rem 1fr;gap:.25rem .75rem;margin:.7rem 0 0}
dt{color:var(--dim)}
.tiles dt.critical{color:var(--critical)}.tiles dt.high{color:var(--high)}
.tiles dt.medium{color:var(--medium)}.tiles dt.low{color:var(--low)}
article dd,.cover dd{margin:0;min-width:0;overflow-wrap:anywhere}
article dd ul{margin:0;padding-left:1.1rem}
details{margin:.6rem 0 0}
summary{cursor:pointer;color:var(--accent)}
summary:focus-visible,a:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
details ol,details ul{margin:.35rem 0 0;padding-left:1.4rem}
li{overflow-wrap:anywhere}
a{color:var(--accent)}
.revoke{display:inline-block;margin:.75rem 1rem 0 0;padding:.3rem .8rem;border:1px solid var(--accent);border-radius:6px;
text-decoration:none;font-weight:600}
.more{display:inline-block;margin-top:.75rem;color:var(--dim);font-size:.88rem;overflow-wrap:anywhere}
.cover{display:grid;grid-template-columns:10rem 1fr;gap:.3rem .75rem;margin:0}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--dim);font-weight:600}
[hidden]{display:none!important}
footer{color:var(--dim);font-size:.9rem;padding-top:2rem;padding-bottom:2.5rem}
footer p{margin:.2rem 0;overflow-wrap:anywhere}
@media(max-width:42rem){.sums{grid-template-columns:minmax(0,1fr)}h1{font-size:1.55rem}
article{padding:.8rem .9rem .9rem}h3 code{margin-left:0}article dl,.cover{grid-template-columns:1fr;gap:0}
article dt,.cover dt{margin-top:.45rem}.bars li{grid-template-columns:6.5rem 1fr 2rem}
form{position:static}select{flex:1 1 9rem}
thead{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--line)}td{display:block;border:0;padding:0}}
@media print{form{display:none}body{font-size:12px}article,.sums section{background:none}}
)";

inline constexpr const char* kReportScript = R"(
const form=document.querySelector('form'),count=document.getElementById('count');
const cards=[...document.querySelectorAll('article')].map(e=>({e,s:e.dataset.severity,p:e.dataset.place,
o:e.dataset.provider,t:e.textContent.toLowerCase()}));
function apply(){
const words=form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
let shown=0;
for(const c of cards){
const yes=(!form.severity.value||c.s===form.severity.value)&&(!form.place.value||c.p===form.place.value)&&
(!form.provider.value||c.o===form.provider.value)&&words.every(w=>c.t.includes(w));
c.e.hidden=!yes;if(yes)shown++;}
const number=n=>n.toLocaleString('en');
count.hidden=shown===cards.length;
count.textContent=number(shown)+' of '+number(cards.length)+' shown';
}
if(form){
form.hidden=false;
form.addEventListener('input',apply);
form.addEventListener('submit',e=>e.preventDefault());
apply();
}
addEventListener('beforeprint',()=>{for(const d of document.querySelectorAll('details'))d.open=true;});
)";

}  // namespace leakwarden::scanner
