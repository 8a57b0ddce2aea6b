#pragma once

// Standard Webhooks signatures, symmetric form (https://www.standardwebhooks.com):
// "v1," and the base64 of HMAC-SHA256(key, "<id>.<timestamp>.<body>"), where the key is what
// follows "whsec_" in base64, 24 to 64 bytes. While a key is rotated there are two, separated by a
// space; one match is enough for a receiver.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::notifier {

// Invalid: no "whsec_", not base64, too short or too long. The error never shows the secret.
Result<Secret> decode_webhook_secret(const Secret& text);

// `keys` are decoded secrets; the value of the webhook-signature header.
std::string sign_webhook(const std::vector<Secret>& keys, std::string_view id,
                         std::int64_t timestamp, std::string_view body);

}  // namespace leakwarden::notifier
