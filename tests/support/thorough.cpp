#include "support/thorough.hpp"

#include <cstdlib>

namespace guildhall::tests {

unsigned tries(unsigned some, unsigned all) {
    return std::getenv("GUILDHALL_TEST_THOROUGH") != nullptr ? all : some;
}

}  // namespace guildhall::tests
