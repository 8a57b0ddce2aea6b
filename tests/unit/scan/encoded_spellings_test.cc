#include "scanner/encoded_spellings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

const std::string kValue = "tok_ab?>0123/4567+89";

bool stands_in(const std::string& text) {
  const std::vector<Secret> spellings = encoded_spellings(kValue);
  return std::any_of(spellings.begin(), spellings.end(), [&text](const Secret& spelling) {
    return text.find(spelling.reveal(RevealFor::Matching)) != std::string::npos;
  });
}

TEST(EncodedSpellings, StandInEveryForm) {
  for (std::size_t before = 0; before < 7; ++before) {
    const std::string text = std::string(before, '{') + kValue + "}, and more";
    EXPECT_TRUE(stands_in(base64_encode(text))) << before;
    EXPECT_TRUE(stands_in(base64_encode(text, Base64Alphabet::Url))) << before;
  }
  EXPECT_TRUE(stands_in("x746f6b5f61623f3e303132332f343536372b3839"));
  EXPECT_TRUE(stands_in("746F6B5F61623F3E303132332F343536372B3839"));
  EXPECT_TRUE(stands_in("?key=tok_ab%3F%3E0123%2F4567%2B89&"));
  std::string wide;
  for (char c : kValue) wide += std::string{c, '\0'};
  EXPECT_TRUE(stands_in(wide));
  EXPECT_TRUE(stands_in(std::string(1, '\0') + wide));
}

TEST(EncodedSpellings, DoNotStandWhereTheValueDoesNot) {
  EXPECT_FALSE(stands_in(kValue));  // that is no encoded form
  EXPECT_FALSE(stands_in(base64_encode("tok_ab?>0124/4567+89")));
  EXPECT_TRUE(encoded_spellings("short").empty());
}

TEST(EncodedSpellings, EscapedCharactersAndLineEnds) {
  const std::string value = "line \"1\"\nline <2> & more";
  const auto has = [&value](std::string_view form, const std::string& text) {
    const std::vector<EncodedSpelling> spellings = spellings_of(value);
    return std::any_of(spellings.begin(), spellings.end(), [&](const EncodedSpelling& spelling) {
      return spelling.form == form && spelling.text.reveal(RevealFor::Matching) == text;
    });
  };
  EXPECT_TRUE(has("json", "line \\\"1\\\"\\nline <2> & more"));
  EXPECT_TRUE(has("xml", "line &quot;1&quot;\nline &lt;2&gt; &amp; more"));
  EXPECT_TRUE(has("line-ends", "line \"1\"\r\nline <2> & more"));
}

}  // namespace
}  // namespace leakwarden::scanner
