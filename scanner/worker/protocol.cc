#include "scanner/worker/protocol.h"

#include <utility>

#include "scanner/worker/fields.h"

namespace leakwarden::scanner {
namespace {

// The kind byte is the alternative's place in its variant, from kFirstRequest or kFirstEvent, so
// that a request is never taken for an event.
constexpr unsigned kFirstRequest = 1;
constexpr unsigned kFirstEvent = 65;

template <typename Variant>
std::string encode_variant(const Variant& message, unsigned first_kind) {
  BodyWriter out;
  std::visit([&out](const auto& alternative) { fields(out, alternative); }, message);
  std::string body = std::move(out).body();
  std::uint32_t size = static_cast<std::uint32_t>(body.size() + 1);
  std::string frame;
  frame.reserve(body.size() + 5);
  for (int byte = 0; byte < 4; ++byte) frame.push_back(static_cast<char>(size >> (8 * byte)));
  frame.push_back(static_cast<char>(first_kind + message.index()));
  frame.append(body);
  wipe_memory(body.data(), body.size());
  return frame;
}

// Tries each alternative in turn: `index` counts down to the one that is meant.
template <typename Variant, std::size_t kPlace = 0>
bool decode_alternative(std::size_t index, BodyReader& in, Variant& message) {
  if constexpr (kPlace < std::variant_size_v<Variant>) {
    if (index != kPlace) return decode_alternative<Variant, kPlace + 1>(index, in, message);
    fields(in, message.template emplace<kPlace>());
    return in.finished();
  }
  return false;
}

template <typename Variant>
Result<Variant> decode_variant(std::string_view frame, unsigned first_kind, const char* what) {
  if (frame.empty()) return Error::corrupt(what, "pipe", "empty frame");
  unsigned kind = static_cast<std::uint8_t>(frame.front());
  BodyReader in(frame.substr(1));
  Variant message;
  if (kind < first_kind || !decode_alternative<Variant>(kind - first_kind, in, message)) {
    return Error::corrupt(what, "pipe",
                          "frame of kind " + std::to_string(kind) + " does not parse");
  }
  return message;
}

}  // namespace

std::string encode(const Request& request) {
  return encode_variant(request, kFirstRequest);
}
std::string encode(const Event& event) {
  return encode_variant(event, kFirstEvent);
}

Result<Request> decode_request(std::string_view frame) {
  return decode_variant<Request>(frame, kFirstRequest, "read a worker's request");
}

Result<Event> decode_event(std::string_view frame) {
  return decode_variant<Event>(frame, kFirstEvent, "read a worker's event");
}

}  // namespace leakwarden::scanner
