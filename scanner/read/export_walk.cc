#include "scanner/read/export_walk.h"

#include <algorithm>
#include <utility>

#include "scanner/read/base64_text.h"
#include "scanner/read/json_export.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLongestInLine = 512;
constexpr std::size_t kLongestKey = 128;

bool is_plain_name(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-';
  });
}

std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  text.resize(most);
  return text + "…";
}

bool fits_in_line(std::string_view value) {
  return value.size() <= kLongestInLine && value.find('\n') == std::string_view::npos;
}

}  // namespace

std::string ExportWalk::place() const {
  if (frames_.empty()) return "";
  const Frame& top = frames_.back();
  if (!top.is_object) return top.path + "[" + std::to_string(top.index) + "]";
  if (!is_plain_name(top.key)) return top.path + "[\"" + top.key + "\"]";
  return top.path.empty() ? top.key : top.path + "." + top.key;
}

void ExportWalk::begin(bool is_object) {
  Frame frame;
  frame.is_object = is_object;
  frame.path = shortened(place(), ReadLimits::max_place_bytes);
  if (!frames_.empty() && frames_.back().is_object) frame.name = frames_.back().key;
  frames_.push_back(std::move(frame));
}

ExportWalk::Frame ExportWalk::take_frame() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  return frame;
}

void ExportWalk::value_done() {
  if (!frames_.empty() && !frames_.back().is_object) ++frames_.back().index;
}

void ExportWalk::key(const JsonString& name) {
  frames_.back().key = shortened(json_text(name), kLongestKey);
}

void ExportWalk::text(const JsonString& value) {
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  if (frame.is_object) {
    add_member(frame, value);
  } else {
    add_piece(frame, value);
  }
  value_done();
}

// Lists of strings are the lines of one text: a notebook's cell, a script.
void ExportWalk::add_piece(Frame& frame, const JsonString& value) {
  frame.lines.add_json(value);
  if (!value.written.ends_with("\\n"))
    frame.lines.add_words("\n", value.begin + value.written.size());
  emit_when_full(frame);
}

void ExportWalk::add_member(Frame& frame, const JsonString& value) {
  if (frame.key == "value") frame.pair_value = value;
  if (value.written.empty()) return;
  if (kind_.decodes_data && frame.name == "data") return add_decoded(frame, value);
  if (kind_.decodes_auth && frame.key == "auth") return add_login(value);
  if (names_pair(frame.key)) frame.pair_name = value;
  if (frame.key == "text") frame.content = value;
  frame.is_secret |= frame.key == "type" && value.written == "secret";
  frame.is_base64 |= frame.key == "encoding" && value.written == "base64";
  if (fits_in_line(json_text(value))) {
    frame.lines.add_pair(frame.key, value);
    emit_when_full(frame);
    return;
  }
  PlacedText alone;
  alone.add_json(value);
  emit(place(), std::move(alone));
}

void ExportWalk::add_decoded(const Frame& frame, const JsonString& value) {
  const std::optional<std::string> decoded = base64_text(json_text(value));
  if (!decoded) return;
  const std::uint64_t end = value.begin + value.written.size();
  PlacedText text;
  if (fits_in_line(*decoded)) {
    text.add_whole_pair(frame.key, *decoded, value.begin, end);
  } else {
    text.add_whole(*decoded, value.begin, end);
  }
  emit(place(), std::move(text), "base64");
}

// docker's "auth": base64 of user:password.
void ExportWalk::add_login(const JsonString& value) {
  const std::optional<std::string> decoded = base64_text(json_text(value));
  const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos || !fits_in_line(*decoded)) return;
  const std::uint64_t end = value.begin + value.written.size();
  PlacedText text;
  text.add_whole_pair("username", std::string_view(*decoded).substr(0, colon), value.begin, end);
  text.add_whole_pair("password", std::string_view(*decoded).substr(colon + 1), value.begin, end);
  emit(place(), std::move(text), "base64");
}

void ExportWalk::add_pair_to(Frame& frame, const Frame& pair) {
  if (pair.pair_value->written.empty()) return;
  const std::string name = pair.pair_name ? json_text(*pair.pair_name) : pair.name;
  frame.lines.add_pair(shortened(name, kLongestKey), *pair.pair_value);
  const bool is_secret = kind_.all_are_secrets || (kind_.marks_secrets && pair.is_secret);
  if (is_secret && !is_postman_reference(json_text(*pair.pair_value))) {
    if (budget_.take_mark()) {
      frame.lines.mark_value(kPostmanSecretRule);
    } else {
      marks_were_cut_ = true;
    }
  }
  emit_when_full(frame);
}

void ExportWalk::end_object() {
  Frame frame = take_frame();
  const bool in_list = !frames_.empty() && !frames_.back().is_object;
  if (frame.pair_value && in_list && frame.pair_name) {
    add_pair_to(frames_.back(), frame);
  } else {
    if (frame.pair_value && !frame.name.empty()) add_pair_to(frame, frame);
    emit(frame.path, std::move(frame.lines));
  }
  if (kind_.decodes_content && frame.is_base64 && frame.content) {
    const std::optional<std::string> decoded = base64_text(json_text(*frame.content));
    PlacedText text;
    if (decoded) {
      text.add_whole(*decoded, frame.content->begin,
                     frame.content->begin + frame.content->written.size());
    }
    emit(frame.path + ".text", std::move(text), "base64");
  }
  value_done();
}

void ExportWalk::end_array() {
  Frame frame = take_frame();
  emit(frame.path, std::move(frame.lines));
  value_done();
}

void ExportWalk::finish() {
  for (Frame& frame : frames_) emit(frame.path, std::move(frame.lines));
  frames_.clear();
}

void ExportWalk::emit_when_full(Frame& frame) {
  if (frame.lines.is_full()) emit(frame.path, std::exchange(frame.lines, PlacedText()));
}

// What stands at the very top has no place worth naming.
void ExportWalk::emit(std::string path, PlacedText text, const char* layer) {
  if (text.empty() || path.empty() || stopped_) return;
  std::vector<std::string> places{shortened(std::move(path), ReadLimits::max_place_bytes)};
  if (layer != nullptr) places.emplace_back(layer);
  stopped_ = !sink_.take(std::move(text).finish(std::move(places)));
}

}  // namespace leakwarden::scanner
