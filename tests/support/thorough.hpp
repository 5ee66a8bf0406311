#pragma once

namespace guildhall::tests {

/// How many random cases a test tries: `some`, or `all` where `GUILDHALL_TEST_THOROUGH` is set, as `./test --full`
/// does.
[[nodiscard]] unsigned tries(unsigned some, unsigned all);

}  // namespace guildhall::tests
