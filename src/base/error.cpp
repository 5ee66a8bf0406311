#include "base/error.hpp"

namespace guildhall::base {

std::string_view error_code_name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return "invalid_input";
        case ErrorCode::too_large:
            return "too_large";
        case ErrorCode::unsupported_type:
            return "unsupported_type";
        case ErrorCode::not_signed_in:
            return "not_signed_in";
        case ErrorCode::forbidden:
            return "forbidden";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::expired:
            return "expired";
        case ErrorCode::too_many_requests:
            return "too_many_requests";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace guildhall::base
