#include "scanner/git/push_pack.h"

#include <algorithm>
#include <cstring>

#include "scanner/git/byte_buffer.h"
#include "scanner/git/delta.h"
#include "scanner/git/pack_reader.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kRootsPerChunk = 32;
constexpr std::size_t kMaxPooledBuffer = 1 << 20;
constexpr std::size_t kMaxPooledBuffers = 8;
// A pack's pages stay in our memory until so many bytes of it were read.
constexpr std::uint64_t kLetGoEvery = 64 << 20;

using Node = DeltaForest::Node;

// What the workers of one pack share.
struct PackJob {
  PushContext& context;
  const Pack& pack;
  const DeltaForest& forest;
  std::uint32_t container;
  std::atomic<std::size_t> next_root{0};
  // Bytes made a second time for dropped bases; bounded as streams are.
  std::atomic<std::uint64_t> remade_bytes{0};
  std::atomic<std::uint64_t> read_bytes{0};

  void count_read(std::uint64_t bytes) {
    const std::uint64_t before = read_bytes.fetch_add(bytes, std::memory_order_relaxed);
    if (before / kLetGoEvery != (before + bytes) / kLetGoEvery) pack.let_go_of_pages();
  }
};

// A base whose children are being made.
struct Frame {
  std::uint32_t node = 0;
  std::uint32_t next_child = DeltaForest::kNone;
  std::uint32_t depth = 0;
  bool dropped = false;
  ByteBuffer bytes;
};

class TreePusher {
 public:
  TreePusher(PackJob& job, unsigned worker) : job_(job), worker_(worker) {}

  void push_tree(std::uint32_t root);

 private:
  const Node& node(std::uint32_t number) const { return job_.forest.nodes()[number]; }
  ObjectView view_of(const Node& node) const;

  Status push_root(const Node& root, ByteBuffer& bytes);
  Status push_root_windows(const Node& root, const PackEntry& entry);
  Status inflate(const Node& node, const PackEntry& entry, ByteBuffer& bytes);
  Status check_end(const Node& node, const PackEntry& entry, std::size_t used) const;
  void push_next_child();
  Status push_child(const Node& child, const Node& base, std::string_view base_bytes,
                    ByteBuffer& bytes);
  Status make_again(Frame& frame);
  void hold(std::uint32_t number, std::uint32_t depth, ByteBuffer bytes);
  void drop_oldest_bases();
  void let_go(Frame frame);
  void gap_below(const Node& top, const Error& error);

  ByteBuffer take_buffer();
  void give_back(ByteBuffer buffer);

  PackJob& job_;
  unsigned worker_;
  ObjectType type_ = ObjectType::Blob;
  Inflater inflater_;
  ByteBuffer delta_;
  std::vector<CopiedRange> copied_;
  std::vector<Frame> frames_;
  std::uint64_t held_bytes_ = 0;
  std::vector<ByteBuffer> pool_;
};

ByteBuffer TreePusher::take_buffer() {
  if (pool_.empty()) return {};
  ByteBuffer buffer = std::move(pool_.back());
  pool_.pop_back();
  return buffer;
}

void TreePusher::give_back(ByteBuffer buffer) {
  if (buffer.capacity() <= kMaxPooledBuffer && pool_.size() < kMaxPooledBuffers)
    pool_.push_back(std::move(buffer));
}

ObjectView TreePusher::view_of(const Node& of) const {
  ObjectView view;
  view.position = {job_.container, of.offset};
  view.id = job_.pack.index().id(of.index_position);
  view.type = type_;
  view.is_base = of.first_child != DeltaForest::kNone;
  return view;
}

// A gap for the node and for everything made from it.
void TreePusher::gap_below(const Node& top, const Error& error) {
  job_.context.gap(gap_from_error(job_.forest.describe(top), error));
  std::vector<std::uint32_t> pending{top.first_child};
  while (!pending.empty()) {
    std::uint32_t number = pending.back();
    pending.pop_back();
    if (number == DeltaForest::kNone || job_.context.stopped()) continue;
    Error because = error;
    because.why = "made from an object that could not be read: " + error.why;
    job_.context.gap(gap_from_error(job_.forest.describe(node(number)), because));
    pending.push_back(node(number).next_sibling);
    pending.push_back(node(number).first_child);
  }
}

// Between the end of one entry and the begin of the next nothing may hide.
Status TreePusher::check_end(const Node& of, const PackEntry& entry, std::size_t used) const {
  std::size_t next = static_cast<std::size_t>(&of - job_.forest.nodes().data()) + 1;
  std::uint64_t limit = next < job_.forest.nodes().size() ? job_.forest.nodes()[next].offset
                                                          : job_.pack.content_end();
  if (entry.data_offset + used == limit) return done();
  return job_.pack.corrupt(of.offset, "the next entry does not begin where this one ends");
}

