#pragma once
/// What every walk through a list of questions needs to know of it, made once.

#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalogue/question.hpp"

namespace guildhall::journeys::internal {

/// Borrows the questions.
struct Shape {
    const std::vector<catalogue::Question>* questions = nullptr;
    std::unordered_map<std::string_view, std::size_t> places;  ///< by id, of all but texts to read
};

/// One shape for each list that was asked for; one thread.
class Shapes {
public:
    [[nodiscard]] const Shape& of(const std::vector<catalogue::Question>& questions);

private:
    std::map<const std::vector<catalogue::Question>*, Shape> shapes_;
};

}  // namespace guildhall::journeys::internal
