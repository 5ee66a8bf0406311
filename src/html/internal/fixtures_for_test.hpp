#pragma once
/// The components that are compared with the fixtures of govuk-frontend.

#include <functional>
#include <map>
#include <string>

#include "base/json.hpp"
#include "html/html.hpp"

namespace guildhall::html::internal {

/// Renders a component from the options of a fixture.
using RenderFixture = std::function<Html(const base::Json&)>;

/// By the package's name of the component.
[[nodiscard]] const std::map<std::string, RenderFixture>& components();

}  // namespace guildhall::html::internal
