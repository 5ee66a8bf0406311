#include "portal/internal/journey_paths.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "journeys/sayings.hpp"
#include "portal/internal/question_view.hpp"

namespace guildhall::portal {
namespace {

using journeys::Address;
using journeys::Members;
using journeys::PageStanding;

/// Whether `outer` is `inner` or a group around it.
bool holds(const Members& outer, const Members& inner) {
    return outer.size() <= inner.size() && std::equal(outer.begin(), outer.end(), inner.begin());
}

/// Pages that were answered are passed again one by one, but not those of members: their list leads to them.
bool is_on_the_way(const JourneyView& view, const PageStanding& page, const Members& from) {
    if (page.looked_up) return false;
    const bool is_next = view.standing.next_page() == &page;
    if (page.open) return !page.perhaps || is_next;
    return holds(page.address.members, from);
}

/// The controls that began to apply with what was sent are where the page goes on.
std::string with_control(std::string path, const PageStanding& page) {
    for (const auto& asked : page.questions) {
        if (!asked.answered && !asked.perhaps) return path + "#" + journeys::first_control(*asked.question);
    }
    return path;
}

/// What stands before the first page: the guide, or who asks.
std::string before_all(const JourneyView& view) {
    return view.party.empty() ? "/services/" + view.service.id : view.path.substr(0, view.path.rfind('/'));
}

}  // namespace

std::string draft_path(const JourneyView& view, std::string_view rest) {
    if (view.path.empty()) return draft_path(view.draft, rest);
    return fmt::format("{}{}{}", view.path, rest.empty() ? "" : "/", rest);
}

std::string draft_path(const journeys::Draft& draft, std::string_view rest) {
    return fmt::format("/apply/{}{}{}", draft.id, rest.empty() ? "" : "/", rest);
}

std::string page_path(const JourneyView& view, const Address& address) {
    return draft_path(view, address.text()) + (view.from_check ? "?from=check" : "");
}

std::string first_path(const JourneyView& view) {
    for (const auto& page : view.standing.pages) {
        if (is_on_the_way(view, page, {})) return page_path(view, page.address);
    }
    return next_path(view);
}

std::string next_path(const JourneyView& view) {
    const auto* next = view.standing.next_page();
    return next ? page_path(view, next->address) : draft_path(view, check_page_name);
}

std::string path_after(const JourneyView& view, const Address& address) {
    const auto& pages = view.standing.pages;
    const auto here =
        std::find_if(pages.begin(), pages.end(), [&](const PageStanding& page) { return page.address == address; });
    if (here == pages.end()) return next_path(view);
    if (here->open) return with_control(page_path(view, address), *here);
    // Who came to change one answer goes back to all of them as soon as nothing new is asked.
    if (view.from_check) return next_path(view);
    for (auto page = here + 1; page != pages.end(); ++page) {
        if (is_on_the_way(view, *page, address.members)) return page_path(view, page->address);
    }
    return next_path(view);
}

std::string path_before(const JourneyView& view, const Address& address) {
    if (view.from_check) return draft_path(view, check_page_name);
    const auto& pages = view.standing.pages;
    const PageStanding* before = nullptr;
    for (const auto& page : pages) {
        if (page.address == address) break;
        if (!(page.open && page.perhaps) && !page.looked_up && holds(page.address.members, address.members))
            before = &page;
    }
    // Back from the first page of a member leads to the list of members, once there is one.
    const bool leaves_member = !before || before->address.members.size() < address.members.size();
    if (leaves_member && !address.members.empty() && journeys::answers_at(view.draft.answers, address.members)) {
        if (const auto* list = repeat_page_of(view.standing, address.members)) before = list;
    }
    return before ? draft_path(view, before->address.text()) : before_all(view);
}

std::string last_path(const JourneyView& view) {
    const PageStanding* last = nullptr;
    for (const auto& page : view.standing.pages) {
        if (page.address.members.empty() && !page.looked_up) last = &page;
    }
    return last ? draft_path(view, last->address.text()) : before_all(view);
}

bool is_fixed(const JourneyView& view, const Address& page, std::string_view question) {
    if (!view.corrects) return false;
    return casework::is_fixed(*view.corrects, page.members.empty() ? question : page.members.front().repeat);
}

bool is_fixed(const JourneyView& view, const PageStanding& page) {
    return view.corrects && std::all_of(page.questions.begin(), page.questions.end(), [&](const auto& asked) {
               return !asked.question->is_asked() || is_fixed(view, page.address, asked.question->id);
           });
}

const PageStanding* repeat_page_of(const journeys::Standing& standing, const Members& members) {
    if (members.empty()) return nullptr;
    const Members outer(members.begin(), members.end() - 1);
    for (const auto& page : standing.pages) {
        if (page.page->kind == catalogue::Page::Kind::repeat && page.address.members == outer &&
            page.questions.front().question->id == members.back().repeat)
            return &page;
    }
    return nullptr;
}

const PageStanding* page_of_member(const journeys::Standing& standing, const Members& member) {
    const PageStanding* first = nullptr;
    for (const auto& page : standing.pages) {
        if (!holds(member, page.address.members)) continue;
        if (page.open && !page.perhaps) return &page;
        if (!first) first = &page;
    }
    return first;
}

bool has_page(const catalogue::Service& service, const Address& address) {
    const auto named = [&](const std::vector<catalogue::Page>& pages) {
        return std::any_of(pages.begin(), pages.end(), [&](const auto& page) { return page.id == address.page; });
    };
    if (const auto* repeat = repeat_of(service, address.members)) return named(repeat->repeat->pages);
    return address.members.empty() &&
           std::any_of(service.journey.begin(), service.journey.end(), [&](const auto& section) {
               return named(section.pages);
           });
}

const catalogue::Question* repeat_of(const catalogue::Service& service, const Members& members) {
    if (members.empty()) return nullptr;
    const auto* around = journeys::questions_at(service, Members(members.begin(), members.end() - 1));
    const auto* question = around ? catalogue::find_question(*around, members.back().repeat) : nullptr;
    return question && question->repeat ? question : nullptr;
}

}  // namespace guildhall::portal
