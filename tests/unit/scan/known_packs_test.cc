#include "scanner/known_packs.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "scanner/base/sha256.h"
#include "scanner/ledger/state_digest.h"
#include "tests/support/pack_testing.h"
#include "tests/support/planted.h"
#include "tests/support/report_lines.h"
#include "tests/support/scan_testing.h"
#include "tests/support/secret_history.h"

namespace leakwarden::scanner {
namespace {

namespace fs = std::filesystem;
using leakwarden::testing::builtin_options;
using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::only_pack_in;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::report_lines;
using leakwarden::testing::SecretHistory;
using leakwarden::testing::TemporaryFolder;

class KnownPacksTest : public ::testing::Test {
 protected:
  KnownPacksTest() : ledger_(std::make_shared<const Ledger>(*Ledger::open(cache_.path()))) {
    open_options_.alternates = FollowAlternates::Yes;
  }

  ScanReport scan(const std::string& path, bool fresh) {
    const Result<std::shared_ptr<Repository>> repository = Repository::open(path, open_options_);
    EXPECT_TRUE(repository.ok());
    ScanOptions options = options_;
    if (!fresh) options.ledger = ledger_;
    Result<ScanReport> report = scan_history(**repository, options);
    EXPECT_TRUE(report.ok());
    return report.ok() ? std::move(*report) : ScanReport{};
  }

  // As a scan without a ledger, at first and again.
  ::testing::AssertionResult says_the_same(const std::string& path) {
    const std::string expected = report_lines(scan(path, true));
    for (const char* time : {"at first", "again"}) {
      const std::string said = report_lines(scan(path, false));
      if (said == expected) continue;
      return ::testing::AssertionFailure() << time << ":\n" << said << "\nand not:\n" << expected;
    }
    return ::testing::AssertionSuccess();
  }

  std::vector<std::string> records() const {
    std::vector<std::string> all;
    for (const fs::directory_entry& entry : fs::directory_iterator(cache_ / "ledger")) {
      all.push_back(entry.path().stem().string());
    }
    return all;
  }

  std::vector<std::string> pack_records() const {
    std::vector<std::string> packs;
    for (const std::string& key : records()) {
      const std::optional<std::string> bytes = ledger_->find(key);
      if (bytes && decode_pack(*bytes)) packs.push_back(key);
    }
    return packs;
  }

  // Changes what is recorded of every pack, sealed anew: whether that shows says whether records
  // are used.
  void add_to_records(std::uint64_t objects) {
    for (const std::string& key : pack_records()) {
      const std::optional<std::string> bytes = ledger_->find(key);
      ASSERT_TRUE(bytes.has_value());
      std::optional<PackRecord> record = decode_pack(*bytes);
      ASSERT_TRUE(record.has_value());
      record->blobs += objects;
      ASSERT_TRUE(ledger_->store(key, encode_pack(*record)).ok());
    }
  }

  std::shared_ptr<const RuleSet> rules_of(const std::string& yaml) const {
    const std::string path = cache_.write("rules.yaml", yaml);
    const Result<std::shared_ptr<const RuleSet>> rules =
        RuleSet::load({"builtin", path}, cache_.path());
    EXPECT_TRUE(rules.ok()) << rules.error().message();
    return rules.ok() ? *rules : nullptr;
  }

