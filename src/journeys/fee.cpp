#include "journeys/fee.hpp"

#include <fmt/format.h>

#include "base/message.hpp"
#include "journeys/internal/scope.hpp"

namespace guildhall::journeys {

base::Result<std::optional<words::Money>> fee_of(
    const catalogue::Service& service, const Answers& relevant, base::Instant now
) {
    const std::optional<words::Money> nothing;
    if (!service.fee) return nothing;
    const auto faulty = [&](std::string_view why) {
        return base::Error{
            base::ErrorCode::internal, base::by_key("paying.fee_fault"), {fmt::format("fee of {}: {}", service.id, why)}
        };
    };
    feel::Diagnostics diagnostics;
    const feel::Environment environment{.now = now, .diagnostics = &diagnostics};
    internal::Shapes shapes;
    const internal::GroupScope scope(shapes, service.questions, relevant, environment, nullptr);
    const feel::Value value = service.fee->amount.evaluate(scope, environment);
    if (value.is_null()) {
        // Null that was meant is nothing to pay; null that an error left behind is not.
        if (diagnostics.count > 0) return faulty(diagnostics.messages.front());
        return nothing;
    }
    if (!value.number()) return faulty("no number");
    const auto money = words::money_from_decimal(value.number()->text(), service.fee->currency);
    if (!money) return faulty("more decimals than the currency has, or too much");
    if (money->minor < 0) return faulty("less than nothing");
    if (money->minor == 0) return nothing;
    return money;
}

}  // namespace guildhall::journeys
