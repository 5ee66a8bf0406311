// What makes an answer right, and conditions of options.

#include "feel/expression.hpp"
#include "importing/xgov/form_converter.hpp"

namespace guildhall::importing::xgov {

void FormConverter::also_valid(QuestionDraft& question, const std::string& rule, const Words& say) {
    question.valid = both(question.valid, rule);
    if (question.say.empty()) {
        question.say = say;
    } else if (question.say.text.find(say.text) == std::string::npos) {
        question.say = combined(question.say, say, [](const std::string& first, const std::string& second) {
            return first + ". " + second;
        });
    }
}

/// The form's own words for what is wrong, or the standard ones.
Words FormConverter::message(const Component& component, Words standard) const {
    Words own = line(component.option("customValidationMessage"), most_letters_of_hint);
    if (const auto* messages = component.option("customValidationMessages").object())
        for (const auto& [name, text] : *messages)
            if (own.empty() && name != "any.required" && name != "string.empty") own = line(text, most_letters_of_hint);
    const std::string& text = own.text;
    // `{{#label}}` is filled in by the runner.
    return own.empty() || text.find("{{") != std::string::npos ? std::move(standard) : own;
}

void FormConverter::text_limits(const Component& component, QuestionDraft& question) {
    const Json& schema = component["schema"];
    question.min_length = count_at(schema, "min");
    question.max_length = count_at(schema, "max");
    if (const auto exactly = count_at(schema, "length")) question.min_length = question.max_length = exactly;
    if (question.min_length == 0) question.min_length.reset();
    if (question.max_length == 0) question.max_length.reset();
    question.max_words = count_at(component["options"], "maxWords");
    if (question.max_words == 0) question.max_words.reset();
    const std::string pattern = schema.string_at("regex");
    if (pattern.empty()) return;
    const std::string test = fmt::format("matches({}, {})", question.id, feel_string(pattern));
    if (feel::Expression::parse(test, {}))
        also_valid(
            question, test,
            message(component, phrase("The answer is not in the right format", "Nid yw'r ateb yn y fformat cywir"))
        );
    else
        remark(component.place, "the pattern was left out: " + pattern);
}

void FormConverter::number_limits(const Component& component, QuestionDraft& question) {
    const Json& schema = component["schema"];
    const auto least = number_at(schema, "min"), most = number_at(schema, "max");
    if (least && most && *least <= *most)
        question.range = fmt::format("[{}..{}]", plain_number(*least), plain_number(*most));
    else if (least && !most)
        question.range = ">= " + plain_number(*least);
    else if (most && !least)
        question.range = "<= " + plain_number(*most);
    else if (least && most)
        remark(component.place, "the least is more than the most: both were left out");
    const bool* whole = schema["integer"].boolean();
    if (whole != nullptr && *whole)
        also_valid(
            question, fmt::format("{0} = floor({0})", question.id),
            message(component, phrase("Enter a whole number", "Rhowch rif cyfan"))
        );
    if (const auto places = count_at(schema, "precision");
        places && question.type != "money" && !(whole != nullptr && *whole))
        also_valid(
            question, fmt::format("{0} = decimal({0}, {1})", question.id, *places),
            phrase(
                fmt::format("Enter a number with at most {} decimal places", *places),
                fmt::format("Rhowch rif â dim mwy na {} lle degol", *places)
            )
        );
}

void FormConverter::date_limits(const Component& component, QuestionDraft& question) {
    constexpr int most = 100'000;
    if (const auto days = count_at(component["options"], "maxDaysInPast"); days && *days <= most)
        also_valid(
            question,
            *days == 0 ? question.id + " >= today()"
                       : fmt::format("{} >= today() - duration(\"P{}D\")", question.id, *days),
            message(
                component, *days == 0
                               ? phrase("The date must be today or later", "Rhaid i'r dyddiad fod heddiw neu'n hwyrach")
                               : phrase(
                                     fmt::format("The date must be in the last {} days or later", *days),
                                     fmt::format("Rhaid i'r dyddiad fod yn y {} diwrnod diwethaf neu'n hwyrach", *days)
                                 )
            )
        );
    if (const auto days = count_at(component["options"], "maxDaysInFuture"); days && *days <= most)
        also_valid(
            question,
            *days == 0 ? question.id + " <= today()"
                       : fmt::format("{} <= today() + duration(\"P{}D\")", question.id, *days),
            message(
                component,
                *days == 0 ? phrase("The date must be today or earlier", "Rhaid i'r dyddiad fod heddiw neu'n gynharach")
                           : phrase(
                                 fmt::format("The date must be in the next {} days or earlier", *days),
                                 fmt::format("Rhaid i'r dyddiad fod yn y {} diwrnod nesaf neu'n gynharach", *days)
                             )
            )
        );
}

void FormConverter::file_limits(const Component& component, QuestionDraft& question) {
    const Json& zone = component.option("dropzoneConfig");
    constexpr int usual = 10;
    int most = component.is_option("multiple") ? usual : 1;
    if (const auto own = count_at(zone, "maxFiles"); own && *own > 0) most = std::min(*own, 20);
    if (most > 1) question.max_files = most;
    std::string kinds = base::to_lower_ascii(zone.string_at("acceptedFiles"));
    if (kinds.empty()) kinds = base::to_lower_ascii(component["options"].string_at("accept"));
    if (kinds.empty()) return;
    const bool image = kinds.find("image") != std::string::npos || kinds.find(".jp") != std::string::npos ||
                       kinds.find(".png") != std::string::npos;
    const bool pdf = kinds.find("pdf") != std::string::npos;
    if (image != pdf) question.accept = {image ? "image" : "pdf"};
    std::string others;
    for (const auto each : base::split(kinds, ',')) {
        const std::string_view kind = base::trimmed(each);
        if (kind.empty() || kind.find("image") != std::string::npos || kind.find("pdf") != std::string::npos ||
            one_of(kind, {".jpg", ".jpeg", ".png", ".gif"}))
            continue;
        others += (others.empty() ? "" : ", ") + std::string(kind);
    }
    if (!others.empty()) remark(component.place, "files of these kinds are not taken here: " + others);
}

/// `none of these` goes with no other box.
void FormConverter::box_limits(const Component& component, QuestionDraft& question) {
    if (component["options"].string_at("behaviour") != "exclusive") return;
    const std::string theirs = component["options"].string_at("behaviourItemValue");
    for (const auto& item : component.items)
        if (item.theirs == theirs && component.items.size() > 1) {
            const Words label = line((*item.json)["text"]);
            also_valid(
                question,
                fmt::format("not(list contains({0}, {1})) or count({0}) = 1", question.id, feel_string(item.ours)),
                combined(
                    phrase("Choose nothing else together with", "Peidiwch â dewis unrhyw beth arall gyda"), label,
                    [](const std::string& words, const std::string& what) {
                        return fmt::format("{} “{}”", words, what);
                    }
                )
            );
        }
}

/// The runner leaves an option out while its condition does not hold: here the answer is not right then.
void FormConverter::item_conditions(const Component& component, const Page& page, QuestionDraft& question) {
    for (const auto& item : component.items) {
        if (item.condition.empty()) continue;
        const auto formula =
            condition(Json(item.condition), page.section, component.place + " option " + item.theirs, question.id);
        if (!formula || formula->kind == Formula::Kind::always) continue;
        const std::string ours = feel_string(item.ours);
        std::string rule = feel_of(*formula);
        if (formula->kind != Formula::Kind::test && formula->kind != Formula::Kind::choice)
            rule = fmt::format("({})", rule);
        const std::string without = question.type == "checkboxes"
                                        ? fmt::format("not(list contains({}, {}))", question.id, ours)
                                        : fmt::format("{} != {}", question.id, ours);
        const Words label = line((*item.json)["text"].is_null() ? (*item.json)["label"] : (*item.json)["text"]);
        also_valid(
            question, formula->kind == Formula::Kind::never ? without : fmt::format("{} or {}", without, rule),
            combined(
                phrase("With your other answers you cannot choose", "Gyda'ch atebion eraill ni allwch ddewis"), label,
                [](const std::string& words, const std::string& what) { return fmt::format("{} “{}”", words, what); }
            )
        );
        remark(
            component.place,
            fmt::format("the option `{}` is shown at all times, and refused where the form hides it", item.theirs)
        );
    }
}

}  // namespace guildhall::importing::xgov
