#include "scanner/match/private_key.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "scanner/base/base64.h"
#include "scanner/match/openpgp_key.h"
#include "scanner/match/openssh_key.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kCiphertextBytes = 48;
constexpr std::size_t kSampleBytes = 300;
constexpr std::size_t kLineCharacters = 64;
constexpr std::size_t kLongestRemark = 16;
constexpr std::string_view kRsaStart{"\x02\x01\x00\x02\x82", 5};  // version 0, a long modulus

struct Armour {
  std::string_view label;  // "RSA PRIVATE KEY"
  std::string_view body;
};

std::optional<Armour> armour_of(std::string_view text) {
  std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  std::size_t label = begin + kBegin.size();
  std::size_t label_end = text.find(kDashes, label);
  if (label_end == std::string_view::npos) return std::nullopt;
  std::size_t body = label_end + kDashes.size();
  std::size_t end = text.find(kEnd, body);
  return Armour{text.substr(label, label_end - label),
                text.substr(body, end == std::string_view::npos ? end : end - body)};
}

bool is_alphanumeric(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
         (character >= 'a' && character <= 'z');
}

bool is_base64(char character) {
  return is_alphanumeric(character) || character == '+' || character == '/' || character == '=';
}

// Escaped line breaks become real ones; other backslashes (\/, \") and doubled ones disappear.
std::string unescaped(std::string_view body) {
  std::string result;
  result.reserve(body.size());
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] != '\\') {
      result.push_back(body[at]);
      continue;
    }
    while (at + 1 < body.size() && body[at + 1] == '\\') ++at;
    if (at + 1 == body.size()) break;
    char next = body[at + 1];
    if (next == 'n' || next == 'r' || next == 't') {
      result.push_back('\n');
      ++at;
    }
  }
  return result;
}

// "Proc-Type: 4,ENCRYPTED", "Version: GnuPG v2", "Comment: …": no line of base64 holds a colon.
bool is_header(std::string_view line) {
  return line.find(':') != std::string_view::npos;
}

// A run of base64 characters that says something: a lone "+" or "//" joins strings or opens a
// comment, and "=Njan" is OpenPGP's check of the body.
bool is_content(std::string_view token) {
  if (token[0] == '=') return false;
  for (char character : token) {
    if (is_alphanumeric(character)) return true;
  }
  return false;
}

void append_content(std::string_view line, std::string& content) {
  for (std::size_t at = 0; at < line.size();) {
    std::size_t end = at;
    while (end < line.size() && is_base64(line[end])) ++end;
    std::string_view token = line.substr(at, end - at);
    if (!token.empty() && is_content(token)) {
      content.append(token.substr(0, token.find_last_not_of('=') + 1));
    }
    at = end + 1;
  }
}

// "-----BEGIN RSA PRIVATE KEY----- fake": a few words where only a line's end belongs.
std::string_view without_remark(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || end >= kLongestRemark) return text;
  return text.find_first_not_of(" \t\r\n", end) == std::string_view::npos ? text : text.substr(end);
}

std::string decoded_body(std::string_view body) {
  const std::string plain = unescaped(body);
  const std::string_view text = without_remark(plain);
  std::string content;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(at, end - at);
    if (!is_header(line)) append_content(line, content);
    at = end + 1;
  }
  return base64_decode(content).bytes;
}

struct DerHead {
  std::size_t content = 0;  // offset of the first byte inside
  std::uint64_t total = 0;  // bytes of the whole element
};

std::optional<DerHead> sequence_head(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[0] != 0x30) return std::nullopt;
  std::uint8_t first = static_cast<std::uint8_t>(bytes[1]);
  if (first < 0x80) return DerHead{2, 2u + first};
  std::size_t count = first & 0x7f;
  if (count == 0 || count > 3 || bytes.size() < 2 + count) return std::nullopt;
  std::uint64_t length = 0;
  for (char byte : bytes.substr(2, count)) length = length << 8 | static_cast<std::uint8_t>(byte);
  return DerHead{2 + count, 2 + count + length};
}

// A SEQUENCE whose first member has the tag, at least half of it present.
bool is_sequence_of(std::string_view bytes, char first_tag) {
  std::optional<DerHead> head = sequence_head(bytes);
  return head && head->content < bytes.size() && bytes[head->content] == first_tag &&
         head->total <= 2 * static_cast<std::uint64_t>(bytes.size());
}

bool openssh_plausible(std::string_view bytes) {
  if (bytes.substr(0, kOpenSshMagic.size()) != kOpenSshMagic) return false;
  std::optional<OpenSshKey> key = openssh_key(bytes);
  return !key || key->checks_agree;
}

