// The people that somebody helps: their list, asking for a permission, recording one, acting and stopping.

#include <array>

#include "html/button.hpp"
#include "html/choice.hpp"
#include "html/form.hpp"
#include "html/front.hpp"
#include "html/list.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "http/url.hpp"
#include "portal/internal/acting.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/plain_form.hpp"
#include "portal/internal/scope_form.hpp"
#include "portal/internal/sentence.hpp"

namespace guildhall::portal {
namespace {

using mandates::Mandate;

constexpr std::size_t people_on_a_page = 20;
constexpr std::size_t longest_search = 100;

/// The service that somebody came from, to go back to; empty when it is none of ours.
std::string service_from(const Parts& parts, const http::Request& request) {
    std::string_view id = request.form.has("service") ? request.form.get("service") : request.query.get("service");
    const auto service = parts.catalogue.get(id);
    return service ? service->id : std::string{};
}

html::Html act_form(
    const words::Locale& locale, const http::Caller& caller, const Mandate& mandate, const std::string& service,
    bool main_button
) {
    html::Html controls;
    if (!service.empty()) controls += html::hidden_field("service", service);
    controls += html::button(
        {.text = locale.text("helping.act_for", {{"person", mandate.person.name}}),
         .classes = main_button ? "" : html::secondary_button,
         .prevent_double_click = true}
    );
    return post_form(caller, "/helping/" + mandate.id + "/act", controls);
}

html::ListItem item_of(
    const Parts& parts, const words::Locale& locale, const http::Caller& caller, const Mandate& mandate,
    const std::string& service
) {
    return {
        .title = mandate.person.name,
        .href = "/helping/" + mandate.id,
        .text = locale.text(
            "helping.person_line", {{"services", services_words(parts, locale, mandate.scope.services)},
                                    {"date", until_words(locale, mandate.scope)}}
        ),
        .aside = act_form(locale, caller, mandate, service, false)
    };
}

html::Html search_form(const words::Locale& locale, const std::string& words) {
    return html::search(
        {.action = "/helping",
         .value = words,
         .label = locale.text("helping.search_label"),
         .button = locale.text("helping.search"),
         .id = "people"}
    );
}

html::Html ways_to_more(const words::Locale& locale) {
    return html::section(
        "more", locale.text("helping.more_title"),
        html::row_list({
            {.title = locale.text("helping.ask_title"),
             .href = "/helping/ask",
             .text = locale.text("helping.ask_summary")},
            {.title = locale.text("helping.record_title"),
             .href = "/helping/record",
             .text = locale.text("helping.record_summary")},
        })
    );
}

base::Result<html::Html> waiting_section(const Parts& parts, const words::Locale& locale, const http::Caller& caller) {
    const auto waiting = parts.mandates.waiting(caller.account);
    if (!waiting) return waiting.error();
    std::vector<html::ListItem> items;
    for (const auto& mandate : *waiting) {
        items.push_back(
            {.title = mandate.person.name,
             .text = locale.text("helping.waits_for", {{"email", mandate.person.email}}),
             .aside = post_form(
                 caller, "/helping/" + mandate.id + "/end",
                 html::button(
                     {.text = html::escape(locale.text("helping.take_back")) +
                              html::hidden_words(" " + mandate.person.name),
                      .classes = html::secondary_button,
                      .prevent_double_click = true}
                 )
             )}
        );
    }
    return items.empty() ? html::Html{}
                         : html::section("waiting", locale.text("helping.waiting_title"), html::row_list(items));
}

base::Result<http::Response> list(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string words{request.query.get("q").substr(0, longest_search)};
    const std::string service = service_from(parts, request);
    mandates::People people;
    if (words.empty()) {
        auto found = parts.mandates.people(caller.account, request.query.get("after"), people_on_a_page);
        if (!found) return found.error();
        people = *std::move(found);
    } else {
        auto found = parts.mandates.search(caller.account, words);
        if (!found) return found.error();
        people.mandates = *std::move(found);
    }
    const bool is_start = words.empty() && request.query.get("after").empty();
    html::Html main = html::page_heading(locale.text("helping.people_title"));
    if (!service.empty())
        main +=
            html::lead(sentence(locale, "helping.choose_for", {{"service", service_title(parts, request, service)}}));
    if (people.mandates.empty() && is_start) {
        main += html::inset_text({.text = locale.text("helping.nobody_yet")});
    } else {
        main += search_form(locale, words);
        if (people.mandates.empty()) main += html::paragraph(locale.text("helping.nobody_found", {{"words", words}}));
        std::vector<html::ListItem> items;
        for (const auto& mandate : people.mandates) items.push_back(item_of(parts, locale, caller, mandate, service));
        main += html::row_list(items);
        if (!is_start)
            main += html::paragraph(html::link({.text = locale.text("helping.all_people"), .href = "/helping"}));
        if (!people.next.empty()) {
            main += html::paragraph(html::link(
                {.text = locale.text("helping.next_people"),
                 .href = "/helping?after=" + http::percent_encode(people.next)}
            ));
        }
    }
    if (is_start && caller.acting.mandate.empty()) {
        const auto waiting = waiting_section(parts, locale, caller);
        if (!waiting) return waiting.error();
        main += *waiting + ways_to_more(locale);
    }
    return page(
        parts, request, caller,
        {.title = locale.text("helping.people_title"),
         .main = main,
         .back = "/account",
         .about_a_person = true,
         .language = locale.tag()}
    );
}

base::Result<http::Response> person(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const auto mandate = parts.mandates.find_for_helper(request.parameter("mandate"), caller.account);
    if (!mandate) return mandate.error();
    html::SummaryList facts;
    const auto fact = [&](const char* key, const std::string& value) {
        if (!value.empty()) facts.rows.push_back(html::summary_row(locale.text(key), lines(value)));
    };
    fact("helping.you_may", what_words(locale, mandate->scope));
    fact("helping.services", services_words(parts, locale, mandate->scope.services));
    fact("helping.until", until_words(locale, mandate->scope));
    fact("helping.given", how_words(locale, mandate->how));
    fact("helping.words_label", mandate->statement);
    html::Html main = html::page_heading(mandate->person.name) + html::summary_list(facts);
    main += html::button_group(act_form(locale, caller, *mandate, {}, true));
    main += html::section(
        "end", locale.text("helping.end_title"),
        html::paragraph(locale.text("helping.end_by_helper", {{"person", mandate->person.name}})) +
            post_form(
                caller, "/helping/" + mandate->id + "/end",
                html::button(
                    {.text = locale.text("helping.end_button"),
                     .classes = html::warning_button,
                     .prevent_double_click = true}
                )
            )
    );
    return page(
        parts, request, caller,
        {.title = mandate->person.name,
         .main = main,
         .back = "/helping",
         .about_a_person = true,
         .language = locale.tag()}
    );
}

http::Response ask_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const words::Locale& locale = words_of(parts, request);
    html::Html main = problems_summary(locale, problems) + html::page_heading(locale.text("helping.ask_title")) +
                      html::paragraph(locale.text("helping.ask_text"));
    html::Input name =
        plain_input(locale, "name", locale.text("helping.name"), std::string{request.form.get("name")}, problems);
    html::Input email =
        plain_input(locale, "email", locale.text("helping.email"), std::string{request.form.get("email")}, problems);
    email.type = "email";
    main += post_form(
        caller, "/helping/ask",
        html::input(name) + html::input(email) + scope_fields(parts, request, problems) +
            html::button_group(html::button({.text = locale.text("helping.ask_button"), .prevent_double_click = true}))
    );
    return page(
        parts, request, caller,
        {.title = locale.text("helping.ask_title"),
         .main = main,
         .back = "/helping",
         .has_error = !problems.empty(),
         .status = problems.empty() ? 200 : 422,
         .language = locale.tag()}
    );
}

base::Result<http::Response> ask(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    const auto scope = read_scope(parts, request, problems);
    if (!problems.empty()) return ask_form(parts, request, caller, problems);
    const auto asked = parts.mandates.ask(caller.account, request.form.get("name"), request.form.get("email"), scope);
    if (asked) return http::Response::redirect("/helping");
    if (const auto problem = problem_of(locale, asked.error())) return ask_form(parts, request, caller, {*problem});
    return asked.error();
}

http::Response record_form(
    const Parts& parts, const http::Request& request, const http::Caller& caller,
    const std::vector<FormProblem>& problems
) {
    const words::Locale& locale = words_of(parts, request);
    const auto problem_at = [&](std::string_view field) {
        for (const auto& problem : problems) {
            if (problem.field == field) return problem.message;
        }
        return std::string{};
    };
    html::Html main = problems_summary(locale, problems) + html::page_heading(locale.text("helping.record_title")) +
                      html::paragraph(locale.text("helping.record_text"));
    html::Html fields = html::input(
        plain_input(locale, "name", locale.text("helping.name"), std::string{request.form.get("name")}, problems)
    );
    fields += date_field(
        locale, request, "born", locale.text("helping.born"), locale.text("helping.born_hint"), {}, problems
    );
    html::Textarea address;
    address.id = address.name = "address";
    address.label.text = locale.text("form.optional", {{"question", locale.text("helping.address")}});
    address.rows = 3;
    address.value = std::string{request.form.get("address")};
    address.error = problem_message(locale, problem_at("address"));
    fields += html::textarea(address);

    html::Radios how;
    how.name = "how";
    how.fieldset = html::Fieldset{};
    how.fieldset->legend.text = locale.text("helping.how");
    how.fieldset->legend.classes = html::legend_s;
    for (const auto one : {mandates::How::in_person, mandates::How::phone, mandates::How::paper, mandates::How::court})
        how.items.push_back({.value = std::string{mandates::how_code(one)}, .text = how_words(locale, one)});
    how.value = std::string{request.form.get("how")};
    how.error = problem_message(locale, problem_at("how"));
    fields += html::radios(how);

    html::Textarea words;
    words.id = words.name = "words";
    words.label.text = locale.text("helping.words_label");
    words.hint.text = locale.text("helping.words_hint");
    words.rows = 4;
    words.value = std::string{request.form.get("words")};
    words.error = problem_message(locale, problem_at("words"));
    fields += html::textarea(words);

    html::FileUpload file;
    file.id = file.name = "file";
    file.label.text = locale.text("helping.file");
    file.hint.text = locale.text("helping.file_hint");
    file.accept = "image/*,.pdf";
    file.error = problem_message(locale, problem_at("file"));
    fields += html::file_upload(file);
    fields += scope_fields(parts, request, problems);

    html::Checkboxes declared;
    declared.name = "declared";
    declared.items = {{.value = "yes", .text = locale.text("helping.declared")}};
    declared.error = problem_message(locale, problem_at("declared"));
    fields += html::checkboxes(declared);
    fields +=
        html::button_group(html::button({.text = locale.text("helping.record_button"), .prevent_double_click = true}));
    main += post_form(caller, "/helping/record", fields, true);
    return page(
        parts, request, caller,
        {.title = locale.text("helping.record_title"),
         .main = main,
         .back = "/helping",
         .has_error = !problems.empty(),
         .about_a_person = true,
         .status = problems.empty() ? 200 : 422,
         .language = locale.tag()}
    );
}

base::Result<http::Response> record(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    std::vector<FormProblem> problems;
    mandates::Statement statement;
    statement.person.name = request.form.get("name");
    statement.person.born = date_sent(request, "born");
    statement.person.address = request.form.get("address");
    statement.words = request.form.get("words");
    for (const auto& file : request.files) {
        if (file.field == "file" && !file.body.empty())
            statement.scan = mandates::Scan{file.body, file.content_type, file.file_name};
    }
    const auto how = mandates::how_from_code(request.form.get("how"));
    if (!how || how == mandates::How::online)
        problems.push_back({"how", locale.text("helping.wrong_how")});
    else
        statement.how = *how;
    if ((how == mandates::How::paper || how == mandates::How::court) && !statement.scan)
        problems.push_back({"file", locale.text("helping.wrong_file")});
    const auto scope = read_scope(parts, request, problems);
    if (request.form.get("declared") != "yes") problems.push_back({"declared", locale.text("helping.wrong_declared")});
    if (!problems.empty()) return record_form(parts, request, caller, problems);
    const auto recorded = parts.mandates.record(caller.account, statement, scope);
    if (recorded) return http::Response::redirect("/helping/" + recorded->id);
    if (const auto problem = problem_of(locale, recorded.error()))
        return record_form(parts, request, caller, {*problem});
    return recorded.error();
}

base::Result<http::Response> act(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto mandate = parts.mandates.find_for_helper(request.parameter("mandate"), caller.account);
    if (!mandate) return mandate.error();
    const auto session = parts.sessions.act(caller, mandate->id);
    if (!session) return session.error();
    if (const auto noted = parts.mandates.note_use(mandate->id); !noted) return noted.error();
    const std::string service = service_from(parts, request);
    http::Response response = http::Response::redirect(service.empty() ? "/applications" : "/services/" + service);
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

base::Result<http::Response> stop(const Parts& parts, const http::Request&, const http::Caller& caller) {
    const auto session = parts.sessions.act(caller, {});
    if (!session) return session.error();
    http::Response response = http::Response::redirect("/helping");
    if (session->cookie) response.cookies.push_back(*session->cookie);
    return response;
}

base::Result<http::Response> end(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto ended = parts.mandates.end(request.parameter("mandate"), caller.account);
    if (!ended) return ended.error();
    return http::Response::redirect("/helping");
}

}  // namespace

void add_helping(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](
                   const http::Request& request, const http::Caller& caller
               ) -> base::Result<http::Response> { return handler(parts, request, caller); };
    };
    const auto show_ask = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return ask_form(p, request, caller, {});
    };
    const auto show_record = [](const Parts& p, const http::Request& request, const http::Caller& caller) {
        return record_form(p, request, caller, {});
    };
    routes.emplace_back(get, "/helping", http::Access::resident, bind(list));
    routes.emplace_back(get, "/helping/ask", http::Access::resident, bind(show_ask));
    routes.emplace_back(post, "/helping/ask", http::Access::resident, bind(ask));
    routes.emplace_back(get, "/helping/record", http::Access::resident, bind(show_record));
    routes.emplace_back(
        post, "/helping/record", http::Access::resident, bind(record), http::Limits{.body = documents::max_upload_body}
    );
    routes.emplace_back(post, "/helping/stop", http::Access::resident, bind(stop));
    routes.emplace_back(get, "/helping/{mandate}", http::Access::resident, bind(person));
    routes.emplace_back(post, "/helping/{mandate}/act", http::Access::resident, bind(act));
    routes.emplace_back(post, "/helping/{mandate}/end", http::Access::resident, bind(end));
}

}  // namespace guildhall::portal
