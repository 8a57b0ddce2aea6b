#include "scanner/match/scope.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

struct Case {
  std::string left;  // what stands before the value
  std::string name;
};

TEST(Scope, NamesWhatTheValueIsAssignedTo) {
  const Case cases[] = {
      {"DB_PASSWORD=", "DB_PASSWORD"},
      {"export DB_PASSWORD=\"", "DB_PASSWORD"},
      {"password: ", "password"},
      {"  - password: '", "password"},
      {"\"password\": \"", "password"},
      {"{\\\"password\\\":\\\"", "password"},
      {"'token' => '", "token"},
      {":token => \"", "token"},
      {"config[\"key\"] = \"", "key"},
      {"config['db']['key']='", "key"},
      {"char password[] = \"", "password"},
      {"const char* password = \"", "password"},
      {"--api-key=", "api-key"},
      {"let key: String = \"", "key"},
      {"private apiKey : string = '", "apiKey"},
      {"key := `", "key"},
      {"key ||= '", "key"},
      {"KEY ?= ", "KEY"},
      {"key += \"", "key"},
      {"spring.datasource.password=", "spring.datasource.password"},
      {"this.password = \"", "this.password"},
      {"$password = '", "password"},
      {"X-Api-Key: ", "X-Api-Key"},
      {"-H \"X-Api-Key: ", "X-Api-Key"},
      {"Authorization: Bearer ", "Authorization"},
      {"'Authorization': 'token ", "Authorization"},
      {"?access_key=", "access_key"},
      {"https://example.com/a?b=c&access_key=", "access_key"},
      {"<password>", "password"},
      {"<property name=\"x\">", "property"},
      {"<a:key>", "a:key"},
      {"os.Setenv(\"KEY\", \"", "KEY"},
      {"setenv('KEY','", "KEY"},
      {"#define KEY \"", "KEY"},
      {"# define", ""},
      {"key = b\"", "key"},
      {"key = u8\"", "key"},
      {"key = (\"", "key"},
      {"auth->key = \"", "key"},
      {"first = 1; second = \"", "second"},
      {"previous = line\nnow = ", "now"},
      {"name = \n", ""},
      {"", ""},
      {"just words ", ""},
      {"call(", ""},
      {"f(x, \"", ""},
      {"= ", ""},
      {"x > ", ""},
  };
  for (const Case& one : cases) {
    std::string text = one.left + "VALUE";
    EXPECT_EQ(name_assigned_to(text, one.left.size()), one.name) << one.left;
  }
}

TEST(Scope, LooksBackABoundedWay) {
  std::string far = "name =" + std::string(300, ' ');
  EXPECT_EQ(name_assigned_to(far + "V", far.size()), "");
  std::string near = "name =" + std::string(200, ' ');
  EXPECT_EQ(name_assigned_to(near + "V", near.size()), "name");
  std::string long_name = std::string(101, 'n') + "=";
  EXPECT_EQ(name_assigned_to(long_name + "V", long_name.size()), "");
}

TEST(Scope, OfAUrlIsUserAndHost) {
  std::string text = "DATABASE_URL=postgres://ann:VALUE@db.internal/app";
  LocalVerdict verdict;
  verdict.secret = {28, 33};
  verdict.companions = {{"user", {24, 27}}, {"host", {34, 45}}};
  EXPECT_EQ(scope_of(text, verdict), "ann@db.internal");
  verdict.companions.erase(verdict.companions.begin());
  EXPECT_EQ(scope_of(text, verdict), "@db.internal");
}

TEST(Scope, OfEverythingElseIsItsName) {
  std::string text = "token=VALUE";
  LocalVerdict verdict;
  verdict.secret = {6, 11};
  verdict.companions = {{"client_email", {0, 5}}};
  EXPECT_EQ(scope_of(text, verdict), "token");
}

}  // namespace
}  // namespace leakwarden::scanner
