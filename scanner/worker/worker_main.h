#pragma once

// The body of `leakwarden worker`: read one request, lock ourselves in, serve it, exit.
//
// Before the first hostile byte is read: no core dumps, not dumpable, rlimits scaled to the job,
// Landlock (the directory on descriptor 3 and nothing else, read only), seccomp (no socket, no
// exec, no open for writing, no ptrace, no fork; see sandbox.h). A kernel without Landlock is said
// in the log and in `doctor`, seccomp and rlimits hold all the same.
//
// Exit codes: 0 done, 2 bad request, 70 the sandbox could not be raised.

namespace leakwarden::scanner {

int worker_main();

}  // namespace leakwarden::scanner
