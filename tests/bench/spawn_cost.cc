// What a command costs above `true`: both are started in turn, N times, on the same machine in the
// same minute, so that noise hits both alike. Prints medians, 90th percentiles and the difference
// of the medians in milliseconds.
//
//   spawn_cost [--runs N] [--folder DIR] [--input FILE] COMMAND [ARGUMENT…]

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Cost {
  double wall = 0;  // milliseconds
  double processor = 0;
};

double milliseconds(const timeval& time) {
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
}

Cost run_once(const std::vector<std::string>& command, const std::string& input) {
  std::vector<char*> arguments;
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, input.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    std::fprintf(stderr, "spawn_cost: cannot start %s\n", arguments[0]);
    std::exit(2);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);
  return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)};
}

double quantile(const std::vector<Cost>& costs, double Cost::*part, double at) {
  std::vector<double> values;
  for (const Cost& cost : costs) values.push_back(cost.*part);
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(at * static_cast<double>(values.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> command(argv + 1, argv + argc);
  int runs = 200;
  std::string input = "/dev/null";
  while (command.size() > 2 && command[0].rfind("--", 0) == 0) {
    if (command[0] == "--input") input = command[1];
    if (command[0] == "--runs") runs = std::atoi(command[1].c_str());
    if (command[0] == "--folder" && ::chdir(command[1].c_str()) != 0) return 2;
    command.erase(command.begin(), command.begin() + 2);
  }
  if (command.empty() || runs < 1) {
    std::fprintf(
        stderr, "usage: spawn_cost [--runs N] [--folder DIR] [--input FILE] COMMAND [ARGUMENT…]\n");
    return 2;
  }
  std::vector<Cost> reference, measured;
  for (int i = 0; i < runs; ++i) {
    reference.push_back(run_once({"true"}, input));
    measured.push_back(run_once(command, input));
  }
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  for (const auto& [name, costs] : {std::pair{"true   ", &reference}, {"command", &measured}}) {
    std::printf("%s median %7.2f ms   90 %% %7.2f ms   processor %7.2f ms\n", name,
                quantile(*costs, &Cost::wall, 0.5), quantile(*costs, &Cost::wall, 0.9),
                quantile(*costs, &Cost::processor, 0.5));
  }
  const auto above = [&](double Cost::*part) {
    return quantile(measured, part, 0.5) - quantile(reference, part, 0.5);
  };
  std::printf(
      "above true      %7.2f ms                  processor %7.2f ms   peak %ld MB, %d runs\n",
      above(&Cost::wall), above(&Cost::processor), usage.ru_maxrss / 1024, runs);
  return 0;
}
