#pragma once

// A folder of the test's own, removed with everything in it.

#include <string>
#include <string_view>

namespace leakwarden::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }
  // Makes folders on the way.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

std::string read_file(const std::string& path);  // "" when it is not there
void write_file(const std::string& path, std::string_view content);

}  // namespace leakwarden::testing
