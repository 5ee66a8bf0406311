#pragma once
/// A fixed number of threads with a bounded queue.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace guildhall::http {

/// What a worker runs, once. It must live until it has run, and not throw.
class Job {
public:
    virtual ~Job() = default;
    virtual void run() = 0;
};

/// Thread-safe. The destructor lets queued jobs run, then joins.
class WorkerPool {
public:
    WorkerPool(std::size_t threads, std::size_t queue);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    ~WorkerPool();

    /// False, at once, when the queue is full.
    [[nodiscard]] bool submit(Job& job);

private:
    void work();

    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job*> queue_;
    std::size_t sleeping_ = 0;
    bool waking_ = false;  ///< a worker was woken and has not taken a job yet
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace guildhall::http
