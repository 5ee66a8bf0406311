#include "journeys/address.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>

namespace guildhall::journeys {
namespace {

using base::Json;

constexpr std::size_t max_depth = 8;
constexpr std::size_t max_bytes = 1'000;
constexpr std::string_view members_key = "members";

/// The member's place in the array of a repeat's answer, or -1.
std::ptrdiff_t place_of(const Json& repeat_answer, std::string_view id) {
    const auto* members = repeat_answer[members_key].array();
    if (!members) return -1;
    const auto at = std::find_if(members->begin(), members->end(), [&](const Json& member) {
        return member.string_at("id") == id;
    });
    return at == members->end() ? -1 : at - members->begin();
}

const Json* at(const Answers& answers, std::string_view name) {
    const auto found = answers.find(name);
    return found == answers.end() ? nullptr : &found->second;
}

/// Changes the answers of a member in place: Json hands out no references that can be written, so the way down is
/// taken apart and put together again.
void change_at(Answers& answers, std::span<const Member> members, const std::function<void(Answers& group)>& change) {
    if (members.empty()) {
        change(answers);
        return;
    }
    const Member& member = members.front();
    Json& repeat = answers[member.repeat];
    Json::Array all = repeat[members_key].array() ? *repeat[members_key].array() : Json::Array{};
    const std::ptrdiff_t place = place_of(repeat, member.id);
    Json changed;
    if (place >= 0) changed = all[static_cast<std::size_t>(place)];
    Answers group = changed["answers"].object() ? *changed["answers"].object() : Answers{};
    change_at(group, members.subspan(1), change);
    changed.set("id", member.id);
    changed.set("answers", std::move(group));
    if (place >= 0) {
        all[static_cast<std::size_t>(place)] = std::move(changed);
    } else {
        all.push_back(std::move(changed));
    }
    repeat.set(std::string{members_key}, std::move(all));
}

std::int64_t number_of(std::string_view id) {
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return number;
}

bool is_word(std::string_view part) {
    return !part.empty() && part.size() <= 100 && std::all_of(part.begin(), part.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool is_member_id(std::string_view part) {
    return !part.empty() && part.size() <= 9 && part.front() != '0' &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string Address::text() const {
    std::string out;
    for (const Member& member : members) out += member.repeat + "/" + member.id + "/";
    return out + page;
}

std::optional<Address> Address::parse(std::string_view text) {
    if (text.size() > max_bytes) return std::nullopt;
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find('/', from), text.size());
        parts.emplace_back(text.substr(from, to - from));
        from = to + 1;
    }
    if (parts.size() % 2 == 0 || parts.size() > 2 * max_depth + 1) return std::nullopt;
    Address address;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        if (!is_word(parts[i]) || !is_member_id(parts[i + 1])) return std::nullopt;
        address.members.push_back({parts[i], parts[i + 1]});
    }
    if (!is_word(parts.back())) return std::nullopt;
    address.page = parts.back();
    return address;
}

std::vector<KeptMember> members_of(const Json& repeat_answer) {
    static const Answers none;
    std::vector<KeptMember> out;
    if (const auto* members = repeat_answer[members_key].array()) {
        for (const Json& member : *members) {
            const auto* answers = member["answers"].object();
            out.push_back({member.string_at("id"), answers ? answers : &none});
        }
    }
    return out;
}

bool is_complete(const Json& repeat_answer) {
    const bool* complete = repeat_answer["complete"].boolean();
    return complete && *complete;
}

const Answers* answers_at(const Answers& answers, const Members& members) {
    const Answers* group = &answers;
    for (const Member& member : members) {
        const Json* repeat = at(*group, member.repeat);
        const std::ptrdiff_t place = repeat ? place_of(*repeat, member.id) : -1;
        if (place < 0) return nullptr;
        group = (*(*repeat)[members_key].array())[static_cast<std::size_t>(place)]["answers"].object();
        if (!group) return nullptr;
    }
    return group;
}

void put(Answers& answers, const Members& members, std::string_view question, Json answer) {
    change_at(answers, members, [&](Answers& group) {
        group.insert_or_assign(std::string{question}, std::move(answer));
    });
}

std::string next_member_id(const Answers& answers, const Members& members, std::string_view repeat) {
    const Answers* group = answers_at(answers, members);
    const Json* kept = group ? at(*group, repeat) : nullptr;
    if (!kept) return "1";
    // `last` remembers the ids of members that were removed.
    std::int64_t last = number_of(kept->string_at("last"));
    for (const KeptMember& member : members_of(*kept)) last = std::max(last, number_of(member.id));
    return std::to_string(last + 1);
}

std::string add_member(Answers& answers, const Members& members, std::string_view repeat) {
    std::string id = next_member_id(answers, members, repeat);
    Members path = members;
    path.push_back({std::string{repeat}, id});
    change_at(answers, path, [](Answers&) {});
    set_complete(answers, members, repeat, false);
    return id;
}

void forget(Answers& answers, const Members& members, std::string_view question) {
    if (!answers_at(answers, members)) return;
    change_at(answers, members, [&](Answers& group) {
        if (const auto found = group.find(question); found != group.end()) group.erase(found);
    });
}

void drop_empty_members(Answers& answers, const Members& members, std::string_view repeat) {
    const Answers* group = answers_at(answers, members);
    const Json* kept = group ? at(*group, repeat) : nullptr;
    if (!kept) return;
    std::vector<std::string> empty;
    for (const KeptMember& member : members_of(*kept)) {
        if (member.answers->empty()) empty.push_back(member.id);
    }
    for (const std::string& id : empty) remove_member(answers, members, repeat, id);
}

bool remove_member(Answers& answers, const Members& members, std::string_view repeat, std::string_view id) {
    bool removed = false;
    if (!answers_at(answers, members)) return false;
    change_at(answers, members, [&](Answers& group) {
        const auto kept = group.find(repeat);
        if (kept == group.end()) return;
        const std::ptrdiff_t place = place_of(kept->second, id);
        if (place < 0) return;
        const std::int64_t last = number_of(next_member_id(group, {}, repeat)) - 1;
        Json::Array all = *kept->second[members_key].array();
        all.erase(all.begin() + place);
        const bool empty = all.empty();
        kept->second.set(std::string{members_key}, std::move(all));
        kept->second.set("last", std::to_string(last));
        if (empty) kept->second.set("complete", false);
        removed = true;
    });
    return removed;
}

void set_complete(Answers& answers, const Members& members, std::string_view repeat, bool complete) {
    change_at(answers, members, [&](Answers& group) {
        Json& kept = group[std::string{repeat}];
        if (!kept[members_key].array()) kept.set(std::string{members_key}, Json::Array{});
        kept.set("complete", complete);
    });
}

}  // namespace guildhall::journeys
