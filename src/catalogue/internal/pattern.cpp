#define PCRE2_CODE_UNIT_WIDTH 8
#include "catalogue/internal/pattern.hpp"

#include <pcre2.h>

#include <memory>
#include <stdexcept>

#include <fmt/format.h>

namespace guildhall::catalogue::internal {

bool matches(std::string_view pattern, std::string_view text) {
    int code = 0;
    PCRE2_SIZE offset = 0;
    // ECMA-262 has `$` match at the very end alone, hence DOLLAR_ENDONLY.
    const std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> compiled(
        pcre2_compile(
            reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &code,
            &offset, nullptr
        ),
        &pcre2_code_free
    );
    if (!compiled) throw std::logic_error(fmt::format("schema pattern cannot be compiled: {}", pattern));
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(
        pcre2_match_data_create_from_pattern(compiled.get(), nullptr), &pcre2_match_data_free
    );
    return pcre2_match(
               compiled.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data.get(), nullptr
           ) >= 0;
}

}  // namespace guildhall::catalogue::internal
