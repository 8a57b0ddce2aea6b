#include <unistd.h>

#include <array>
#include <cerrno>

#include "scanner/worker/protocol.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLengthBytes = 4;

std::uint32_t declared_length(std::string_view buffer) {
  std::uint32_t length = 0;
  for (std::size_t byte = 0; byte < kLengthBytes; ++byte) {
    length |= std::uint32_t{static_cast<std::uint8_t>(buffer[byte])} << (8 * byte);
  }
  return length;
}

// Like append, but leaves no copy of a value behind in the old, smaller block.
void append_wiping(std::string& buffer, std::string_view bytes) {
  if (buffer.size() + bytes.size() > buffer.capacity()) {
    std::string larger;
    larger.reserve(2 * (buffer.size() + bytes.size()));
    larger = buffer;
    wipe_memory(buffer.data(), buffer.size());
    buffer.swap(larger);
  }
  buffer.append(bytes);
}

Error broken(const char* why) {
  return Error::corrupt("read a worker's pipe", "pipe", why);
}

}  // namespace

Status FrameReader::feed(std::string_view bytes) {
  if (broken_) return broken("an earlier frame was malformed");
  append_wiping(buffer_, bytes);
  return check_length();
}

// Looks at the frame at the head of the buffer only: take() looks at the next ones.
Status FrameReader::check_length() {
  std::string_view head = std::string_view(buffer_).substr(begin_);
  if (head.size() < kLengthBytes) return done();
  std::uint32_t length = declared_length(head);
  if (length > 0 && length <= kMaxFrameBytes) return done();
  broken_ = true;
  return broken(length == 0 ? "empty frame" : "frame longer than allowed");
}

std::optional<std::string> FrameReader::take() {
  std::string_view head = std::string_view(buffer_).substr(begin_);
  if (broken_ || head.size() < kLengthBytes) return std::nullopt;
  std::size_t length = declared_length(head);
  if (head.size() - kLengthBytes < length) return std::nullopt;
  std::string frame(head.substr(kLengthBytes, length));
  wipe_memory(buffer_.data() + begin_, kLengthBytes + length);
  begin_ += kLengthBytes + length;
  if (begin_ == buffer_.size() || begin_ > (1u << 20)) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  static_cast<void>(check_length());
  return frame;
}

Result<std::optional<std::string>> FrameReader::next() {
  std::array<char, 65536> chunk;
  while (true) {
    if (std::optional<std::string> frame = take()) return frame;
    if (broken_) return broken("frame with an impossible length");
    ssize_t count = read(descriptor_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("read a worker's pipe", "pipe", errno);
    if (count == 0 && !empty()) return broken("the stream ended inside a frame");
    if (count == 0) return std::optional<std::string>();
    Status fed = feed({chunk.data(), static_cast<std::size_t>(count)});
    wipe_memory(chunk.data(), static_cast<std::size_t>(count));
    LEAKWARDEN_CHECK(std::move(fed));
  }
}

Status write_frame(int descriptor, std::string_view frame) {
  if (frame.size() > std::size_t{kMaxFrameBytes} + kLengthBytes) {
    return Error::too_large("write to a worker's pipe", "pipe", "frame longer than allowed");
  }
  while (!frame.empty()) {
    ssize_t count = write(descriptor, frame.data(), frame.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("write to a worker's pipe", "pipe", errno);
    frame.remove_prefix(static_cast<std::size_t>(count));
  }
  return done();
}

}  // namespace leakwarden::scanner
