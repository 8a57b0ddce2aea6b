#include "scanner/git/push_context.h"

#include <algorithm>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "scanner/git/byte_buffer.h"
#include "scanner/git/sha1.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kProgressStep = 1024;

}  // namespace

void PushContext::deliver(unsigned worker, const ObjectView& view) {
  if (verify_ == VerifyObjects::Yes) {
    ObjectId actual = object_id_of(view.type, view.bytes, id_bytes_);
    if (actual != view.id)
      gap(gap_from_error(
          "object " + view.id.hex(),
          Error::corrupt("verify object", "", "its content has the id " + actual.hex())));
  }
  deliver_unchecked(worker, view);
}

void PushContext::deliver_unchecked(unsigned worker, const ObjectView& view) {
  if (stopped()) return;
  if (sink_.on_object(worker, view) == Flow::Stop) stopped_ = true;
}

Status PushContext::deliver_windows(unsigned worker, ObjectView view, InflateStream& stream,
                                    std::uint64_t size) {
  const std::size_t window_bytes = limits_.window_bytes;
  const std::size_t overlap = std::min<std::size_t>(limits_.window_overlap_bytes, window_bytes / 2);
  std::uint64_t readable = std::min(size, limits_.max_stream_bytes);
  ByteBuffer window;
  char* bytes = window.reset(window_bytes);
  std::size_t kept = 0;
  std::uint64_t begin = 0;
  view.is_window = true;
  view.object_size = size;
  while (!stopped()) {
    std::size_t wanted = std::min<std::uint64_t>(window_bytes - kept, readable - begin - kept);
    LEAKWARDEN_TRY(std::size_t got, stream.read(bytes + kept, wanted));
    if (got < wanted) return Error::corrupt("inflate object", "", "shorter than its header says");
    std::size_t filled = kept + got;
    view.is_last_window = begin + filled == readable;
    view.window_offset = begin;
    view.bytes = {bytes, filled};
    deliver_unchecked(worker, view);
    if (view.is_last_window) break;
    kept = overlap;
    std::copy(bytes + filled - kept, bytes + filled, bytes);
    begin += filled - kept;
  }
  if (readable < size && !stopped())
    return Error::too_large("read object", "", "longer than the limit for streams");
  char beyond = 0;
  if (stopped()) return done();
  LEAKWARDEN_TRY(std::size_t more, stream.read(&beyond, 1));
  if (more != 0) return Error::corrupt("inflate object", "", "longer than its header says");
  return done();
}

void PushContext::gap(Gap gap) {
  std::lock_guard<std::mutex> lock(gap_mutex_);
  if (stopped()) return;
  if (sink_.on_gap(std::move(gap)) == Flow::Stop) stopped_ = true;
}

void PushContext::count_done(std::uint64_t objects) {
  std::uint64_t before = done_.fetch_add(objects, std::memory_order_relaxed);
  std::uint64_t after = before + objects;
  if (before / kProgressStep != after / kProgressStep || after == total_)
    sink_.on_progress(after, total_);
}

void run_workers(PushContext& context, unsigned jobs, const std::function<void(unsigned)>& work) {
  auto guarded = [&context, &work](unsigned worker) {
    try {
      work(worker);
    } catch (const std::bad_alloc&) {
      context.gap(
          gap_from_error("objects of one worker", Error::io("read objects", "", "out of memory")));
    }
  };
  std::vector<std::thread> threads;
  for (unsigned worker = 1; worker < jobs; ++worker) threads.emplace_back(guarded, worker);
  guarded(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace leakwarden::scanner
