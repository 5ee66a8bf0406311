#include "journeys/migrate.hpp"

#include <functional>

namespace guildhall::journeys {
namespace {

using base::Json;

/// Does something to each group of answers at a path: to the whole for an empty one, to every member of `children` for
/// `children/`. Members that are there are never added or removed.
void for_each_group(Answers& answers, std::string_view path, const std::function<void(Answers&)>& change) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) {
        change(answers);
        return;
    }
    const auto repeat = answers.find(path.substr(0, slash));
    if (repeat == answers.end() || !repeat->second["members"].array()) return;
    Json::Array members = *repeat->second["members"].array();
    for (Json& member : members) {
        if (!member["answers"].object()) continue;
        Answers group = *member["answers"].object();
        for_each_group(group, path.substr(slash + 1), change);
        member.set("answers", std::move(group));
    }
    repeat->second.set("members", std::move(members));
}

std::string_view last_part(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

void rename(Answers& answers, const std::string& path, const std::string& id) {
    for_each_group(answers, path, [&](Answers& group) {
        const auto old = group.find(last_part(path));
        // An answer under the new name was given knowingly, and is the later one.
        if (old == group.end() || group.contains(id)) return;
        Json answer = std::move(old->second);
        group.erase(old);
        group.emplace(id, std::move(answer));
    });
}

Json with_values(const Json& answer, const std::map<std::string, std::string>& values) {
    if (const auto* text = answer.string()) {
        const auto changed = values.find(*text);
        return changed == values.end() ? answer : Json{changed->second};
    }
    const auto* chosen = answer.array();
    if (!chosen) return answer;
    Json::Array out;
    for (const Json& value : *chosen) out.push_back(with_values(value, values));
    return Json{std::move(out)};
}

}  // namespace

Answers migrate(const catalogue::Service& service, int version, Answers answers) {
    for (const catalogue::Migration& migration : service.migrations) {
        if (migration.to <= version) continue;
        for (const auto& [path, id] : migration.rename) rename(answers, path, id);
        for (const auto& changed : migration.values) {
            for_each_group(answers, changed.first, [&](Answers& group) {
                if (const auto kept = group.find(last_part(changed.first)); kept != group.end())
                    kept->second = with_values(kept->second, changed.second);
            });
        }
    }
    return answers;
}

}  // namespace guildhall::journeys
