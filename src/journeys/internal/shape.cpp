#include "journeys/internal/shape.hpp"

namespace guildhall::journeys::internal {

const Shape& Shapes::of(const std::vector<catalogue::Question>& questions) {
    const auto [entry, fresh] = shapes_.try_emplace(&questions);
    Shape& shape = entry->second;
    if (!fresh) return shape;
    shape.questions = &questions;
    shape.places.reserve(questions.size());
    for (std::size_t i = 0; i < questions.size(); ++i) {
        if (!catalogue::is_display(questions[i].type)) shape.places.emplace(questions[i].id, i);
    }
    return shape;
}

}  // namespace guildhall::journeys::internal
