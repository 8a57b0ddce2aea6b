#pragma once

// Files that are scanned while others are still being looked for.
//
//   owner     finds a, b, … ──put──►  ┌ a b c … ┐  ◄──take── other workers, once there are many
//             then takes, too         └─────────┘
//
// In a folder of many small files finding them is a tenth of the work, which one thread did while
// the others waited.
//
// Thread rules: put() and finish() are the owner's, the rest of the work is done here.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "scanner/file_list.h"

namespace leakwarden::scanner {

class FileStream {
 public:
  // Scans below `root` on all workers of `job`; both outlive it. What was not finished is dropped.
  FileStream(ScanJob& job, int root, PlaceKind kind) : job_(job), root_(root), kind_(kind) {}
  ~FileStream();
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  void put(FileToScan file);
  // After the last one: scans what is left, and returns when all have been.
  void finish();

 private:
  void start_workers();
  void hand_over();
  void work(unsigned worker);
  std::vector<FileToScan> take();

  ScanJob& job_;
  int root_;
  PlaceKind kind_;
  std::size_t count_ = 0;
  std::vector<FileToScan> found_;  // the owner's, until they are handed over
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<FileToScan> waiting_;
  bool ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace leakwarden::scanner
