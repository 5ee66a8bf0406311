#pragma once
/// Runs test directories in the format of the DMN Technology Compatibility Kit.

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <span>

namespace guildhall::dmn {

struct TckCounts {
    int passed = 0;  ///< test cases whose results are all as expected
    int failed = 0;
};

struct TckOptions {
    bool show_failures = false;  ///< a line for each result that differs
};

/// Looks through the directories and everything below for test files (`testCases` documents), evaluates, and compares:
/// numbers within 1e-8, an expected error as null. Writes a row for each directory that holds tests, and last `N
/// passed, N failed`. A model or test file that cannot be read fails its cases.
TckCounts run_tck(
    std::span<const std::filesystem::path> directories, std::ostream& out, const TckOptions& options = {}
);

/// Every evaluation that the tests ask for, with models and inputs read once, to be run as often as one likes: to
/// measure with.
class TckPass {
public:
    explicit TckPass(std::span<const std::filesystem::path> directories);
    ~TckPass();
    [[nodiscard]] std::size_t evaluations() const;
    /// One after the other; how many came to a value that is not null.
    [[nodiscard]] std::size_t run() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace guildhall::dmn