  TemporaryFolder cache_;
  std::shared_ptr<const Ledger> ledger_;
  OpenOptions open_options_;
  ScanOptions options_ = builtin_options();
};

// The oracle is the scan without a ledger, after each of many things that happen to repositories.
TEST_F(KnownPacksTest, SayTheSameAsAFreshScanWhateverHappens) {
  for (unsigned long long seed = 1; seed <= 4; ++seed) {
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 25);
    sandbox.write("first.env", "K=" + planted_postman_key(99) + "\n");
    sandbox.commit_all("first");
    Dice dice(seed);
    for (int step = 0; step < 10; ++step) {
      const unsigned long long what = dice.below(6);
      if (what == 0) sandbox.git({"repack", "-q", "-d"});
      if (what == 1) sandbox.git({"repack", "-q", "-a", "-d", "-f"});
      if (what == 2) sandbox.git({"gc", "-q", "--prune=now"});
      if (what == 3) sandbox.git({"branch", "-q", "-f", "b" + std::to_string(step), "HEAD"});
      if (what >= 4) {
        sandbox.write("f" + std::to_string(dice.below(4)) + ".env",
                      "K=" + planted_postman_key(dice.below(5)) + "\n" + dice.text(3));
        sandbox.commit_all("step " + std::to_string(step));
      }
      EXPECT_TRUE(says_the_same(sandbox.path())) << "seed " + std::to_string(seed) + " step " +
                                                        std::to_string(step) + " " +
                                                        std::to_string(what);
    }
  }
}

TEST_F(KnownPacksTest, AreUsedAndServeForksAndMirrors) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 7, 25);
  sandbox.git({"repack", "-q", "-a", "-d"});
  const ScanReport first = scan(sandbox.path(), false);
  ASSERT_EQ(pack_records().size(), 1u);
  add_to_records(1000);
  EXPECT_EQ(scan(sandbox.path(), false).coverage.objects, first.coverage.objects + 1000);

  const TemporaryFolder forks;
  sandbox.git({"clone", "-q", "--mirror", "--no-hardlinks", ".", forks / "fork.git"});
  options_.repository_name = "fork";
  const ScanReport fork = scan(forks / "fork.git", false);
  EXPECT_GE(fork.coverage.objects, 1000u);
  EXPECT_EQ(pack_records().size(), 1u) << "the fork's pack is the same";
  ASSERT_FALSE(fork.findings.empty());
  for (const Finding& finding : fork.findings) EXPECT_EQ(finding.location.repository, "fork");

  sandbox.git({"clone", "-q", "--bare", "--shared", ".", forks / "shared.git"});
  EXPECT_GE(scan(forks / "shared.git", false).coverage.objects, 1000u) << "by alternates";
}

// A pack that says it is the known one, and is not.
TEST_F(KnownPacksTest, AreNotTakenAtTheirWord) {
  GitSandbox sandbox;
  const SecretHistory history(sandbox, 8, 25);
  sandbox.git({"repack", "-q", "-a", "-d"});
  std::this_thread::sleep_for(kSettlingTime);
  scan(sandbox.path(), false);
  add_to_records(1000);
  EXPECT_GT(scan(sandbox.path(), false).coverage.objects, 1000u) << "checked once";
  for (const fs::directory_entry& entry : fs::directory_iterator(sandbox / ".git/objects/pack")) {
    if (entry.path().extension() != ".pack") continue;
    std::string bytes = leakwarden::testing::read_file(entry.path().string());
    bytes[bytes.size() / 2] ^= 1;
    fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
    leakwarden::testing::write_file(entry.path().string(), bytes);
  }
  EXPECT_EQ(report_lines(scan(sandbox.path(), false)), report_lines(scan(sandbox.path(), true)));
  EXPECT_LT(scan(sandbox.path(), false).coverage.objects, 1000u);
}

// Paths, authors and comments may hold the secret; then the record names the object only.
TEST_F(KnownPacksTest, BringBackWhatMayNotBeWrittenDown) {
  GitSandbox sandbox;
  sandbox.write(planted_github_token(1) + ".txt", "a name\n");
  sandbox.write("a.env", "K=" + planted_postman_key(2) + " # leakwarden:allow " +
                             planted_postman_key(2) + "\n");
  sandbox.environment["GIT_AUTHOR_NAME"] = planted_github_token(3);
  sandbox.commit_all("message\n\n" + planted_github_token(4));
  sandbox.git({"tag", "-a", "t", "-m", planted_github_token(5)});
  sandbox.git({"repack", "-q", "-a", "-d"});
  options_.inline_markers = InlineMarkers::Honour;
  EXPECT_TRUE(says_the_same(sandbox.path())) << "hidden in names";
  ASSERT_EQ(pack_records().size(), 1u);
  const std::string bytes = leakwarden::testing::read_file(ledger_->path_of(pack_records()[0]));
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    EXPECT_EQ(bytes.find(planted_github_token(seed)), std::string::npos) << seed;
    EXPECT_EQ(bytes.find(planted_postman_key(seed)), std::string::npos) << seed;
  }
  add_to_records(1000);
  EXPECT_GE(scan(sandbox.path(), false).coverage.objects, 1000u);
}

