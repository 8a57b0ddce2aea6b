#include "service/jobs/interruptible_channel.h"

#include <utility>

namespace leakwarden::service {
namespace {

using notifier::DeliveryAttempt;
using notifier::DeliveryOutcome;
using notifier::RetryAfter;

class Interruptible final : public notifier::Channel {
 public:
  Interruptible(std::unique_ptr<notifier::Channel> inner,
                std::shared_ptr<std::atomic<bool>> interrupted)
      : inner_(std::move(inner)), interrupted_(std::move(interrupted)) {}

  notifier::Grouping grouping() const override { return inner_->grouping(); }
  const std::string& name() const override { return inner_->name(); }
  std::string preview(const DeliveryAttempt& attempt) override { return inner_->preview(attempt); }
  // As if the peer were away: the pipeline then postpones all the rest without trying.
  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    if (!interrupted_->load()) return inner_->deliver(attempt);
    RetryAfter later;
    later.wait = std::chrono::milliseconds(1000);
    later.reason = "the daemon is stopping";
    later.peer_is_unreachable = true;
    return later;
  }

 private:
  std::unique_ptr<notifier::Channel> inner_;
  std::shared_ptr<std::atomic<bool>> interrupted_;
};

}  // namespace

std::unique_ptr<notifier::Channel> interruptible(std::unique_ptr<notifier::Channel> channel,
                                                 std::shared_ptr<std::atomic<bool>> interrupted) {
  return std::make_unique<Interruptible>(std::move(channel), std::move(interrupted));
}

}  // namespace leakwarden::service
