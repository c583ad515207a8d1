#pragma once
// Threads that share a loop in fixed parts. Who computes what depends only on the number of threads, and nothing is
// summed across parts, so results have the same bits for any number.

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "wryneck/core/error.hpp"

namespace wryneck {

class Workers {
public:
    explicit Workers(int threads) : count_(static_cast<std::size_t>(threads)) {
        if (threads < 1 || threads > 1024)
            throw InputError("threads", std::to_string(threads), "a number from 1 to 1024");
        for (std::size_t k = 1; k < count_; ++k)
            threads_.emplace_back([this, k](const std::stop_token& stop) { serve(stop, k); });
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers() {
        for (auto& thread : threads_) thread.request_stop();
        wake_.notify_all();
    }

    [[nodiscard]] std::size_t count() const { return count_; }

    /// Call f(worker, begin, end) for every worker's part of 0 to n; returns when all are done. f must not throw.
    template <class F>
    void run(std::size_t n, F&& f) {
        const auto part = [&](std::size_t k) { f(k, n * k / count_, n * (k + 1) / count_); };
        if (count_ == 1) return part(0);
        using Part = decltype(part);
        start({[](const void* p, std::size_t k) { (*static_cast<const Part*>(p))(k); }, &part});
        part(0);
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return busy_ == 0; });
    }

private:
    struct Task {
        void (*call)(const void*, std::size_t) = nullptr;
        const void* part = nullptr;
    };

    void start(Task task) {
        {
            const std::lock_guard lock(mutex_);
            task_ = task, busy_ = count_ - 1, ++round_;
        }
        wake_.notify_all();
    }

    void serve(const std::stop_token& stop, std::size_t k) {
        for (std::size_t seen = 0;;) {
            Task task;
            {
                std::unique_lock lock(mutex_);
                if (!wake_.wait(lock, stop, [&] { return round_ != seen; })) return;
                seen = round_, task = task_;
            }
            task.call(task.part, k);
            const std::lock_guard lock(mutex_);
            if (--busy_ == 0) done_.notify_one();
        }
    }

    std::size_t count_, busy_ = 0, round_ = 0;
    Task task_;
    std::mutex mutex_;
    std::condition_variable_any wake_, done_;
    std::vector<std::jthread> threads_;  // last: they end before what they wait on
};

}  // namespace wryneck