std::string rule(const std::string& id, const std::string& pattern) {
  return "  - {id: " + id + ", name: n, severity: high, confidence: high, pattern: '" + pattern +
         "', examples: {seeded: 1}, revoke: {url: 'https://e.com', steps: [x]}}\n";
}

const char* const kProvider = "provider: Example\nrules:\n";

std::string in_utf16(const std::string& text) {
  std::string wide = "\xFF\xFE";
  for (const char letter : text) wide += {letter, '\0'};
  return wide;
}

// Rules that come, change and go; each time as a fresh scan, and of what no changed rule touches
// only what was spoken of.
TEST_F(KnownPacksTest, FollowChangesOfRules) {
  for (unsigned long long seed = 31; seed <= 33; ++seed) {
    GitSandbox sandbox;
    const SecretHistory history(sandbox, seed, 15);
    Dice dice(seed);
    for (int i = 0; i < 30; ++i) {
      std::string text = dice.text(4);
      if (i % 3 == 0) text += "id ABC-" + std::string(16, static_cast<char>('0' + i % 10)) + "7f\n";
      if (i % 4 == 0) text += "password = " + planted_github_token(dice.below(9)) + "\n";
      if (i % 5 == 0) text += "XYZ-" + std::to_string(100000 + i * 37) + "\n";
      sandbox.write("f" + std::to_string(i) + ".txt", text);
      const std::string hidden = "XYZ-" + std::to_string(100000 + i * 41) + "\n";
      if (i % 6 == 0) sandbox.write("wide" + std::to_string(i), in_utf16(hidden));
    }
    sandbox.commit_all("files");
    sandbox.git({"repack", "-q", "-a", "-d"});
    const std::vector<std::string> steps = {
        rule("key-a", "(?P<secret>ABC-[0-9a-f]{16})"),
        rule("key-a", "(?P<secret>ABC-[0-9a-f]{17})"),
        rule("key-a", "(?P<secret>ABC-[0-9a-f]{18})") + rule("key-x", "(?P<secret>XYZ-[0-9]{6})"),
        rule("key-x", "(?P<secret>XYZ-[0-9]{6})"),
        // One that takes what a built-in rule finds.
        rule("key-g", "(?P<secret>ghp_[0-9A-Za-z]{36})") +
            rule("key-x", "(?P<secret>XYZ-1[0-9]{5})"),
        rule("key-x", "(?P<secret>XYZ-1[0-9]{5})"),
    };
    for (std::size_t step = 0; step < steps.size(); ++step) {
      options_.rules = rules_of(kProvider + steps[step]);
      ASSERT_NE(options_.rules, nullptr);
      EXPECT_TRUE(says_the_same(sandbox.path()))
          << "seed " + std::to_string(seed) + " step " + std::to_string(step);
    }
  }
}

