#include "portal/internal/address_view.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using registers::PostalAddress;

/// What came of the last press, as it stands in the form between two pages.
enum class Told { nothing, choose, many, none, unavailable, missing, taken };
constexpr std::string_view told_names[] = {"", "choose", "many", "none", "unavailable", "missing", "taken"};

Told told_in(std::string_view name) {
    const auto* const at = std::find(std::begin(told_names), std::end(told_names), name);
    return at == std::end(told_names) ? Told::nothing : static_cast<Told>(at - std::begin(told_names));
}

constexpr std::size_t longest_candidate = 2'000;

std::string packed(const PostalAddress& address) {
    return base::Json{base::Json::Object{
                          {"line1", address.line1},
                          {"line2", address.line2},
                          {"town", address.town},
                          {"county", address.county},
                          {"postcode", address.postcode}
                      }
    }.text();
}

std::optional<PostalAddress> unpacked(std::string_view text) {
    constexpr std::size_t deepest = 3;
    if (text.empty() || text.size() > longest_candidate) return std::nullopt;
    const auto read = base::Json::parse(text, deepest);
    if (!read || !read->object()) return std::nullopt;
    return PostalAddress{
        read->string_at("line1"), read->string_at("line2"), read->string_at("town"), read->string_at("county"),
        read->string_at("postcode")
    };
}

struct AddressPart {
    const char* name;
    std::string PostalAddress::* value;
};
constexpr AddressPart parts_of_address[] = {
    {"line1", &PostalAddress::line1},
    {"line2", &PostalAddress::line2},
    {"town", &PostalAddress::town},
    {"county", &PostalAddress::county},
    {"postcode", &PostalAddress::postcode}
};

/// Without what the finder itself put into the form.
http::Fields without_finder(const http::Fields& form, const std::string& id) {
    http::Fields kept;
    for (const auto& [name, value] : form.entries()) {
        if (name != id + "-look" && name != id + "-choice" && name != id + "-candidate" && name != id + "-told")
            kept.add(name, value);
    }
    return kept;
}

http::Fields with_address(const http::Fields& form, const std::string& id, const PostalAddress& address) {
    http::Fields filled;
    const http::Fields kept = without_finder(form, id);
    for (const auto& [name, value] : kept.entries()) {
        const bool is_part =
            std::any_of(std::begin(parts_of_address), std::end(parts_of_address), [&](const auto& part) {
                return name == id + "-" + part.name;
            });
        if (!is_part) filled.add(name, value);
    }
    for (const auto& part : parts_of_address) filled.add(id + "-" + part.name, address.*part.value);
    return filled;
}

std::string words_of(Told told, const std::string& asked, const words::Locale& locale) {
    switch (told) {
        case Told::none:
            return locale.text("addresses.none", {{"asked", asked}});
        case Told::unavailable:
            return locale.text("addresses.unavailable");
        case Told::missing:
            return locale.text("answers.find_missing");
        case Told::taken:
            return locale.text("addresses.taken");
        case Told::many:
            return locale.text("addresses.many");
        case Told::nothing:
        case Told::choose:
            break;
    }
    return {};
}

}  // namespace

const registers::AddressSource* addresses_for(const Question& question, const registers::AddressSource* of_server) {
    if (!question.addresses) return nullptr;
    return question.addresses->source ? question.addresses->source.get() : of_server;
}

html::Html address_finder(const QuestionParts& parts) {
    const Question& question = parts.question;
    if (!parts.showing.site || !addresses_for(question, parts.showing.site->addresses)) return {};
    const std::string action = parts.showing.site->page + "#" + question.id + "-find";
    const std::string asked = parts.value(question.id + "-find", "");
    html::Input input;
    input.id = input.name = question.id + "-find";
    input.label.text = parts.text("addresses.asked");
    input.value = asked;
    input.classes = html::input_width_20;
    input.autocomplete = parts.part_autocomplete("postal-code");
    input.spellcheck = false;
    html::Html out = html::input(input);
    out += html::button(
        {.text = parts.text("addresses.find"),
         .name = question.id + "-look",
         .value = "find",
         .classes = html::secondary_button,
         .attributes = {{"formaction", action}}}
    );
    const Told told = told_in(parts.value(question.id + "-told", ""));
    if (const std::string words = words_of(told, asked, parts.locale()); !words.empty())
        out += html::inset_text({.text = html::escape(words)});
    if (parts.state.sent && (told == Told::choose || told == Told::many)) {
        html::Select select;
        select.id = select.name = question.id + "-choice";
        select.label.text = parts.text("addresses.choose");
        select.items.push_back({.text = parts.text("addresses.choose_first"), .value = ""});
        for (const std::string_view candidate : parts.state.sent->all(question.id + "-candidate")) {
            if (select.items.size() > registers::most_addresses) break;
            if (const auto address = unpacked(candidate))
                select.items.push_back({.text = address->text(), .value = std::string{candidate}});
        }
        out += html::select(select);
        out += html::button(
            {.text = parts.text("addresses.use"),
             .name = question.id + "-look",
             .value = "use",
             .classes = html::secondary_button,
             .attributes = {{"formaction", parts.showing.site->page + "#" + question.id + "-line1"}}}
        );
    }
    return out + html::heading({.text = parts.text("addresses.by_hand"), .level = 2, .size = html::Size::s});
}

std::optional<http::Fields> pressed_finder(
    const Question& question, const http::Fields& form, const registers::AddressSource* of_server
) {
    const auto* source = addresses_for(question, of_server);
    const std::string& id = question.id;
    const std::string_view pressed = form.get(id + "-look");
    if (!source || pressed.empty()) return std::nullopt;
    const std::string asked{base::trimmed(form.get(id + "-find"))};

    std::vector<PostalAddress> found;
    std::optional<PostalAddress> chosen;
    Told told = Told::nothing;
    if (pressed == "use") {
        chosen = unpacked(form.get(id + "-choice"));
        told = chosen ? Told::taken : Told::missing;
    } else if (asked.empty()) {
        told = Told::missing;
    } else if (auto answer = source->find(asked); !answer) {
        told = Told::unavailable;
    } else {
        found = *std::move(answer);
        told = found.empty() ? Told::none : found.size() >= registers::most_addresses ? Told::many : Told::choose;
    }

    http::Fields changed = chosen ? with_address(form, id, *chosen) : without_finder(form, id);
    changed.add(id + "-told", std::string{told_names[static_cast<std::size_t>(told)]});
    for (const PostalAddress& address : found) changed.add(id + "-candidate", packed(address));
    return changed;
}

std::optional<http::Fields> chosen_address(
    const Question& question, const http::Fields& form, const registers::AddressSource* of_server
) {
    const std::string& id = question.id;
    if (!addresses_for(question, of_server)) return std::nullopt;
    const bool is_written =
        std::any_of(std::begin(parts_of_address), std::end(parts_of_address), [&](const auto& part) {
            return !base::trimmed(form.get(id + "-" + part.name)).empty();
        });
    const auto chosen = unpacked(form.get(id + "-choice"));
    if (is_written || !chosen) return std::nullopt;
    return with_address(form, id, *chosen);
}

}  // namespace guildhall::portal
