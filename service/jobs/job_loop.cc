#include "service/jobs/job_loop.h"

namespace leakwarden::service {
namespace {

constexpr std::chrono::milliseconds kLook{1'000};
constexpr std::chrono::milliseconds kStep{10};

}  // namespace

JobLoop::JobLoop(ScanJobs& jobs, Store& store, Log& log, const Clock& clock, Bell& bell,
                 unsigned threads)
    : jobs_(jobs), store_(store), log_(log), clock_(clock), bell_(bell) {
  threads_.emplace_back([this] { run(JobChoice::PushesOnly); });
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { run(JobChoice::Any); });
  }
}

JobLoop::~JobLoop() {
  finish(std::chrono::milliseconds(0));
}

void JobLoop::run(JobChoice choice) {
  while (!finishing_.load()) {
    if (!run_one(choice)) bell_.wait(kLook);
  }
}

// False when there was nothing to do.
bool JobLoop::run_one(JobChoice choice) {
  Result<std::optional<Job>> job = store_.claim_job(clock_.now(), jobs_.options().lease, choice);
  if (!job.ok()) {
    log_.once(LogLevel::Error, "claim", "no job can be claimed", job.error());
    return false;
  }
  log_.resolved("claim", "jobs can be claimed again");
  if (!job->has_value()) return false;
  ++running_;
  jobs_.run(**job, kill_);
  --running_;
  return true;
}

void JobLoop::finish(std::chrono::milliseconds patience) {
  finishing_ = true;
  bell_.close();
  SteadyTime end = std::chrono::steady_clock::now() + patience;
  while (running_.load() > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kStep);
  }
  kill_.set();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace leakwarden::service
