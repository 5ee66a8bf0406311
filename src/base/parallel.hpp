#pragma once
/// Independent pieces of work on all cores.

#include <cstddef>
#include <functional>

namespace guildhall::base {

/// Calls `work` with 0, 1, … `count` - 1, each once and in no set order, on as many threads as there are cores (the
/// caller's is one of them), and returns when all have ended. `work` runs at the same time for different numbers. When
/// it throws, no further number is begun, and the first exception is thrown here once all threads have stopped.
void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace guildhall::base
