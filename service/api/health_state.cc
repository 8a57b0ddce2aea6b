#include "service/api/health_state.h"

#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"

namespace leakwarden::service {
namespace {

HealthAnswer stuck_answer() {
  return {503, R"({"status":"stuck","reason":"the main loop does not turn"})"
               "\n"};
}

}  // namespace

HealthState::HealthState(const Clock& clock)
    : clock_(clock), last_turn_(clock.steady_now()), reasons_{{"starting", "not started yet"}} {}

void HealthState::turned(std::vector<ReadinessReason> reasons) {
  std::lock_guard<std::mutex> lock(mutex_);
  last_turn_ = clock_.steady_now();
  reasons_ = std::move(reasons);
}

bool HealthState::stuck() const {
  return clock_.steady_now() - last_turn_ > kStuckAfter;
}

HealthAnswer HealthState::healthz() const {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stuck()) return stuck_answer();
  return {200, "{\"status\":\"ok\"}\n"};
}

HealthAnswer HealthState::readyz() const {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stuck()) return stuck_answer();
  if (reasons_.empty()) return {200, "{\"status\":\"ready\"}\n"};
  nlohmann::ordered_json body;
  body["status"] = "not ready";
  for (const ReadinessReason& reason : reasons_) {
    body["reasons"].push_back(
        {{"component", reason.component}, {"reason", sanitize_for_header(reason.reason)}});
  }
  return {503, body.dump() + "\n"};
}

}  // namespace leakwarden::service
