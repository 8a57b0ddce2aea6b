#include "scanner/match/structure_samples.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "scanner/base/base64.h"
#include "scanner/match/base32.h"
#include "scanner/match/crc32_tail.h"
#include "scanner/match/private_key.h"
#include "scanner/match/value_structure.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kSampleSeconds = 1546300800;     // 2019-01-01T00:00:00Z
constexpr std::uint32_t kSampleSpanSeconds = 189302400;  // to 2025-01-01T00:00:00Z
constexpr std::string_view kJsonStart = "eyJ";           // base64 of {"

std::uint32_t sample_seconds(std::string_view value) {
  return kSampleSeconds + crc32(value) % kSampleSpanSeconds;
}

// `size` lower-case letters that depend on the seed.
std::string letters(std::size_t size, std::string_view seed_text) {
  std::string text;
  std::uint32_t state = crc32(seed_text) | 1;
  while (text.size() < size) {
    state = state * 1664525u + 1013904223u;
    text.push_back(static_cast<char>('a' + (state >> 24) % 26));
  }
  return text;
}

// `front`, letters, `back`: `size` bytes in all, or the least there can be.
std::string filled(std::string_view front, std::string_view back, std::size_t size,
                   std::string_view seed_text) {
  std::size_t room = front.size() + back.size();
  return std::string(front) + letters(size > room ? size - room : 0, seed_text) + std::string(back);
}

std::string json_of_size(std::size_t size, std::string_view seed_text) {
  return filled("{\"k\":\"", "\"}", size, seed_text);
}

// The part of a value that is encoded, and how it was: its letters and padding are kept.
struct EncodedPart {
  EncodedPart(std::string_view value_in, std::size_t begin_in)
      : value(value_in), begin(std::min(begin_in, value_in.size())) {
    std::size_t last = value.find_last_not_of("=}");
    end = last == std::string_view::npos ? begin : std::max(begin, last + 1);
    std::string_view text = value.substr(begin, end - begin);
    url = text.find_first_of("-_") != std::string_view::npos;
    padded = value.find('=', begin) != std::string_view::npos;
  }

  std::string bytes() const { return base64_decode(value.substr(begin, end - begin)).bytes; }
  std::string with(std::string_view content) const {
    std::string text = base64_encode(content, url ? Base64Alphabet::Url : Base64Alphabet::Standard,
                                     padded ? Base64Padding::Yes : Base64Padding::No);
    if (value.size() > 0 && value.back() == '}') text += '}';
    return std::string(value.substr(0, begin)) + text;
  }

  std::string_view value;
  std::size_t begin;
  std::size_t end;
  bool url;
  bool padded;
};

std::size_t behind(std::size_t place) {
  return place == std::string_view::npos ? 0 : place + 1;
}

std::string base64_json(std::string_view value) {
  std::size_t begin = value.find(kJsonStart);
  if (begin == std::string_view::npos) return std::string(value);
  std::size_t groups = closed_json_part(value, begin).size() / 4;
  if (groups < 3) return std::string(value);
  std::string encoded = base64_encode(json_of_size(groups * 3, value));
  return std::string(value).replace(begin, encoded.size(), encoded);
}

std::string url_base64(std::string_view text) {
  return base64_encode(text, Base64Alphabet::Url, Base64Padding::No);
}

std::string json_web_token_sample(std::string_view value, std::string_view header) {
  std::size_t begin = value.find(kJsonStart);
  std::size_t dot = value.find('.', begin == std::string_view::npos ? 0 : begin);
  std::size_t signature = value.rfind('.');
  if (begin == std::string_view::npos || dot == std::string_view::npos) return std::string(value);
  std::string middle = header.find("enc") == std::string_view::npos && signature > dot
                           ? "." + url_base64(json_of_size(30, value))
                           : std::string(value.substr(dot, signature - dot));
  return std::string(value.substr(0, begin)) + url_base64(header) + middle +
         std::string(value.substr(signature));
}

std::string discord(std::string_view value) {
  std::size_t dot = value.find('.');
  if (dot == std::string_view::npos) return std::string(value);
  std::string digits = std::to_string(100000000 + crc32(value) % 900000000) +
                       std::to_string(100000000 + crc32(value.substr(dot)) % 900000000);
  return url_base64(digits) + std::string(value.substr(dot));
}

