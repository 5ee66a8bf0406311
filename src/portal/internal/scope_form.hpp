#pragma once
/// What a permission covers, as fields of a form and in words.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "html/html.hpp"
#include "portal/internal/plain_form.hpp"
#include "portal/portal.hpp"

namespace guildhall::portal {

/// What may be done, with which services, until when. Filled with what was sent; at first with everything, for a year.
[[nodiscard]] html::Html scope_fields(
    const Parts& parts, const http::Request& request, const std::vector<FormProblem>& problems
);
/// What was sent, and what is wrong with it.
[[nodiscard]] mandates::Scope read_scope(
    const Parts& parts, const http::Request& request, std::vector<FormProblem>& problems
);

/// `City pass and Fell a tree`, or `all services`.
[[nodiscard]] std::string services_words(
    const Parts& parts, const words::Locale& locale, const std::vector<std::string>& services
);
/// What may be done, in one line.
[[nodiscard]] std::string what_words(const words::Locale& locale, const mandates::Scope& scope);
/// The last day: `3 May 2027`.
[[nodiscard]] std::string until_words(const words::Locale& locale, const mandates::Scope& scope);
[[nodiscard]] std::string how_words(const words::Locale& locale, mandates::How how);

/// The control and the words for what `Mandates` did not take; nothing for an error of another kind.
[[nodiscard]] std::optional<FormProblem> problem_of(const words::Locale& locale, const base::Error& error);

/// Three boxes of a date, as `name-day`, `name-month` and `name-year`.
[[nodiscard]] html::Html date_field(
    const words::Locale& locale, const http::Request& request, const std::string& name, const std::string& label,
    const std::string& hint, const std::array<std::string, 3>& preset, const std::vector<FormProblem>& problems
);
/// `2026-11-30` of such boxes, as it was typed; empty when all are.
[[nodiscard]] std::string date_sent(const http::Request& request, const std::string& name);

}  // namespace guildhall::portal