// One edit beside, in front of, within or behind what a rule finds, or of what its context says:
// deltas then copy one half and insert the other.
std::string edited(Dice& dice, std::string text) {
  static const std::string kKey = "ABC-";
  const auto anywhere = [&] { return static_cast<std::size_t>(dice.below(text.size())); };
  std::size_t key = text.find(kKey, anywhere());
  if (key == std::string::npos) key = text.find(kKey);
  if (key == std::string::npos) key = anywhere();
  const auto at = [&](std::size_t offset) { return std::min(key + offset, text.size()); };
  const std::string digits = "0123456789abcdef";
  switch (dice.below(10)) {
    case 0:
      return text.insert(at(20), digits.substr(dice.below(4), 1 + dice.below(3)));
    case 1:
      return text.insert(key, dice.below(2) == 0 ? "x" : "acme ");
    case 2:
      return text.insert(at(1 + dice.below(19)), dice.below(2) == 0 ? "\n" : "0");
    case 3:
      return text.erase(at(dice.below(22)), 1 + dice.below(3));
    case 4:
      return text.insert(anywhere(), "\n" + kKey + digits + digits.substr(0, dice.below(3)) + "\n");
    case 5:
      return text.insert(at(20 + dice.below(60)), dice.below(2) == 0 ? " acme " : dice.text(1));
    case 6: {  // copies out of order
      const std::size_t cut = at(dice.below(20));
      return text.substr(cut) + text.substr(0, cut);
    }
    case 7: {  // hex of a key
      std::string hex;
      for (const char letter : kKey + digits)
        hex += {digits[static_cast<unsigned char>(letter) >> 4], digits[letter & 15]};
      return text.insert(anywhere(), " " + hex + "\n");
    }
    case 8: {
      const std::size_t word = text.find("acme");
      return word == std::string::npos ? text + kKey : text.erase(word, 4);
    }
    default:
      return text.insert(anywhere(), dice.text(1 + dice.below(3)));
  }
}

std::string bounded_rule(const std::string& digits) {
  return rule("key-b", "\\b(?P<secret>ABC-[0-9a-f]{" + digits + "})\\b");
}

std::string rule_with_context(const std::string& reach) {
  std::string text = rule("key-c", "(?P<secret>ABC-[0-9a-f]{16})");
  return text.insert(text.find("examples"), "context: {words: [acme], reach: " + reach + "}, ");
}

// What a version's delta inserted is all that is looked at; the oracle looks at everything.
TEST_F(KnownPacksTest, FollowChangesOfRulesThroughDeltas) {
  for (unsigned long long seed = 61; seed <= 64; ++seed) {
    GitSandbox sandbox;
    Dice dice(seed);
    std::string text = dice.text(60) + "acme ABC-0123456789abcdef\n" + dice.text(60);
    for (int version = 0; version < 60; ++version) {
      sandbox.write("v" + std::to_string(version) + ".txt", text);
      for (unsigned long long edits = 1 + dice.below(3); edits > 0; --edits)
        text = edited(dice, std::move(text));
    }
    sandbox.commit_all("versions");
    sandbox.git({"repack", "-q", "-a", "-d", "-f", "--depth=60", "--window=60"});
    const std::vector<std::string> steps = {
        rule("key-x", "(?P<secret>XYZ-[0-9]{6})"),
        bounded_rule("16"),       // added
        bounded_rule("16,18"),    // widened
        bounded_rule("18"),       // narrowed
        rule_with_context("20"),  // another instead
        rule_with_context("90"),  // reaching farther
        rule_with_context("90") + bounded_rule("16"),
        rule("key-x", "(?P<secret>XYZ-[0-9]{6})"),      // all gone
        rule("key-d", "(?P<secret>c-[0-9a-f]{2,40})"),  // hardly a word to look for
    };
    for (std::size_t step = 0; step < steps.size(); ++step) {
      options_.rules = rules_of(kProvider + steps[step]);
      ASSERT_NE(options_.rules, nullptr);
      EXPECT_TRUE(says_the_same(sandbox.path()))
          << "seed " + std::to_string(seed) + " step " + std::to_string(step);
    }
  }
}

