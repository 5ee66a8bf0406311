// Questions that are answered by typing into one field.

#include <algorithm>

#include "identifiers/identifiers.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {
namespace {

using catalogue::Question;
using catalogue::QuestionType;

std::string currency_name(const words::Locale& locale, const std::string& code) {
    for (const auto& [known, name] : locale.currencies()) {
        if (known == code) return name;
    }
    return code;
}

/// A kept number as people of this language type it: with their decimal sign, without marks between thousands.
std::string typed_number(const words::Locale& locale, std::string kept) {
    const std::string half = locale.number("0.5");
    const bool has_sign = half.size() > 2 && half.front() == '0' && half.back() == '5';
    const auto point = kept.find('.');
    if (has_sign && point != std::string::npos) kept.replace(point, 1, half.substr(1, half.size() - 2));
    return kept;
}

/// Phones then show their keyboard of digits.
bool has_digits_only(std::string_view scheme) {
    const auto* known = identifiers::find_scheme(scheme);
    return known && known->digits_only;
}

html::Html one_line(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Input input;
    input.id = input.name = question.id;
    input.label = parts.label();
    input.hint = parts.hint();
    input.error = parts.error(question.id);
    std::string saved = parts.saved_text();
    input.autocomplete = parts.autocomplete("");
    // HTML, section 4.10.18.7.1: a whole address has several lines; one line is its first.
    if (input.autocomplete == "street-address") input.autocomplete = "address-line1";
    switch (question.type) {
        case QuestionType::number:
            saved = typed_number(parts.locale(), std::move(saved));
            input.inputmode = "decimal";
            input.classes = html::input_width_5;
            input.spellcheck = false;
            if (!question.unit.empty()) {
                input.label = parts.label(question.unit);
                input.suffix.text = question.unit;
            }
            break;
        case QuestionType::money:
            saved = typed_number(parts.locale(), std::move(saved));
            input.label = parts.label(currency_name(parts.locale(), question.currency));
            input.prefix.text = parts.locale().currency_sign(question.currency);
            input.inputmode = "decimal";
            input.classes = html::input_width_10;
            input.spellcheck = false;
            break;
        case QuestionType::year:
            input.inputmode = "numeric";
            input.classes = html::input_width_4;
            input.spellcheck = false;
            break;
        case QuestionType::email:
            input.type = "email";
            input.autocomplete = parts.autocomplete("email");
            input.spellcheck = false;
            break;
        case QuestionType::phone:
            input.type = "tel";
            input.autocomplete = parts.autocomplete("tel");
            input.classes = html::input_width_20;
            break;
        case QuestionType::name:
            input.autocomplete = parts.autocomplete("name");
            input.spellcheck = false;
            break;
        case QuestionType::identifier:
            input.classes = html::input_width_20;
            input.spellcheck = false;
            if (has_digits_only(question.scheme)) {
                input.inputmode = "numeric";
            } else {
                input.autocapitalize = "characters";
            }
            break;
        default:
            break;
    }
    input.value = parts.value(question.id, std::move(saved));
    return html::input(input);
}

/// Words of the counter that fit every number, so that no language's plurals are needed in the browser.
std::string counting(const QuestionParts& parts, std::string_view key) {
    return parts.text(key, {{"count", "%{count}"}});
}

html::Html many_lines(const QuestionParts& parts) {
    const Question& question = parts.question;
    html::Textarea area;
    area.id = area.name = question.id;
    area.label = parts.label();
    area.hint = parts.hint();
    area.error = parts.error(question.id);
    area.value = parts.value(question.id, parts.saved_text());
    area.autocomplete = parts.autocomplete("").value_or("");
    area.rows = 8;
    const auto& limits = question.limits;
    if (!limits.max_length && !limits.max_words) return html::textarea(area);
    html::CharacterCount counted;
    counted.field = area;
    // One counter: where both are limited, the words are what people can count.
    if (limits.max_words) {
        counted.max_words = limits.max_words;
        counted.description = parts.text("form.words_left", {{"limit", *limits.max_words}});
        counted.words_under_limit = {{"other", counting(parts, "counter.words_left")}};
        counted.words_at_limit = parts.text("counter.words_left", {{"count", "0"}});
        counted.words_over_limit = {{"other", counting(parts, "counter.words_over")}};
    } else {
        counted.max_length = limits.max_length;
        counted.description = parts.text("form.characters_left", {{"limit", *limits.max_length}});
        counted.characters_under_limit = {{"other", counting(parts, "counter.characters_left")}};
        counted.characters_at_limit = parts.text("counter.characters_left", {{"count", "0"}});
        counted.characters_over_limit = {{"other", counting(parts, "counter.characters_over")}};
    }
    return html::character_count(counted);
}

}  // namespace

html::Html typed_view(const QuestionParts& parts) {
    return parts.question.type == QuestionType::long_text ? many_lines(parts) : one_line(parts);
}

}  // namespace guildhall::portal
