#include "scanner/rules/import/peer_names.h"

namespace leakwarden::scanner {
namespace {

TEST(PeerNames, BecomeIdsNamesAndProviders) {
  EXPECT_EQ(id_from_peer("acme-api-key"), "acme-api-key");
  EXPECT_EQ(id_from_peer("Acme_API.Key!"), "acme-api-key");
  EXPECT_EQ(id_from_peer("__"), "imported");
  EXPECT_EQ(id_from_peer(""), "imported");
  EXPECT_LE(id_from_peer(std::string(500, 'a')).size(), 48u);
  EXPECT_EQ(name_from_id("acme-api-key"), "Acme API key");
  EXPECT_EQ(name_from_id("jwt-token"), "JWT token");
  EXPECT_EQ(provider_from_id("acme-api-key"), "Acme");
  EXPECT_EQ(provider_from_id("generic-api-key"), "Generic");  // as our own generic rules
}

}  // namespace
}  // namespace leakwarden::scanner
