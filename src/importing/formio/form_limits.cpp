// Conditions and rules of validity.

#include "importing/formio/form_converter.hpp"

namespace guildhall::importing::formio {

bool FormConverter::accept(
    const Node& node, const std::string& kind, const std::string& original,
    const base::Result<Translation>& translation, const std::string& question
) {
    ++imported_.counts.conditions;
    if (!translation) {
        remark(
            node, fmt::format("{} not converted, {}: {}", subject(kind), translation.error().message.text, original)
        );
        return false;
    }
    if (const auto parsed = feel::Expression::parse(translation->feel, {}); !parsed) {
        remark(node, fmt::format("{} not converted, {}: {}", subject(kind), parsed.error().message.text, original));
        return false;
    }
    for (const auto& each : translation->remarks) remark(node, fmt::format("in {}: {}", original, each));
    ++imported_.counts.conditions_converted;
    imported_.conditions.push_back({node.place, original, translation->feel, question});
    Json compared;
    compared.set("kind", kind);
    compared.set("place", node.place);
    compared.set("original", original);
    compared.set("feel", translation->feel);
    Json::Array row;
    for (const Field* at = node.row; at != &data_; at = at->parent) row.insert(row.begin(), Json(at->key));
    compared.set("row", std::move(row));
    compared.set("key", node.key);
    compared_.push_back(std::move(compared));
    return true;
}

std::string_view FormConverter::subject(const std::string& kind) {
    if (kind == "valid") return "rule of validity";
    if (kind == "value") return "computed value";
    return "condition";
}

std::string FormConverter::shown_when(const Node& node, const std::string& question) {
    const std::string script(base::trimmed(node.text("customConditional")));
    std::optional<base::Result<Translation>> translation;
    std::string kind = "show", original = script;
    if (!script.empty()) {
        translation = translate_show(script, read_from(node));
    } else if (!node["conditional"].string_at("when").empty()) {
        kind = "simple";
        Json condition;
        for (const char* part : {"show", "when", "eq"}) condition.set(part, node["conditional"][part]);
        original = condition.text();
        translation = translate_simple(condition, read_from(node));
    } else if (node["conditional"]["conditions"].array() != nullptr &&
               !node["conditional"]["conditions"].array()->empty()) {
        kind = "simple";
        Json condition;
        for (const char* part : {"show", "conjunction", "conditions"}) condition.set(part, node["conditional"][part]);
        original = condition.text();
        translation = translate_simple(condition, read_from(node));
    } else if (!node["conditional"]["json"].is_null() && node["conditional"]["json"].string() == nullptr) {
        ++imported_.counts.conditions;
        remark(node, "condition not converted, JSON logic: " + node["conditional"]["json"].text());
        return {};
    } else {
        return {};
    }
    if (!accept(node, kind, original, *translation, question)) return {};
    if ((*translation)->constant && *(*translation)->constant) return {};
    return (*translation)->feel;
}

void FormConverter::also_valid(QuestionDraft& question, const std::string& rule, const Words& say) {
    question.valid = both(question.valid, rule);
    question.say = phrases::joined(question.say, say);
}

void FormConverter::custom_rules(const Node& node, QuestionDraft& question) {
    const std::string rule(base::trimmed(node["validate"].string_at("custom")));
    // The runtime's own checks: what they check is the type of the question, or its limits above.
    const bool built_in = rule.find("instance.validate") != std::string::npos;
    if (!rule.empty() && !built_in) {
        auto translation = translate_valid(rule, read_from(node));
        if (translation && translation->constant && !rule.starts_with("valid"))
            translation =
                base::Error{base::ErrorCode::invalid_input, {"it never says whether the answer is valid"}, {}};
        if (accept(node, "valid", rule, translation, question.id) && !translation->constant)
            also_valid(
                question, translation->feel,
                translation->message.empty() ? phrases::wrong_format() : line(translation->message)
            );
    }
    if (const std::string script(base::trimmed(node.text("calculateValue"))); !script.empty()) {
        const auto translation = translate_value(script, read_from(node));
        if (accept(node, "value", script, translation, question.id)) {
            question.compute = translation->feel;
        }
    }
    if (const std::string script(base::trimmed(node.text("customDefaultValue"))); !script.empty()) {
        const auto translation = translate_value(script, read_from(node));
        if (accept(node, "value", script, translation, question.id) && translation->feel != "\"\"" &&
            translation->feel != "null")
            question.default_value = translation->feel;
    }
    if (!node["logic"].is_null() && node["logic"].array() != nullptr && !node["logic"].array()->empty())
        remark(node, "`logic` was left out: " + node["logic"].text());
}

void FormConverter::text_limits(const Node& node, QuestionDraft& question) {
    const Json& rules = node["validate"];
    question.min_length = count_at(rules, "minLength");
    question.max_length = count_at(rules, "maxLength");
    question.max_words = count_at(rules, "maxWords");
    if (question.min_length == 0) question.min_length.reset();
    const bool* digits = rules["digitsOnly"].boolean();
    if (digits != nullptr && *digits)
        also_valid(question, fmt::format("matches({}, \"^[0-9]+$\")", question.id), phrases::digits_only());
    if (const std::string pattern = rules.string_at("pattern"); !pattern.empty()) {
        const std::string test = fmt::format("matches({}, {})", question.id, feel_string("^(" + pattern + ")$"));
        if (feel::Expression::parse(test, {})) {
            const std::string message = rules.string_at("customMessage");
            also_valid(question, test, message.empty() ? phrases::wrong_format() : line(message));
        } else {
            remark(node, "the pattern was left out: " + pattern);
        }
    }
    for (const char* name : {"min", "max"})
        if (number_at(rules, name)) remark(node, fmt::format("`{}` of a text was left out", name));
}

void FormConverter::number_limits(const Node& node, QuestionDraft& question) {
    const auto least = number_at(node["validate"], "min");
    const auto most = number_at(node["validate"], "max");
    if (least && most)
        question.range = fmt::format("[{}..{}]", plain_number(*least), plain_number(*most));
    else if (least)
        question.range = ">= " + plain_number(*least);
    else if (most)
        question.range = "<= " + plain_number(*most);
    if (node.text("inputType") == "numeric")
        also_valid(question, fmt::format("{0} = floor({0})", question.id), phrases::whole_number());
}

void FormConverter::date_limits(const Node& node, QuestionDraft& question) {
    const std::string& id = question.id;
    if (const std::string date = node.text("specificEarliestAllowedDate"); date.size() == 10)
        also_valid(
            question, fmt::format("{} >= date(\"{}\")", id, date),
            {"Datoen kan ikke være før " + day_of(date),
             {{"nn", "Datoen kan ikkje vere før " + day_of(date)}, {"en", "The date cannot be before " + day_of(date)}}}
        );
    if (const std::string date = node.text("specificLatestAllowedDate"); date.size() == 10)
        also_valid(
            question, fmt::format("{} <= date(\"{}\")", id, date),
            {"Datoen kan ikke være etter " + day_of(date),
             {{"nn", "Datoen kan ikkje vere etter " + day_of(date)}, {"en", "The date cannot be after " + day_of(date)}}
            }
        );
    for (const bool earliest : {true, false}) {
        const auto days = number_at(*node.json, earliest ? "earliestAllowedDate" : "latestAllowedDate");
        if (!days) continue;
        const int away = static_cast<int>(*days);
        const std::string limit =
            away == 0 ? std::string("today()")
                      : fmt::format("today() {} duration(\"P{}D\")", away < 0 ? "-" : "+", std::abs(away));
        const auto phrase = [&](std::string_view cannot, std::string_view ago, std::string_view ahead,
                                std::string_view today) {
            if (away == 0) return fmt::format("{} {}", cannot, today);
            return fmt::format("{} {} {}", cannot, std::abs(away), away < 0 ? ago : ahead);
        };
        also_valid(
            question, fmt::format("{} {} {}", id, earliest ? ">=" : "<=", limit),
            {phrase(
                 earliest ? "Datoen kan ikke være før" : "Datoen kan ikke være etter", "dager tilbake i tid",
                 "dager fram i tid", "i dag"
             ),
             {{"nn", phrase(
                         earliest ? "Datoen kan ikkje vere før" : "Datoen kan ikkje vere etter", "dagar tilbake i tid",
                         "dagar fram i tid", "i dag"
                     )},
              {"en", phrase(
                         earliest ? "The date cannot be before" : "The date cannot be after", "days ago", "days ahead",
                         "today"
                     )}}}
        );
    }
    if (const std::string other = node.text("beforeDateInputKey"); !other.empty()) {
        const bool may_be_equal = node.is("mayBeEqual");
        if (const auto field = date_field(node, other)) {
            also_valid(
                question, fmt::format("{0} = null or {1} {2} {0}", *field, id, may_be_equal ? ">=" : ">"),
                may_be_equal ? phrases::words(
                                   "Datoen kan ikke være før fra-datoen", "Datoen kan ikkje vere før frå-datoen",
                                   "The date cannot be before the first date"
                               )
                             : phrases::words(
                                   "Datoen må være senere enn fra-datoen", "Datoen må vere seinare enn frå-datoen",
                                   "The date must be later than the first date"
                               )
            );
        } else {
            remark(
                node, fmt::format("the rule that the date is after `{}` was left out: there is no such date", other)
            );
        }
    }
}

std::optional<std::string> FormConverter::date_field(const Node& node, const std::string& path) const {
    Json condition;
    condition.set("show", false);
    condition.set("when", path);
    condition.set("eq", "");
    const auto translation = translate_simple(condition, read_from(node));
    constexpr std::string_view ending = " != null";
    if (!translation || !translation->feel.ends_with(ending)) return std::nullopt;
    return translation->feel.substr(0, translation->feel.size() - ending.size());
}

void FormConverter::month_limits(const Node& node, QuestionDraft& question) {
    const std::string& id = question.id;
    const auto years = [&](std::string_view name, std::string_view sign) {
        const auto away = number_at(*node.json, name);
        if (!away) return;
        const int count = static_cast<int>(*away);
        const std::string limit =
            count == 0 ? "today().year" : fmt::format("today().year {} {}", count < 0 ? "-" : "+", std::abs(count));
        also_valid(
            question, fmt::format("{}.year {} {}", id, sign, limit),
            phrases::words("Måneden er for langt unna", "Månaden er for langt unna", "The month is too far away")
        );
    };
    years("earliestAllowedDate", ">=");
    years("latestAllowedDate", "<=");
    for (const Json* rules : {node.json, &node["validate"]}) {
        if (const auto year = number_at(*rules, "minYear"))
            also_valid(question, fmt::format("{}.year >= {}", id, *year), year_says(true, *year));
        if (const auto year = number_at(*rules, "maxYear"))
            also_valid(question, fmt::format("{}.year <= {}", id, *year), year_says(false, *year));
    }
}

Words FormConverter::year_says(bool least, double limit) {
    const std::string year = plain_number(limit);
    if (least)
        return {
            "Året kan ikke være før " + year,
            {{"nn", "Året kan ikkje vere før " + year}, {"en", "The year cannot be before " + year}}
        };
    return {
        "Året kan ikke være etter " + year,
        {{"nn", "Året kan ikkje vere etter " + year}, {"en", "The year cannot be after " + year}}
    };
}

void FormConverter::year_limits(const Node& node, QuestionDraft& question) {
    if (const auto year = number_at(node["validate"], "minYear"))
        also_valid(question, fmt::format("{} >= {}", question.id, *year), year_says(true, *year));
    if (const auto year = number_at(node["validate"], "maxYear"))
        also_valid(question, fmt::format("{} <= {}", question.id, *year), year_says(false, *year));
}

}  // namespace guildhall::importing::formio
