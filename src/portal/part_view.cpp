// Questions with several fields: days, months, addresses, contact details, places.

#include "portal/internal/address_view.hpp"
#include "portal/internal/map_view.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;

/// One line of several that belong together.
html::Input line(const QuestionParts& parts, std::string_view part, const std::string& label) {
    html::Input input;
    input.id = input.name = parts.question.id + "-" + std::string{part};
    input.label.text = label;
    input.error = parts.error(input.id);
    input.value = parts.value(input.id, parts.saved_part(part));
    input.spellcheck = false;
    return input;
}

html::Html together(const QuestionParts& parts, const html::Html& controls) {
    html::Fieldset fieldset = parts.fieldset();
    html::Hint hint = parts.hint();
    if (!hint.text.empty()) {
        hint.id = parts.question.id + "-hint";
        fieldset.described_by = hint.id;
        // JAWS leaves out the description of a fieldset of text inputs unless its role is group.
        fieldset.role = "group";
        fieldset.content = html::hint(hint);
    }
    fieldset.content += controls;
    return html::fieldset(fieldset);
}

/// Which box of a date is wrong; a date that is wrong as a whole names its first box, and marks them all.
void mark(html::DatePart& box, const QuestionParts& parts, std::string_view first, bool alone) {
    const std::string control = parts.question.id + "-" + box.name;
    if (parts.state.problems.empty()) return;
    const bool here = parts.has_problem(control);
    const bool whole = !alone && parts.has_problem(parts.question.id + "-" + std::string{first});
    box.error = here || whole;
}

}  // namespace

html::Html date_view(const QuestionParts& parts) {
    const Question& question = parts.question;
    const bool with_day = question.type == QuestionType::date;
    html::DateInput input;
    input.id = input.name_prefix = question.id;
    input.fieldset = parts.fieldset();
    input.hint = parts.hint();
    input.error = parts.any_error();
    const std::string saved = parts.saved_text();
    const bool whole = saved.size() == (with_day ? 10U : 7U);
    const bool day_alone =
        !parts.state.problems.empty() && parts.state.problems.front().problem.key == "answers.date_needs_day";
    const bool month_alone =
        !parts.state.problems.empty() && parts.state.problems.front().problem.key == "answers.date_needs_month";
    const auto box = [&](const char* name, const std::string& saved_value, const char* autofill) {
        html::DatePart part{.name = name, .label = parts.text(std::string{"form."} + name)};
        part.value = parts.value(question.id + "-" + name, saved_value);
        if (question.autofill == "bday" && with_day) part.autocomplete = autofill;
        mark(part, parts, with_day ? "day" : "month", day_alone || month_alone);
        return part;
    };
    if (with_day) input.items.push_back(box("day", whole ? saved.substr(8, 2) : "", "bday-day"));
    input.items.push_back(box("month", whole ? saved.substr(5, 2) : "", "bday-month"));
    input.items.push_back(box("year", whole ? saved.substr(0, 4) : "", "bday-year"));
    return html::date_input(input);
}

html::Html address_view(const QuestionParts& parts) {
    html::Html controls;
    const auto add = [&](std::string_view part, const std::string& label, std::string_view token, const char* width) {
        html::Input input = line(parts, part, label);
        input.autocomplete = parts.part_autocomplete(token);
        input.classes = width;
        controls += html::input(input);
    };
    add("line1", parts.text("parts.address_line_1"), "address-line1", "");
    add("line2", parts.text("parts.address_line_2"), "address-line2", "");
    add("town", parts.text("parts.town"), "address-level2", html::input_width_20);
    add("county", parts.text("parts.county"), "address-level1", html::input_width_20);
    add("postcode", parts.text("parts.postcode"), "postal-code", html::input_width_10);
    std::vector<html::SelectItem> countries;
    for (const auto& [code, name] : parts.locale().countries()) countries.push_back({.text = name, .value = code});
    const std::string control = parts.question.id + "-country";
    html::Label label;
    label.text = parts.text("parts.country");
    controls += long_select(
        parts, control, label, {}, std::move(countries), parts.value(control, parts.saved_part("country")),
        parts.part_autocomplete("country")
    );
    return together(parts, address_finder(parts) + controls);
}

html::Html contact_view(const QuestionParts& parts) {
    html::Input name = line(parts, "name", parts.text(parts.showing.about_reader ? "parts.name" : "parts.full_name"));
    name.autocomplete = parts.part_autocomplete("name");
    html::Input email = line(parts, "email", parts.text("parts.email"));
    email.type = "email";
    email.autocomplete = parts.part_autocomplete("email");
    if (parts.showing.about_reader) email.hint.text = parts.text("parts.email_hint");
    html::Input phone = line(parts, "phone", parts.text("parts.phone_optional"));
    phone.type = "tel";
    phone.autocomplete = parts.part_autocomplete("tel");
    phone.classes = html::input_width_20;
    if (parts.showing.about_reader) phone.hint.text = parts.text("parts.phone_hint");
    return together(parts, html::input(name) + html::input(email) + html::input(phone));
}

html::Html location_view(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Textarea words;
    words.id = words.name = question.id + "-text";
    words.label.text = parts.text("parts.place");
    words.error = parts.error(words.id);
    words.value = parts.value(words.id, parts.saved_part("text"));
    words.rows = 3;
    html::Input point = line(parts, "point", parts.text("parts.point"));
    point.hint.text = parts.text("parts.point_hint");
    const std::string latitude = parts.saved_part("latitude");
    point.value =
        parts.value(point.id, latitude.empty() ? std::string{} : latitude + ", " + parts.saved_part("longitude"));
    point.autocomplete = "off";
    return together(parts, map_of(parts) + html::textarea(words) + html::input(point));
}

}  // namespace guildhall::portal
