#pragma once

// Reading YAML so that every mistake is named with its place, and nothing is ignored.
//
// A MapReader hands out the values of one mapping by key. What nobody asked for when it is finished
// is an unknown key; the keys that were asked for are what it suggests from.
//
//   MapReader map(problems, node, "watch[1]");
//   map.text("path", watch.path, Need::Required);
//   map.duration("interval", watch.interval);
//   map.finish();
//
// yaml-cpp 0.7 does not see duplicate keys; we do. Ownership: a reader keeps the Problems it was
// given; both live within one parse.

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "service/config.h"

namespace leakwarden::service {

enum class Need { Optional, Required };

class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}
  void add(const YAML::Mark& mark, std::string message, std::string remedy = "");
  std::string where(const YAML::Mark& mark) const;  // "leakwarden.yaml:12:3"
  std::vector<ConfigProblem> take();                // by place

 private:
  std::string file_;
  std::vector<ConfigProblem> problems_;
};

class MapReader {
 public:
  // `place` names the mapping in messages: "channels[2]". A node that is no mapping is a problem,
  // and the reader is then empty.
  MapReader(Problems& problems, const YAML::Node& node, std::string place);

  // The node of a key, once; empty when it is not there (a problem if it is needed).
  std::optional<YAML::Node> take(const std::string& key, Need need = Need::Optional);

  bool text(const std::string& key, std::string& out, Need need = Need::Optional);
  bool choice(const std::string& key, std::string& out, const std::vector<std::string>& allowed,
              Need need = Need::Optional);
  // A list of text; a single text counts as a list of one. Empty lists are problems.
  bool texts(const std::string& key, std::vector<std::string>& out, Need need = Need::Optional);
  bool choices(const std::string& key, std::vector<std::string>& out,
               const std::vector<std::string>& allowed);
  // "500ms", "30s", "5m", "2h", within [least, most].
  bool duration(const std::string& key, std::chrono::milliseconds& out,
                std::chrono::milliseconds least, std::chrono::milliseconds most);
  bool number(const std::string& key, double& out, double least, double most);
  // {file: …}, {env: …}, {credential: …}, or the same as text: "file:/path".
  bool credential(const std::string& key, std::optional<CredentialReference>& out);
  // For each item of a list: `read(item, "place.key[n]")`.
  bool each(const std::string& key,
            const std::function<void(const YAML::Node&, const std::string&)>& read);
  // The key stands in the documentation but is not built: a problem that says so.
  void not_available(const std::string& key, const std::string& remedy);

  void finish();  // unknown keys

  const YAML::Mark mark() const { return node_.Mark(); }
  YAML::Mark mark_of(const std::string& key) const;  // of its value; ours when it is absent
  const std::string& place() const { return place_; }
  Problems& problems() { return *problems_; }

 private:
  Problems* problems_;
  YAML::Node node_;
  std::string place_;
  std::vector<std::string> known_;
};

// A reference, or a problem. Never shows the text of something that is no reference: it may be the
// secret itself.
std::optional<CredentialReference> read_credential(Problems& problems, const YAML::Node& node,
                                                   const std::string& place);

}  // namespace leakwarden::service
