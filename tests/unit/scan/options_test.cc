#include "scanner/cli/options.h"

#include <cstdlib>

namespace leakwarden::scanner {
namespace {

const std::vector<Option>& table() {
  static const std::vector<Option> kTable = {{"format", "FORMAT", "how the report looks"},
                                             {"fail-on", "LEVEL", "when to fail"},
                                             {"rules", "PATH", "rule files", Repeat::Yes},
                                             {"no-progress", "", "no progress line"},
                                             {"help", "", "this text"}};
  return kTable;
}

class OptionsTest : public ::testing::Test {
 protected:
  ~OptionsTest() override {
    for (const Option& option : table()) ::unsetenv(environment_name(option.name).c_str());
  }
  static Options parsed(const std::vector<std::string>& words) {
    Result<Options> options = Options::parse(table(), words);
    EXPECT_TRUE(options.ok());
    return options.ok() ? *options : Options();
  }
};

TEST_F(OptionsTest, ReadsValuesSwitchesAndOperands) {
  const Options options = parsed(
      {"a", "--format", "text", "--fail-on=high", "--no-progress", "-", "--", "--format", "-x"});
  EXPECT_EQ(options.value("format"), "text");
  EXPECT_EQ(options.value("fail-on"), "high");
  EXPECT_TRUE(options.has("no-progress"));
  EXPECT_FALSE(options.has("help"));
  EXPECT_EQ(options.operands(), (std::vector<std::string>{"a", "-", "--format", "-x"}));
}

TEST_F(OptionsTest, TheLastValueCountsAndRepeatedOnesCollect) {
  const Options options = parsed({"--format", "a", "--format=b", "--rules", "x", "--rules", "y"});
  EXPECT_EQ(options.value("format"), "b");
  EXPECT_EQ(options.values("rules"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(parsed({"-h"}).has("help"));
}

TEST_F(OptionsTest, MistakesNameTheRemedy) {
  const std::pair<std::vector<std::string>, std::string> cases[] = {
      {{"--fromat", "x"}, "try: --format"},
      {{"--fail_on", "x"}, "try: --fail-on"},
      {{"--form", "x"}, "try: --format"},
      {{"--prog"}, "try: --no-progress"},
      {{"--no_prog"}, "try: --no-progress"},
      {{"--f"}, "--help lists them"},
      {{"-format"}, "try: --format"},
      {{"--zzzzzzzz"}, "--help lists them"},
      {{"--format"}, "try: --format FORMAT"},
      {{"--no-progress=1"}, "takes no value"},
      {{"-f"}, "unknown option"}};
  for (const auto& [words, remedy] : cases) {
    const Result<Options> options = Options::parse(table(), words);
    ASSERT_FALSE(options.ok());
    EXPECT_EQ(options.error().kind, ErrorKind::Invalid);
    EXPECT_NE(options.error().message().find(remedy), std::string::npos)
        << options.error().message();
  }
}

TEST_F(OptionsTest, FlagsBeatTheEnvironment) {
  ::setenv("LEAKWARDEN_FORMAT", "jsonl", 1);
  ::setenv("LEAKWARDEN_FAIL_ON", "high", 1);
  ::setenv("LEAKWARDEN_NO_PROGRESS", "1", 1);
  ::setenv("LEAKWARDEN_RULES", "a:b::c", 1);
  const Options options = parsed({"--format", "text"});
  EXPECT_EQ(options.value("format"), "text");
  EXPECT_EQ(options.value("fail-on"), "high");
  EXPECT_TRUE(options.has("no-progress"));
  EXPECT_EQ(options.values("rules"), (std::vector<std::string>{"a", "b", "c"}));
  for (const char* off : {"", "0", "no", "false"}) {
    ::setenv("LEAKWARDEN_NO_PROGRESS", off, 1);
    EXPECT_FALSE(parsed({}).has("no-progress")) << off;
  }
}

// "--fail-on zzz: unknown value" sends people looking at a command line that has no --fail-on.
TEST_F(OptionsTest, KnowsHowAValueWasGiven) {
  ::setenv("LEAKWARDEN_FAIL_ON", "zzz", 1);
  ::setenv("LEAKWARDEN_FORMAT", "a", 1);
  const Options options = parsed({"--format=b", "--rules", "x", "--rules", "y"});
  EXPECT_EQ(options.said("fail-on"), "LEAKWARDEN_FAIL_ON=zzz");
  EXPECT_EQ(options.said("format"), "--format b");
  EXPECT_EQ(options.said("rules"), "--rules y");
  EXPECT_EQ(options.said("no-progress"), "--no-progress");
}

TEST_F(OptionsTest, ReadsSizes) {
  EXPECT_EQ(*parse_size("x", "12"), 12u);
  EXPECT_EQ(*parse_size("x", "64MiB"), 64u << 20);
  EXPECT_EQ(*parse_size("x", "2G"), 2ull << 30);
  for (const char* bad : {"", "x", "12Q", "-1", "99999999999999999999", "99999999999T", "1.5M"}) {
    EXPECT_FALSE(parse_size("x", bad).ok()) << bad;
  }
}

TEST_F(OptionsTest, HelpFitsAndNamesEveryOption) {
  const std::string help = options_help(table());
  for (const Option& option : table()) {
    EXPECT_NE(help.find("--" + std::string(option.name)), std::string::npos);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
