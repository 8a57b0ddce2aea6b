#pragma once

// Facts inside tokens: whose they are, who issued them, when they end. Everything here comes from
// text that anybody could have written.

#include <string_view>

#include "scanner/match/fact.h"

namespace leakwarden::scanner {

// JSON Web Tokens: issuer, account (the subject), created, expires, scope.
Facts json_web_token_facts(std::string_view value);
// Base64 of JSON (1Password, Sentry, Grafana, Cloudflare tunnels, Mapbox, Snyk): the few members
// that are known to be no secrets.
Facts base64_json_facts(std::string_view value);
// GitLab's routable tokens: lines such as "o:1" and "u:2x" in their payload, in base 36.
Facts gitlab_route_facts(std::string_view value);
// Matrix: "syt_" and the base64 of a local user's name.
Facts matrix_facts(std::string_view value);
// Bedrock's long-term keys: "BedrockAPIKey-<user>-at-<account>:" in base64.
Facts bedrock_facts(std::string_view value);
// Discord: the bot's id, and the seconds its middle part holds.
Facts discord_facts(std::string_view value);
// JFrog's reference tokens: "reftkn:01:<expiry>:" in base64; an expiry of zeros is none.
Facts jfrog_reference_facts(std::string_view value);

}  // namespace leakwarden::scanner
