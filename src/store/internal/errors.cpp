#include "store/internal/errors.hpp"

namespace guildhall::store {

base::Error unavailable(std::string detail) {
    return {
        base::ErrorCode::unavailable,
        {"The service cannot reach its records now. Try again in a few minutes."},
        {std::move(detail)}
    };
}

base::Error conflict(std::string detail) {
    return {
        base::ErrorCode::conflict,
        {"This was changed or done already. Go back, reload the page and check before you try again."},
        {std::move(detail)}
    };
}

base::Error internal_fault(std::string detail) {
    return {
        base::ErrorCode::internal,
        {"Something went wrong on our side. Nothing was saved by this step. Try again later."},
        {std::move(detail)}
    };
}

base::Error refused(std::string reason) {
    return {base::ErrorCode::internal, {reason}, {reason}};
}

}  // namespace guildhall::store
