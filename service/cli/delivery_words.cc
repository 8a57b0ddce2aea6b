#include "service/cli/delivery_words.h"

#include "notifier/delivery.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

using notifier::DeliveryReason;

constexpr std::size_t kShownBytes = 200;

struct Words {
  DeliveryReason reason;
  const char* what;
  const char* next;
};

constexpr Words kWords[] = {
    {DeliveryReason::ChannelUnreachable, "the channel takes nothing now",
     "it is tried every few minutes"},
    {DeliveryReason::ChannelGone, "the channel does not exist any more",
     "mend or remove it; it is tried each hour"},
    {DeliveryReason::RateLimited, "held back by the channel's rate", "it goes out by itself"},
};

}  // namespace

std::string delivery_error_words(const std::string& last_error) {
  std::size_t colon = last_error.find(": ");
  std::string_view code = std::string_view(last_error).substr(0, colon);
  for (const Words& words : kWords) {
    if (notifier::delivery_reason_name(words.reason) != code) continue;
    std::string said = colon == std::string::npos ? "" : last_error.substr(colon + 2);
    std::string because =
        said.empty() ? "" : " (" + sanitize_for_terminal(said, kShownBytes) + ")";
    return words.what + because + "; " + words.next;
  }
  return sanitize_for_terminal(last_error, kShownBytes);
}

}  // namespace leakwarden::service
