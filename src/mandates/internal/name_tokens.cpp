#include "mandates/internal/name_tokens.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <set>

namespace guildhall::mandates {
namespace {

constexpr std::size_t most_words = 8;
constexpr int longest_word = 12;

/// Case and accents gone; what ICU cannot do leaves the text as it is.
icu::UnicodeString folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    auto out = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const auto* decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return out;
    const icu::UnicodeString apart = decompose->normalize(fold->normalize(out, status), status);
    return U_FAILURE(status) ? out : apart;
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::vector<icu::UnicodeString> words_of(std::string_view text) {
    const icu::UnicodeString all = folded(text);
    std::vector<icu::UnicodeString> words;
    icu::UnicodeString word;
    const auto close = [&] {
        if (!word.isEmpty() && words.size() < most_words) words.push_back(word);
        word.remove();
    };
    for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1)) {
        const UChar32 character = all.char32At(at);
        if (u_getCombiningClass(character) != 0) continue;
        if (u_isalnum(character)) {
            if (word.countChar32() < longest_word) word.append(character);
        } else if (character != U'\'' && character != U'\u2019') {
            close();
        }
    }
    close();
    return words;
}

}  // namespace

std::vector<std::string> folded_words(std::string_view text) {
    std::vector<std::string> out;
    for (const auto& word : words_of(text)) out.push_back(to_utf8(word));
    return out;
}

std::vector<std::string> beginnings(std::string_view name) {
    std::set<std::string> out;
    for (const auto& word : words_of(name)) {
        for (std::int32_t end = word.moveIndex32(0, 1);; end = word.moveIndex32(end, 1)) {
            out.insert(to_utf8(word.tempSubString(0, end)));
            if (end >= word.length()) break;
        }
    }
    return {out.begin(), out.end()};
}

}  // namespace guildhall::mandates
