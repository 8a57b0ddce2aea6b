#include "scanner/git/libgit2_backend.h"

#include <cstring>

namespace leakwarden::scanner {
namespace {

struct Backend {
  git_odb_backend base;  // first: libgit2 passes its address around
  ObjectSource* objects;
  const Libgit2Library* library;
};

const Libgit2Library& library_of(git_odb_backend* backend) {
  return *reinterpret_cast<Backend*>(backend)->library;
}

ObjectSource& objects_of(git_odb_backend* backend) {
  return *reinterpret_cast<Backend*>(backend)->objects;
}

ObjectId id_of(const git_oid* id) {
  return *ObjectId::from_bytes({reinterpret_cast<const char*>(id->id), GIT_OID_RAWSZ});
}

int code_of(git_odb_backend* backend, const Error& error) {
  library_of(backend).error_set_str(GIT_ERROR_ODB, error.message().c_str());
  return error.kind == ErrorKind::NotFound ? GIT_ENOTFOUND : GIT_ERROR;
}

int read_object(void** bytes, size_t* size, git_object_t* type, git_odb_backend* backend,
                const git_oid* id) {
  Result<ObjectBytes> object = objects_of(backend).read(id_of(id));
  if (!object.ok()) return code_of(backend, object.error());
  *bytes = library_of(backend).odb_backend_data_alloc(backend, object->bytes.size());
  if (*bytes == nullptr) return GIT_ERROR;
  std::memcpy(*bytes, object->bytes.data(), object->bytes.size());
  *size = object->bytes.size();
  *type = static_cast<git_object_t>(object->type);
  return GIT_OK;
}

int read_header(size_t* size, git_object_t* type, git_odb_backend* backend, const git_oid* id) {
  Result<ObjectHeader> header = objects_of(backend).header(id_of(id));
  if (!header.ok()) return code_of(backend, header.error());
  *size = header->size;
  *type = static_cast<git_object_t>(header->type);
  return GIT_OK;
}

int exists(git_odb_backend* backend, const git_oid* id) {
  return objects_of(backend).header(id_of(id)).ok() ? 1 : 0;
}

void free_backend(git_odb_backend* backend) {
  delete reinterpret_cast<Backend*>(backend);
}

Backend* make_backend(ObjectSource& objects, const Libgit2Library& library) {
  Backend* backend = new Backend{};
  library.odb_init_backend(&backend->base, GIT_ODB_BACKEND_VERSION);
  backend->base.read = read_object;
  backend->base.read_header = read_header;
  backend->base.exists = exists;
  backend->base.free = free_backend;
  backend->objects = &objects;
  backend->library = &library;
  return backend;
}

}  // namespace

Libgit2Repository::Libgit2Repository(std::shared_ptr<const Libgit2Library> library)
    : library_(std::move(library)) {}

Libgit2Repository::~Libgit2Repository() {
  if (repository_ != nullptr) library_->repository_free(repository_);
}

Result<std::unique_ptr<Libgit2Repository>> Libgit2Repository::wrap(ObjectSource& objects) {
  LEAKWARDEN_TRY(std::shared_ptr<const Libgit2Library> library, Libgit2Library::load());
  std::unique_ptr<Libgit2Repository> wrapped(new Libgit2Repository(library));
  git_odb* database = nullptr;
  if (library->odb_new(&database) != GIT_OK) return library->last_error("open object database");
  Backend* backend = make_backend(objects, *library);
  if (library->odb_add_backend(database, &backend->base, 1) != GIT_OK) {
    free_backend(&backend->base);
    library->odb_free(database);
    return library->last_error("open object database");
  }
  int code = library->repository_wrap_odb(&wrapped->repository_, database);
  library->odb_free(database);  // the repository keeps its own reference
  if (code != GIT_OK) return library->last_error("open object database");
  return wrapped;
}

}  // namespace leakwarden::scanner
