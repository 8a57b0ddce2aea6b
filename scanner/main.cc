// `leakwarden`: the scanner's command line. Nothing here but the door: a hook starts in
// milliseconds because nothing is made before a command needs it.

#include <string>
#include <vector>

#include "scanner/cli/dispatch.h"

int main(int count, char** words) {
  return leakwarden::scanner::run_command({words + 1, words + (count > 0 ? count : 1)});
}
