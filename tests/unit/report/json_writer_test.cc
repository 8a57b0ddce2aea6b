#include "scanner/report/json_writer.h"

#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::ProgramResult;
using leakwarden::testing::run_program;

// What Python's json reads back, as its own ASCII form.
std::string read_by_python(const std::string& json) {
  const ProgramResult result = run_program(
      {"python3", "-c",
       "import json,sys; print(json.dumps(json.loads(sys.stdin.buffer.read().decode('utf-8'))))"},
      {"", {}, json, std::chrono::seconds(20)});
  EXPECT_EQ(result.exit_code, 0) << result.errors << json;
  return result.output;
}

TEST(JsonWriter, EscapesWhatJsonForbids) {
  EXPECT_EQ(json_quoted("a\"b\\c\n\t\r"), R"("a\"b\\c\n\t\r")");
  EXPECT_EQ(json_quoted(std::string("\x00\x1b\x7f", 3)), R"("\u0000\u001b\u007f")");
}

TEST(JsonWriter, EscapesC1AndReplacesInvalidUtf8) {
  EXPECT_EQ(json_quoted("\xC2\x9B"), R"("\u009b")");
  EXPECT_EQ(json_quoted("\xC2\xA9"), "\"\xC2\xA9\"");
  EXPECT_EQ(json_quoted("\xFF"), "\"\xEF\xBF\xBD\"");
}

TEST(JsonWriter, EveryByteComesOutAsValidJson) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  const std::string python = read_by_python(json_quoted(all));
  EXPECT_EQ(python.substr(0, 20), R"("\u0000\u0001\u0002\)");
  EXPECT_NE(python.find("\\ufffd"), std::string::npos);
}

TEST(JsonWriter, KeepsTheOrderOfCalls) {
  JsonObject object;
  EXPECT_TRUE(object.empty());
  object.text("z", "1")
      .number("a", -2)
      .text_if("absent", "")
      .number_if("zero", 0)
      .raw("list", "[]");
  EXPECT_EQ(object.str(), R"({"z":"1","a":-2,"list":[]})");
  EXPECT_EQ(json_list({"a", "b\""}), R"(["a","b\""])");
}

TEST(JsonWriter, AnArrayOfWhatIsJsonAlready) {
  EXPECT_EQ(json_array({}), "[]");
  EXPECT_EQ(json_array({"1", "{}", "\"a\""}), "[1,{},\"a\"]");
}

}  // namespace
}  // namespace leakwarden::scanner
