#include "scanner/rules/import/bounded_pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/rules/load.h"

namespace leakwarden::scanner {
namespace {

// What an object rule may look at: a PEM block with room to spare; a long token.
constexpr std::uint32_t kManyLinesBytes = 16 << 10;
constexpr std::uint32_t kLongValueBytes = 8 << 10;

class Bounder {
 public:
  explicit Bounder(const SecretChoice& choice)
      : choice_(choice), open_(open_repeats(choice)) {}

  Result<BoundedPattern> run() {
    if (open_.inside + open_.outside == 0) return closed();
    if (!open_.inside_crosses_lines && try_local()) return std::move(*found_);
    if (open_.inside > 0 && try_object()) return std::move(*found_);
    if (last_error_) return std::move(*last_error_);
    return Error::invalid("bound the pattern", "the regex",
                          fmt::format("wider than {} bytes however its repeats are bounded",
                                      kMaxLocalWidth));
  }

 private:
  Result<BoundedPattern> written(RepeatBounds bounds) {
    BoundedPattern pattern;
    pattern.text = written_pattern(choice_, bounds);
    LEAKWARDEN_TRY(pattern.tree, parse_pattern(pattern.text, byte_sets_));
    return pattern;
  }

  // Nothing to bound; it may be wide all the same.
  Result<BoundedPattern> closed() {
    LEAKWARDEN_TRY(BoundedPattern pattern, written({}));
    const std::uint32_t width = max_width(pattern.tree);
    if (width <= kMaxLocalWidth) return pattern;
    pattern.max_bytes = std::min(width, kMaxObjectBytes);
    pattern.notes.push_back(
        {width > kMaxObjectBytes ? NoteKind::Quieter : NoteKind::Told,
         fmt::format("matches up to {} bytes, so it became an object rule of {} bytes", width,
                     pattern.max_bytes)});
    return pattern;
  }

  bool try_local() {
    for (const std::uint32_t outside : {100u, 40u, 16u}) {
      for (const std::uint32_t inside : {900u, 700u, 500u, 400u}) {
        Result<BoundedPattern> pattern = written({outside, inside});
        if (!pattern.ok()) {
          last_error_ = pattern.error();
          continue;
        }
        if (max_width(pattern->tree) > kMaxLocalWidth) continue;
        take(std::move(*pattern), 0, say_local(outside, inside));
        return true;
      }
    }
    return false;
  }

  bool try_object() {
    for (const std::uint32_t outside : {100u, 40u, 16u}) {
      Result<BoundedPattern> pattern = written({outside, 0});
      if (!pattern.ok()) {
        last_error_ = pattern.error();
        continue;
      }
      const std::uint32_t bytes = open_.inside_crosses_lines ? kManyLinesBytes : kLongValueBytes;
      take(std::move(*pattern), bytes,
           fmt::format("a match has no longest length, so it became an object rule that looks at "
                       "{} bytes; longer ones are missed",
                       bytes));
      return true;
    }
    return false;
  }

  std::string say_local(std::uint32_t outside, std::uint32_t inside) const {
    if (open_.inside == 0) {
      return fmt::format("repeats without end before or behind the value end after {}", outside);
    }
    if (open_.outside == 0) return fmt::format("repeats without end end after {}", inside);
    return fmt::format("repeats without end end after {} in the value and {} outside it", inside,
                       outside);
  }

  void take(BoundedPattern pattern, std::uint32_t max_bytes, std::string what) {
    pattern.max_bytes = max_bytes;
    pattern.notes.push_back({NoteKind::Quieter, std::move(what)});
    found_ = std::move(pattern);
  }

  const SecretChoice& choice_;
  OpenRepeats open_;
  ByteSets byte_sets_;
  std::optional<BoundedPattern> found_;
  std::optional<Error> last_error_;
};

}  // namespace

Result<BoundedPattern> bounded_pattern(const SecretChoice& choice) {
  return Bounder(choice).run();
}

}  // namespace leakwarden::scanner
