#pragma once

// Somebody who speaks for findings: one file that says which are accepted, read and ready to be
// asked.
//
//   baseline.h, ignore_file.h, gitleaks_ignore.h, secrets_baseline.h, allowlist.h → Speaker
//   suppressions.h                                                                → asks them all
//
// A speaker knows its statements by number and says which of them speak for a finding; it drops
// nothing, counts nothing and does not look at the clock but where a list is ordered
// (ignore_file.h).
//
// Thread rules: asked by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

// A finding as the files see it.
struct Subject {
  const Finding& finding;
  std::string path;  // from the folder the files lie in; "" for what has no path
};

// How much one statement may silence without anybody having looked.
enum class Reach {
  Value,  // one value, or one place: what was looked at
  Many,   // paths, rules, patterns
  All,    // a pattern that matches whatever there is
  None,   // it takes back what others say
};

struct Statement {
  std::int64_t line = 0;  // of its file; 0 is unknown
  std::string said;       // what it names: "s1-3f2a9c01", "tests/fixtures/", "rule:jwt docs/"
  std::string reason;
  std::string expires;  // date.h; "" never
  Reach reach = Reach::Value;
  // Findings of less confidence than is asked for are not there to be spoken for: such a statement
  // is not called unused.
  Confidence confidence = Confidence::Medium;
};

class Speaker {
 public:
  virtual ~Speaker() = default;
  // Numbers into statements(), the best one first; expired ones too.
  virtual std::vector<std::size_t> speaking_for(const Subject& subject) const = 0;

  const std::string& by() const { return by_; }      // "baseline": Suppression::by
  const std::string& file() const { return file_; }  // as people know it
  const std::vector<Statement>& statements() const { return statements_; }
  // What a person should know about the file: what of it is not understood, how it is matched.
  // After the last question: some concern what was asked.
  virtual std::vector<std::string> remarks() const { return remarks_; }

 protected:
  Speaker(std::string by, std::string file) : by_(std::move(by)), file_(std::move(file)) {}
  std::string by_;
  std::string file_;
  std::vector<Statement> statements_;
  std::vector<std::string> remarks_;
};

}  // namespace leakwarden::scanner
