#include "portal/internal/scope_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "html/choice.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "words/said.hpp"

namespace guildhall::portal {
namespace {

using std::chrono::year_month_day;

std::string problem_at(const std::vector<FormProblem>& problems, std::string_view field) {
    for (const auto& problem : problems) {
        if (problem.field == field) return problem.message;
    }
    return {};
}

year_month_day day_of(base::Instant instant) {
    return year_month_day{std::chrono::floor<std::chrono::days>(instant)};
}

/// A year from today, as three numbers.
std::array<std::string, 3> in_a_year(base::Instant now) {
    year_month_day day = day_of(now) + std::chrono::years{1};
    if (!day.ok()) day = day.year() / day.month() / std::chrono::last;
    return {
        std::to_string(static_cast<unsigned>(day.day())), std::to_string(static_cast<unsigned>(day.month())),
        std::to_string(static_cast<int>(day.year()))
    };
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// The services that helpers may be let into, in the reader's words.
std::vector<html::Choice> service_choices(const Parts& parts, const http::Request& request) {
    std::vector<html::Choice> choices;
    for (const auto& service : parts.catalogue.all()) {
        if (service->helpers == catalogue::Helpers::refused) continue;
        const catalogue::Service& shown = service_words(parts, request, *service).service;
        html::Choice choice{.value = service->id, .text = shown.title};
        if (shown.language != words_of(parts, request).tag()) choice.label_attributes = {{"lang", shown.language}};
        choices.push_back(std::move(choice));
    }
    return choices;
}

}  // namespace

html::Html date_field(
    const words::Locale& locale, const http::Request& request, const std::string& name, const std::string& label,
    const std::string& hint, const std::array<std::string, 3>& preset, const std::vector<FormProblem>& problems
) {
    html::DateInput input;
    input.id = name;
    input.name_prefix = name;
    input.fieldset = html::Fieldset{};
    input.fieldset->legend.text = label;
    input.fieldset->legend.classes = html::legend_s;
    input.hint.text = hint;
    input.error = problem_message(locale, problem_at(problems, name + "-day"));
    const bool sent = request.form.has(name + "-year");
    const auto part = [&](html::DatePart& box, const char* key, std::size_t at) {
        box.label = locale.text(std::string{"form."} + key);
        box.value = sent ? std::string{request.form.get(name + "-" + key)} : preset[at];
    };
    part(input.day, "day", 0);
    part(input.month, "month", 1);
    part(input.year, "year", 2);
    return html::date_input(input);
}

std::string date_sent(const http::Request& request, const std::string& name) {
    const auto day = number(base::trimmed(request.form.get(name + "-day")));
    const auto month = number(base::trimmed(request.form.get(name + "-month")));
    const auto year = number(base::trimmed(request.form.get(name + "-year")));
    if (!day || !month || !year) return {};
    return fmt::format("{:04}-{:02}-{:02}", *year, *month, *day);
}

html::Html scope_fields(const Parts& parts, const http::Request& request, const std::vector<FormProblem>& problems) {
    const words::Locale& locale = words_of(parts, request);
    const bool sent = request.form.has("until-year");

    html::Radios what;
    what.name = "what";
    what.fieldset = html::Fieldset{};
    what.fieldset->legend.text = locale.text("helping.what");
    what.fieldset->legend.classes = html::legend_s;
    what.items = {
        {.value = "apply", .text = locale.text("helping.may_apply")},
        {.value = "follow", .text = locale.text("helping.may_follow")},
    };
    what.value = sent ? std::string{request.form.get("what")} : "apply";
    what.error = problem_message(locale, problem_at(problems, "what"));

    html::Checkboxes services;
    services.name = "service";
    services.fieldset = html::Fieldset{};
    services.fieldset->legend.text = locale.text("helping.which_services");
    services.classes = html::checkboxes_small;
    services.items = service_choices(parts, request);
    for (const auto chosen : request.form.all("service")) services.values.emplace_back(chosen);
    services.error = problem_message(locale, problem_at(problems, "service"));

    html::Radios which;
    which.name = "which";
    which.fieldset = html::Fieldset{};
    which.fieldset->legend.text = locale.text("helping.services");
    which.fieldset->legend.classes = html::legend_s;
    html::Choice some{.value = "some", .text = locale.text("helping.some_services")};
    some.conditional = html::checkboxes(services);
    which.items = {{.value = "all", .text = locale.text("helping.every_service")}, std::move(some)};
    which.value = sent ? std::string{request.form.get("which")} : "all";
    which.error = problem_message(locale, problem_at(problems, "which"));

    return html::radios(what) + html::radios(which) +
           date_field(
               locale, request, "until", locale.text("helping.until"), locale.text("helping.until_hint"),
               in_a_year(parts.clock.now()), problems
           );
}

mandates::Scope read_scope(const Parts& parts, const http::Request& request, std::vector<FormProblem>& problems) {
    const words::Locale& locale = words_of(parts, request);
    mandates::Scope scope;
    const std::string_view what = request.form.get("what");
    scope.may_apply = what == "apply";
    if (what != "apply" && what != "follow") problems.push_back({"what", locale.text("helping.wrong_what")});
    const std::string_view which = request.form.get("which");
    if (which != "all" && which != "some") problems.push_back({"which", locale.text("helping.wrong_which")});
    if (which == "some") {
        for (const auto chosen : request.form.all("service")) {
            const auto service = parts.catalogue.get(chosen);
            const bool known = service && service->helpers != catalogue::Helpers::refused;
            if (known && std::ranges::find(scope.services, chosen) == scope.services.end())
                scope.services.emplace_back(chosen);
        }
        // None chosen must never become all.
        if (scope.services.empty()) problems.push_back({"service", locale.text("helping.wrong_service")});
    }
    const auto day = number(base::trimmed(request.form.get("until-day")));
    const auto month = number(base::trimmed(request.form.get("until-month")));
    const auto year = number(base::trimmed(request.form.get("until-year")));
    const year_month_day last{
        std::chrono::year{year.value_or(0)}, std::chrono::month{static_cast<unsigned>(month.value_or(0))},
        std::chrono::day{static_cast<unsigned>(day.value_or(0))}
    };
    if (!day || !month || !year || *day > 31 || *month > 12 || *year > 9999 || !last.ok())
        problems.push_back({"until-day", locale.text("helping.wrong_until")});
    else
        scope.until = std::chrono::sys_days{last} + std::chrono::days{1};  // the whole of that day counts
    return scope;
}

std::string services_words(const Parts& parts, const words::Locale& locale, const std::vector<std::string>& services) {
    if (services.empty()) return locale.text("helping.all_services");
    std::vector<std::string> titles;
    for (const auto& id : services) {
        const auto service = parts.catalogue.get(id);
        titles.push_back(service ? service->in_language(locale.tag()).title : id);
    }
    return locale.list(titles);
}

std::string what_words(const words::Locale& locale, const mandates::Scope& scope) {
    return locale.text(scope.may_apply ? "helping.may_apply" : "helping.may_follow");
}

std::string until_words(const words::Locale& locale, const mandates::Scope& scope) {
    return locale.date(day_of(scope.until - std::chrono::microseconds{1}));
}

std::string how_words(const words::Locale& locale, mandates::How how) {
    switch (how) {
        case mandates::How::online:
            return locale.text("helping.how_online");
        case mandates::How::in_person:
            return locale.text("helping.how_in_person");
        case mandates::How::phone:
            return locale.text("helping.how_phone");
        case mandates::How::paper:
            return locale.text("helping.how_paper");
        case mandates::How::court:
            return locale.text("helping.how_court");
    }
    return {};
}

std::optional<FormProblem> problem_of(const words::Locale& locale, const base::Error& error) {
    if (error.code == base::ErrorCode::too_many_requests) return FormProblem{"email", locale.text("helping.too_many")};
    if (error.code != base::ErrorCode::invalid_input) return std::nullopt;
    const std::string& field = error.detail.text;
    if (field == "name") return FormProblem{"name", locale.text("helping.wrong_name")};
    if (field == "email") return FormProblem{"email", locale.text("helping.wrong_email")};
    if (field == "born") return FormProblem{"born-day", locale.text("helping.wrong_born")};
    if (field == "address") return FormProblem{"address", locale.text("helping.wrong_address")};
    if (field == "words") return FormProblem{"words", locale.text("helping.wrong_words")};
    if (field == "how") return FormProblem{"how", locale.text("helping.wrong_how")};
    if (field == "until") return FormProblem{"until-day", locale.text("helping.wrong_until")};
    if (field == "services") return FormProblem{"service", locale.text("helping.wrong_service")};
    // What is wrong with a file is said by who looked into it.
    if (field == "file") return FormProblem{"file", words::said(locale, error.message.text)};
    return std::nullopt;
}

}  // namespace guildhall::portal
