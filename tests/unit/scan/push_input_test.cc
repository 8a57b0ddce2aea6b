#include "scanner/hooks/push_input.h"

#include <sstream>

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

const std::string kZero(40, '0');
const std::string kOne(40, '1');

TEST(PushInput, ReadsUpdatesAndRefusesNonsense) {
  std::istringstream good(kZero + " " + kOne + " refs/heads/a b\n" + kOne + " " + kZero +
                          " refs/x\n");
  const Result<std::vector<PushUpdate>> updates = read_push_updates(good);
  ASSERT_TRUE(updates.ok());
  ASSERT_EQ(updates->size(), 2u);
  EXPECT_TRUE((*updates)[0].old_id.is_null());
  EXPECT_EQ((*updates)[0].new_id.hex(), kOne);
  EXPECT_EQ((*updates)[0].ref, "refs/heads/a b");
  EXPECT_TRUE((*updates)[1].new_id.is_null());
  for (const std::string& line :
       {std::string("x"), kZero + " " + kOne, kZero + " " + kOne + " ", "z " + kOne + " r"}) {
    std::istringstream bad(line + "\n");
    EXPECT_FALSE(read_push_updates(bad).ok()) << line;
  }
}

// What git writes for `git push origin HEAD~1:a ":/a message:b" :gone`.
TEST(PushInput, ReadsOutgoingRefsWhateverWasTyped) {
  std::istringstream good("HEAD~1 " + kOne + " refs/heads/a " + kZero + "\n:/a message " + kOne +
                          " refs/heads/b " + kOne + "\n(delete) " + kZero + " refs/heads/gone " +
                          kOne + "\n");
  const Result<std::vector<OutgoingRef>> refs = read_outgoing_refs(good);
  ASSERT_TRUE(refs.ok());
  ASSERT_EQ(refs->size(), 3u);
  EXPECT_EQ((*refs)[0].local_ref, "HEAD~1");
  EXPECT_EQ((*refs)[0].update.ref, "refs/heads/a");
  EXPECT_TRUE((*refs)[0].update.old_id.is_null());
  EXPECT_EQ((*refs)[1].local_ref, ":/a message");
  EXPECT_EQ((*refs)[1].update.old_id.hex(), kOne);
  EXPECT_TRUE((*refs)[2].update.new_id.is_null());
}

TEST(PushInput, ReadsSha256Ids) {
  const std::string id(64, 'a');
  std::istringstream good("refs/heads/m " + id + " refs/heads/m " + std::string(64, '0') + "\n");
  const Result<std::vector<OutgoingRef>> refs = read_outgoing_refs(good);
  ASSERT_TRUE(refs.ok());
  EXPECT_EQ(refs->at(0).update.new_id.hex(), id);
  EXPECT_TRUE(refs->at(0).update.old_id.is_null());
}

TEST(PushInput, NoLinesAreNothingAndNonsenseIsRefused) {
  std::istringstream nothing;
  const Result<std::vector<OutgoingRef>> none = read_outgoing_refs(nothing);
  EXPECT_TRUE(none.ok() && none->empty());
  for (const std::string& line : {std::string("x"), std::string(""), "a " + kOne + " r x",
                                  kOne + " r " + kZero, " " + kOne + " r " + kZero}) {
    std::istringstream bad(line + "\n");
    EXPECT_FALSE(read_outgoing_refs(bad).ok()) << line;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
