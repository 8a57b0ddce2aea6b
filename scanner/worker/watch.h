#pragma once

// The watching half of a worker: serves a WatchRequest on the folder of descriptor 3 until the
// request pipe closes, which is how the parent ends it. See folder_watcher.h for how it looks.

#include "scanner/base/file.h"
#include "scanner/base/result.h"
#include "scanner/worker/protocol.h"

namespace leakwarden::scanner {

// `requests` is only watched for its end.
Status serve_watch(Descriptor folder, const WatchRequest& request, int requests, int events);

// A RefsEvent, or a WatchProblemEvent.
Status serve_read_refs(int folder, int events);

}  // namespace leakwarden::scanner
