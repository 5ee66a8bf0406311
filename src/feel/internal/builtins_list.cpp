#include "feel/internal/builtins.hpp"
namespace guildhall::feel {
std::span<const BuiltIn> list_functions() { return {}; }
}
