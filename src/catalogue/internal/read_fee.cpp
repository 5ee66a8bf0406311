/// `fee:` of service.yaml.

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

void read_fee(Reading& reading, const base::YamlNode& root) {
    const base::YamlNode* node = root.find("fee");
    if (!node) return;
    const std::string file = reading.shown("service.yaml");
    const bool has_parts = node->kind == base::YamlNode::Kind::map;
    const base::YamlNode& amount = has_parts ? *node->find("amount") : *node;
    NameScope names;
    for (const Question& question : reading.service.questions) {
        if (!is_display(question.type)) names.add(question.id);
    }
    if (reading.service.questions.empty()) {
        reading.error(node->place(file), "found a `fee:`, but the service has no `questions:`, so nothing is sent in");
        return;
    }
    auto expression = read_feel(reading, file, amount, names);
    if (!expression) return;
    // That its names exist is complained of with all other expressions, by check_order.
    reading.written["#fee"] = {&amount, file};
    std::string currency = has_parts ? text_at(*node, "currency") : std::string{};
    if (currency.empty()) currency = "GBP";
    reading.service.fee =
        Fee{*std::move(expression), std::move(currency), has_parts ? text_at(*node, "for") : std::string{},
            amount.place(file)};
}

}  // namespace guildhall::catalogue::internal
