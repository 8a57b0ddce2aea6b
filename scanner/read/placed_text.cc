#include "scanner/read/placed_text.h"

#include <utility>

namespace leakwarden::scanner {
namespace {

char quote_for(std::string_view value) {
  return value.find('"') == std::string_view::npos ? '"' : '\'';
}

}  // namespace

void PlacedText::add_words(std::string_view text, std::uint64_t source) {
  add_whole(text, source, source + 1);
}

void PlacedText::add_json(const JsonString& value) {
  append_json_text(value, text_, points_);
}

void PlacedText::add_whole(std::string_view text, std::uint64_t begin, std::uint64_t end) {
  points_.push_back({text_.size(), begin, Stride::Whole, end});
  text_ += text;
}

void PlacedText::open_pair(std::string_view name, char quote, std::uint64_t source) {
  std::string words = "\"";
  words += name;
  words += "\": ";
  words += quote;
  add_words(words, source);
  value_begin_ = text_.size();
}

void PlacedText::close_pair(char quote, std::uint64_t source) {
  value_end_ = text_.size();
  add_words(std::string{quote, '\n'}, source);
}

void PlacedText::add_pair(std::string_view name, const JsonString& value) {
  const char quote = quote_for(json_text(value));
  open_pair(name, quote, value.begin);
  add_json(value);
  close_pair(quote, value.begin + value.written.size());
}

void PlacedText::add_whole_pair(std::string_view name, std::string_view text, std::uint64_t begin,
                                std::uint64_t end) {
  const char quote = quote_for(text);
  open_pair(name, quote, begin);
  add_whole(text, begin, end);
  close_pair(quote, end);
}

void PlacedText::mark_value(std::string_view rule_id) {
  if (value_begin_ < value_end_) marks_.push_back({value_begin_, value_end_, rule_id});
}

void PlacedText::append(PlacedText other) {
  const std::uint64_t shift = text_.size();
  for (SourcePoint point : other.points_) {
    point.decoded += shift;
    points_.push_back(point);
  }
  for (Mark mark : other.marks_)
    marks_.push_back({mark.begin + shift, mark.end + shift, mark.rule_id});
  text_ += other.text_;
}

DecodedText PlacedText::finish(std::vector<std::string> places) && {
  return DecodedText::placed(Placing::SourceLines, std::move(places), std::move(text_),
                             std::move(points_), std::move(marks_));
}

}  // namespace leakwarden::scanner
