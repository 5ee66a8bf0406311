#include "http/internal/worker_pool.hpp"

namespace guildhall::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue) : limit_(queue) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

// One worker is woken at a time, and wakes the next when it finds more than its own job: short jobs then stay on few
// threads (each wake-up costs a context switch), while a job that blocks never holds up the ones behind it.
bool WorkerPool::submit(Job& job) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (queue_.size() >= limit_) return false;
        queue_.push_back(&job);
        wake = sleeping_ > 0 && !waking_;
        if (wake) waking_ = true;
    }
    if (wake) wake_.notify_one();
    return true;
}

void WorkerPool::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        if (queue_.empty()) {
            if (stopping_) return;
            ++sleeping_;
            wake_.wait(lock);
            --sleeping_;
            // Whoever wakes clears the mark, be it by chance: no wake-up can then be lost.
            waking_ = false;
            continue;
        }
        Job* const job = queue_.front();
        queue_.pop_front();
        const bool wake = !queue_.empty() && sleeping_ > 0 && !waking_;
        if (wake) waking_ = true;
        lock.unlock();
        if (wake) wake_.notify_one();
        job->run();
        lock.lock();
    }
}

}  // namespace guildhall::http
