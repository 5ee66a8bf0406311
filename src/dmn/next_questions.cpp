#include "dmn/next_questions.hpp"

namespace guildhall::dmn {

base::Result<std::vector<std::string>> next_questions(
    const Model& model, std::string_view decision, const Inputs& known, const std::vector<std::string>& order,
    base::Instant now, std::string_view zone
) {
    auto evaluation = model.evaluate(decision, known, now, zone);
    if (!evaluation) return evaluation.error();
    std::set<std::string>& open = evaluation->depends_on;
    std::vector<std::string> questions;
    for (const std::string& input : order)
        if (open.erase(input) > 0) questions.push_back(input);
    for (const InputDescription& input : model.inputs())
        if (open.erase(input.name) > 0) questions.push_back(input.name);
    return questions;
}

}  // namespace guildhall::dmn
