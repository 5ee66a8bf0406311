// What a payment provider answers, and amounts of money: whatever the bytes, they are read or refused, and what was
// read is what was written.

#include <cstdint>
#include <cstdlib>

#include "http/security_policy.hpp"
#include "payments/internal/pay_json.hpp"
#include "words/money.hpp"

using namespace guildhall;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const char* currency : {"GBP", "JPY", "KWD"}) {
        const auto money = words::money_from_decimal(text, currency);
        if (money && words::money_from_decimal(words::decimal_of(*money), currency) != *money) std::abort();
    }
    if (const auto time = payments::internal::read_time(text)) (void)payments::internal::time_text(*time);
    const std::string origin = http::origin_of(text);
    if (!origin.empty() && http::origin_of(origin) != origin) std::abort();
    if (origin.find_first_of(" ;,'\"\n") != std::string::npos) std::abort();
    const auto json = base::Json::parse(text);
    if (!json) return 0;
    const auto payment = payments::internal::read_payment(*json);
    if (payment) {
        if (payment->id.empty() || payment->amount < 0) std::abort();
        const bool is_page = payment->page.empty() || payment->page.starts_with("http");
        if (!is_page || (payments::is_final(payment->state) && !payment->page.empty())) std::abort();
    }
    const auto refund = payments::internal::read_refund(*json);
    if (refund && (refund->id.empty() || refund->amount <= 0)) std::abort();
    return 0;
}
