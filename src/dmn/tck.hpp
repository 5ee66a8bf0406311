#pragma once
/// Runs test directories in the format of the DMN Technology Compatibility Kit.

#include <filesystem>
#include <iosfwd>
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

}  // namespace guildhall::dmn
