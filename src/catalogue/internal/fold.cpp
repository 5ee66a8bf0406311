#include "catalogue/internal/fold.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <stdexcept>

namespace guildhall::catalogue::internal {

std::vector<std::string> folded_words(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
    const icu::UnicodeString source =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    const icu::UnicodeString folded = decompose->normalize(casefold->normalize(source, status), status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot fold a text");

    std::vector<std::string> words;
    icu::UnicodeString word;
    const auto end_word = [&] {
        if (word.isEmpty()) return;
        std::string utf8;
        word.toUTF8String(utf8);
        words.push_back(std::move(utf8));
        word.remove();
    };
    for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 c = folded.char32At(i);
        if (u_isalnum(c)) {
            word.append(c);
        } else if (u_charType(c) != U_NON_SPACING_MARK && c != '\'' && c != 0x2019) {
            end_word();
        }
    }
    end_word();
    return words;
}

std::string stem(std::string_view word) {
    std::string out{word};
    const auto ends = [&](std::string_view ending, std::size_t least) {
        return out.size() >= ending.size() + least && out.ends_with(ending);
    };
    const auto drop = [&](std::size_t count) { out.resize(out.size() - count); };
    if (ends("ies", 2)) {
        drop(3);
        out += 'y';
    } else if (ends("sses", 1) || ends("xes", 1) || ends("shes", 1) || ends("ches", 1)) {
        drop(2);
    } else if (ends("s", 3) && !ends("ss", 0) && !ends("us", 0)) {
        drop(1);
    }
    const bool shortened = ends("ing", 3) || ends("ed", 3);
    if (shortened) {
        drop(out.ends_with("ing") ? 3 : 2);
        const std::size_t n = out.size();
        // A doubled consonant was doubled for the ending (`chopping`), except where words end so (`fell`, `pass`).
        const bool doubled = n >= 2 && out[n - 1] == out[n - 2];
        if (doubled && std::string_view("aeiouylsz").find(out[n - 1]) == std::string_view::npos) drop(1);
    }
    if (ends("e", 3)) drop(1);
    return out;
}

}  // namespace guildhall::catalogue::internal
