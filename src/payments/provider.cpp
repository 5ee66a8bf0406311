#include "payments/provider.hpp"

#include <array>

namespace guildhall::payments {

bool is_final(ProviderState state) {
    return state >= ProviderState::success;
}

std::string_view provider_state_name(ProviderState state) {
    constexpr std::array<std::string_view, 8> names{"created",  "started",   "submitted", "success",
                                                    "declined", "cancelled", "expired",   "error"};
    return names.at(static_cast<std::size_t>(state));
}

}  // namespace guildhall::payments