std::string base64_pair(std::string_view value) {
  bool led = value.substr(0, 5) == "essu_";
  EncodedPart part(value, led ? 5 : 0);
  const std::size_t size = part.bytes().size();
  if (size < 3) return std::string(value);
  constexpr std::size_t kElasticBytes = 43;  // 20 of the id, ':' and 22
  const std::string user = size == kElasticBytes ? letters(20, value) : "u";
  return part.with(filled(user + ":", "", size, value));
}

std::string base64_uuid(std::string_view value) {
  EncodedPart part(value, 0);
  if (part.bytes().empty()) return std::string(value);
  std::string digits(36, '0');
  for (std::size_t at = 0; at < digits.size(); ++at) {
    digits[at] = "0123456789abcdef"[crc32(letters(at + 1, value)) % 16];
  }
  for (std::size_t at : {8u, 13u, 18u, 23u}) digits[at] = '-';
  return part.with(digits);
}

std::string base64_numbered(std::string_view value) {
  EncodedPart part(value, value.find('-') == 4 ? 5 : 0);
  std::string bytes = part.bytes();
  if (bytes.size() < 29) return std::string(value);
  return part.with(bytes.replace(0, 13, std::to_string(100000000000 + crc32(value)) + ":"));
}

std::string base64_blocks(std::string_view value) {
  EncodedPart part(value, 0);
  std::string bytes = part.bytes();
  if (bytes.empty()) return std::string(value);
  bytes.resize(std::max<std::size_t>(16, bytes.size() / 16 * 16), 'x');
  return part.with(bytes);
}

std::string x25519(std::string_view value) {
  EncodedPart part(value, 0);
  std::string bytes = part.bytes();
  if (bytes.size() != 32) return std::string(value);
  bytes[0] = static_cast<char>(bytes[0] & 0xf8);
  bytes[31] = static_cast<char>((bytes[31] & 0x7f) | 0x40);
  return part.with(bytes);
}

std::string base32_content(std::string_view value, std::string_view front, Base32Case letters_are) {
  std::size_t begin = behind(value.rfind('_'));
  std::optional<std::string> bytes = base32_decode(value.substr(begin));
  if (!bytes || bytes->size() < front.size() + 1) return std::string(value);
  return std::string(value.substr(0, begin)) +
         base32_encode(filled(front, "", bytes->size(), value), letters_are);
}

std::string base64_msgpack(std::string_view value) {
  EncodedPart part(value, behind(value.find('_')));
  std::string bytes = part.bytes();
  if (part.begin == 0 || bytes.size() < 3) return std::string(value);
  return part.with(bytes.replace(0, 1, "\x94"));
}

std::string macaroon(std::string_view value) {
  std::size_t dash = value.find('-');
  bool led = dash != std::string_view::npos && dash < 8;
  EncodedPart part(value, led ? dash + 1 : 0);
  std::string bytes = part.bytes();
  if (bytes.size() < 24) return std::string(value);
  std::string front = led ? std::string("\2\1\10", 3) : "0018location ";
  std::string location = letters(24 - 14, value) + "\n";
  return part.with(bytes.replace(0, led ? 11 : 24, front + (led ? letters(8, value) : location)));
}

std::string hex_letters(std::string_view value) {
  std::size_t begin = value.size();
  while (begin > 0 && std::string_view("0123456789abcdefABCDEF").find(value[begin - 1]) < 22) {
    --begin;
  }
  std::string result(value);
  std::string text = letters((value.size() - begin) / 2, value);
  for (std::size_t at = 0; at < text.size(); ++at) {
    result[begin + 2 * at] = static_cast<char>('0' + text[at] / 16);
    result[begin + 2 * at + 1] = "0123456789abcdef"[text[at] % 16];
  }
  return result;
}

std::string jenkins(std::string_view value) {
  EncodedPart part(value, value.substr(0, 1) == "{" ? 1 : 0);
  std::size_t size = part.bytes().size();
  if (size == 0) return std::string(value);
  std::size_t blocks = size < 41 ? 1 : std::min<std::size_t>(3, (size - 25) / 16);
  std::size_t data = 16 * blocks;
  std::string head("\1\0\0\0\20\0\0\0", 8);
  head.push_back(static_cast<char>(data));
  return part.with(head + letters(16 + data, value));
}

