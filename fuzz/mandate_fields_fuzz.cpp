// What people write into a permission to act for someone: names come out as words that can be compared, texts within
// their limits, dates as days that exist, and no name reads as an address in a mail.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "mandates/internal/checks.hpp"
#include "mandates/internal/mails.hpp"
#include "mandates/internal/name_tokens.hpp"

namespace {

using namespace guildhall;

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    const auto words = mandates::folded_words(text);
    const auto beginnings = mandates::beginnings(text);
    expect(words.size() <= 8);
    for (const auto& word : words) {
        expect(!word.empty() && base::is_valid_utf8(word) && base::code_point_count(word) <= 12);
        expect(std::ranges::find(beginnings, word) != beginnings.end());
    }
    expect(beginnings.size() <= 96);

    const auto checked = mandates::checked_text(text, "name", mandates::longest_name, true);
    if (checked) {
        expect(!checked->empty() && base::is_valid_utf8(*checked));
        expect(base::code_point_count(*checked) <= mandates::longest_name);
    }
    const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");
    if (const auto born = mandates::checked_birth(text, now)) expect(born->size() == 10 && *born == text);

    const std::string name = mandates::name_in_mail(text, "Someone");
    expect(!name.empty() && name.size() <= 63);
    expect(name.find_first_of("/:@<>\r\n") == std::string::npos);
    return 0;
}
