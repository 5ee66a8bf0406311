#include "simulation/exact_sum.hpp"

#include <algorithm>

#include "feel/number_parts.hpp"

namespace guildhall::simulation {

namespace {

__extension__ using Product = unsigned __int128;

/// A whole number without sign, in nine digits a limb, least first.
using Limbs = std::vector<std::uint32_t>;
constexpr std::uint64_t limb_base = 1'000'000'000;
constexpr int limb_digits = 9;

void multiply_and_add(Limbs& number, std::uint64_t factor, std::uint64_t summand) {
    Product carry = summand;
    for (std::uint32_t& limb : number) {
        carry += Product{limb} * factor;
        limb = static_cast<std::uint32_t>(carry % limb_base);
        carry /= limb_base;
    }
    for (; carry != 0; carry /= limb_base) number.push_back(static_cast<std::uint32_t>(carry % limb_base));
}

void scale(Limbs& number, int by_power_of_ten) {
    std::uint64_t factor = 1;
    for (int i = 0; i < by_power_of_ten % limb_digits; ++i) factor *= 10;
    multiply_and_add(number, factor, 0);
    number.insert(number.begin(), static_cast<std::size_t>(by_power_of_ten / limb_digits), 0);
}

Limbs plus(const Limbs& a, const Limbs& b) {
    Limbs made;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
        carry += (i < a.size() ? a[i] : 0ULL) + (i < b.size() ? b[i] : 0ULL);
        made.push_back(static_cast<std::uint32_t>(carry % limb_base));
        carry /= limb_base;
    }
    return made;
}

/// The larger without the smaller, and whether the second was the larger.
std::pair<Limbs, bool> difference(Limbs a, Limbs b) {
    const std::size_t size = std::max(a.size(), b.size());
    a.resize(size);
    b.resize(size);
    const bool swapped = std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    if (swapped) std::swap(a, b);
    std::int64_t borrow = 0;
    for (std::size_t i = 0; i < size; ++i) {
        std::int64_t digit = std::int64_t{a[i]} - b[i] - borrow;
        borrow = digit < 0 ? 1 : 0;
        if (digit < 0) digit += static_cast<std::int64_t>(limb_base);
        a[i] = static_cast<std::uint32_t>(digit);
    }
    return {std::move(a), swapped};
}

std::string digits_of(const Limbs& number) {
    std::string text;
    for (auto limb = number.rbegin(); limb != number.rend(); ++limb) {
        std::string part = std::to_string(*limb);
        text += std::string(static_cast<std::size_t>(limb_digits) - part.size(), '0') + part;
    }
    const auto first = text.find_first_not_of('0');
    return first == std::string::npos ? std::string() : text.substr(first);
}

}  // namespace

void ExactSum::add(Wide& sum, const Wide& more) {
    Product carry = 0;
    for (int i = 0; i < 3; ++i) {
        carry += Product{sum.words[i]} + more.words[i];
        sum.words[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
}

ExactSum::Wide& ExactSum::term(int exponent) {
    for (Term& term : terms_)
        if (term.exponent == exponent) return term.sum;
    return terms_.emplace_back(Term{exponent, {}}).sum;
}

void ExactSum::add(const feel::Number& number, std::int64_t times) {
    const feel::NumberParts parts = feel::parts_of(number);
    const bool negative = parts.negative != (times < 0);
    const std::uint64_t count = times < 0 ? 0 - static_cast<std::uint64_t>(times) : static_cast<std::uint64_t>(times);
    const Product low = Product{parts.coefficient_low} * count;
    const Product high = Product{parts.coefficient_high} * count + (low >> 64);
    Wide more{
        {static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(high >> 64)}
    };
    if (negative) {
        for (std::uint64_t& word : more.words) word = ~word;
        add(more, Wide{{1, 0, 0}});
    }
    add(term(parts.exponent), more);
}

void ExactSum::add(const ExactSum& other) {
    for (const Term& each : other.terms_) add(term(each.exponent), each.sum);
}

std::string ExactSum::text() const {
    if (terms_.empty()) return "0";
    int least = terms_.front().exponent;
    for (const Term& each : terms_) least = std::min(least, each.exponent);
    Limbs sums[2];  // of what is added, and of what is taken away
    for (const Term& each : terms_) {
        Wide wide = each.sum;
        const bool negative = wide.words[2] >> 63 != 0;
        if (negative) {
            for (std::uint64_t& word : wide.words) word = ~word;
            add(wide, Wide{{1, 0, 0}});
        }
        Limbs number;
        for (int word = 2; word >= 0; --word)
            for (int half = 1; half >= 0; --half)
                multiply_and_add(number, 1ULL << 32, wide.words[word] >> (32 * half) & 0xFFFFFFFFU);
        scale(number, each.exponent - least);
        sums[negative] = plus(sums[negative], number);
    }
    const auto [number, negative] = difference(std::move(sums[0]), std::move(sums[1]));
    std::string digits = digits_of(number);
    if (digits.empty()) return "0";
    if (least > 0) digits.append(static_cast<std::size_t>(least), '0');
    if (least < 0) {
        const auto places = static_cast<std::size_t>(-least);
        if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
        digits.insert(digits.size() - places, 1, '.');
        digits.erase(digits.find_last_not_of('0') + 1);
        if (digits.back() == '.') digits.pop_back();
    }
    return (negative ? "-" : "") + digits;
}

}  // namespace guildhall::simulation
