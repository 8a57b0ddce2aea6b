#pragma once

// Ids of peers, as ours, as names, and as the provider they begin with.
//
//   adafruit_API-Key   id adafruit-api-key   name "Adafruit API key"   provider "Adafruit"

#include <string>

namespace leakwarden::scanner {

std::string id_from_peer(const std::string& id);
std::string name_from_id(const std::string& id);
std::string provider_from_id(const std::string& id);

}  // namespace leakwarden::scanner
