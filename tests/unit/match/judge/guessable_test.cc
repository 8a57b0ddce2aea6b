#include "scanner/match/judge/guessable.h"

#include <gtest/gtest.h>

#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner::judging {
namespace {

TEST(Guessable, ShortAndCommonValues) {
  for (const char* value : {"", "k3str4x", "p@ssw0rd123456", "P@ssw0rd!", "Welcome2024!",
                            "mysecretpassword", "12345678"})
    EXPECT_TRUE(is_guessable(value)) << value;
  for (const char* value : {"q7Rk2vXw", "litemall-q7Rk", "correct horse battery"})
    EXPECT_FALSE(is_guessable(value)) << value;
}

TEST(Guessable, WordsInBase64) {
  EXPECT_TRUE(is_guessable("dGVzdC1hcGkta2V5Cg==")) << "test-api-key";
  EXPECT_TRUE(is_guessable(base64_encode("replace-me-with-yours")));
  EXPECT_FALSE(is_guessable("c2VjdXJpdHl0aHJvdWdob2JzY3VyaXR5")) << "one word";
  EXPECT_FALSE(is_guessable(base64_encode("correct horse battery staple"))) << "a passphrase";
  for (const char* words : {"user:password", "encrypted-key", "Aladdin:open sesame", "foo:bar\n",
                            "no, this is not a valid master key"})
    EXPECT_TRUE(is_guessable(base64_encode(words))) << words;
  for (const char* others :
       {"user:q7Rk2vXw9LmZ", "svc:kQzXwvBnLm", "admin:kzqwvbxtrpmd", "deploy:gjkrtlqzvbnn",
        "gkjrtlqzvbnm", "deploy:correct-horse-battery", "\x01\x02 words"})
    EXPECT_FALSE(is_guessable(base64_encode(others))) << others;
}

}  // namespace
}  // namespace leakwarden::scanner::judging
