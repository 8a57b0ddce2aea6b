#include "scanner/match/known_verdicts.h"

namespace leakwarden::scanner {
namespace {

void move(std::uint64_t by, Span& span) {
  span.begin += by;
  span.end += by;
}

std::uint64_t memory_of(const LocalVerdict& verdict) {
  std::uint64_t bytes = sizeof verdict + verdict.companions.capacity() * sizeof(Companion);
  if (verdict.decoded) bytes += sizeof(DecodedCandidate) + verdict.decoded->text.size();
  return bytes;
}

}  // namespace

std::uint64_t KnownVerdicts::memory_bytes() const {
  std::uint64_t bytes = sizeof *this + ends.capacity() * sizeof(KnownEnd);
  for (const LocalVerdict& verdict : verdicts) bytes += memory_of(verdict);
  return bytes;
}

LocalVerdict moved(const LocalVerdict& verdict, const CopiedBytes& copy) {
  LocalVerdict there = verdict;
  const std::uint64_t by = copy.begin - copy.base_begin;  // wraps around where it moves left
  there.trigger_end += by;
  move(by, there.interval);
  move(by, there.match);
  move(by, there.secret);
  for (Companion& one : there.companions) move(by, one.span);
  if (there.named_by.size() > 0) move(by, there.named_by);
  if (there.own_name && there.own_name->size() > 0) move(by, *there.own_name);
  return there;
}

}  // namespace leakwarden::scanner
