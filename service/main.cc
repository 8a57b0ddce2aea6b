// `leakwarden-service`: network, store and keys. Nothing here but the door.

#include <string>
#include <vector>

#include "service/cli/dispatch.h"

int main(int count, char** words) {
  return leakwarden::service::run_service_command({words + 1, words + (count > 0 ? count : 1)});
}
