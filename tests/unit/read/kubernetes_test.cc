#include "scanner/read/kubernetes.h"

#include <gtest/gtest.h>

#include "tests/support/budget.h"
#include "tests/support/read_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::read_all;
using leakwarden::testing::ReadResult;

TEST(KubernetesYaml, DataOfSecretsIsDecoded) {
  const std::string bytes = R"(# a comment
apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  # who
  user: YWRtaW4=
  "password": 'c3dvcmRmaXNo'   # leakwarden:allow
  config: |
    bGluZSAxCmxpbmUg
    Mgo=
type: Opaque
---
apiVersion: v1
kind: ConfigMap
data:
  other: YWRtaW4=
)";
  const ReadResult result = read_all(bytes);
  EXPECT_EQ(result.places(),
            (std::vector<std::string>{"data.user > base64", "data.password > base64",
                                      "data.config > base64"}));
  EXPECT_EQ(result.at("data.password > base64"), "\"password\": \"swordfish\"\n");
  EXPECT_EQ(result.at("data.config > base64"), "line 1\nline 2\n");
  const SourceSpan span = result.texts[1].source_span(13, 22);
  EXPECT_EQ(bytes.substr(span.begin, span.end - span.begin), "c3dvcmRmaXNo");
}

TEST(KubernetesYaml, SecretsInAListAndKeysInAnyOrder) {
  const ReadResult result = read_all(
      "apiVersion: v1\nitems:\n- data:\n    a: eHh4eA==\n  kind: Secret\n- data:\n    b: eXl5eQ==\n"
      "  kind: Secret\nkind: List\n");
  EXPECT_EQ(result.at("data.a > base64"), "\"a\": \"xxxx\"\n");
  EXPECT_EQ(result.at("data.b > base64"), "\"b\": \"yyyy\"\n");
}

TEST(KubernetesYaml, AByteOrderMarkHidesNothing) {
  const ReadResult result = read_all(
      "\xEF\xBB\xBF"
      "apiVersion: v1\nkind: Secret\ndata:\n  a: eHh4eA==\n");
  EXPECT_EQ(result.at("data.a > base64"), "\"a\": \"xxxx\"\n");
}

TEST(KubernetesYaml, TemplatesOfAChartAreReadAroundTheirBraces) {
  const ReadResult result = read_all(
      "{{- if .Values.create }}\n{{/* made once */}}\napiVersion: v1\nkind: Secret\nmetadata:\n"
      "  labels: {{- include \"x\" . | nindent 4 }}\ndata:\n  {{- if .Values.one }}\n"
      "  a: eHh4eA==\n  {{- end }}\n  b: {{ .Values.two | b64enc }}\n{{- end }}\n");
  EXPECT_EQ(result.places(), std::vector<std::string>{"data.a > base64"});
  EXPECT_EQ(result.at("data.a > base64"), "\"a\": \"xxxx\"\n");
}

TEST(KubernetesYaml, KubeConfigs) {
  const ReadResult result = read_all(
      "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    client-key-data: a2V5\n");
  EXPECT_EQ(result.at("client-key-data > base64"), "\"client-key-data\": \"key\"\n");
}

TEST(KubernetesYaml, WhatIsNotFollowedIsAGap) {
  const char* kHead = "apiVersion: v1\nkind: Secret\n";
  for (const char* rest :
       {"data: *other\n", "data: {a: YWRtaW4=}\n", "data:\n  a: *b\n", "data:\n  a: &b YWRtaW4=\n",
        "data:\n  <<: *b\n", "data:\n  a: !!binary YWRtaW4=\n",
        "data:\n  a: !!binary |\n    YWRtaW4=\n", "data:\n  a: \"YWRt\n    aW4=\"\n",
        "data:\n  a: YWRt\n    aW4=\n", "data:\n  ? a\n  : YWRtaW4=\n"}) {
    const ReadResult result = read_all(std::string(kHead) + rest);
    EXPECT_EQ(result.gaps.size(), 1u) << rest;
  }
  for (const char* rest : {"data: {}\n", "data:\n", "data: null\n", "stringData:\n  a: b\n",
                           "data:\n  a: YWRtaW4=\n    # said so\n\n  b: eHh4eA==\n",
                           "data:\n  a: {{ .Values.password | b64enc }}\n"}) {
    EXPECT_TRUE(read_all(std::string(kHead) + rest).gaps.empty()) << rest;
  }
}

TEST(KubernetesYaml, AnEmptyLineEndsNoBlock) {
  const ReadResult result = read_all(
      "apiVersion: v1\nkind: Secret\ndata:\n  a: |\n    YWRt\n\n    aW4=\n  b: eHh4eA==\n");
  EXPECT_EQ(result.at("data.a > base64"), "\"a\": \"admin\"\n");
  EXPECT_EQ(result.at("data.b > base64"), "\"b\": \"xxxx\"\n");
}

TEST(KubernetesYaml, AliasesAreNeverExpanded) {
  std::string bomb = "apiVersion: v1\nkind: Secret\na0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
            "]\n";
  }
  const leakwarden::testing::Budget budget(1);
  EXPECT_EQ(read_all(bomb + "data: *a59\n").gaps.size(), 1u);
}

TEST(KubernetesYaml, IndentedStairsEndQuickly) {
  std::string stairs = "kind: Secret\n";
  for (int i = 0; i < 2000; ++i)
    stairs += std::string(static_cast<std::size_t>(i), ' ') + "client-key-data:\n";
  const leakwarden::testing::Budget budget(1);
  EXPECT_TRUE(read_all(stairs).texts.empty());  // no stair holds a value
}

}  // namespace
}  // namespace leakwarden::scanner
