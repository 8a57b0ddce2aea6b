#include "scanner/read/office.h"

#include <gtest/gtest.h>

#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;

std::string word(const std::string& body) {
  return "<?xml version=\"1.0\"?><w:document "
         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>" +
         body + "</w:body></w:document>";
}

TEST(Office, RunsOfAParagraphAreOneLine) {
  EXPECT_EQ(read_all(word("<w:p><w:r><w:t>to</w:t></w:r><w:r><w:rPr/><w:t>ken</w:t></w:r></w:p>"
                          "<w:p><w:r><w:t xml:space=\"preserve\">a &amp; b&#x3D;&#49;</w:t><w:tab/>"
                          "<w:t>c</w:t><w:br/><w:t>d</w:t></w:r></w:p>"))
                .at("office text"),
            "token\na & b=1\tc\nd\n");
}

TEST(Office, SpreadsheetsAndOpenDocument) {
  EXPECT_EQ(
      read_all(
          "<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
          "2006/main\"><si><t>name</t></si><si><r><t>val</t></r><r><t>ue</t></r></si></sst>")
          .at("office text"),
      "name\nvalue\n");
  EXPECT_EQ(
      read_all(
          "<?xml version=\"1.0\"?><o xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">"
          "<text:p>se<text:span>cr</text:span>et</text:p><text:h>x</text:h></o>")
          .at("office text"),
      "secret\nx\n");
}

TEST(Office, BrokenXmlIsHarmless) {
  for (const char* body :
       {"<", "<w:p", "&", "&;", "&#;", "&#xFFFFFFFFFF;", "&#xD800;", "&nosuch;", ">>", "</"})
    read_all(word(body));
  EXPECT_EQ(read_all(word("&bogus;&#xD800;<w:p/>a<")).at("office text").substr(0, 16),
            "&bogus;&#xD800;a");
}

TEST(Office, OtherXmlIsLeftAlone) {
  EXPECT_FALSE(sniff_office(
      "<?xml version=\"1.0\"?><project xmlns=\"http://maven.apache.org/POM/4.0.0\"/>"));
  EXPECT_FALSE(sniff_office("text about urn:oasis:names:tc:opendocument:"));
}

}  // namespace
}  // namespace leakwarden::scanner
