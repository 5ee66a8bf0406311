#pragma once
/// What is put into a message.

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace guildhall::words {

/// A number with decimals, exact: `12.50`.
struct Decimal {
    std::string text;
};

/// One argument of a message by name: `{count}`.
struct Argument {
    std::string name;
    std::variant<std::string, std::int64_t, Decimal, std::chrono::year_month_day> value;

    Argument(std::string what, std::string text) : name(std::move(what)), value(std::move(text)) {}
    Argument(std::string what, const char* text) : name(std::move(what)), value(std::string{text}) {}
    Argument(std::string what, std::int64_t number) : name(std::move(what)), value(number) {}
    Argument(std::string what, int number) : name(std::move(what)), value(std::int64_t{number}) {}
    Argument(std::string what, Decimal number) : name(std::move(what)), value(std::move(number)) {}
    Argument(std::string what, std::chrono::year_month_day day) : name(std::move(what)), value(day) {}
};
using Arguments = std::vector<Argument>;

}  // namespace guildhall::words
