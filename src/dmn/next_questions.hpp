#pragma once
/// What to ask next: the inputs on which a decision still depends, in the order in which they would be asked.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "dmn/model.hpp"

namespace guildhall::dmn {

/// The inputs still worth asking, the next one first; none when the outcome is settled, or null with an error whatever
/// is answered. They come in the order given; those that it does not name follow as the model lists them. An answer may
/// make later ones needless, so ask again after each: no input that is never named can change the outcome, while one
/// that is named may turn out not to. An unknown decision name is an error. Pure; thread-safe.
[[nodiscard]] base::Result<std::vector<std::string>> next_questions(
    const Model& model, std::string_view decision, const Inputs& known, const std::vector<std::string>& order,
    base::Instant now, std::string_view zone
);

}  // namespace guildhall::dmn
