#include "importing/formio/translate.hpp"

#include "importing/formio/translator.hpp"

namespace guildhall::importing::formio {
namespace {

Translation translation_of(const Truth& truth, Translator& translator) {
    Translation made;
    made.feel = truth.text;
    made.constant = truth.constant;
    made.remarks = translator.take_remarks();
    return made;
}

}  // namespace

Field& Field::add(std::string child_key, Shape child_shape) {
    auto made = std::make_unique<Field>();
    made->key = std::move(child_key);
    made->shape = child_shape;
    made->parent = this;
    children.push_back(std::move(made));
    return *children.back();
}

const Field* Field::child(std::string_view child_key) const {
    for (const auto& each : children)
        if (each->key == child_key) return each.get();
    return nullptr;
}

const Field* Field::list() const {
    for (const Field* at = parent; at != nullptr; at = at->parent)
        if (at->shape == Shape::list) return at;
    return nullptr;
}

base::Result<Translation> translate_show(std::string_view script, const ReadFrom& from) {
    Translator translator(from);
    auto shown = translator.outcome(script, "show", true);
    if (!shown) return shown.error();
    const Truth truth = translator.truth(*shown, true);
    translator.check_size(truth.text);
    if (translator.error()) return *translator.error();
    return translation_of(truth, translator);
}

base::Result<Translation> translate_valid(std::string_view script, const ReadFrom& from) {
    Translator translator(from);
    auto outcome = translator.outcome(script, "valid", true);
    if (!outcome) return outcome.error();
    std::string message;
    const Truth truth = translator.valid(*outcome, message);
    translator.check_size(truth.text);
    if (translator.error()) return *translator.error();
    Translation made = translation_of(truth, translator);
    made.message = std::move(message);
    return made;
}

base::Result<Translation> translate_value(std::string_view script, const ReadFrom& from) {
    Translator translator(from);
    auto outcome = translator.outcome(script, "value", false);
    if (!outcome) return outcome.error();
    const Value value = translator.feel(*outcome);
    translator.check_size(value.text);
    if (translator.error()) return *translator.error();
    Translation made;
    made.feel = value.text;
    made.remarks = translator.take_remarks();
    return made;
}

base::Result<Translation> translate_simple(const base::Json& condition, const ReadFrom& from) {
    Translator translator(from);
    bool show = condition["show"].is_null() && condition["conditions"].array() != nullptr;
    if (const auto* truth = condition["show"].boolean()) show = *truth;
    if (const auto* text = condition["show"].string()) show = *text == "true";
    Truth truth;
    if (const auto* several = condition["conditions"].array()) {
        // Shown when all (or any) hold; or, the other way round, when not.
        const bool is_and = (condition.string_at("conjunction") != "any") == show;
        truth = always(is_and);
        for (const auto& each : *several) {
            const std::string when = each.string_at("component");
            if (when.empty()) continue;
            const std::string operation = each.string_at("operator");
            const bool negated = operation == "isNotEqual" || operation == "isNotEmpty";
            const bool empty = operation == "isEmpty" || operation == "isNotEmpty";
            if (!negated && !empty && operation != "isEqual")
                return base::Error{base::ErrorCode::invalid_input, {"the operator `" + operation + "`"}, {}};
            const Truth one = translator.simple(when, empty ? base::Json("") : each["value"], negated != show);
            truth = is_and ? all_of(truth, one) : any_of(truth, one);
        }
    } else {
        truth = translator.simple(condition.string_at("when"), condition["eq"], show);
    }
    translator.check_size(truth.text);
    if (translator.error()) return *translator.error();
    return translation_of(truth, translator);
}

}  // namespace guildhall::importing::formio
