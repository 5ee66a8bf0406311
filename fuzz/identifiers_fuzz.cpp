// What people type for numbers and addresses: no reader crashes, and what one keeps it reads again as the same, plain
// and as it is shown to people.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "identifiers/coordinates.hpp"
#include "identifiers/email.hpp"
#include "identifiers/phone.hpp"
#include "identifiers/web_address.hpp"

namespace {

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall::identifiers;
    const std::string_view typed(reinterpret_cast<const char*>(data), size);
    for (const Scheme& scheme : schemes()) {
        const Read read = scheme.read(typed);
        if (const auto* kept = std::get_if<std::string>(&read)) {
            expect(scheme.read(*kept) == read);
            expect(scheme.read(scheme.shown(*kept)) == read);
        }
    }
    if (const Read read = read_email(typed); const auto* kept = std::get_if<std::string>(&read))
        expect(read_email(*kept) == read);
    if (const Read read = read_web_address(typed); const auto* kept = std::get_if<std::string>(&read))
        expect(read_web_address(*kept) == read);
    for (const std::string_view code : {"", "44", "39"}) {
        const auto read = read_phone(typed, code);
        const auto* phone = std::get_if<Phone>(&read);
        if (phone == nullptr) continue;
        const auto again = read_phone(phone->typed, code);
        expect(std::holds_alternative<Phone>(again) && std::get<Phone>(again).international == phone->international);
    }
    const auto read = read_coordinates(typed);
    if (const auto* place = std::get_if<Coordinates>(&read)) {
        expect(std::abs(place->latitude) <= 90 && std::abs(place->longitude) <= 180);
        const auto again = read_coordinates(shown(*place));
        const auto* same = std::get_if<Coordinates>(&again);
        expect(same != nullptr && std::abs(same->latitude - place->latitude) < 0.00001);
        (void)grid_reference(*place);
    }
    return 0;
}
