#include "scanner/read/office.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "scanner/read/json_sniff.h"
#include "scanner/read/unicode.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kNamespaceBytes = 2048;
constexpr std::size_t kLongestEntity = 12;

struct TagText {
  std::string_view tag;  // "/w:p": an end; "w:br": a start, also an empty element
  char text;
};

// Where a line ends, by what the formats call their paragraphs, cells and strings.
constexpr std::array<TagText, 20> kTagTexts{{
    {"/w:p", '\n'},         {"w:br", '\n'},       {"w:cr", '\n'},
    {"w:tab", '\t'},        {"/a:p", '\n'},       {"a:br", '\n'},
    {"/si", '\n'},          {"/c", '\n'},         {"/v", '\n'},
    {"/f", '\n'},           {"/text", '\n'},      {"/text:p", '\n'},
    {"/text:h", '\n'},      {"text:tab", '\t'},   {"text:line-break", '\n'},
    {"text:s", ' '},        {"/dc:title", '\n'},  {"/dc:description", '\n'},
    {"/cp:keywords", '\n'}, {"/vt:lpwstr", '\n'},
}};

char text_of_tag(std::string_view tag) {
  const std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n", 1));
  const std::string_view bare = name.ends_with('/') ? name.substr(0, name.size() - 1) : name;
  for (const TagText& one : kTagTexts) {
    if (one.tag == bare) return one.text;
  }
  return '\0';
}

struct Entity {
  std::string_view name;
  char meaning;
};
constexpr Entity kEntities[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

bool append_numbered(std::string_view digits, std::string& text) {
  const bool is_hex = digits.starts_with('x');
  if (is_hex) digits.remove_prefix(1);
  std::uint32_t point = 0;
  for (char c : digits) {
    const bool is_digit = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit && !(is_hex && lower >= 'a' && lower <= 'f')) return false;
    point = point * (is_hex ? 16 : 10) +
            static_cast<std::uint32_t>(is_digit ? c - '0' : lower - 'a' + 10);
    if (point >= 0x110000) return false;
  }
  if (digits.empty() || (point >= 0xD800 && point < 0xE000)) return false;
  append_utf8(point, text);
  return true;
}

// `rest` begins with '&'. How many of its bytes are done.
std::size_t append_entity(std::string_view rest, std::string& text) {
  const std::size_t end = rest.substr(0, kLongestEntity).find(';');
  if (end != std::string_view::npos) {
    const std::string_view name = rest.substr(1, end - 1);
    if (name.starts_with('#') && append_numbered(name.substr(1), text)) return end + 1;
    for (const Entity& entity : kEntities) {
      if (entity.name != name) continue;
      text += entity.meaning;
      return end + 1;
    }
  }
  text += '&';
  return 1;
}

std::string text_of_xml(std::string_view xml) {
  std::string text;
  std::size_t at = 0;
  while (at < xml.size()) {
    const std::size_t stop = std::min(xml.find_first_of("<&", at), xml.size());
    text.append(xml.substr(at, stop - at));
    if (stop == xml.size()) break;
    if (xml[stop] == '&') {
      at = stop + append_entity(xml.substr(stop), text);
      continue;
    }
    const std::size_t end = std::min(xml.find('>', stop), xml.size());
    const char between = text_of_tag(xml.substr(stop + 1, end - stop - 1));
    if (between != '\0') text += between;
    at = std::min(end + 1, xml.size());
  }
  return text;
}

}  // namespace

bool sniff_office(std::string_view bytes) {
  if (!bytes.starts_with("<?xml") && !bytes.starts_with("\xEF\xBB\xBF<?xml")) return false;
  const std::string_view head = bytes.substr(0, kNamespaceBytes);
  return has_anywhere(head, "schemas.openxmlformats.org/") ||
         has_anywhere(head, "purl.oclc.org/ooxml/") ||
         has_anywhere(head, "urn:oasis:names:tc:opendocument:");
}

void read_office(std::string_view bytes, ReadBudget&, TextSink& sink) {
  std::string text = text_of_xml(bytes);
  if (!text.empty()) sink.take(DecodedText::own({"office text"}, std::move(text)));
}

}  // namespace leakwarden::scanner
