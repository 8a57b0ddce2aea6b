#pragma once

// A text put together from strings that stand in different places of the bytes.
//
//   PlacedText lines;                        "token": "abc"
//   lines.add_pair("token", value);          ↑ mapped to where `value` stands
//   DecodedText text = lines.finish({"item[3].request.auth.bearer"});
//
// Names and values are written as an assignment, because that is what tells a matcher what a value
// is called.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/read/json_walk.h"

namespace leakwarden::scanner {

class PlacedText {
 public:
  bool empty() const { return text_.empty(); }
  // Has grown so far that the pieces' places are what memory goes to.
  bool is_full() const { return points_.size() >= 4096; }

  // `text` was not written like this; it is placed at the byte `source`.
  void add_words(std::string_view text, std::uint64_t source);
  void add_json(const JsonString& value);
  // All of `text` stands for all of the bytes [begin, end): what they decode to.
  void add_whole(std::string_view text, std::uint64_t begin, std::uint64_t end);

  // A line `"name": "value"`, with single quotes where the value has double ones.
  void add_pair(std::string_view name, const JsonString& value);
  void add_whole_pair(std::string_view name, std::string_view text, std::uint64_t begin,
                      std::uint64_t end);
  // Marks the value of the last pair.
  void mark_value(std::string_view rule_id);

  void append(PlacedText other);

  DecodedText finish(std::vector<std::string> places) &&;

 private:
  void open_pair(std::string_view name, char quote, std::uint64_t source);
  void close_pair(char quote, std::uint64_t source);

  std::string text_;
  std::vector<SourcePoint> points_;
  std::vector<Mark> marks_;
  std::uint64_t value_begin_ = 0;
  std::uint64_t value_end_ = 0;
};

}  // namespace leakwarden::scanner