// Budgets are for all rules together: what is just below one is clean, and partial with one rule
// more, whose triggers match nothing.
TEST_F(KnownPacksTest, SeeABudgetThatAChangeOfRulesExhausts) {
  const auto rules = [](int count) {
    std::string all = kProvider;
    for (int i = 0; i < count; ++i) {
      const std::string letter(1, static_cast<char>('a' + i));
      all += rule("key-" + letter, "\\b(?P<secret>kq" + letter + "-[0-9a-f]{8})\\b");
    }
    return all;
  };
  GitSandbox sandbox;
  std::string text;
  for (int i = 0; i < 400; ++i) text += "kqa-1234567890 kqb-1234567890 kqc-1234567890\n";
  sandbox.write("busy.txt", text);
  sandbox.write("wide", in_utf16(text));
  sandbox.write("later.txt", text + "a line more\n");
  sandbox.commit_all("busy");
  sandbox.git({"repack", "-q", "-a", "-d"});
  options_.limits.max_triggers_per_object = 1000;
  std::vector<std::size_t> gaps;
  for (const int count : {1, 2, 3, 2}) {
    options_.rules = rules_of(rules(count));
    ASSERT_NE(options_.rules, nullptr);
    EXPECT_TRUE(says_the_same(sandbox.path())) << count << " rules";
    gaps.push_back(scan(sandbox.path(), false).coverage.gaps.size());
  }
  // The wide one has its triggers in its bytes and in what they are read as.
  EXPECT_EQ(gaps, (std::vector<std::size_t>{0, 0, 4, 0}));
}

// Shown by a record that lies: what it does not speak of, and the change does not touch, is not
// looked at.
TEST_F(KnownPacksTest, AreUsedAfterAChangeOfRules) {
  GitSandbox sandbox;
  sandbox.write("a.env", "K=" + planted_postman_key(1) + "\n");
  sandbox.write("b.env", "XYZ-123456\n");
  sandbox.commit_all("one");
  sandbox.git({"repack", "-q", "-a", "-d"});
  options_.rules = rules_of(kProvider + rule("key-a", "(?P<secret>ABC-[0-9a-f]{16})"));
  ASSERT_EQ(scan(sandbox.path(), false).findings.size(), 1u);
  for (const std::string& key : pack_records()) {
    PackRecord record = *decode_pack(*ledger_->find(key));
    record.findings.clear();
    ASSERT_TRUE(ledger_->store(key, encode_pack(record)).ok());
  }
  options_.rules = rules_of(kProvider + rule("key-x", "(?P<secret>XYZ-[0-9]{6})"));
  const ScanReport report = scan(sandbox.path(), false);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].rule_id, "key-x");
}

