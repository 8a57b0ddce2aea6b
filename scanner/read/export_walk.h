#pragma once

// The walk over an export: see json_export.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/read/json_walk.h"
#include "scanner/read/placed_text.h"
#include "scanner/read/reader.h"

namespace leakwarden::scanner {

struct ExportKind {
  bool pairs_by_key = false;     // objects in a list with "key" and "value" are pairs
  bool pairs_by_name = false;    // the same of "name" and "value"
  bool marks_secrets = false;    // "type": "secret" marks the value of a pair
  bool all_are_secrets = false;  // a vault
  bool decodes_data = false;     // members of "data" are base64
  bool decodes_auth = false;     // members "auth" are base64 of user:password
  bool decodes_content = false;  // "text" beside "encoding": "base64"
};

class ExportWalk final : public JsonEvents {
 public:
  ExportWalk(const ExportKind& kind, ReadBudget& budget, TextSink& sink)
      : kind_(kind), budget_(budget), sink_(sink) {}
  // What stands in objects and lists that were never closed.
  void finish();
  // More values were secrets by their place than are reported.
  bool marks_were_cut() const { return marks_were_cut_; }

  void begin_object() override { begin(true); }
  void end_object() override;
  void begin_array() override { begin(false); }
  void end_array() override;
  void key(const JsonString& name) override;
  void text(const JsonString& value) override;
  void other() override { value_done(); }

 private:
  struct Frame {
    bool is_object = false;
    std::string path;  // "item[3].request"
    std::string name;  // the key it stands under; "" in a list
    std::string key;   // of the member at hand
    std::uint64_t index = 0;
    PlacedText lines;
    std::optional<JsonString> pair_name;
    std::optional<JsonString> pair_value;
    std::optional<JsonString> content;
    bool is_secret = false;
    bool is_base64 = false;
  };

  void begin(bool is_object);
  Frame take_frame();
  void value_done();
  std::string place() const;
  bool names_pair(std::string_view key) const {
    return (kind_.pairs_by_key && key == "key") || (kind_.pairs_by_name && key == "name");
  }
  void add_member(Frame& frame, const JsonString& value);
  void add_decoded(const Frame& frame, const JsonString& value);
  void add_login(const JsonString& value);
  void add_piece(Frame& frame, const JsonString& value);
  void add_pair_to(Frame& frame, const Frame& pair);
  void emit_when_full(Frame& frame);
  void emit(std::string path, PlacedText text, const char* layer = nullptr);

  const ExportKind& kind_;
  ReadBudget& budget_;
  TextSink& sink_;
  std::vector<Frame> frames_;
  bool stopped_ = false;
  bool marks_were_cut_ = false;
};

}  // namespace leakwarden::scanner
