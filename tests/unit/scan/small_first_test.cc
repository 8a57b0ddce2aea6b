// Time may end before all is scanned: what is small comes first, whatever its name.
#include "scanner/small_first.h"

#include "tests/support/git_sandbox.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;

TEST(SmallFirst, EqualOnesStayAsTheyStood) {
  const ScanOptions options = builtin_options();
  const Result<std::unique_ptr<ScanJob>> started = ScanJob::start(options);
  ScanJob& job = **started;
  const std::vector<std::uint64_t> sizes = {5, 1, 5, 0, 1};
  EXPECT_EQ(small_first(sizes.size(), job, [&](std::size_t at) { return sizes[at]; }),
            (std::vector<std::size_t>{3, 1, 4, 0, 2}));
  EXPECT_TRUE(small_first(0, job, [](std::size_t) { return 1; }).empty());
}

// Objects in the order in which one thread scanned them.
class Order {
 public:
  explicit Order(ScanOptions& options) {
    options.on_object = [this](unsigned, const ObjectId& id) { ids_.push_back(id.hex()); };
  }
  std::size_t of(const std::string& id) const {
    for (std::size_t at = 0; at < ids_.size(); ++at) {
      if (ids_[at] == id) return at;
    }
    ADD_FAILURE() << id << " was not scanned";
    return 0;
  }

 private:
  std::vector<std::string> ids_;
};

void write_three(GitSandbox& sandbox) {
  sandbox.write("a-large", std::string(300'000, '-'));
  sandbox.write("b-small", "1\n");
  sandbox.write("c-middle", std::string(3'000, '-'));
}

void expect_small_first(GitSandbox& sandbox, const Order& order) {
  const std::size_t large = order.of(sandbox.git_line({"rev-parse", ":a-large"}));
  const std::size_t small = order.of(sandbox.git_line({"rev-parse", ":b-small"}));
  const std::size_t middle = order.of(sandbox.git_line({"rev-parse", ":c-middle"}));
  EXPECT_LT(small, middle);
  EXPECT_LT(middle, large);
}

TEST(SmallFirst, StagedFiles) {
  GitSandbox sandbox;
  write_three(sandbox);
  sandbox.git({"add", "-A"});
  for (const char* reset : {"no", "yes"}) {
    // Without a file's state git says size 0: then the object is asked.
    if (std::string(reset) == "yes") sandbox.git({"read-tree", sandbox.git_line({"write-tree"})});
    ScanOptions options = builtin_options();
    const Order order(options);
    ASSERT_TRUE(scan_staged(*open_repository(sandbox.path()), "", options).ok());
    expect_small_first(sandbox, order);
  }
}

TEST(SmallFirst, PushedMessagesThenFiles) {
  GitSandbox sandbox;
  write_three(sandbox);
  const std::string commit = sandbox.commit_all("three");
  ScanOptions options = builtin_options();
  const Order order(options);
  PushRequest request;
  request.updates.push_back({ObjectId(), *ObjectId::from_hex(commit), "refs/heads/main"});
  ASSERT_TRUE(scan_push(*open_repository(sandbox.path()), request, options).ok());
  expect_small_first(sandbox, order);
  EXPECT_LT(order.of(commit), order.of(sandbox.git_line({"rev-parse", ":b-small"})));
}

}  // namespace
}  // namespace leakwarden::scanner
