#include "journeys/internal/walk.hpp"

#include <algorithm>

#include "journeys/internal/judge.hpp"
#include "journeys/looked_up.hpp"

namespace guildhall::journeys::internal {
namespace {

using catalogue::Page;
using catalogue::Question;
using catalogue::QuestionType;

std::string key_of(const Members& members) {
    std::string key;
    for (const Member& member : members) key += member.repeat + "/" + member.id + "/";
    return key;
}

bool is_true(const feel::Value& value) {
    return value.boolean() && *value.boolean();
}

}  // namespace

Walk::Walk(
    const catalogue::Service& service, const Answers& answers, base::Instant now, const Finals& before, Memory& memory
)
    : service_(service),
      answers_(answers),
      now_(now),
      before_(before),
      memory_(memory),
      environment_{now, "UTC", nullptr},
      root_(memory.shapes.of(service.questions), environment_, nullptr),
      calculates_inputs_(std::any_of(service.questions.begin(), service.questions.end(), [](const Question& question) {
          return question.compute && !question.input.empty();
      })) {}

void Walk::run() {
    const Members nobody;
    if (const auto known = before_.find(""); known != before_.end()) root_.begin_with(known->second);
    rejudge();
    for (const catalogue::Section& section : service_.journey) {
        Group group{service_.questions, answers_, root_, nobody, "", &section, standing.relevant};
        pages(section.pages, group, test(section.when, group));
    }
    finals[""] = root_.values();
    finish();
}

/// What depends on a question that is not answered yet waits behind it.
Walk::Applies Walk::test(const std::optional<feel::Expression>& condition, const Group& group) {
    if (!condition) return Applies::yes;
    const feel::Value holds = memory_.remembered.value(*condition, group.key, group.scope, environment_);
    if (const auto* unknown = holds.unknown()) {
        // Answered, but not walked past yet.
        looked_ahead = looked_ahead || std::any_of(unknown->inputs.begin(), unknown->inputs.end(), [&](const auto& id) {
                           return group.answers.contains(id) || answers_.contains(id);
                       });
        return Applies::perhaps;
    }
    return is_true(holds) ? Applies::yes : Applies::no;
}

Walk::Applies Walk::applies(const Question& question, const Group& group, Applies around) {
    Applies applies = std::min(around, test(question.when, group));
    // What somebody else is asked is asked only while they take part.
    if (!question.party.empty() && group.members.empty()) {
        if (const auto* party = service_.find_party(question.party))
            applies = std::min(applies, test(party->when, group));
    }
    if (applies == Applies::no) return applies;
    const auto& verdict = standing.verdict;
    if (!question.input.empty() && question.needed.empty() && !(verdict && verdict->depends_on.contains(question.id)))
        return Applies::no;
    if (question.when_adverse && !(verdict && (!verdict->settled || verdict->adverse()))) return Applies::no;
    return applies;
}

void Walk::pages(const std::vector<Page>& pages, Group& group, Applies around) {
    for (const Page& page : pages) {
        const Applies here = std::min(around, test(page.when, group));
        if (here == Applies::no) {
            skip(page, group);
            continue;
        }
        switch (page.kind) {
            case Page::Kind::questions:
                questions_page(page, group, here);
                break;
            case Page::Kind::repeat:
                repeat_page(page, group, here);
                break;
            case Page::Kind::summary: {
                PageStanding shown;
                shown.address = {group.members, page.id};
                shown.page = &page;
                shown.section = group.section;
                shown.perhaps = here == Applies::perhaps;
                standing.pages.push_back(std::move(shown));
                break;
            }
        }
    }
}

/// Nothing on the page applies: null is the answer.
void Walk::skip(const Page& page, Group& group) {
    for (const std::size_t place : page.questions) {
        if (group.questions[place].is_asked()) group.scope.set(group.questions[place].id, feel::Value{});
    }
}

void Walk::questions_page(const Page& page, Group& group, Applies around) {
    PageStanding shown;
    shown.address = {group.members, page.id};
    shown.page = &page;
    shown.section = group.section;
    const bool asks = std::any_of(page.questions.begin(), page.questions.end(), [&](std::size_t place) {
        return group.questions[place].is_asked();
    });
    bool certain = false;
    bool perhaps_open = false;
    for (const std::size_t place : page.questions) {
        const Question& question = group.questions[place];
        Applies here = applies(question, group, around);
        if (here == Applies::no) {
            if (question.is_asked()) group.scope.set(question.id, feel::Value{});
            continue;
        }
        // Whether it is asked hangs on what it would be looked up by.
        if (waits_for_answers(question, group.scope)) here = Applies::perhaps;
        certain = certain || (here == Applies::yes && (question.is_asked() || !asks));
        shown.questions.push_back(
            question.is_asked() ? ask(question, group, here) : AskedQuestion{.question = &question, .answered = true}
        );
        shown.questions.back().perhaps = here == Applies::perhaps;
        // What hangs on another answer of the page is asked when that is there: the page then opens again.
        if (!shown.questions.back().answered) (here == Applies::yes ? shown.open : perhaps_open) = true;
    }
    if (!certain) shown.open = perhaps_open;
    // A page of nothing but text stands for itself; one whose questions do not apply is no page.
    if (shown.questions.empty()) return;
    const bool asks_now = std::any_of(shown.questions.begin(), shown.questions.end(), [](const AskedQuestion& asked) {
        return asked.question->is_asked();
    });
    if (asks && !asks_now) return;
    shown.perhaps = !certain;
    shown.looked_up =
        asks && std::all_of(shown.questions.begin(), shown.questions.end(), [](const AskedQuestion& asked) {
            return asked.looked_up || !asked.question->is_asked();
        });
    if (!shown.open && page.check) {
        const feel::Value holds = memory_.remembered.value(page.check->holds, group.key, group.scope, environment_);
        if (!holds.unknown() && !is_true(holds)) {
            shown.problem = Problem{.key = "", .own_words = page.check->say};
            shown.open = true;
            ++standing.left;
        }
    }
    standing.pages.push_back(std::move(shown));
}

AskedQuestion Walk::ask(const Question& question, Group& group, Applies applies) {
    if (auto found = looked_up(question, group, applies)) return *std::move(found);
    AskedQuestion asked{.question = &question};
    const auto kept = group.answers.find(question.id);
    if (kept == group.answers.end()) {
        ++standing.left;
        group.scope.set(question.id, question.unanswered);
        return asked;
    }
    asked.problem = problem_of_form(question, kept->second);
    if (!asked.problem) asked.problem = problem_of(question, kept->second, group.scope, now_);
    if (asked.problem) {
        ++standing.left;
        group.scope.set(question.id, question.unanswered);
        return asked;
    }
    asked.answered = true;
    group.relevant.insert_or_assign(question.id, answer_itself(question, kept->second));
    if (applies == Applies::yes) settle(question, group, to_feel(question, kept->second));
    return asked;
}

std::optional<AskedQuestion> Walk::looked_up(const Question& question, Group& group, Applies applies) {
    auto found = look_up(question, group.scope);
    if (!found) return std::nullopt;
    AskedQuestion asked{.question = &question, .answered = true, .looked_up = true};
    const auto kept = group.answers.find(question.id);
    const auto before = kept == group.answers.end() ? std::nullopt : LookedUp::read(question, kept->second);
    // What was said against another finding says nothing about this one.
    if (before && before->claimed && before->found == found->found && *before->claimed != found->found &&
        !problem_of_form(question, *before->claimed) && !problem_of(question, *before->claimed, group.scope, now_)) {
        found->claimed = before->claimed;
        found->why = before->why;
        asked.questioned = true;
        standing.questioned = true;
    }
    const base::Json answer = found->json();
    group.relevant.insert_or_assign(question.id, answer);
    if (applies == Applies::yes) settle(question, group, to_feel(question, answer));
    return asked;
}

void Walk::settle(const Question& question, Group& group, feel::Value value) {
    group.scope.set(question.id, value);
    if (!group.members.empty()) return;
    if (!question.input.empty()) inputs_.insert_or_assign(question.input, std::move(value));
    // An input that is calculated may hang on any answer.
    if (!question.input.empty() || calculates_inputs_) rejudge();
}

void Walk::repeat_page(const Page& page, Group& group, Applies around) {
    const Question& question = group.questions[page.questions.front()];
    const Applies here = applies(question, group, around);
    if (here == Applies::no) {
        group.scope.set(question.id, feel::Value{});
        return;
    }
    const auto found = group.answers.find(question.id);
    const base::Json kept = found == group.answers.end() ? base::Json{} : found->second;
    base::Json::Array relevant;
    auto value = members(question, kept, group, here, relevant);

    PageStanding shown;
    shown.address = {group.members, page.id};
    shown.page = &page;
    shown.section = group.section;
    shown.perhaps = here == Applies::perhaps;
    const auto count = static_cast<int>(members_of(kept).size());
    const catalogue::Repeat* repeat = &*question.repeat;
    if (count > repeat->most)
        shown.problem = Problem{"answers.repeat_too_many", {{"most", repeat->most}, {"item", repeat->member}}};
    const bool enough = is_complete(kept) && count >= repeat->least && count <= repeat->most;
    if (!enough) ++standing.left;
    shown.open = !enough;
    shown.questions.push_back({.question = &question, .answered = enough});
    if (enough && value) {
        group.relevant.insert_or_assign(
            question.id, base::Json{base::Json::Object{{"members", std::move(relevant)}, {"complete", true}}}
        );
        if (here == Applies::yes) settle(question, group, feel::Value{*std::move(value)});
    } else {
        group.scope.set(question.id, question.unanswered);
    }
    standing.pages.push_back(std::move(shown));
}

std::optional<feel::List> Walk::members(
    const Question& question, const base::Json& kept, Group& group, Applies around, base::Json::Array& relevant
) {
    static const Answers none;
    auto known = members_of(kept);
    // Where there must be someone, the first is asked for at once.
    if (known.empty() && question.repeat->least > 0)
        known.push_back({next_member_id(group.answers, {}, question.id), &none});
    // What a member's condition sees of all members: the answers so far.
    group.scope.set(question.id, repeat_value(memory_.shapes, question, kept, environment_, group.scope));
    std::optional<feel::List> values{feel::List{}};
    for (const KeptMember& member : known) {
        Members path = group.members;
        path.push_back({question.id, member.id});
        GroupScope scope(memory_.shapes.of(question.repeat->questions), environment_, &group.scope);
        const std::string key = key_of(path);
        if (const auto earlier = before_.find(key); earlier != before_.end()) scope.begin_with(earlier->second);
        Answers member_relevant;
        Group inner{question.repeat->questions, *member.answers, scope, path, key, group.section, member_relevant};
        const std::size_t first = standing.pages.size();
        pages(question.repeat->pages, inner, around);
        finals[key] = scope.values();
        const bool open = std::any_of(
            standing.pages.begin() + static_cast<std::ptrdiff_t>(first), standing.pages.end(),
            [](const PageStanding& page) { return page.open; }
        );
        if (open) values.reset();
        if (values) values->emplace_back(scope.context());
        relevant.emplace_back(base::Json::Object{{"id", member.id}, {"answers", base::Json{std::move(member_relevant)}}}
        );
    }
    return values;
}

void Walk::rejudge() {
    if (!service_.has_decision) return;
    dmn::Inputs inputs = inputs_;
    for (const Question& question : service_.questions) {
        if (question.compute && !question.input.empty()) {
            if (const auto* value = root_.find(question.id)) inputs.insert_or_assign(question.input, *value);
        }
    }
    standing.verdict = memory_.remembered.verdict(judgements_++, inputs, root_, [&](const feel::Scope& answers) {
        return judge(service_, inputs, answers, now_);
    });
    // What somebody says against a register is for a person to weigh.
    if (standing.questioned) standing.verdict->automatic = false;
}

void Walk::finish() {
    const auto open = [&](bool with_perhaps) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < standing.pages.size(); ++i) {
            if (standing.pages[i].open && (with_perhaps || !standing.pages[i].perhaps)) return i;
        }
        return std::nullopt;
    };
    standing.next = open(false);
    if (!standing.next) standing.next = open(true);
    for (const Question& question : service_.questions) {
        if (!question.compute) continue;
        if (const auto* value = root_.find(question.id); value && !value->unknown())
            standing.computed.emplace(question.id, *value);
    }
    if (standing.questioned && standing.verdict) standing.verdict->automatic = false;
    // Everything that is asked is answered: what stayed open does not apply, and null is its answer.
    if (!standing.complete() || !standing.verdict || standing.verdict->settled) return;
    for (const Question& question : service_.questions) {
        if (!question.input.empty() && !question.compute) inputs_.try_emplace(question.input, feel::Value{});
    }
    rejudge();
    standing.verdict->settled = true;
}

}  // namespace guildhall::journeys::internal
