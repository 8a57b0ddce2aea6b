// Mail readers keep inline styles and little else. Text carries no colour of its own, so that a
// reader's dark mode can turn it; what is coloured (the bar, the severity, links) reads on white
// and on black. `color-scheme` tells readers that they may.

#include "notifier/html.h"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::notifier {
namespace {

using Template = kainjow::mustache::mustache;
using Data = kainjow::mustache::data;

constexpr char kTemplate[] = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{headline}}</title>
</head>
<body style="margin:0;padding:0">
<div style="max-width:640px;margin:0 auto;padding:20px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere">
<div style="border-top:4px solid {{bar}};padding-top:16px">
{{#severity}}<div style="color:{{bar}};font-size:13px;font-weight:700;letter-spacing:.06em;text-transform:uppercase">{{severity}}</div>{{/severity}}
<h1 style="margin:2px 0 12px;font-size:22px;line-height:1.3">{{headline}}</h1>
</div>
{{#repeat_note}}<p style="margin:0 0 12px;font-style:italic">{{repeat_note}}</p>{{/repeat_note}}
{{#lead}}<p style="margin:0 0 20px">{{lead}}</p>{{/lead}}
{{#has_steps}}
<h2 style="margin:0 0 8px;font-size:17px">What to do now</h2>
<ol style="margin:0 0 16px;padding-left:26px">
{{#steps}}<li style="margin:0 0 10px">{{#link}}<a href="{{link}}" style="font-weight:600">{{link}}</a><br>{{/link}}{{text}}</li>
{{/steps}}</ol>
{{#caution}}<p style="margin:0 0 24px;padding:2px 0 2px 14px;border-left:3px solid #888888;font-size:15px">{{caution}}</p>{{/caution}}
{{/has_steps}}
{{#has_items}}
<div style="margin:0 0 20px">
{{#items}}<div style="margin:0;padding:12px 0;border-bottom:1px solid #88888866">
<strong style="color:{{color}}">{{severity}}</strong> &nbsp;<strong>{{title}}</strong><br>
{{#place}}{{place}}<br>{{/place}}
{{#link}}<a href="{{link}}">{{link}}</a><br>{{/link}}
{{#id}}<code style="font:13px/1.5 ui-monospace,Menlo,Consolas,monospace">leakwarden incidents show {{id}}</code>{{/id}}
</div>
{{/items}}
{{#more_items}}<p style="margin:12px 0 0">{{more_items}}</p>{{/more_items}}
</div>
{{/has_items}}
{{#has_facts}}
<h2 style="margin:0 0 4px;font-size:17px">Facts</h2>
<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;font-size:15px;margin:0 0 24px">
{{#facts}}<tr><td style="padding:6px 14px 6px 0;border-bottom:1px solid #88888844;vertical-align:top;white-space:nowrap;opacity:.75">{{name}}</td><td style="padding:6px 0;border-bottom:1px solid #88888844;vertical-align:top;width:100%">{{value}}{{#link}}<br><a href="{{link}}" style="font-size:13px">{{link}}</a>{{/link}}</td></tr>
{{/facts}}</table>
{{/has_facts}}
{{#has_commands}}
<h2 style="margin:0 0 8px;font-size:17px">{{commands_title}}</h2>
{{#commands}}<div style="margin:0 0 10px"><div style="font-size:14px;opacity:.75">{{says}}</div><code style="display:block;padding:6px 10px;border:1px solid #88888866;border-radius:4px;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace">{{#words}}<span style="white-space:nowrap">{{word}}</span> {{/words}}</code></div>
{{/commands}}
{{/has_commands}}
<p style="margin:24px 0 0;font-size:13px;opacity:.7">Sent by Leakwarden. The key itself is in no message, only the part shown above.</p>
</div>
</body>
</html>
)";

// Each reads at 4.5:1 or better on white and 3:1 or better on black.
constexpr char kInform[] = "#0b6bcb";

const char* severity_color(const std::string& severity) {
  if (severity == "critical" || severity == "high") return "#d1242f";
  if (severity == "medium") return "#9a6700";
  return "#6e7781";
}

const char* bar_color(const Message& message) {
  if (message.tone == Tone::Settled) return "#1a7f37";
  if (message.tone == Tone::Inform) return kInform;
  return severity_color(message.severity.empty() ? "high" : message.severity);
}

// An empty text must read as false in a section, so that its markup is left out.
Data text_or_false(const std::string& text) {
  return text.empty() ? Data(Data::type::bool_false) : Data(text);
}

Data boolean(bool value) {
  return Data(value ? Data::type::bool_true : Data::type::bool_false);
}

Data steps_data(const Message& message) {
  Data list(Data::type::list);
  for (const MessageStep& step : message.steps) {
    Data item;
    item.set("link", text_or_false(step.link));
    item.set("text", step.text);
    list.push_back(item);
  }
  return list;
}

Data items_data(const Message& message) {
  Data list(Data::type::list);
  for (const MessageItem& one : message.items) {
    Data item;
    item.set("severity", one.severity);
    item.set("color", severity_color(one.severity));
    item.set("title", one.title);
    item.set("place", text_or_false(one.place));
    item.set("link", text_or_false(one.link));
    item.set("id", text_or_false(one.id));
    list.push_back(item);
  }
  return list;
}

Data facts_data(const Message& message) {
  Data list(Data::type::list);
  for (const MessageFact& fact : message.facts) {
    Data item;
    item.set("name", fact.name);
    item.set("value", fact.value);
    item.set("link", text_or_false(fact.link));
    list.push_back(item);
  }
  return list;
}

Data words_data(std::string_view command) {
  Data list(Data::type::list);
  while (!command.empty()) {
    std::size_t end = std::min(command.find(' '), command.size());
    Data item;
    item.set("word", std::string(command.substr(0, end)));
    list.push_back(item);
    command.remove_prefix(std::min(end + 1, command.size()));
  }
  return list;
}

Data commands_data(const Message& message) {
  Data list(Data::type::list);
  for (const MessageCommand& command : message.commands) {
    Data item;
    item.set("says", command.says);
    item.set("words", words_data(command.command));
    list.push_back(item);
  }
  return list;
}

Data data_of(const Message& message) {
  Data data;
  data.set("bar", bar_color(message));
  data.set("severity", text_or_false(message.severity));
  data.set("headline", message.headline);
  data.set("repeat_note", text_or_false(message.repeat_note));
  data.set("lead", text_or_false(message.lead));
  data.set("has_steps", boolean(!message.steps.empty()));
  data.set("steps", steps_data(message));
  data.set("caution", text_or_false(message.caution));
  data.set("has_items", boolean(!message.items.empty()));
  data.set("items", items_data(message));
  data.set("more_items", text_or_false(message.more_items));
  data.set("has_facts", boolean(!message.facts.empty()));
  data.set("facts", facts_data(message));
  data.set("has_commands", boolean(!message.commands.empty()));
  data.set("commands", commands_data(message));
  data.set("commands_title", message.commands_title);
  return data;
}

}  // namespace

std::string render_html(const Message& message) {
  Template page{std::string(kTemplate)};
  page.set_custom_escape([](const std::string& text) { return sanitize_for_html(text); });
  return page.render(data_of(message));
}

}  // namespace leakwarden::notifier
