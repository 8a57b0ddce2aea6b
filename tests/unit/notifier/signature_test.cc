#include "notifier/channels/signature.h"

#include <gtest/gtest.h>

#include "notifier/channels/mail_header.h"
#include "tests/support/process.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

Secret secret_of(const std::string& bytes) {
  return Secret::copy_of("whsec_" + base64(bytes));
}

TEST(WebhookSecret, DecodesStandardWebhooksSecrets) {
  for (std::size_t size = 24; size <= 64; ++size) {
    std::string key(size, '\0');
    for (std::size_t i = 0; i < size; ++i) key[i] = static_cast<char>(i * 37 + size);
    Result<Secret> decoded = decode_webhook_secret(secret_of(key));
    ASSERT_TRUE(decoded.ok()) << size;
    EXPECT_TRUE(*decoded == Secret::copy_of(key));
  }
}

TEST(WebhookSecret, RefusesOthersWithoutShowingThem) {
  for (const std::string& text :
       {std::string(""), std::string("whsec_"), std::string("whsec_abcd"), std::string("secret"),
        "whsec_" + base64(std::string(23, 'k')), "whsec_" + base64(std::string(65, 'k')),
        "whsec_" + base64(std::string(400, 'k')), "whsec_" + std::string(32, '!'),
        "whsec_" + base64(std::string(30, 'k')).substr(1),
        "WHSEC_" + base64(std::string(30, 'k'))}) {
    Result<Secret> decoded = decode_webhook_secret(Secret::copy_of(text));
    ASSERT_FALSE(decoded.ok()) << text;
    EXPECT_EQ(decoded.error().kind, ErrorKind::Invalid);
    if (text.size() > 8) {
      EXPECT_EQ(decoded.error().message().find(text.substr(6)), std::string::npos);
    }
  }
}

// The example of the Standard Webhooks specification's libraries: this secret, id, timestamp and
// body give this signature.
TEST(WebhookSignature, MatchesThePublishedExample) {
  Secret key = decode_webhook_secret(
                   Secret::copy_of(std::string("whsec_") + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                   .value();
  EXPECT_EQ(
      sign_webhook({key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, PythonComputesTheSame) {
  std::mt19937_64 random(8);
  for (int i = 0; i < 20; ++i) {
    std::string key = hostile_text(random) + std::string(24, 'k');
    key.resize(24 + random() % 40);
    std::string body = hostile_text(random, 3000);
    testing::ProgramOptions options;
    options.input = body;
    std::string python =
        "import sys,hmac,hashlib,base64\n"
        "key=base64.b64decode('" +
        base64(key) +
        "')\n"
        "said=b'msg_1.1700000000.'+sys.stdin.buffer.read()\n"
        "print('v1,'+base64.b64encode(hmac.new(key,said,hashlib.sha256).digest()).decode(),end='')";
    testing::ProgramResult expected =
        testing::run_program({"/usr/bin/python3", "-c", python}, options);
    EXPECT_EQ(sign_webhook({Secret::copy_of(key)}, "msg_1", 1700000000, body), expected.output);
  }
}

TEST(WebhookSignature, TwoKeysGiveTwoSignaturesWhileRotating) {
  Secret old_key = Secret::copy_of(std::string(24, 'o')),
         new_key = Secret::copy_of(std::string(24, 'n'));
  EXPECT_EQ(sign_webhook({new_key, old_key}, "id", 1, "x"),
            sign_webhook({new_key}, "id", 1, "x") + " " + sign_webhook({old_key}, "id", 1, "x"));
}

}  // namespace
}  // namespace leakwarden::notifier
