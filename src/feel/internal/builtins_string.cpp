#include "feel/internal/builtins.hpp"
namespace guildhall::feel {
std::span<const BuiltIn> string_functions() { return {}; }
}
