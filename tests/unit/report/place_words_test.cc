#include "scanner/report/place_words.h"

namespace leakwarden::scanner {
namespace {

Location blob_place() {
  Location place;
  place.kind = PlaceKind::Blob;
  place.path = "config/prod.env";
  place.range.start_line = 3;
  place.commit = "9c1f2ab0" + std::string(32, '0');
  place.author = "Ana";
  place.date = "2025-03-02T10:00:00Z";
  return place;
}

TEST(PlaceWords, NamesFilesByLine) {
  EXPECT_EQ(place_words(blob_place()), "config/prod.env:3");
  Location nameless = blob_place();
  nameless.path.clear();
  nameless.blob = std::string(40, 'd');
  EXPECT_EQ(place_words(nameless), "blob dddddddd:3");
}

TEST(PlaceWords, NamesMessagesTagsAndRefs) {
  Location place = blob_place();
  place.kind = PlaceKind::CommitMessage;
  EXPECT_EQ(place_words(place), "the message of commit 9c1f2ab0");
  place.kind = PlaceKind::TagMessage;
  place.refs = {"refs/tags/v1.4"};
  EXPECT_EQ(place_words(place), "the message of tag v1.4");
  place.kind = PlaceKind::RefName;
  EXPECT_EQ(place_words(place), "the ref name refs/tags/v1.4");
}

TEST(PlaceWords, TellsTheHistoryOfAPlace) {
  Location place = blob_place();
  EXPECT_EQ(history_words(place), "since 2025-03-02 by Ana in 9c1f2ab0");
  place.refs = {"refs/heads/main"};
  place.at_tip = true;
  EXPECT_EQ(history_words(place), "since 2025-03-02 by Ana in 9c1f2ab0, still at main");
  place.at_tip = false;
  EXPECT_EQ(history_words(place),
            "since 2025-03-02 by Ana in 9c1f2ab0, only in history, reachable from main");
  place.refs.clear();
  EXPECT_EQ(history_words(place), "since 2025-03-02 by Ana in 9c1f2ab0, reachable from no ref");
  place.commit.clear();
  EXPECT_EQ(history_words(place), "in no commit");
}

TEST(PlaceWords, NamesAreSafeForATerminal) {
  Location place = blob_place();
  place.path =
      "a\x1b]0;x\x07\n\xE2\x80\xAE"
      "b";
  place.author = "\x1b[2JAna";
  place.refs = {"refs/heads/\x1b[0m"};
  place.at_tip = true;
  const std::string words = place_words(place) + history_words(place);
  for (char c : words) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  EXPECT_EQ(words.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(PlaceWords, ShortensIds) {
  EXPECT_EQ(short_fingerprint("s1-3f2a9c0111223344"), "s1-3f2a9c01");
  EXPECT_EQ(short_fingerprint("w1-3f2-9c011"), "w1-3f2-9c011");
  EXPECT_EQ(short_ref("refs/heads/a/b"), "a/b");
  EXPECT_EQ(short_ref("refs/notes/x"), "refs/notes/x");
}

}  // namespace
}  // namespace leakwarden::scanner
