#include "scanner/match/marvin32.h"

#include <array>
#include <bit>
#include <cstddef>
#include <optional>
#include <utility>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kMarkCharacters = 4;
constexpr std::size_t kFromMarkToPadding = 10;

struct Service {
  std::string_view mark;
  std::array<std::string_view, 7> labels;
};

constexpr Service kServices[] = {
    {"+ASt", {"Default0"}},  // Storage
    {"ACDb",
     {"MastRW00", "MastRO00", "SystRW00", "SystRO00", "SysAll00", "Resour00",
      "Encryp00"}},                                                          // Cosmos DB
    {"+ACR", {"ACRDflt0"}},                                                  // Container Registry
    {"AzCa", {"Access00"}},                                                  // Cache for Redis
    {"AzFu", {"Functi00", "Master00", "System00"}},                          // Functions
    {"AzSe", {"PAdmin00", "Query000"}},                                      // AI Search
    {"+ABa", {"AbAcct00"}},                                                  // Batch
    {"+ASb", {"Manage00", "Listen00", "Send0000", "System00", "Unknown0"}},  // Service Bus
    {"+AEh", {"Manage00", "Listen00", "Send0000", "System00", "Unknown0"}},  // Event Hubs
    {"+ARm", {"Manage00", "Listen00", "Send0000", "System00", "Unknown0"}},  // Relay
    {"APIM", {"Tenant00", "Gatewy00", "GitKey00", "IoTHub00"}},              // API Management
    {"AZEG", {"Default0"}},                                                  // Event Grid
    {"AIoT", {"IoTHub00", "Device00", "DpsKey00"}},                          // IoT Hub
    {"+AMC", {"Classic0"}},                                                  // ML, classic
    {"+SQL", {"UsrPwd00"}},                                                  // SQL
};

struct State {
  std::uint32_t low;
  std::uint32_t high;
};

void mix(State& state) {
  state.high ^= state.low;
  state.low = std::rotl(state.low, 20) + state.high;
  state.high = std::rotl(state.high, 9) ^ state.low;
  state.low = std::rotl(state.low, 27) + state.high;
  state.high = std::rotl(state.high, 19);
}

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t index = bytes.size(); index > 0; --index) {
    number = number << 8 | static_cast<std::uint8_t>(bytes[index - 1]);
  }
  return number;
}

std::uint64_t seed_of(std::string_view label) {
  std::uint64_t seed = 0;
  for (char character : label) seed = seed << 8 | static_cast<std::uint8_t>(character);
  return seed;
}

const Service* service_of(std::string_view key) {
  std::size_t end = key.find_last_not_of('=');
  if (end == std::string_view::npos || end + 1 < kFromMarkToPadding) return nullptr;
  std::string_view mark = key.substr(end + 1 - kFromMarkToPadding, kMarkCharacters);
  for (const Service& service : kServices) {
    if (service.mark == mark) return &service;
  }
  return nullptr;
}

}  // namespace

std::uint64_t marvin64(std::string_view bytes, std::uint64_t seed) {
  State state{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  for (; bytes.size() >= 4; bytes.remove_prefix(4)) {
    state.low += little_endian(bytes.substr(0, 4));
    mix(state);
  }
  // What is left is closed by one byte 0x80.
  state.low += little_endian(bytes) | 0x80u << (8 * bytes.size());
  mix(state);
  mix(state);
  return static_cast<std::uint64_t>(state.high) << 32 | state.low;
}

std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = marvin64(bytes, seed);
  return static_cast<std::uint32_t>(hash >> 32) ^ static_cast<std::uint32_t>(hash);
}

bool azure_key_valid(std::string_view key) {
  const Service* service = service_of(key);
  std::string bytes = base64_decode(key).bytes;
  if (service == nullptr || bytes.size() <= kChecksumBytes) return false;
  std::string_view body = std::string_view(bytes).substr(0, bytes.size() - kChecksumBytes);
  std::uint32_t written = little_endian(std::string_view(bytes).substr(body.size()));
  for (std::string_view label : service->labels) {
    if (!label.empty() && marvin32(body, seed_of(label)) == written) return true;
  }
  return false;
}

std::string azure_key_completed(std::string_view key) {
  const Service* service = service_of(key);
  std::string bytes = base64_decode(key).bytes;
  if (service == nullptr || bytes.size() <= kChecksumBytes) return std::string(key);
  std::size_t body = bytes.size() - kChecksumBytes;
  std::uint32_t checksum =
      marvin32(std::string_view(bytes).substr(0, body), seed_of(service->labels[0]));
  for (std::size_t index = 0; index < kChecksumBytes; ++index) {
    bytes[body + index] = static_cast<char>(checksum >> (8 * index) & 0xff);
  }
  Base64Alphabet alphabet = key.find_first_of("-_") == std::string_view::npos
                                ? Base64Alphabet::Standard
                                : Base64Alphabet::Url;
  Base64Padding padding = key.back() == '=' ? Base64Padding::Yes : Base64Padding::No;
  return base64_encode(bytes, alphabet, padding);
}

}  // namespace leakwarden::scanner
