#include "notifier/breaker.h"

#include <algorithm>
#include <array>

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<seconds, 8> kProbes = {seconds(1),  seconds(2),  seconds(5),   seconds(15),
                                            seconds(30), seconds(60), seconds(120), seconds(300)};

}  // namespace

milliseconds Breaker::wait(SteadyTime now) const {
  if (is_closed() || now >= open_until_) return milliseconds(0);
  return std::chrono::ceil<milliseconds>(open_until_ - now);
}

void Breaker::failed(SteadyTime now, milliseconds at_least, std::uint64_t jitter_seed) {
  milliseconds step = kProbes[std::min<std::size_t>(failures_, kProbes.size() - 1)];
  step -= step * static_cast<std::int64_t>(jitter_seed % 101) / 1000;  // up to a tenth sooner
  open_until_ = now + std::max(step, at_least);
  if (failures_ < kProbes.size()) ++failures_;
}

}  // namespace leakwarden::notifier
