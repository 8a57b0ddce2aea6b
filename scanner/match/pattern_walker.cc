#include "scanner/match/pattern_walker.h"

#include "scanner/match/ascii.h"

namespace leakwarden::scanner {

using Kind = PatternOp::Kind;

PatternWalker::Answer PatternWalker::walk(const PatternProgram& program, std::string_view text,
                                          const Span& window, Ends ends) {
  text_ = text;
  end_ = window.end;
  ends_ = ends;
  at_ = window.begin;
  op_ = 0;
  back_.clear();
  std::fill_n(saved_.begin(), 2 * program.names.size(), kNowhere);
  while (program.ops[op_].kind != Kind::Matched || (ends_ == Ends::AtWindowEnd && at_ != end_)) {
    if (steps_left_ == 0) return Answer::GaveUp;
    if (step(program)) continue;
    take_steps(1);
    if (!go_back(program)) return Answer::No;
  }
  return Answer::Yes;
}

// Goes on by an op. False: it does not go on here.
bool PatternWalker::step(const PatternProgram& program) {
  const PatternOp& op = program.ops[op_];
  const std::size_t jump = op_ + static_cast<std::size_t>(op.jump);
  switch (op.kind) {
    case Kind::Byte:
      if (at_ == end_ || !program.holds(op, text_[at_])) return false;
      ++at_;
      break;
    case Kind::Run:
      if (!take_run(op, program.sets[op.set])) return false;
      break;
    case Kind::Split: {
      const std::size_t first = op.lazy ? jump : op_ + 1;
      const std::size_t second = op.lazy ? op_ + 1 : jump;
      if (!can_begin(program, first)) {
        op_ = second;
        return true;
      }
      if (can_begin(program, second)) {
        back_.push_back({WayBack::Kind::Op, static_cast<std::uint32_t>(second), at_, 0});
        take_steps(1);
      }
      op_ = first;
      return true;
    }
    case Kind::Jump:
      op_ = jump;
      return true;
    case Kind::Save:
      back_.push_back({WayBack::Kind::Restore, op.slot, saved_[op.slot], 0});
      saved_[op.slot] = at_;
      break;
    case Kind::WordBorder:
      if (!is_border()) return false;
      break;
    case Kind::NoWordBorder:
      if (is_border()) return false;
      break;
    case Kind::TextBegin:
      if (at_ != 0) return false;
      break;
    case Kind::TextEnd:
      if (at_ != text_.size()) return false;
      break;
    case Kind::Matched:
      return false;  // not where it must end
  }
  ++op_;
  return true;
}

// False: what goes on there does not begin with this byte.
bool PatternWalker::can_begin(const PatternProgram& program, std::size_t op) const {
  if (program.may_end[op]) return true;
  return at_ != end_ && program.begins[op][static_cast<unsigned char>(text_[at_])];
}

bool PatternWalker::take_run(const PatternOp& op, const ByteSet& set) {
  const std::uint64_t most = at_ + std::min<std::uint64_t>(op.most, end_ - at_);
  std::uint64_t to = at_;
  while (to < most && set[static_cast<unsigned char>(text_[to])]) ++to;
  take_steps((to - at_) / 16);
  const std::uint64_t shortest = at_ + op.least;
  if (to < shortest) return false;
  if (to > shortest) {
    const std::uint32_t behind = static_cast<std::uint32_t>(op_ + 1);
    if (op.lazy)
      back_.push_back({WayBack::Kind::LongerRun, behind, shortest + 1, to});
    else
      back_.push_back({WayBack::Kind::ShorterRun, behind, to - 1, shortest});
  }
  at_ = op.lazy ? shortest : to;
  return true;
}

// To the last place where there was another way. False: there is none left.
bool PatternWalker::go_back(const PatternProgram& program) {
  while (!back_.empty()) {
    WayBack& way = back_.back();
    op_ = way.op;
    at_ = way.at;
    switch (way.kind) {
      case WayBack::Kind::Restore:
        saved_[way.op] = way.at;
        back_.pop_back();
        continue;
      case WayBack::Kind::Op:
        back_.pop_back();
        return true;
      case WayBack::Kind::LongerRun:
        if (lengthen(program, way)) return true;
        back_.pop_back();
        continue;
      case WayBack::Kind::ShorterRun:
        if (shorten(program, way)) return true;
        back_.pop_back();
    }
  }
  return false;
}

// A run that ends earlier, or later, where what is behind it can begin.
bool PatternWalker::shorten(const PatternProgram& program, WayBack& way) {
  const std::uint64_t from = way.at;
  for (at_ = from; !can_begin(program, way.op); --at_)
    if (at_ == way.until) return false;
  take_steps((from - at_) / 4);
  if (at_ == way.until)
    back_.pop_back();
  else
    way.at = at_ - 1;
  return true;
}

bool PatternWalker::lengthen(const PatternProgram& program, WayBack& way) {
  const std::uint64_t from = way.at;
  for (at_ = from; !can_begin(program, way.op); ++at_)
    if (at_ == way.until) return false;
  take_steps((at_ - from) / 4);
  if (at_ == way.until)
    back_.pop_back();
  else
    way.at = at_ + 1;
  return true;
}

bool PatternWalker::is_border() const {
  const bool before = at_ > 0 && is_name_character(text_[at_ - 1]);
  const bool behind = at_ < text_.size() && is_name_character(text_[at_]);
  return before != behind;
}

}  // namespace leakwarden::scanner
