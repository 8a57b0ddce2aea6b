#pragma once

// Small rule sets for the tests of this folder: rules by hand, their triggers compiled here, so
// that the matcher is tested without the rule loader.

#include <hs.h>

#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "scanner/match/local_finder.h"

namespace leakwarden::scanner::testing {

struct Shape {
  std::string pattern;
  std::string trigger;
  std::uint32_t trigger_width = 0;
  std::uint32_t before = 0;
  std::uint32_t width = 0;
};

inline Rule make_rule(const std::string& id, const Shape& shape) {
  Rule rule;
  rule.id = id;
  rule.name = "Test " + id;
  rule.provider = "Test";
  rule.pattern = shape.pattern;
  rule.trigger = shape.trigger;
  rule.trigger_width = shape.trigger_width;
  rule.before = shape.before;
  rule.width = shape.width;
  return rule;
}

// A rule for a literal prefix and a body, such as "tok_" and "[0-9a-f]{8}" of 8 bytes.
inline Rule prefix_rule(const std::string& id, const std::string& prefix, const std::string& body,
                        std::uint32_t body_bytes) {
  std::uint32_t width = static_cast<std::uint32_t>(prefix.size()) + body_bytes;
  return make_rule(id,
                   {"(?P<secret>" + prefix + body + ")\\b", prefix + body, width, width, width});
}

class RuleTable {
 public:
  explicit RuleTable(std::vector<Rule> rules) : rules_(std::move(rules)) { compile(); }

  const std::vector<Rule>& rules() const { return rules_; }
  const hs_database_t* database() const { return database_.get(); }
  std::size_t size() const { return rules_.size(); }

  LocalFinder finder(const Limits& limits = {}, std::int64_t now = 1'790'000'000) const {
    Result<LocalFinder> made = LocalFinder::create(rules_, database(), limits, now);
    EXPECT_TRUE(made.ok());
    return std::move(made).value();
  }

 private:
  struct Free {
    void operator()(hs_database_t* database) const { hs_free_database(database); }
  };

  void compile() {
    std::vector<const char*> expressions;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i].assigned) continue;
      expressions.push_back(rules_[i].trigger.c_str());
      flags.push_back(0);
      ids.push_back(static_cast<unsigned>(i));
    }
    hs_database_t* made = nullptr;
    hs_compile_error_t* error = nullptr;
    hs_error_t code =
        hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                         static_cast<unsigned>(ids.size()), HS_MODE_BLOCK, nullptr, &made, &error);
    EXPECT_EQ(code, HS_SUCCESS) << (error ? error->message : "");
    if (error) hs_free_compile_error(error);
    database_.reset(made);
  }

  std::vector<Rule> rules_;
  std::unique_ptr<hs_database_t, Free> database_;
};

inline LocalVerdicts find_in(const RuleTable& table, std::string_view text,
                             const Limits& limits = {}) {
  LocalFinder finder = table.finder(limits);
  Result<LocalVerdicts> found = finder.find(text);
  EXPECT_TRUE(found.ok());
  return found.ok() ? std::move(found).value() : LocalVerdicts{};
}

inline std::string random_text(std::mt19937_64& random, std::string_view alphabet,
                               std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
  return text;
}

}  // namespace leakwarden::scanner::testing
