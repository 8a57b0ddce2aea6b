#include "scanner/match/judge/open_words.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner::judging {
namespace {

TEST(OpenWords, AsJsonMayWriteThem) {
  EXPECT_TRUE(are_words_to_read(R"(Henkil\u00f6kohtaiset K\u00e4ytt)"));
  EXPECT_FALSE(are_words_to_read(R"(abc\u00)"));
  EXPECT_FALSE(are_words_to_read(R"(a7\u00f6)"));
  EXPECT_FALSE(are_words_to_read(R"(abRstKx\u0026fooQzW\u003dplmN)")) << "& and =";
}

TEST(OpenWords, InAnotherLanguage) {
  EXPECT_TRUE(are_words_to_read("Zapomniałeś hasła?"));
  EXPECT_FALSE(are_words_to_read("Zapomniałeś7hasła"));
  EXPECT_TRUE(are_words_to_read("你的IPsec预共享密钥"));
  EXPECT_FALSE(are_words_to_read("qRkvXwLmZbTsqRkvXw密"));
  EXPECT_FALSE(are_words_to_read("forgot your password?")) << "English is for the models";
  EXPECT_FALSE(are_words_to_read(""));
}

TEST(OpenWords, Base64IsForAnother) {
  EXPECT_FALSE(are_words_to_read("c2VjdXJpdHl0aHJvdWdob2JzY3VyaXR5")) << "one word";
  EXPECT_FALSE(are_words_to_read("bXkgc3VwZXIgc2VjcmV0IHRva2VuCg==")) << "a passphrase";
  EXPECT_FALSE(are_words_to_read("q7Rk2vXw9LmZ4bTs"));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
