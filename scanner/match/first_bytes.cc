#include "scanner/match/first_bytes.h"

#include <algorithm>
#include <bitset>
#include <vector>

namespace leakwarden::scanner {
namespace {

using Kind = PatternOp::Kind;

constexpr std::size_t kPlaces = FirstBytes::kPlaces;

}  // namespace

// All ways through the first places of a program, each op at each place once.
class FirstBytes::Walk {
 public:
  explicit Walk(const PatternProgram& program) : program_(program), seen_(program.ops.size()) {
    go_to(0, 0);
    while (!open_.empty()) {
      const At at = open_.back();
      open_.pop_back();
      step(at);
    }
  }

  FirstBytes found() const {
    FirstBytes first;
    first.known_ = shortest_;
    for (std::size_t place = 0; place < shortest_; ++place)
      for (std::size_t c = 0; c < first.places_.size(); ++c)
        first.places_[c] = static_cast<std::uint8_t>(first.places_[c] | bytes_[place][c] << place);
    return first;
  }

 private:
  struct At {
    std::size_t op = 0;
    std::size_t place = 0;
  };

  void go_to(std::size_t op, std::size_t place) {
    if (place >= kPlaces || seen_[op][place]) return;
    seen_[op].set(place);
    open_.push_back({op, place});
  }

  void step(const At& at) {
    const PatternOp& op = program_.ops[at.op];
    const std::size_t jump = at.op + static_cast<std::size_t>(op.jump);
    switch (op.kind) {
      case Kind::Byte:
        bytes_[at.place] |= program_.sets[op.set];
        return go_to(at.op + 1, at.place + 1);
      case Kind::Run:
        return run(at, op);
      case Kind::Split:
        go_to(at.op + 1, at.place);
        return go_to(jump, at.place);
      case Kind::Jump:
        return go_to(jump, at.place);
      case Kind::Matched:
        shortest_ = std::min(shortest_, at.place);
        return;
      default:
        return go_to(at.op + 1, at.place);
    }
  }

  void run(const At& at, const PatternOp& op) {
    for (std::size_t taken = 0; taken <= op.most && at.place + taken <= kPlaces; ++taken) {
      const std::size_t place = at.place + taken;
      if (taken >= op.least) go_to(at.op + 1, place);
      if (taken < op.most && place < kPlaces) bytes_[place] |= program_.sets[op.set];
    }
  }

  const PatternProgram& program_;
  std::vector<std::bitset<kPlaces>> seen_;
  std::vector<At> open_;
  std::array<ByteSet, kPlaces> bytes_;
  std::size_t shortest_ = kPlaces;  // of the matches that end here
};

FirstBytes FirstBytes::of(const PatternProgram& program) {
  return Walk(program).found();
}

std::size_t FirstBytes::count() const {
  if (known_ == 0) return places_.size();
  return static_cast<std::size_t>(std::count_if(places_.begin(), places_.end(),
                                                [](std::uint8_t places) { return places & 1; }));
}

}  // namespace leakwarden::scanner
