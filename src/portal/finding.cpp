// Finding a service: the front page, search, topics, the guide.

#include <fmt/format.h>

#include "casework/dates.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/front.hpp"
#include "html/look.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

/// A topic as a heading: its first letter as a capital.
std::string sentence(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

html::ListItem item_for(const catalogue::Service& service) {
    return {.title = service.title, .href = "/services/" + service.id, .text = service.summary};
}

base::Result<std::vector<html::ListItem>> own_items(const Parts& parts, const http::Caller& caller) {
    std::vector<html::ListItem> items;
    const std::string subject = subject_of(caller);
    if (subject.empty()) return items;
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    const auto cases = parts.cases.list_own(subject);
    if (!cases) return cases.error();
    for (const auto& draft : *drafts) {
        if (items.size() == 3) break;
        items.push_back(
            {.title = title_of(parts, draft.service), .href = "/apply/" + draft.id, .text = "Saved, not sent in yet."}
        );
    }
    for (const auto& summary : *cases) {
        if (items.size() == 4) break;
        items.push_back(
            {.title = title_of(parts, summary.service),
             .href = "/applications/" + summary.reference,
             .text = standing_words(summary)}
        );
    }
    return items;
}

base::Result<http::Response> front(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    auto own = own_items(parts, caller);
    if (!own) return own.error();
    html::Hero hero{
        .title = "What do you need to do?",
        .text = "Apply, report, ask. We ask only what matters, and we tell you why we decided.",
        .own = {.title = "Your applications", .items = *std::move(own)},
    };
    html::Html main = html::hero(hero);
    html::Html content;
    std::vector<html::ListItem> items;
    for (const auto& service : parts.catalogue.all()) items.push_back(item_for(*service));
    content += html::section("services", "Services", html::link_list(items));
    std::vector<html::ListItem> topics;
    for (const auto& topic : parts.catalogue.topics())
        topics.push_back({.title = sentence(topic.name), .href = "/topics/" + topic.slug});
    if (!topics.empty()) content += html::section("topics", "Topics", html::link_list(topics));
    content += html::section(
        "promise", "What you can count on",
        html::ways({
            {.title = "We ask only what matters",
             .text = "A question is put only while your answer can still change the outcome. Each page says why."},
            {.title = "You see why",
             .href = "/how-we-decide",
             .text = "Every decision says which rule applied, and what you can do if you do not agree."},
            {.title = "A person decides against you, never the program",
             .text = "Someone with a name reads what you wrote before anything is refused."},
            {.title = "Nobody looks unseen",
             .href = "/access",
             .text = "Whoever opens your data leaves a line that you can read."},
        })
    );
    main += html::band(content);
    return page(parts, request, caller, {.title = "Services", .main = main, .width = html::Width::full});
}

base::Result<http::Response> search(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const std::string words{request.query.get("q").substr(0, 200)};
    html::Html main = html::page_heading("Search") + html::search({.value = words});
    if (!words.empty()) {
        const auto found = parts.catalogue.search(words);
        const std::string count = found.empty()       ? "Nothing found."
                                  : found.size() == 1 ? "1 service."
                                                      : fmt::format("{} services.", found.size());
        main += html::paragraph(count);
        if (found.empty()) main += html::paragraph("Try another word, or look at all services on the front page.");
        std::vector<html::ListItem> items;
        for (const auto& service : found) items.push_back(item_for(*service));
        main += html::row_list(items);
    }
    return page(
        parts, request, caller, {.title = words.empty() ? "Search" : words + " – search", .main = main, .back = "/"}
    );
}

base::Result<http::Response> topic(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    for (const auto& found : parts.catalogue.topics()) {
        if (found.slug != request.parameter("topic")) continue;
        std::vector<html::ListItem> items;
        for (const auto& service : found.services) items.push_back(item_for(*service));
        const html::Html main = html::page_heading(sentence(found.name)) + html::row_list(items);
        return page(parts, request, caller, {.title = sentence(found.name), .main = main, .back = "/"});
    }
    return base::Error{
        base::ErrorCode::not_found, {"We have no such topic. All topics stand on the front page."}, {"unknown topic"}
    };
}

base::Result<http::Response> guide(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = find_service(parts, request.parameter("service"));
    if (!found) return found.error();
    const catalogue::Service& service = **found;
    std::vector<html::Fact> facts;
    if (!service.cost.empty()) facts.push_back({.label = "What it costs", .value = service.cost});
    if (!service.duration.empty()) facts.push_back({.label = "How long it takes", .value = service.duration});
    facts.push_back(
        {.label = "When you hear",
         .value = fmt::format("Within {} working days at the latest", service.decide_within_working_days)}
    );
    // Written by the service's designer and rendered in safe mode when it was loaded.
    html::Html words = html::prose(html::trusted(service.guide_html));
    if (!service.journey.empty()) {
        words += post_form(
            caller, fmt::format("/services/{}/start", service.id),
            html::button({.text = "Start now", .start = true, .prevent_double_click = true})
        );
        words += html::paragraph(
            service.sign_in == catalogue::SignIn::required ? "You need an account. You can save as you go."
                                                           : "You can start without an account, and save as you go."
        );
    }
    html::Html aside = html::facts(facts);
    for (const auto& law : service.laws) {
        aside += html::soft(
            html::escape("The rules: ") +
            (law.url.empty() ? html::escape(law.title) : html::link({.text = law.title, .href = law.url}))
        );
    }
    aside += html::soft(html::link({.text = "How this service is doing", .href = "/performance/" + service.id}));
    const html::Html main =
        html::page_heading(service.title) + html::lead(service.summary) + html::beside(words, aside);
    return page(
        parts, request, caller, {.title = service.title, .main = main, .back = "/", .width = html::Width::wide}
    );
}

}  // namespace

void add_finding(Routes& routes, const Parts& parts) {
    using enum http::Method;
    const auto bind = [&parts](auto handler) {
        return [&parts, handler](const http::Request& request, const http::Caller& caller) {
            return handler(parts, request, caller);
        };
    };
    routes.emplace_back(get, "/", http::Access::anyone, bind(front));
    routes.emplace_back(get, "/search", http::Access::anyone, bind(search));
    routes.emplace_back(get, "/topics/{topic}", http::Access::anyone, bind(topic));
    routes.emplace_back(get, "/services/{service}", http::Access::anyone, bind(guide));
}

}  // namespace guildhall::portal