bool is_plain_line(std::string_view line) {
  return line.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
         std::string_view::npos;
}

// The three bytes behind "=" on the last line; nullopt where there is none, or a line is not plain:
// then our reading of the block, not the block, may be what is wrong.
std::optional<std::string> armour_check(std::string_view body) {
  std::string text = unescaped(body);
  std::optional<std::string> check;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = std::string_view(text).substr(at, end - at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!is_header(line) && !is_plain_line(line)) return std::nullopt;
    if (line.size() == 5 && line[0] == '=') check = base64_decode(line.substr(1)).bytes;
    at = end + 1;
  }
  return check;
}

bool openpgp_plausible(std::string_view body, std::string_view bytes) {
  if (!is_secret_key_packet(bytes)) return false;
  std::optional<std::string> check = armour_check(body);
  if (!check || !is_whole_packets(bytes)) return true;
  std::uint32_t sum = crc24(bytes);
  return *check == std::string{static_cast<char>(sum >> 16), static_cast<char>(sum >> 8 & 0xff),
                               static_cast<char>(sum & 0xff)};
}

std::string sample_bytes(std::string_view seed_text) {
  std::uint64_t state = 1469598103934665603ull;
  for (char byte : seed_text) state = (state ^ static_cast<std::uint8_t>(byte)) * 1099511628211ull;
  std::string bytes;
  while (bytes.size() < kSampleBytes) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    bytes.push_back(static_cast<char>(state >> 32 & 0xff));
  }
  return bytes;
}

std::string sequence_around(std::string_view inside) {
  std::string head = "\x30\x82";
  head.push_back(static_cast<char>(inside.size() >> 8));
  head.push_back(static_cast<char>(inside.size() & 0xff));
  return head.append(inside);
}

std::string sample_body(std::string_view label, std::string_view seed_text) {
  std::string content = sample_bytes(seed_text);
  if (label.find("OPENSSH") != std::string_view::npos) return std::string(kOpenSshMagic) + content;
  if (label.find("PGP") != std::string_view::npos) return "\x95" + content;
  std::string first = label.find("ENCRYPTED") != std::string_view::npos
                          ? std::string("\x30\x03\x06\x01\x2a", 5)
                          : std::string("\x02\x01\x00", 3);
  return sequence_around(first + content);
}

// Base64 of a whole DER key that stands without armour, decoded; else empty.
std::string bare_key(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_base64)) return {};
  std::string bytes = base64_decode(text.substr(0, text.find('='))).bytes;
  return is_sequence_of(bytes, 0x02) ? bytes : std::string();
}

}  // namespace

std::optional<KeyBlock> key_block(std::string_view text) {
  std::optional<Armour> armour = armour_of(text);
  if (!armour) return std::nullopt;
  return KeyBlock{std::string(armour->label), armour->body, decoded_body(armour->body)};
}

std::optional<std::string> private_key_bytes(std::string_view text) {
  std::optional<KeyBlock> block = key_block(text);
  if (!block || block->bytes.empty()) return std::nullopt;
  return std::move(block->bytes);
}

bool private_key_plausible(std::string_view text) {
  std::optional<Armour> armour = armour_of(text);
  if (!armour) return !bare_key(text).empty();
  std::string bytes = decoded_body(armour->body);
  std::string_view label = armour->label;
  if (label.substr(0, 7) == "OPENSSH") return openssh_plausible(bytes);
  if (label.substr(0, 3) == "PGP") return openpgp_plausible(armour->body, bytes);
  if (label.substr(0, 9) == "ENCRYPTED") return is_sequence_of(bytes, 0x30);
  if (armour->body.find("DEK-Info") != std::string_view::npos) {
    return bytes.size() >= kCiphertextBytes;
  }
  return is_sequence_of(bytes, 0x02);
}

std::string private_key_completed(std::string_view text) {
  std::optional<Armour> armour = armour_of(text);
  if (!armour && text.substr(0, 1) != "M") return std::string(text);
  if (!armour) return base64_encode(sequence_around(std::string(kRsaStart) + sample_bytes(text)));
  std::string label(armour->label);
  std::string encoded = base64_encode(sample_body(label, text));
  std::string block = std::string(kBegin) + label + std::string(kDashes) + "\n";
  for (std::size_t at = 0; at < encoded.size(); at += kLineCharacters) {
    block += encoded.substr(at, kLineCharacters) + "\n";
  }
  return block + std::string(kEnd) + " " + label + std::string(kDashes);
}

}  // namespace leakwarden::scanner
