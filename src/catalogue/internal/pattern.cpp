#define PCRE2_CODE_UNIT_WIDTH 8
#include "catalogue/internal/pattern.hpp"

#include <pcre2.h>

#include <stdexcept>

#include <fmt/format.h>

namespace guildhall::catalogue::internal {

struct Pattern::Compiled {
    std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code;
};

Pattern::Pattern(std::string_view pattern) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    // ECMA-262 has `$` match at the very end alone, hence DOLLAR_ENDONLY.
    pcre2_code* const code = pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_DOLLAR_ENDONLY, &error, &offset,
        nullptr
    );
    if (!code) throw std::logic_error(fmt::format("schema pattern cannot be compiled: {}", pattern));
    compiled_ = std::make_shared<const Compiled>(Compiled{{code, &pcre2_code_free}});
}

bool Pattern::matches(std::string_view text) const {
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(
        pcre2_match_data_create_from_pattern(compiled_->code.get(), nullptr), &pcre2_match_data_free
    );
    return pcre2_match(
               compiled_->code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data.get(), nullptr
           ) >= 0;
}

}  // namespace guildhall::catalogue::internal
