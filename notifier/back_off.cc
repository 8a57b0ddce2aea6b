// The ladder between the attempts of one delivery.
//
// The first steps are short, because most failures are a restart or a greylist that ends in
// seconds. Then comes the schedule of Standard Webhooks, and after it three more days, so that even
// with every jitter at its lowest the ladder spans more than the five days RFC 5321 asks of a mail
// queue.

#include <array>

#include "notifier/channel.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<seconds, 14> kLadder = {
    seconds(1),     seconds(5),     seconds(30),    seconds(300),   seconds(1800),
    seconds(7200),  seconds(18000), seconds(36000), seconds(50400), seconds(72000),
    seconds(86400), seconds(86400), seconds(86400), seconds(86400),
};

// splitmix64 (Steele, Lea, Flood 2014): spreads seeds that differ in one bit.
std::uint64_t scramble(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

}  // namespace

std::optional<milliseconds> back_off(unsigned attempt, std::uint64_t jitter_seed) {
  if (attempt == 0 || attempt > kLadder.size()) return std::nullopt;
  milliseconds step = kLadder[attempt - 1];
  std::uint64_t permille = 900 + scramble(jitter_seed * 31 + attempt) % 201;  // 900 … 1100
  return step * static_cast<std::int64_t>(permille) / 1000;
}

}  // namespace leakwarden::notifier