std::string fernet(std::string_view value) {
  EncodedPart part(value, 0);
  std::size_t size = part.bytes().size();
  if (size == 0) return std::string(value);
  std::string head("\x80\0\0\0\0", 5);
  std::uint32_t seconds = sample_seconds(value);
  for (int shift = 24; shift >= 0; shift -= 8) head.push_back(static_cast<char>(seconds >> shift));
  std::size_t blocks = std::max<std::size_t>(1, size < 57 ? 0 : (size - 57) / 16);
  return part.with(head + letters(48 + 16 * blocks, value));
}

std::string elastic(std::string_view value) {
  EncodedPart part(value, 0);
  std::size_t size = part.bytes().size();
  if (size == 0) return std::string(value);
  std::string front = std::string("\0\1\0\1", 4) + "elastic/fleet/t:";
  return part.with(filled(front, "", size, value));
}

std::string bcrypt(std::string_view value) {
  std::size_t cost = value.find('$', 1);
  if (cost == std::string_view::npos || value.size() != cost + 57) return std::string(value);
  std::string result(value);
  result.replace(cost + 1, 2, "10");
  result[cost + 25] = 'O';
  return result;
}

std::string presigned(std::string_view value) {
  if (value.find('&') != std::string_view::npos || value.empty()) return std::string(value);
  std::size_t key = value.rfind("key-");
  std::size_t begin =
      key != std::string_view::npos ? key + 4 : behind(value.substr(0, 16).find('.'));
  EncodedPart part(value, begin);
  std::string front = "bedrock.amazonaws.com/?X-Amz-Expires=43200&X-Amz-Signature=";
  return part.with(filled(front, "", part.bytes().size(), value));
}

std::string object_id(std::string_view value) {
  return with_object_id_seconds(value, sample_seconds(value));
}

std::string ulid(std::string_view value) {
  return with_ulid_milliseconds(value, std::uint64_t{sample_seconds(value)} * 1000);
}

std::string jwt(std::string_view value) {
  return json_web_token_sample(value, "{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
}

std::string jwe(std::string_view value) {
  return json_web_token_sample(value, "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}");
}

std::string base32_msgpack(std::string_view value) {
  return base32_content(value, "\x83\xa3key\xaa", Base32Case::Upper);
}

std::string base32_text(std::string_view value) {
  return base32_content(value, "12_", Base32Case::Lower);
}

struct Entry {
  ChecksumKind kind;
  std::string (*completed)(std::string_view);
};

constexpr Entry kEntries[] = {
    {ChecksumKind::ObjectIdTime, object_id},
    {ChecksumKind::Ulid, ulid},
    {ChecksumKind::JwtStructure, jwt},
    {ChecksumKind::JweStructure, jwe},
    {ChecksumKind::Base64Json, base64_json},
    {ChecksumKind::DiscordId, discord},
    {ChecksumKind::PrivateKey, private_key_completed},
    {ChecksumKind::Base64Pair, base64_pair},
    {ChecksumKind::Base64Uuid, base64_uuid},
    {ChecksumKind::Base64Numbered, base64_numbered},
    {ChecksumKind::Base64Blocks, base64_blocks},
    {ChecksumKind::X25519, x25519},
    {ChecksumKind::Base32MessagePack, base32_msgpack},
    {ChecksumKind::Base64MessagePack, base64_msgpack},
    {ChecksumKind::Base32Text, base32_text},
    {ChecksumKind::HexLetters, hex_letters},
    {ChecksumKind::Macaroon, macaroon},
    {ChecksumKind::JenkinsSecret, jenkins},
    {ChecksumKind::FernetToken, fernet},
    {ChecksumKind::ElasticServiceToken, elastic},
    {ChecksumKind::Bcrypt, bcrypt},
    {ChecksumKind::PresignedUrl, presigned},
};

}  // namespace

std::string structure_completed(ChecksumKind kind, std::string_view value) {
  for (const Entry& entry : kEntries) {
    if (entry.kind == kind) return entry.completed(value);
  }
  return std::string(value);
}

}  // namespace leakwarden::scanner
