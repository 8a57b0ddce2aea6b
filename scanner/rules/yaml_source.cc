#include "scanner/rules/yaml_source.h"

#include <fmt/core.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <streambuf>
#include <utility>

#include "scanner/base/limits.h"

namespace leakwarden::scanner {
namespace {

// Thrown through yaml-cpp to stop it, caught in parse_yaml().
struct Stop {
  TextPlace place;
  std::string why;
  std::string remedy;
};

// A mark that yaml-cpp left unset is before the text.
TextPlace place_of(const YAML::Mark& mark) {
  return {std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1};
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    begin_value(mark, "", anchor);
    finish({YamlNode::Kind::Null, place_of(mark), "", false, {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Stop{place_of(mark), "aliases (*name) are not allowed", "write the value out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    begin_value(mark, tag, anchor);
    finish({YamlNode::Kind::Scalar, place_of(mark), value, tag == "!", {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin_value(mark, tag, anchor);
    open(YamlNode::Kind::Sequence, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin_value(mark, tag, anchor);
    open(YamlNode::Kind::Mapping, mark);
  }
  void OnMapEnd() override { close(); }

  YamlNode take_root() { return std::move(root_); }

 private:
  struct Level {
    YamlNode node;
    bool key_is_next = true;  // mappings: keys and values alternate
  };

  void begin_value(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) {
      throw Stop{place_of(mark), "anchors (&name) are not allowed", "write the value out"};
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Stop{place_of(mark), "tags (!name) are not allowed", "leave the tag out"};
    }
    if (++nodes_ > kMaxYamlNodes) {
      throw Stop{place_of(mark), fmt::format("more than {} values", kMaxYamlNodes),
                 "split the file"};
    }
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark) {
    if (levels_.size() >= static_cast<std::size_t>(kMaxYamlDepth)) {
      throw Stop{place_of(mark), fmt::format("nested deeper than {} levels", kMaxYamlDepth),
                 "flatten the file; nothing here needs more than 8"};
    }
    if (in_key_position()) complex_key(place_of(mark));
    Level level;
    level.node.kind = kind;
    level.node.place = place_of(mark);
    levels_.push_back(std::move(level));
  }

  void close() {
    YamlNode node = std::move(levels_.back().node);
    levels_.pop_back();
    finish(std::move(node));
  }

  bool in_key_position() const {
    return !levels_.empty() && levels_.back().node.kind == YamlNode::Kind::Mapping &&
           levels_.back().key_is_next;
  }

  [[noreturn]] void complex_key(TextPlace place) const {
    throw Stop{place, "a key must be plain text",
               "write 'key: value'; quote text that begins with { or ["};
  }

  void finish(YamlNode node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == YamlNode::Kind::Sequence) {
      level.node.items.push_back(std::move(node));
    } else if (level.key_is_next) {
      if (node.kind != YamlNode::Kind::Scalar) complex_key(node.place);
      level.node.entries.push_back({std::move(node.text), node.place, {}});
      level.key_is_next = false;
    } else {
      level.node.entries.back().value = std::move(node);
      level.key_is_next = true;
    }
  }

  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
  YamlNode root_;
};

// Reads a view in place; std::istringstream would copy it.
class ViewBuffer final : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // NOLINT: the get area is never written
    setg(begin, begin, begin + text.size());
  }
};

Error invalid_at(const std::string& name, TextPlace place, std::string why, std::string remedy) {
  return Error::invalid("read YAML", fmt::format("{}:{}:{}", name, place.line, place.column),
                        std::move(why))
      .with_remedy(std::move(remedy));
}

TextPlace place_of_offset(std::string_view text, std::size_t offset) {
  TextPlace place{1, 1};
  for (std::size_t i = 0; i < offset; i++) {
    place.column++;
    if (text[i] == '\n') place = {place.line + 1, 1};
  }
  return place;
}

// yaml-cpp reads UTF-16 and UTF-32 too, and takes NUL for the end; both would hide text from a
// reviewer.
Status check_bytes(std::string_view text, const std::string& name) {
  const std::size_t zero = text.find('\0');
  if (zero != std::string_view::npos) {
    return invalid_at(name, place_of_offset(text, zero), "a NUL byte",
                      "save the file as UTF-8 text");
  }
  if (text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff") {
    return invalid_at(name, {1, 1}, "UTF-16 text", "save the file as UTF-8 text");
  }
  return done();
}

std::string remedy_for_syntax(const std::string& message) {
  if (message.find("anchor") != std::string::npos) return "write the value out";
  if (message.find("tab") != std::string::npos) return "indent with spaces, not with tabs";
  return "check indentation and quotes; put patterns in 'single quotes'";
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::string_view yaml_kind_name(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::Null:
      return "nothing";
    case YamlNode::Kind::Scalar:
      return "text";
    case YamlNode::Kind::Sequence:
      return "a list";
    case YamlNode::Kind::Mapping:
      return "a mapping";
  }
  return "";
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& name) {
  const std::uint64_t max_bytes = Limits{}.max_config_bytes;
  if (text.size() > max_bytes) {
    return Error::too_large("read YAML", name, fmt::format("more than {} bytes", max_bytes))
        .with_remedy("split the file");
  }
  LEAKWARDEN_CHECK(check_bytes(text, name));
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    TreeBuilder builder;
    parser.HandleNextDocument(builder);
    YamlNode root = builder.take_root();
    if (root.kind == YamlNode::Kind::Null) root.place = {1, 1};  // not a word in it
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) {
      return invalid_at(name, second.take_root().place, "a second document",
                        "remove the line '---', or use two files");
    }
    return root;
  } catch (const Stop& stop) {
    return invalid_at(name, stop.place, stop.why, stop.remedy);
  } catch (const YAML::Exception& error) {
    return invalid_at(name, place_of(error.mark), error.msg, remedy_for_syntax(error.msg));
  } catch (const std::exception& error) {
    return Error::invalid("read YAML", name, error.what());
  }
}

}  // namespace leakwarden::scanner
