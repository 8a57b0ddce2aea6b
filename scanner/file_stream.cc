#include "scanner/file_stream.h"

#include <algorithm>
#include <utility>

#include "scanner/folder_walk.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kTogether = 32;      // handed over at once
constexpr std::size_t kMostTaken = 8;      // at once; most stand in one folder
constexpr std::size_t kWorthThreads = 64;  // fewer small files are scanned in no time

}  // namespace

FileStream::~FileStream() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.clear();
    ended_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void FileStream::put(FileToScan file) {
  ++count_;
  found_.push_back(std::move(file));
  if (found_.size() < kTogether) return;
  hand_over();
  if (threads_.empty() && count_ >= kWorthThreads) start_workers();
}

void FileStream::hand_over() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (FileToScan& file : found_) waiting_.push_back(std::move(file));
  }
  found_.clear();
  changed_.notify_all();
}

void FileStream::start_workers() {
  for (unsigned worker = 1; worker < std::min<std::size_t>(job_.workers(), count_); ++worker)
    threads_.emplace_back([this, worker] { work(worker); });
}

// Empty: there will be none any more. Towards the end one by one, so that all end together.
std::vector<FileToScan> FileStream::take() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
  const std::size_t share = (waiting_.size() + 2 * job_.workers() - 1) / (2 * job_.workers());
  std::vector<FileToScan> files;
  while (files.size() < std::min(share, kMostTaken)) {
    files.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return files;
}

void FileStream::work(unsigned worker) {
  FilesBeneath opened(root_);
  for (std::vector<FileToScan> files = take(); !files.empty(); files = take()) {
    for (const FileToScan& file : files) {
      if (job_.flow() == Flow::Stop) break;
      scan_one_file(job_, worker, opened, file, kind_);
    }
  }
}

void FileStream::finish() {
  job_.set_total(count_);
  hand_over();
  if (threads_.empty() && count_ > 1) start_workers();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  work(kOwner);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace leakwarden::scanner
