// Messages of services, and the languages that a browser wants. The first line of the input is an Accept-Language
// header, the rest a pattern of MessageFormat.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "words/languages.hpp"

namespace {

using namespace guildhall;
using namespace std::chrono_literals;

void expect(bool holds) {
    if (!holds) std::abort();
}

const words::Languages& languages() {
    static const std::unique_ptr<words::Languages> opened = [] {
        base::Complaints complaints;
        auto made = words::Languages::open(complaints, true);
        expect(made.ok());
        return *std::move(made);
    }();
    return *opened;
}

void check_negotiation(std::string_view header) {
    const std::vector<std::string> offered{"en", "cy", "nb", "nn"};
    const std::string best = words::Languages::negotiate(header, offered);
    expect(best.empty() || std::find(offered.begin(), offered.end(), best) != offered.end());
    expect(words::Languages::negotiate(header, {}).empty());
    // Whatever is asked for, there is a language.
    expect(!languages().get(header).tag().empty());
}

void check_pattern(std::string_view pattern) {
    const words::Arguments arguments{
        {"count", 3}, {"name", "{x} '"}, {"share", words::Decimal{"0.250"}}, {"day", 2026y / 6 / 5}, {"0", "zero"}
    };
    const std::string problem = words::problem_of_pattern(pattern);
    const auto names = words::arguments_of(pattern);
    for (const words::Locale* locale : languages().all()) {
        const auto first = locale->format(pattern, arguments);
        // What is read once is kept: the second time nothing else comes out.
        const auto second = locale->format(pattern, arguments);
        expect(first.ok() == second.ok());
        if (first) expect(*first == *second);
        // A pattern that the check of a service refuses never comes out half done.
        if (!problem.empty()) expect(!first.ok());
        if (first && names.empty() && pattern.find('\'') == std::string_view::npos && base::is_valid_utf8(pattern))
            expect(*first == pattern);
    }
    (void)languages().get("cy").number(pattern);
    (void)languages().get("nb").money(pattern, pattern.substr(0, 3));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    const auto line = std::min(text.find('\n'), text.size());
    check_negotiation(text.substr(0, line));
    check_pattern(text.substr(std::min(line + 1, text.size())));
    return 0;
}
