#include "scanner/git/extra_texts.h"

#include "scanner/git/reflog.h"

namespace leakwarden::scanner {
namespace {

class TextCollector {
 public:
  TextCollector(Repository& repository, std::vector<Gap>& gaps)
      : repository_(repository), gaps_(gaps) {}

  void add_ref_names() {
    Result<std::vector<Ref>> refs = repository_.refs(gaps_);
    if (!refs.ok()) {
      gaps_.push_back(gap_from_error("refs", refs.error()));
      return;
    }
    for (Ref& ref : *refs) texts.push_back({PlaceKind::RefName, ref.name, ref.name});
  }

  void add_reflogs() {
    for (Reflog& reflog : read_reflogs(repository_, gaps_))
      texts.push_back({PlaceKind::Reflog, "logs/" + reflog.name, std::move(reflog.text)});
  }

  std::vector<ExtraText> texts;

 private:
  Repository& repository_;
  std::vector<Gap>& gaps_;
};

}  // namespace

std::vector<ExtraText> extra_texts(Repository& repository, std::vector<Gap>& gaps) {
  TextCollector collector(repository, gaps);
  collector.add_ref_names();
  collector.add_reflogs();
  return std::move(collector.texts);
}

}  // namespace leakwarden::scanner
