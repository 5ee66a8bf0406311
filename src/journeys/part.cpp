#include "journeys/part.hpp"

#include <algorithm>

#include "journeys/internal/scope.hpp"

namespace guildhall::journeys {
namespace {

using catalogue::Page;
using catalogue::Question;
using catalogue::QuestionType;

bool invites_someone(const catalogue::Service& service, const Question& question) {
    return std::any_of(service.parties.begin(), service.parties.end(), [&](const catalogue::Party& party) {
        return party.each.empty() && party.invite == question.id;
    });
}

std::size_t left_on(const PageStanding& page) {
    auto left = static_cast<std::size_t>(std::count_if(
        page.questions.begin(), page.questions.end(), [](const AskedQuestion& asked) { return !asked.answered; }
    ));
    if (page.problem && page.page->kind == Page::Kind::questions) ++left;
    return left;
}

/// Name and address from the answer that says whom to ask.
void fill_contact(Participant& person, const Answers& answers) {
    const auto answer = answers.find(person.party->invite);
    if (answer == answers.end()) return;
    if (const auto* email = answer->second.string()) {
        person.email = *email;
    } else if (answer->second.object()) {
        person.name = answer->second.string_at("name");
        person.email = answer->second.string_at("email");
    }
}

bool takes_part(const catalogue::Party& party, const feel::Scope& scope, const feel::Environment& environment) {
    if (!party.when) return true;
    const feel::Value holds = party.when->evaluate(scope, environment);
    return holds.boolean() && *holds.boolean();
}

}  // namespace

std::vector<Participant> participants(const catalogue::Service& service, const Answers& answers, base::Instant now) {
    std::vector<Participant> people;
    if (service.parties.empty()) return people;
    const feel::Environment environment{now, "UTC", nullptr};
    internal::Shapes shapes;
    const internal::GroupScope scope(shapes, service.questions, answers, environment, nullptr);
    for (const catalogue::Party& party : service.parties) {
        if (party.each.empty()) {
            if (!takes_part(party, scope, environment)) continue;
            fill_contact(people.emplace_back(Participant{.party = &party}), answers);
            continue;
        }
        const Question* repeat = service.find(party.each);
        const auto kept = answers.find(party.each);
        if (!repeat || !repeat->repeat || kept == answers.end()) continue;
        for (const KeptMember& member : members_of(kept->second)) {
            const internal::GroupScope inner(shapes, repeat->repeat->questions, *member.answers, environment, &scope);
            if (!takes_part(party, inner, environment)) continue;
            fill_contact(people.emplace_back(Participant{.party = &party, .member = member.id}), *member.answers);
        }
    }
    return people;
}

std::string_view party_of(const catalogue::Service& service, const PageStanding& page) {
    if (!page.address.members.empty()) {
        const Question* repeat = service.find(page.address.members.front().repeat);
        return repeat ? std::string_view{repeat->party} : std::string_view{};
    }
    for (const AskedQuestion& asked : page.questions) {
        if (asked.question->is_asked()) return asked.question->party;
    }
    return {};
}

Standing part_of(const catalogue::Service& service, Standing whole, std::string_view party) {
    if (service.parties.empty()) return whole;
    const auto is_open = [&](bool own) {
        return std::any_of(whole.pages.begin(), whole.pages.end(), [&](const PageStanding& page) {
            return page.open && !page.perhaps && (party_of(service, page) == party) == own;
        });
    };
    const bool waits = party.empty() && is_open(false) && !is_open(true);
    std::erase_if(whole.pages, [&](const PageStanding& page) {
        if (party_of(service, page) != party) return true;
        if (!party.empty()) return page.page->kind == Page::Kind::summary;
        return waits && page.open && page.perhaps;
    });
    whole.left = 0;
    whole.next.reset();
    std::optional<std::size_t> perhaps;
    for (std::size_t i = 0; i < whole.pages.size(); ++i) {
        whole.left += left_on(whole.pages[i]);
        if (!whole.pages[i].open) continue;
        auto& first = whole.pages[i].perhaps ? perhaps : whole.next;
        if (!first) first = i;
    }
    if (!whole.next) whole.next = perhaps;
    return whole;
}

std::string applicants_email(const catalogue::Service& service, const Answers& answers) {
    for (const Question* question : service.in_order()) {
        const auto answer = answers.find(question->id);
        if (answer == answers.end() || !question->party.empty() || invites_someone(service, *question)) continue;
        if (question->type == QuestionType::contact) return answer->second.string_at("email");
        if (question->type == QuestionType::email && answer->second.string()) return *answer->second.string();
    }
    return {};
}

std::string applicants_name(const catalogue::Service& service, const Answers& answers) {
    for (const Question* question : service.in_order()) {
        const auto answer = answers.find(question->id);
        if (answer == answers.end() || !question->party.empty() || invites_someone(service, *question)) continue;
        if (question->type == QuestionType::contact) return answer->second.string_at("name");
        if (question->type == QuestionType::name && answer->second.string()) return *answer->second.string();
    }
    return {};
}

}  // namespace guildhall::journeys