Status TreePusher::inflate(const Node& of, const PackEntry& entry, ByteBuffer& bytes) {
  LEAKWARDEN_CHECK(check_entry_size(job_.pack, of.offset, entry, job_.context.limits()));
  Result<std::size_t> used =
      inflater_.inflate(job_.pack.compressed(entry), bytes.reset(entry.size), entry.size);
  if (!used.ok()) return job_.pack.corrupt(of.offset, used.error().why);
  job_.count_read(*used);
  Status end = check_end(of, entry, *used);
  if (!end.ok()) job_.context.gap(gap_from_error(job_.forest.describe(of), end.error()));
  return done();
}

Status TreePusher::push_root_windows(const Node& root, const PackEntry& entry) {
  InflateStream stream(job_.pack.compressed(entry));
  ObjectView view = view_of(root);
  view.is_base = false;
  Status pushed = job_.context.deliver_windows(worker_, view, stream, entry.size);
  if (!pushed.ok()) return pushed;
  if (root.first_child == DeltaForest::kNone || job_.context.stopped()) return done();
  Error error = job_.pack.too_large(root.offset, "a delta of an object over the limit");
  std::uint32_t child = root.first_child;
  for (; child != DeltaForest::kNone; child = node(child).next_sibling)
    gap_below(node(child), error);
  return done();
}

Status TreePusher::push_root(const Node& root, ByteBuffer& bytes) {
  job_.pack.index().prefetch_id(root.index_position);
  LEAKWARDEN_TRY(PackEntry entry, job_.pack.entry(root.offset));
  LEAKWARDEN_CHECK(inflate(root, entry, bytes));
  ObjectView view = view_of(root);
  view.bytes = bytes.view();
  view.object_size = entry.size;
  job_.context.deliver(worker_, view);
  return done();
}

Status TreePusher::push_child(const Node& child, const Node& base, std::string_view base_bytes,
                              ByteBuffer& bytes) {
  job_.pack.index().prefetch_id(child.index_position);
  LEAKWARDEN_TRY(PackEntry entry, job_.pack.entry(child.offset));
  LEAKWARDEN_CHECK(inflate(child, entry, delta_));
  Result<DeltaSizes> sizes = parse_delta_sizes(delta_.view());
  if (!sizes.ok()) return job_.pack.corrupt(child.offset, sizes.error().why);
  LEAKWARDEN_CHECK(check_result_size(job_.pack, child.offset, *sizes, job_.context.limits()));
  if (sizes->base != base_bytes.size())
    return job_.pack.corrupt(child.offset, "delta was made for a base of another size");
  copied_.clear();
  Status applied =
      apply_delta(base_bytes, delta_.view(), *sizes, bytes.reset(sizes->result), &copied_);
  if (!applied.ok()) return job_.pack.corrupt(child.offset, applied.error().why);
  ObjectView view = view_of(child);
  view.bytes = bytes.view();
  view.object_size = sizes->result;
  view.base = PhysicalPosition{job_.container, base.offset};
  view.copied = copied_;
  job_.context.deliver(worker_, view);
  return done();
}

void TreePusher::hold(std::uint32_t number, std::uint32_t depth, ByteBuffer bytes) {
  held_bytes_ += bytes.size();
  Frame frame;
  frame.node = number;
  frame.next_child = node(number).first_child;
  frame.depth = depth;
  frame.bytes = std::move(bytes);
  frames_.push_back(std::move(frame));
  drop_oldest_bases();
}

// All but the newest: it is needed next.
void TreePusher::drop_oldest_bases() {
  std::uint64_t budget = job_.context.limits().max_object_bytes;
  for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
    if (held_bytes_ - frames_.back().bytes.size() <= budget) return;
    held_bytes_ -= frames_[i].bytes.size();
    if (frames_[i].bytes.size() > 0) frames_[i].dropped = true;
    frames_[i].bytes.release();
  }
}

Status TreePusher::make_again(Frame& frame) {
  const Node& of = node(frame.node);
  const Limits& limits = job_.context.limits();
  if (job_.remade_bytes > limits.max_stream_bytes)
    return job_.pack.too_large(of.offset, "a delta tree too wide and too deep to hold");
  LEAKWARDEN_TRY(ObjectBytes object, read_packed(job_.pack, of.offset, limits, nullptr));
  job_.remade_bytes += object.bytes.size() * (std::uint64_t{frame.depth} + 1);
  std::memcpy(frame.bytes.reset(object.bytes.size()), object.bytes.data(), object.bytes.size());
  frame.dropped = false;
  held_bytes_ += frame.bytes.size();
  return done();
}

