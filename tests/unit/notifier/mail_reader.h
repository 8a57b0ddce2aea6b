#pragma once

// Mails as Python's e-mail package reads them (tests/support/read_mails.py).

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace leakwarden::testing {

inline std::vector<nlohmann::json> read_mails(const std::vector<std::string>& mails) {
  ProgramOptions options;
  options.deadline = std::chrono::seconds(200);
  for (const std::string& mail : mails) {
    options.input += std::to_string(mail.size()) + "\n" + mail;
  }
  std::string script = std::string(LEAKWARDEN_SOURCE_DIR) + "/tests/support/read_mails.py";
  ProgramResult result = run_program({"/usr/bin/python3", script}, options);
  std::vector<nlohmann::json> read;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) read.push_back(nlohmann::json::parse(line));
  return read;
}

inline std::string header_of(const nlohmann::json& mail, const std::string& name) {
  for (const nlohmann::json& header : mail["headers"]) {
    if (header[0] == name) return header[1];
  }
  return "";
}

}  // namespace leakwarden::testing
