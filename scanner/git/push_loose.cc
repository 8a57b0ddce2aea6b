#include "scanner/git/push_loose.h"

#include <algorithm>

#include "scanner/git/byte_buffer.h"
#include "scanner/git/loose.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kChunk = 64;

ObjectId id_of_path(const std::string& path) {
  return *ObjectId::from_hex(path.substr(0, 2) + path.substr(3));
}

class LoosePusher {
 public:
  LoosePusher(PushContext& context, unsigned worker) : context_(context), worker_(worker) {}

  Status push(const LooseName& name, std::uint64_t ordinal) {
    LEAKWARDEN_TRY(LooseObject object, LooseObject::open(name.objects, name.path));
    if (!context_.wants(object.header().type)) return done();
    ObjectView view;
    view.position = {0, ordinal};
    view.id = id_of_path(name.path);
    view.type = object.header().type;
    view.object_size = object.header().size;
    if (view.object_size > context_.limits().max_object_bytes && view.type != ObjectType::Tree)
      return push_windows(object, view);
    LEAKWARDEN_TRY(std::size_t size, object.whole_size(context_.limits()));
    LEAKWARDEN_CHECK(object.inflate_into(inflater_, buffer_.reset(size), size));
    view.bytes = buffer_.view().substr(object.content_begin());
    context_.deliver(worker_, view);
    return done();
  }

 private:
  Status push_windows(LooseObject& object, const ObjectView& view) {
    LEAKWARDEN_TRY(std::unique_ptr<InflateStream> stream, object.stream_content());
    return context_.deliver_windows(worker_, view, *stream, view.object_size);
  }

  PushContext& context_;
  unsigned worker_;
  Inflater inflater_;
  ByteBuffer buffer_;
};

}  // namespace

void push_loose(PushContext& context, const std::vector<LooseName>& names, unsigned jobs) {
  std::atomic<std::size_t> next{0};
  unsigned useful_jobs =
      static_cast<unsigned>(std::clamp<std::size_t>(names.size() / kChunk, 1, std::max(jobs, 1u)));
  run_workers(context, useful_jobs, [&](unsigned worker) {
    LoosePusher pusher(context, worker);
    for (std::size_t begin; (begin = next.fetch_add(kChunk)) < names.size();) {
      std::size_t end = std::min(begin + kChunk, names.size());
      for (std::size_t i = begin; i < end && !context.stopped(); ++i) {
        Status status = pusher.push(names[i], i);
        if (!status.ok())
          context.gap(
              gap_from_error("loose object " + id_of_path(names[i].path).hex(), status.error()));
      }
      context.count_done(end - begin);
    }
  });
}

Result<Status> push_loose_windows(PushContext& context, const LooseName& name, const ObjectId& id,
                                  unsigned worker) {
  LEAKWARDEN_TRY(LooseObject object, LooseObject::open(name.objects, name.path));
  ObjectView view;
  view.id = id;
  view.type = object.header().type;
  if (view.type == ObjectType::Tree)
    return Error::too_large("read object", id.hex(), "a tree larger than the limit");
  LEAKWARDEN_TRY(std::unique_ptr<InflateStream> stream, object.stream_content());
  return context.deliver_windows(worker, view, *stream, object.header().size);
}

}  // namespace leakwarden::scanner
