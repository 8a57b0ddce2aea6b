#include "scanner/prepare_readers.h"

#include "scanner/read/archive_library.h"

namespace leakwarden::scanner {

void prepare_readers() {
  prepare_archives();
}

}  // namespace leakwarden::scanner
