#pragma once

// Is this place of a line inside a comment, as far as a line tells, whatever its language?
//
//   key = "VALUE"  # made up              from the # on
//   /* made up */ key = "VALUE"           between the signs
//   see http://a.example/#frag "VALUE"    nowhere: a sign inside a word opens nothing
//
// No language is known and no text between quotes is followed: what opens a comment is a sign where
// a word could begin, or a sign right before the place in question.
//
// Thread rules: values.

#include <string_view>

namespace leakwarden::scanner {

// Does one of the signs that open a comment stand right before the end of `text`, blanks aside?
bool ends_with_comment_sign(std::string_view text);

// Takes a line in pieces, from its beginning; no sign may be cut in two.
class CommentScan {
 public:
  void take(std::string_view piece);
  bool in_comment() const { return in_line_comment_ || !closed_by_.empty(); }

 private:
  std::size_t opened_at(std::string_view piece, std::size_t at);

  bool in_line_comment_ = false;
  std::string_view closed_by_;  // of the block comment we are in
  bool line_begins_ = true;     // nothing but blanks so far
  char before_ = ' ';
};

}  // namespace leakwarden::scanner
