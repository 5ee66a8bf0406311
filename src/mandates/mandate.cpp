#include "mandates/mandate.hpp"

#include <array>
#include <utility>

namespace guildhall::mandates {
namespace {

constexpr std::array ways{
    std::pair{How::online, std::string_view{"online"}}, std::pair{How::in_person, std::string_view{"in-person"}},
    std::pair{How::phone, std::string_view{"phone"}},   std::pair{How::paper, std::string_view{"paper"}},
    std::pair{How::court, std::string_view{"court"}},
};

}  // namespace

std::string_view how_code(How how) {
    for (const auto& [known, code] : ways) {
        if (known == how) return code;
    }
    return "online";
}

std::optional<How> how_from_code(std::string_view code) {
    for (const auto& [how, known] : ways) {
        if (known == code) return how;
    }
    return std::nullopt;
}

std::string_view act_code(Act act) {
    switch (act) {
        case Act::saw_list:
            return "saw-list";
        case Act::saw_draft:
            return "saw-draft";
        case Act::saw_case:
            return "saw-case";
        case Act::started:
            return "started";
        case Act::answered:
            return "answered";
        case Act::sent_in:
            return "sent-in";
        case Act::asked_review:
            return "asked-review";
    }
    return "saw-list";
}

}  // namespace guildhall::mandates
