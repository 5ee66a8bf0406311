// Finding a service: the front page, search, topics, the guide.

#include <fmt/format.h>

#include <algorithm>

#include "base/message.hpp"
#include "catalogue/periods.hpp"
#include "html/button.hpp"
#include "html/decision.hpp"
#include "html/front.hpp"
#include "html/look.hpp"
#include "html/notice.hpp"
#include "html/text.hpp"
#include "portal/internal/frame.hpp"
#include "portal/internal/language.hpp"
#include "portal/internal/mistakes.hpp"
#include "portal/internal/pages.hpp"
#include "portal/internal/standing_words.hpp"

namespace guildhall::portal {
namespace {

/// In which language a topic's name came: that of a service which calls it so.
std::string language_of(const catalogue::Topic& topic, const words::Locale& locale) {
    for (const auto& service : topic.services) {
        const catalogue::Service& shown = service->in_language(locale.tag());
        if (std::ranges::find(shown.topics, topic.name) != shown.topics.end()) return shown.language;
    }
    return {};
}

/// In the reader's language where the service has its words; what stands in another one says so.
html::ListItem item_for(const Parts& parts, const http::Request& request, const catalogue::Service& service) {
    const catalogue::Service& shown = service_words(parts, request, service).service;
    const words::Locale& locale = words_of(parts, request);
    const auto in_its_language = [&](const std::string& words) { return in_language(locale, shown.language, words); };
    return {
        .title = in_its_language(shown.title), .href = "/services/" + service.id, .text = in_its_language(shown.summary)
    };
}

base::Result<std::vector<html::ListItem>> own_items(
    const Parts& parts, const http::Request& request, const http::Caller& caller
) {
    const words::Locale& locale = words_of(parts, request);
    std::vector<html::ListItem> items;
    const std::string subject = subject_of(caller);
    // The front page is nobody's: what is a person's own stands on a page that notes who looked.
    if (subject.empty() || !caller.acting.mandate.empty()) return items;
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    const auto cases = parts.cases.list_own(subject);
    if (!cases) return cases.error();
    for (const auto& draft : *drafts) {
        if (items.size() == 3) break;
        items.push_back(
            {.title = service_title(parts, request, draft.service),
             .href = "/apply/" + draft.id,
             .text = locale.text("finding.draft_kept", {{"date", last_day(draft.keep_until)}})}
        );
    }
    for (const auto& summary : *cases) {
        if (items.size() == 4) break;
        items.push_back(
            {.title = service_title(parts, request, summary.service),
             .href = "/applications/" + summary.reference,
             .text = standing_words(summary, locale)}
        );
    }
    return items;
}

html::Search search_in(const words::Locale& locale, const std::string& value = {}) {
    return {
        .value = value,
        .label = locale.text("finding.search_label"),
        .button = locale.text("finding.search_title"),
    };
}

base::Result<http::Response> front(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const auto text = [&](std::string_view key) { return locale.text(key); };
    auto own = own_items(parts, request, caller);
    if (!own) return own.error();
    html::Hero hero{
        .title = text("finding.hero_title"),
        .text = text("finding.hero_text"),
        .search = search_in(locale),
        .own = {.title = text("frame.applications"), .items = *std::move(own)},
    };
    html::Html main = html::hero(hero);
    html::Html content;
    std::vector<html::ListItem> items;
    for (const auto& service : parts.catalogue.all()) items.push_back(item_for(parts, request, *service));
    content += html::section("services", text("finding.services"), html::link_list(items));
    std::vector<html::ListItem> topics;
    for (const auto& topic : parts.catalogue.topics(locale.tag()))
        topics.push_back(
            {.title = in_language(locale, language_of(topic, locale), locale.capitalised(topic.name)),
             .href = "/topics/" + topic.slug}
        );
    if (!topics.empty()) content += html::section("topics", text("finding.topics"), html::link_list(topics));
    content += html::section(
        "promise", text("finding.promise_title"),
        html::ways({
            {.title = text("finding.promise_ask_title"), .text = text("finding.promise_ask")},
            {.title = text("finding.promise_why_title"), .href = "/how-we-decide", .text = text("finding.promise_why")},
            {.title = text("finding.promise_person_title"), .text = text("finding.promise_person")},
            {.title = text("finding.promise_seen_title"), .href = "/access", .text = text("finding.promise_seen")},
        })
    );
    main += html::band(content);
    return page(
        parts, request, caller,
        {.title = text("finding.services"), .main = main, .width = html::Width::full, .language = locale.tag()}
    );
}

base::Result<http::Response> search(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    const std::string words{request.query.get("q").substr(0, 200)};
    std::string title = locale.text("finding.search_title");
    html::Html main = html::page_heading(title) + html::search(search_in(locale, words));
    if (!words.empty()) {
        const auto found = parts.catalogue.search(words);
        title = locale.text("finding.search_title_for", {{"words", words}});
        main += html::paragraph(locale.text("finding.found", {{"count", static_cast<std::int64_t>(found.size())}}));
        if (found.empty()) main += html::paragraph(locale.text("finding.try_again"));
        std::vector<html::ListItem> items;
        for (const auto& service : found) items.push_back(item_for(parts, request, *service));
        main += html::row_list(items);
    }
    return page(parts, request, caller, {.title = title, .main = main, .back = "/", .language = locale.tag()});
}

base::Result<http::Response> topic(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const words::Locale& locale = words_of(parts, request);
    for (const auto& found : parts.catalogue.topics(locale.tag())) {
        if (found.slug != request.parameter("topic")) continue;
        std::vector<html::ListItem> items;
        for (const auto& service : found.services) items.push_back(item_for(parts, request, *service));
        const std::string name = locale.capitalised(found.name);
        const html::Html main =
            html::page_heading(in_language(locale, language_of(found, locale), name)) + html::row_list(items);
        return page(parts, request, caller, {.title = name, .main = main, .back = "/"});
    }
    return base::Error{base::ErrorCode::not_found, base::by_key("finding.no_topic"), {"unknown topic"}};
}

/// On the button that starts: for whom, where the service asks or a helper acts.
std::string start_words(const catalogue::Service& service, const http::Caller& caller, const words::Locale& locale) {
    if (!caller.acting.mandate.empty()) return locale.text("helping.start_for", {{"person", caller.acting.person}});
    if (service.helpers == catalogue::Helpers::offered) return locale.text("helping.start_for_me");
    return locale.text("finding.start");
}

/// Applications for this service that were begun and not sent in: who comes back wants to go on, or begins another
/// knowingly. Nothing when there are none.
base::Result<html::Html> begun_before(
    const Parts& parts, const http::Caller& caller, const catalogue::Service& service, const words::Locale& locale
) {
    const std::string subject = subject_of(caller);
    if (subject.empty()) return html::Html{};
    const auto drafts = parts.drafts.list(subject);
    if (!drafts) return drafts.error();
    std::vector<html::Content> links;
    for (const auto& draft : *drafts) {
        if (draft.service != service.id) continue;
        const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(draft.updated_at)};
        links.emplace_back(
            html::link({.text = locale.text("finding.go_on", {{"date", day}}), .href = "/apply/" + draft.id}) +
            html::escape(". ") +
            html::soft_words(locale.text("finding.kept_until", {{"date", last_day(draft.keep_until)}}))
        );
    }
    if (links.empty()) return html::Html{};
    return html::inset_text({.text = html::paragraph(locale.text("finding.begun")) + html::bullet_list(links)});
}

base::Result<http::Response> guide(const Parts& parts, const http::Request& request, const http::Caller& caller) {
    const auto found = find_service(parts, request.parameter("service"));
    if (!found) {
        const std::string id{request.parameter("service")};
        const auto complaints = parts.catalogue.complaints(id);
        return complaints.empty() ? base::Result<http::Response>{found.error()}
                                  : mistakes_page(parts, request, caller, id, complaints);
    }
    const auto [service, locale] = service_words(parts, request, **found);
    std::vector<html::Fact> facts;
    if (!service.cost.empty()) facts.push_back({.label = locale.text("finding.cost"), .value = service.cost});
    if (!service.duration.empty())
        facts.push_back({.label = locale.text("finding.duration"), .value = service.duration});
    facts.push_back(
        {.label = locale.text("finding.when_you_hear"),
         .value = locale.text("finding.within_days", {{"days", service.decide_within_working_days}})}
    );
    // Written by the service's designer and rendered in safe mode when it was loaded.
    html::Html words = html::prose(html::trusted(service.guide_html));
    const auto open = catalogue::openness(service, parts.clock.now());
    if (!service.journey.empty() && open != catalogue::Openness::open) {
        const bool closed = open == catalogue::Openness::closed;
        const std::chrono::year_month_day day{closed ? *service.open.last : *service.open.first};
        words +=
            html::inset_text({.text = locale.text(closed ? "finding.closed" : "finding.opens_on", {{"date", day}})});
    } else if (!service.journey.empty()) {
        if (service.open.last) {
            words += html::paragraph(
                locale.text("finding.closes_on", {{"date", std::chrono::year_month_day{*service.open.last}}})
            );
        }
        const auto begun = begun_before(parts, caller, service, locale);
        if (!begun) return begun.error();
        words += *begun;
        words += post_form(
            caller, fmt::format("/services/{}/start", service.id),
            html::button(
                {.text = begun->empty() ? start_words(service, caller, locale) : locale.text("finding.start_another"),
                 .classes = begun->empty() ? "" : html::secondary_button,
                 .start = begun->empty(),
                 .prevent_double_click = true}
            )
        );
        if (service.helpers == catalogue::Helpers::offered && caller.acting.mandate.empty()) {
            words += html::button_group(html::button(
                {.text = locale.text("helping.for_someone_else"),
                 .href = "/helping?service=" + service.id,
                 .classes = html::secondary_button}
            ));
        }
        words += html::paragraph(locale.text(
            service.sign_in == catalogue::SignIn::required ? "finding.needs_account" : "finding.needs_no_account"
        ));
    }
    html::Html aside = html::facts(facts);
    for (const auto& law : service.laws) {
        const std::string rules = locale.text("finding.rules", {{"law", law.title}});
        aside += html::soft(law.url.empty() ? html::escape(rules) : html::link({.text = rules, .href = law.url}));
    }
    aside += html::soft(html::link({.text = locale.text("finding.how_it_does"), .href = "/performance/" + service.id}));
    const html::Html main =
        html::page_heading(service.title) + html::lead(service.summary) + html::beside(words, aside);
    return page(
        parts, request, caller,
        {.title = service.title, .main = main, .back = "/", .width = html::Width::wide, .language = locale.tag()}
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
