#include "feel/internal/regex.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <map>
#include <string>

namespace guildhall::feel {

struct Regex::Code {
    explicit Code(pcre2_code* compiled) : code(compiled) {}
    ~Code() { pcre2_code_free(code); }
    Code(const Code&) = delete;
    Code& operator=(const Code&) = delete;
    pcre2_code* code;
};

base::Result<Regex> Regex::compile(std::string_view pattern, std::string_view flags) {
    constexpr std::size_t longest_pattern = 4'096;
    constexpr std::size_t most_kept = 64;
    if (pattern.size() > longest_pattern)
        return base::Error{base::ErrorCode::too_large, {"the pattern is too long"}, {}};
    thread_local std::map<std::pair<std::string, std::string>, Regex> kept;
    std::pair<std::string, std::string> key(pattern, flags);
    if (const auto found = kept.find(key); found != kept.end()) return found->second;

    const auto read_flags = RegexFlags::parse(flags);
    if (!read_flags) return read_flags.error();
    const auto translated = translate_regex(pattern, *read_flags);
    if (!translated) return translated.error();
    constexpr std::uint32_t options =
        PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_UTF_CHECK | PCRE2_MATCH_UNSET_BACKREF;
    int error = 0;
    PCRE2_SIZE place = 0;
    pcre2_code* code = pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(), options, &error, &place, nullptr
    );
    if (code == nullptr) return base::Error{base::ErrorCode::too_large, {"the pattern is too large"}, {}};
    Regex result;
    result.code_ = std::make_shared<const Code>(code);
    result.literal_ = read_flags->literal;
    if (kept.size() >= most_kept) kept.clear();
    kept.emplace(std::move(key), result);
    return result;
}

Regex::Outcome Regex::find(std::string_view text, std::size_t start, std::vector<Span>& groups) const {
    const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> data(
        pcre2_match_data_create_from_pattern(code_->code, nullptr), &pcre2_match_data_free
    );
    const std::unique_ptr<pcre2_match_context, void (*)(pcre2_match_context*)> limits(
        pcre2_match_context_create(nullptr), &pcre2_match_context_free
    );
    if (data == nullptr || limits == nullptr) return Outcome::too_hard;
    pcre2_set_match_limit(limits.get(), 200'000);
    pcre2_set_depth_limit(limits.get(), 5'000);
    const int found = pcre2_match(
        code_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), start, PCRE2_NO_UTF_CHECK, data.get(),
        limits.get()
    );
    if (found == PCRE2_ERROR_NOMATCH) return Outcome::no_match;
    if (found < 0) return Outcome::too_hard;
    const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data.get());
    groups.assign(pcre2_get_ovector_count(data.get()), Span{});
    for (std::size_t i = 0; i < static_cast<std::size_t>(found); ++i) {
        if (ends[2 * i] == PCRE2_UNSET || ends[2 * i] > ends[2 * i + 1]) continue;
        groups[i] = {ends[2 * i], ends[2 * i + 1], true};
    }
    return Outcome::match;
}

}  // namespace guildhall::feel
