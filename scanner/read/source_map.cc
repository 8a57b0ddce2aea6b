#include "scanner/read/source_map.h"

#include <string>
#include <vector>

#include "scanner/read/json_sniff.h"
#include "scanner/read/json_walk.h"

namespace leakwarden::scanner {
namespace {

// The two lists, wherever they stand: a map of several parts nests them.
class Lists final : public JsonEvents {
 public:
  Lists(std::size_t most, TextSink& sink) : most_(most), sink_(sink) {}
  bool is_cut() const { return is_cut_; }

  // What was listed since the last time.
  void emit() {
    for (std::size_t at = 0; at < contents_.size() && !stopped_; ++at) {
      if (contents_[at].written.empty()) continue;
      std::string name =
          at < sources_.size() ? json_text(sources_[at]) : "[" + std::to_string(at) + "]";
      if (name.size() > ReadLimits::max_place_bytes) name.resize(ReadLimits::max_place_bytes);
      stopped_ = !sink_.take(DecodedText::own({"sourcemap:" + name}, json_text(contents_[at])));
    }
    sources_.clear();
    contents_.clear();
  }

  void begin_object() override { begin(); }
  void end_object() override {
    end();
    emit();
  }
  void begin_array() override { begin(); }
  void end_array() override { end(); }
  void key(const JsonString& name) override { key_ = name.written; }
  void other() override {
    if (list() == &contents_) add(JsonString());  // null: not included
  }
  void text(const JsonString& value) override {
    if (list() != nullptr) add(value);
  }

 private:
  void add(const JsonString& value) {
    is_cut_ |= list()->size() >= most_;
    if (!is_cut_) list()->push_back(value);
  }

  void begin() {
    lists_.push_back(key_ == "sources"          ? &sources_
                     : key_ == "sourcesContent" ? &contents_
                                                : nullptr);
    key_ = {};
  }
  void end() { lists_.pop_back(); }
  std::vector<JsonString>* list() { return lists_.empty() ? nullptr : lists_.back(); }

  std::size_t most_;
  TextSink& sink_;
  bool is_cut_ = false;
  std::vector<std::vector<JsonString>*> lists_;  // what each open object or array is
  std::string_view key_;
  std::vector<JsonString> sources_;
  std::vector<JsonString> contents_;
  bool stopped_ = false;
};

}  // namespace

bool sniff_source_map(std::string_view bytes) {
  return is_json_object(bytes) &&
         has_early_or_late(bytes, {"\"sourcesContent\"", "\"mappings\""}) &&
         has_early_or_late(bytes, {"\"version\""}) && has_anywhere(bytes, "\"sourcesContent\"");
}

void read_source_map(std::string_view bytes, ReadBudget& budget, TextSink& sink) {
  Lists lists(budget.limits().max_parts, sink);
  if (walk_json(bytes, budget.limits().max_json_depth, lists) == JsonOutcome::TooDeep)
    budget.add_gap("source map: nested too deep; what follows was read as plain text");
  lists.emit();  // a map that was cut short
  if (lists.is_cut()) budget.add_gap("source map: more sources than are read");
}

}  // namespace leakwarden::scanner
