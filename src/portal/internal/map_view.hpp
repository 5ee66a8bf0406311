#pragma once
/// Choosing a place on a map: what the map shows now, and what pressing it changes.

#include <optional>
#include <string>

#include "html/html.hpp"
#include "maps/view.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {

/// The map of a question that has one.
[[nodiscard]] html::Html map_of(const QuestionParts& parts);

/// The form as it is after the map of this question, or one of its buttons, was pressed: with the pin and the view that
/// follow. Nothing when neither was. What nobody could have pressed changes nothing.
[[nodiscard]] std::optional<http::Fields> pressed_map(const catalogue::Question& question, const http::Fields& form);

/// A kept place on its map, to look at; empty without a map or without coordinates.
[[nodiscard]] html::Html map_of_answer(
    const catalogue::Question& question, const base::Json& answer, const std::string& pictures, const std::string& path,
    const words::Locale& locale
);

/// `/services/ID/map/HASH`: before the addresses of pictures.
[[nodiscard]] std::string pictures_path(const catalogue::Service& service);

/// The sizes of pictures by the name that stands in their address.
[[nodiscard]] std::optional<maps::Size> picture_size(std::string_view name);
/// A view of the question's map that there is: moved to what its layers cover.
[[nodiscard]] maps::View view_on(const catalogue::ShownMap& map, maps::View view);

}  // namespace guildhall::portal
