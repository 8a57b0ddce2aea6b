#include "scanner/hooks/outgoing.h"

#include <gtest/gtest.h>

#include "tests/support/git_client.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::open_repository;
using leakwarden::testing::TemporaryFolder;

class OutgoingPush : public ::testing::Test {
 protected:
  OutgoingPush() : git_(folder_ / "r") {
    git_.init();
    first_ = id(git_.commit_file("a", "1\n"));
    second_ = id(git_.commit_file("a", "2\n"));
    git_.must({"update-ref", "refs/remotes/origin/main", first_.hex()});
    git_.must({"update-ref", "refs/remotes/other/main", second_.hex()});
    git_.must({"remote", "add", "origin", "https://user:pw@example.com/r.git"});
  }

  static ObjectId id(const std::string& hex) { return *ObjectId::from_hex(hex); }
  static OutgoingRef pushed(const ObjectId& local, const ObjectId& remote) {
    return {"refs/heads/main", PushUpdate{remote, local, "refs/heads/main"}};
  }

  std::vector<ObjectId> known(const std::string& remote, const ObjectId& old_id) {
    const std::shared_ptr<Repository> repository = open_repository(git_.folder());
    Result<Outgoing> outgoing = outgoing_push(*repository, remote, {pushed(second_, old_id)});
    if (!outgoing.ok()) return {};
    std::sort(outgoing->request.known_tips.begin(), outgoing->request.known_tips.end());
    return outgoing->request.known_tips;
  }

  TemporaryFolder folder_;
  GitClient git_;
  ObjectId first_;
  ObjectId second_;
};

TEST_F(OutgoingPush, HidesWhatTheRemoteIsKnownToHave) {
  EXPECT_EQ(known("origin", ObjectId()), std::vector<ObjectId>{first_});
  EXPECT_EQ(known("nowhere", ObjectId()), std::vector<ObjectId>());
  const std::vector<ObjectId> both = known("origin", id(std::string(40, 'f')));
  EXPECT_EQ(both, (std::vector<ObjectId>{std::min(first_, id(std::string(40, 'f'))),
                                         std::max(first_, id(std::string(40, 'f')))}));
}

// refs/remotes/pub/priv/main is not what "pub" has.
TEST_F(OutgoingPush, ARemoteBelowAnotherOnesNameHidesNothing) {
  git_.must({"remote", "add", "pub", "https://example.com/pub.git"});
  git_.must({"remote", "add", "pub/priv", "https://example.com/priv.git"});
  git_.must({"update-ref", "refs/remotes/pub/feature/one", first_.hex()});
  git_.must({"update-ref", "refs/remotes/pub/priv/main", second_.hex()});
  EXPECT_EQ(known("pub", ObjectId()), std::vector<ObjectId>{first_});
  EXPECT_EQ(known("pub/priv", ObjectId()), std::vector<ObjectId>{second_});
}

// git gives a push to a URL no name: it is the remote's all the same.
TEST_F(OutgoingPush, AUrlStandsForItsRemote) {
  EXPECT_EQ(known("https://user:pw@example.com/r.git", ObjectId()), std::vector<ObjectId>{first_});
  EXPECT_EQ(known("https://example.com/x.git", ObjectId()), std::vector<ObjectId>());
}

TEST_F(OutgoingPush, SaysWhichOtherRemoteHasACommit) {
  const std::shared_ptr<Repository> repository = open_repository(git_.folder());
  Finding finding;
  finding.location.commit = second_.hex();
  EXPECT_EQ(remotes_that_have(*repository, "origin", {finding}), std::vector<std::string>{"other"});
  EXPECT_TRUE(remotes_that_have(*repository, "other", {finding}).empty());
  finding.location.commit = first_.hex();
  EXPECT_EQ(remotes_that_have(*repository, "", {finding}),
            (std::vector<std::string>{"origin", "other"}));
}

TEST_F(OutgoingPush, KnowsWhichBranchesAreNotCheckedOut) {
  const std::shared_ptr<Repository> repository = open_repository(git_.folder());
  Outgoing outgoing;
  for (const char* local : {"refs/heads/main", "refs/heads/side", "HEAD~1"}) {
    outgoing.local_refs.push_back(local);
    outgoing.request.updates.push_back(PushUpdate{ObjectId(), second_, std::string("to ") + local});
  }
  EXPECT_EQ(branches_to_switch_to(*repository, outgoing),
            (BranchesToSwitchTo{{"to refs/heads/side", "side"}}));
}

}  // namespace
}  // namespace leakwarden::scanner