// Shown by counts that lie: where no word of the changed rule stands, blobs do not come, and are
// counted as they were recorded.
TEST_F(KnownPacksTest, LeaveOutWhereNoChangedWordStands) {
  GitSandbox sandbox;
  Dice dice(8);
  sandbox.write("key.env", "K=" + planted_postman_key(1) + "\n");
  for (int i = 0; i < 40; ++i) sandbox.write("f" + std::to_string(i), dice.bytes(900));
  sandbox.write("there", "XYZ-123456\n");
  sandbox.write("inside", in_utf16("XYZ-234567\n"));
  sandbox.commit_all("one");
  sandbox.git({"repack", "-q", "-a", "-d"});
  options_.rules = rules_of(kProvider + rule("key-a", "(?P<secret>ABC-[0-9a-f]{16})"));
  const ScanReport first = scan(sandbox.path(), false);
  const std::shared_ptr<Pack> pack = only_pack_in(sandbox / ".git/objects/pack");
  ASSERT_NE(pack, nullptr);
  std::size_t changed = 0;
  for (const std::string& key : records()) {
    const std::optional<std::string> bytes = ledger_->find(key);
    const std::unique_ptr<PackShards> shards = bytes ? PackShards::decode(*pack, *bytes) : nullptr;
    if (!shards) continue;
    for (unsigned number = 0; number < kShards; ++number) {
      if (shards->shard(number).blobs > 0)
        shards->add(number, 1000, 0, GramSet(shards->gram_bits()));
    }
    ASSERT_TRUE(ledger_->store(key, shards->encode()).ok());
    ++changed;
  }
  ASSERT_EQ(changed, 1u);
  options_.rules = rules_of(kProvider + rule("key-x", "(?P<secret>XYZ-[0-9]{6})"));
  const ScanReport report = scan(sandbox.path(), false);
  EXPECT_EQ(report.findings.size(), 3u);
  EXPECT_GE(report.coverage.objects, first.coverage.objects + 10'000);
  EXPECT_EQ(report.coverage.objects % 1000, first.coverage.objects % 1000);
}

// Of several pointers to the same content one names it in reports; it was another one after a scan
// that left its shard out.
TEST_F(KnownPacksTest, NameLfsContentByTheSamePointerWhateverIsLeftOut) {
  GitSandbox sandbox;
  Dice dice(9);
  const std::string content = "K=" + planted_postman_key(3) + "\n";
  const std::string oid = sha256_hex(content);
  const std::string folder =
      sandbox / (".git/lfs/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2));
  fs::create_directories(folder);
  std::ofstream(folder + "/" + oid) << content;
  for (int i = 0; i < 48; ++i) {
    const std::string number = std::to_string(100 + i);
    sandbox.write("f" + number, dice.bytes(1500) + "\nuniq" + number + "_123456\n");
    if (i % 6 == 3) {
      sandbox.write("f" + number + "p", "version https://git-lfs.github.com/spec/v1\noid sha256:" +
                                            oid + "\nsize " + number + "\n");
    }
  }
  sandbox.commit_all("one");
  sandbox.git({"-c", "pack.window=0", "repack", "-q", "-a", "-d", "-f"});
  options_.rules = rules_of(kProvider + rule("key-u", "(?P<secret>uniqzz_[0-9]{6})"));
  ASSERT_EQ(scan(sandbox.path(), false).findings.size(), 1u);
  for (int i = 0; i < 48; i += 5) {
    const std::string number = std::to_string(100 + i);
    options_.rules = rules_of(kProvider + rule("key-u", "(?P<secret>uniq" + number + "_[0-9]{6})"));
    scan(sandbox.path(), false);
    sandbox.git({"branch", "-q", "-f", "b" + number});
    ASSERT_EQ(report_lines(scan(sandbox.path(), false)), report_lines(scan(sandbox.path(), true)))
        << number;
  }
}

TEST_F(KnownPacksTest, KeepWhatIsMissingAndWhatWasTooLarge) {
  GitSandbox sandbox;
  sandbox.write("large.bin", std::string(3000, 'x') + "\n");
  sandbox.write("a.env", "K=" + planted_postman_key(2) + "\n");
  const std::string commit = sandbox.commit_all("one");
  const std::string blob = sandbox.git_line({"rev-parse", commit + ":a.env"});
  // A pack without one of the blobs its trees name.
  const std::string objects = sandbox.git({"rev-list", "--objects", "--all"});
  std::string kept;
  for (const std::string& line : leakwarden::testing::lines_of(objects)) {
    if (line.rfind(blob, 0) != 0) kept += line + "\n";
  }
  sandbox.git({"pack-objects", "-q", ".git/objects/pack/pack"}, kept);
  sandbox.git({"prune-packed"});
  fs::remove(sandbox / (".git/objects/" + blob.substr(0, 2) + "/" + blob.substr(2)));
  EXPECT_FALSE(scan(sandbox.path(), true).coverage.complete());
  EXPECT_TRUE(says_the_same(sandbox.path())) << "missing";
  options_.limits.max_object_bytes = open_options_.limits.max_object_bytes = 500;
  EXPECT_TRUE(says_the_same(sandbox.path())) << "a limit";
  sandbox.write("a.env", "K=" + planted_postman_key(2) + "\n");
  sandbox.git({"hash-object", "-w", "a.env"});
  EXPECT_TRUE(says_the_same(sandbox.path())) << "missing no more";
}

}  // namespace
}  // namespace leakwarden::scanner
