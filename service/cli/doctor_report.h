#pragma once

// What doctor found, one line a thing: ok, note (works, but look at it), broken.

#include <string>
#include <vector>

namespace leakwarden::service {

class DoctorReport {
 public:
  void good(const std::string& what, const std::string& words) { add("ok", what, words); }
  void note(const std::string& what, const std::string& words) { add("note", what, words); }
  void bad(const std::string& what, const std::string& words) { add("broken", what, words); }
  bool broken() const;
  // 80 columns; safe for a terminal.
  std::string text() const;
  std::string json() const;

 private:
  struct Line {
    std::string mark, what, words;
  };
  void add(const char* mark, const std::string& what, const std::string& words) {
    lines_.push_back({mark, what, words});
  }
  std::vector<Line> lines_;
};

}  // namespace leakwarden::service