void TreePusher::let_go(Frame frame) {
  held_bytes_ -= frame.bytes.size();
  job_.context.base_done(worker_, {job_.container, node(frame.node).offset});
  give_back(std::move(frame.bytes));
}

void TreePusher::push_next_child() {
  Frame& frame = frames_.back();
  const Node& base = node(frame.node);
  std::uint32_t number = frame.next_child;
  const Node& child = node(number);
  frame.next_child = child.next_sibling;
  bool is_last = frame.next_child == DeltaForest::kNone;
  std::uint32_t depth = frame.depth + 1;
  ByteBuffer bytes = take_buffer();
  Status pushed = frame.dropped ? make_again(frame) : done();
  if (pushed.ok()) pushed = push_child(child, base, frame.bytes.view(), bytes);
  if (!pushed.ok()) gap_below(child, pushed.error());
  if (is_last) {
    Frame finished = std::move(frames_.back());
    frames_.pop_back();
    let_go(std::move(finished));
  }
  if (pushed.ok() && child.first_child != DeltaForest::kNone)
    hold(number, depth, std::move(bytes));
  else
    give_back(std::move(bytes));
}

void TreePusher::push_tree(std::uint32_t root_number) {
  const Node& root = node(root_number);
  Result<PackEntry> entry = job_.pack.entry(root.offset);
  if (!entry.ok()) return gap_below(root, entry.error());
  type_ = entry->type();
  if (!job_.context.wants(type_)) return;
  if (!job_.context.wants_root(worker_, type_, {job_.container, root.offset})) return;
  if (entry->size > job_.context.limits().max_object_bytes && type_ != ObjectType::Tree) {
    Status pushed = push_root_windows(root, *entry);
    if (!pushed.ok()) gap_below(root, pushed.error());
    return;
  }
  ByteBuffer bytes = take_buffer();
  Status pushed = push_root(root, bytes);
  if (!pushed.ok()) return gap_below(root, pushed.error());
  if (root.first_child == DeltaForest::kNone) return give_back(std::move(bytes));
  hold(root_number, 0, std::move(bytes));
  while (!frames_.empty() && !job_.context.stopped()) push_next_child();
}

void push_trees(PackJob& job, unsigned worker) {
  TreePusher pusher(job, worker);
  const std::vector<std::uint32_t>& roots = job.forest.roots();
  for (std::size_t begin; (begin = job.next_root.fetch_add(kRootsPerChunk)) < roots.size();) {
    std::size_t end = std::min(begin + kRootsPerChunk, roots.size());
    std::uint64_t objects = 0;
    for (std::size_t i = begin; i < end && !job.context.stopped(); ++i) {
      pusher.push_tree(roots[i]);
      objects += job.forest.nodes()[roots[i]].weight;
    }
    job.context.count_done(objects);
  }
}

}  // namespace

void push_pack(PushContext& context, const Pack& pack, std::uint32_t container, unsigned jobs) {
  if (context.verify() == VerifyObjects::Yes) {
    Status trailer = pack.verify_trailer();
    if (!trailer.ok()) context.gap(gap_from_error(pack.name(), trailer.error()));
  }
  DeltaForest forest(
      pack, context.limits(), [&context](Gap gap) { context.gap(std::move(gap)); }, jobs);
  PackJob job{context, pack, forest, container, {}, {}, {}};
  unsigned useful_jobs = static_cast<unsigned>(
      std::clamp<std::size_t>(forest.roots().size() / kRootsPerChunk, 1, std::max(jobs, 1u)));
  run_workers(context, useful_jobs, [&job](unsigned worker) { push_trees(job, worker); });
  pack.let_go_of_pages();  // what comes after needs the memory, and few objects of it
}

Result<Status> push_packed_windows(PushContext& context, const Pack& pack, std::uint64_t offset,
                                   const ObjectId& id, unsigned worker) {
  LEAKWARDEN_TRY(PackEntry entry, pack.entry(offset));
  if (entry.is_delta()) return pack.too_large(offset, "a delta larger than the limit");
  if (entry.type() == ObjectType::Tree) return pack.too_large(offset, "a tree over the limit");
  ObjectView view;
  view.id = id;
  view.type = entry.type();
  InflateStream stream(pack.compressed(entry));
  return context.deliver_windows(worker, view, stream, entry.size);
}

}  // namespace leakwarden::scanner
