#include <gtest/gtest.h>

#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

TEST(Reference, IsSeen) {
  const char* const references[] = {
      "${DB_PASSWORD}",
      "Bearer ${TOKEN}",
      "${{ secrets.GITHUB_TOKEN }}",
      "$(cat /run/key)",
      "{{password}}",
      "{{ vault.key }}",
      "pre-{{x}}-post",
      "<%= ENV['KEY'] %>",
      "#{key}",
      "%(password)s",
      "@{password}",
      "$PASSWORD",
      "$db_pass",
      "$password",
      "<password>",
      "<your-key>",
      "<YOUR API KEY>",
      "[token]",
      "{token}",
      "{0}",
      "%PASSWORD%",
      "@PASSWORD@",
      "__PASSWORD__",
      "&lt;password&gt;",
      "%s",
      "%d",
      "%v",
      "%1$s",
      "{}",
      "***",
      "*****",
      "...",
      "----",
      "____",
      "#####",
      "process.env.KEY",
      "os.environ[\"KEY\"]",
      "os.getenv('KEY')",
      "System.getenv(\"KEY\")",
      "ENV[\"KEY\"]",
      "env.KEY",
      "import.meta.env.VITE_KEY",
      "$env:KEY",
      "secrets.KEY",
      "vault:secret/data#key",
      "op://vault/item/field",
      "!Ref Key",
  };
  for (const char* value : references) EXPECT_TRUE(is_reference(value)) << value;
}

TEST(Reference, IsNotSeenInPasswords) {
  const char* const values[] = {
      "q7Rk2vXw9LmZ", "pa$$w0rd", "$1a",   "$",      "100%",    "%41bc%42", "a{b",
      "{b!c}",        "<b$c>",    "[b$c]", "**a*",   "hunter2", "a.b.c",    "envoy-key-4815",
      "secret",       "",         "%",     "%%%1x9", "f<%g",    "${open",   "#{open",
      "$%^&*",        "<>",       "[]",    "@@",
  };
  for (const char* value : values) EXPECT_FALSE(is_reference(value)) << value;
}

}  // namespace
}  // namespace leakwarden::scanner
