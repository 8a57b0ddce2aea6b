// Git's formats as a repository's owner may have written them: deltas, trees, commits, tags, packs'
// indexes, the index, reflogs, configuration, zlib streams. Seeds are what the real git writes.

#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "scanner/git/changes.h"
#include "scanner/git/config_text.h"
#include "scanner/git/delta.h"
#include "scanner/git/index_file.h"
#include "scanner/git/inflate.h"
#include "scanner/git/pack_index.h"
#include "scanner/git/reflog.h"
#include "scanner/git/tree.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::fuzz {
namespace {

using namespace scanner;
using testing::DeltaBuilder;
using testing::GitSandbox;

constexpr unsigned kIdBytes = 20;
constexpr std::string_view kBase =
    "one base text of sixty-four bytes, which every delta copies of..";
constexpr std::uint64_t kMostResult = 1 << 20;

// Deltas: as git's documentation reads, byte by byte, without any thought of speed.
std::optional<std::string> naive_delta(std::string_view base, std::string_view delta,
                                       const DeltaSizes& sizes) {
  if (sizes.base != base.size()) return std::nullopt;
  std::string result;
  std::size_t at = sizes.header_bytes;
  while (at < delta.size()) {
    const unsigned char code = static_cast<unsigned char>(delta[at++]);
    if ((code & 0x80) == 0) {
      if (code == 0 || delta.size() - at < code) return std::nullopt;
      result += delta.substr(at, code);
      at += code;
      continue;
    }
    std::uint64_t numbers[2] = {0, 0};  // offset of four bytes, size of three
    for (unsigned bit = 0; bit < 7; ++bit) {
      if ((code & (1u << bit)) == 0) continue;
      if (at >= delta.size()) return std::nullopt;
      const unsigned shift = 8 * (bit < 4 ? bit : bit - 4);
      numbers[bit < 4 ? 0 : 1] |= std::uint64_t{static_cast<unsigned char>(delta[at++])} << shift;
    }
    const std::uint64_t size = numbers[1] == 0 ? 0x10000 : numbers[1];
    if (numbers[0] > base.size() || base.size() - numbers[0] < size) return std::nullopt;
    result += base.substr(numbers[0], size);
    if (result.size() > sizes.result) return std::nullopt;
  }
  if (result.size() != sizes.result) return std::nullopt;
  return result;
}

void run_delta(std::string_view bytes) {
  const Result<DeltaSizes> sizes = parse_delta_sizes(bytes);
  if (!sizes.ok() || sizes->result > kMostResult) return;
  std::string result(sizes->result, '\0');
  std::vector<CopiedRange> copied;
  const Status applied = apply_delta(kBase, bytes, *sizes, result.data(), &copied);
  const std::optional<std::string> expected = naive_delta(kBase, bytes, *sizes);
  require(applied.ok() == expected.has_value(), "a delta is refused where the format refuses it");
  if (!applied.ok()) return;
  require(result == *expected, "a delta makes what the format says");
  for (const CopiedRange& range : copied) {
    require(result.substr(range.target_begin, range.length) ==
                kBase.substr(range.base_begin, range.length),
            "what counts as copied is a copy");
  }
}

std::vector<std::string> delta_seeds() {
  return {DeltaBuilder(kBase.size(), 20).copy(4, 20).bytes(),
          DeltaBuilder(kBase.size(), 25).copy(0, 9).insert("new").copy(9, 13).bytes(),
          DeltaBuilder(kBase.size(), 5).insert("whole").bytes()};
}

// A repository that has something of everything, made once.
struct Examples {
  std::vector<std::string> trees, commits, tags, indexes, pack_indexes, reflogs, configs;
};

std::string inside(const GitSandbox& sandbox, std::string_view name) {
  return testing::read_file(sandbox / name);
}

Examples make_examples() {
  GitSandbox sandbox;
  Examples made;
  for (const char* name : {"a.txt", "folder/b.txt", "folder/deep/c.txt"}) {
    sandbox.write(name, std::string("text of ") + name + "\n");
    sandbox.commit_all(std::string("Add ") + name);
    made.indexes.push_back(inside(sandbox, ".git/index"));
  }
  sandbox.git({"tag", "-a", "v1", "-m", "First"});
  made.commits = {sandbox.git({"cat-file", "commit", "HEAD"})};
  made.tags = {sandbox.git({"cat-file", "tag", "v1"})};
  for (const char* tree : {"HEAD^{tree}", "HEAD:folder"}) {
    made.trees.push_back(sandbox.git({"cat-file", "tree", sandbox.git_line({"rev-parse", tree})}));
  }
  made.reflogs = {inside(sandbox, ".git/logs/HEAD")};
  made.configs = {inside(sandbox, ".git/config"), "[remote \"o\\\"x\"]\n\turl = \"a # b\" ; c\n"};
  sandbox.git({"update-index", "--index-version", "4"});
  made.indexes.push_back(inside(sandbox, ".git/index"));
  for (const char* version : {"1", "2"}) {
    sandbox.git({"-c", std::string("pack.indexVersion=") + version, "repack", "-a", "-d", "-f"});
    for (const auto& file : std::filesystem::directory_iterator(sandbox / ".git/objects/pack")) {
      if (file.path().extension() != ".idx") continue;
      made.pack_indexes.push_back(testing::read_file(file.path().string()));
    }
  }
  return made;
}

const Examples& examples() {
  static const Examples kExamples = make_examples();
  return kExamples;
}

void run_tree(std::string_view bytes) {
  const Result<Tree> tree = Tree::parse(std::string(bytes), kIdBytes);
  if (!tree.ok()) return;
  std::size_t entries = 0;
  std::string_view before;
  for (std::size_t i = 0; i < tree->size(); ++i) {
    const TreeEntry entry = tree->entry(i);
    require(before <= entry.name, "entries come by name");
    before = entry.name;
    const Tree::Range found = tree->find(entry.name);
    require(found.first <= i && i < found.last, "an entry is found by its name");
    entries += entry.name.size() + entry.id_bytes.size();
  }
  require(entries <= bytes.size(), "entries are pieces of the tree");
}

void run_commit(std::string_view bytes) {
  const Result<CommitInfo> commit = parse_commit(ObjectId(), bytes);
  if (!commit.ok()) return;
  require(bytes.size() >= commit->message.size() && bytes.ends_with(commit->message),
          "the message is the commit's end");
  require(bytes.find(commit->author_line) != bytes.npos, "the author line is in the commit");
}

void run_tag(std::string_view bytes) {
  const Result<TagInfo> tag = parse_tag(bytes);
  if (tag.ok()) require(bytes.ends_with(tag->message), "the message is the tag's end");
}

void run_index(std::string_view bytes) {
  const Result<IndexFile> index = parse_index_file(bytes, kIdBytes);
  if (!index.ok()) return;
  for (const IndexEntry& entry : index->entries) {
    require(entry.path.size() <= (1u << 20), "paths are bounded");
    require(entry.stage <= 3, "stages are 0 to 3");
  }
  for (std::size_t i = 0; i < index->cache_tree.size(); ++i) {
    const CacheTreeNode& node = index->cache_tree[i];
    require(node.end > i && node.end <= index->cache_tree.size(), "a node ends behind itself");
  }
}

void run_pack_index(std::string_view bytes) {
  const Result<PackIndex> index = PackIndex::parse(bytes, kIdBytes, "fuzz");
  if (!index.ok()) return;
  require(index->count() <= bytes.size() / kIdBytes, "no more entries than there is room for");
  for (std::uint32_t i = 0; i < std::min<std::uint32_t>(index->count(), 1000); ++i) {
    index->offset(i);
    const PackIndex::Range found = index->find(index->id(i));
    for (std::uint32_t at = found.first; at < found.last; ++at) {
      require(index->id(at) == index->id(i), "what is found has the id");
    }
  }
}

void run_reflog(std::string_view bytes) {
  std::size_t total = 0;
  for (const ReflogEntry& entry : parse_reflog(bytes, kIdBytes)) {
    require(bytes.find(entry.message) != bytes.npos, "messages stand in the file");
    total += entry.person.size() + entry.message.size();
  }
  require(total <= bytes.size(), "entries are pieces of the file");
}

void run_config(std::string_view bytes) {
  for (const auto& [key, value] : parse_config(bytes)) {
    require(key.find('.') != key.npos, "a key has a section");
    config_is_true(value);
  }
}

// The fast reader of whole streams, ours of pieces, and zlib itself agree.
void run_inflate(std::string_view bytes) {
  constexpr uLongf kRoom = 1 << 20;
  std::string zlib(kRoom, '\0');
  uLongf size = kRoom;
  uLong used = bytes.size();
  const int answer = uncompress2(reinterpret_cast<Bytef*>(zlib.data()), &size,
                                 reinterpret_cast<const Bytef*>(bytes.data()), &used);
  if (answer == Z_BUF_ERROR) return;  // longer than the room, or truncated
  zlib.resize(answer == Z_OK ? size : 0);
  std::string ours(zlib.size(), '\0');
  Inflater inflater;
  const Result<std::size_t> whole = inflater.inflate(bytes, ours.data(), ours.size());
  if (answer != Z_OK) return;
  require(whole.ok() && *whole == used && ours == zlib, "libdeflate reads what zlib reads");
  InflateStream stream(bytes);
  std::string piecewise(zlib.size() + 1, '\0');
  const Result<std::size_t> read = stream.read(piecewise.data(), piecewise.size());
  require(read.ok() && *read == zlib.size() && piecewise.starts_with(zlib),
          "the stream reads what zlib reads");
}

std::vector<std::string> inflate_seeds() {
  std::vector<std::string> seeds;
  for (const std::string& text :
       {std::string("a short text"), std::string(20'000, 'x'), testing::Dice(3).bytes(3000)}) {
    for (int level : {0, 1, 9}) {
      std::string packed(compressBound(text.size()), '\0');
      uLongf size = packed.size();
      compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                reinterpret_cast<const Bytef*>(text.data()), text.size(), level);
      packed.resize(size);
      seeds.push_back(packed);
    }
  }
  return seeds;
}

}  // namespace

std::vector<FuzzTarget> git_targets() {
  return {
      {"delta", run_delta, delta_seeds},
      {"tree", run_tree, [] { return examples().trees; }},
      {"commit", run_commit, [] { return examples().commits; }},
      {"tag", run_tag, [] { return examples().tags; }},
      {"index", run_index, [] { return examples().indexes; }},
      {"pack_index", run_pack_index, [] { return examples().pack_indexes; }},
      {"reflog", run_reflog, [] { return examples().reflogs; }},
      {"git_config", run_config, [] { return examples().configs; }},
      {"inflate", run_inflate, inflate_seeds},
  };
}

}  // namespace leakwarden::fuzz
