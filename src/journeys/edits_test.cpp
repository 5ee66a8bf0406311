// Services that change while applications are under way: random edits, and what becomes of the drafts.
#include <gtest/gtest.h>

#include <random>

#include <fmt/format.h>

#include "catalogue/load.hpp"
#include "journeys/journey.hpp"
#include "journeys/migrate.hpp"
#include "journeys/sample.hpp"
#include "support/thorough.hpp"

namespace guildhall::journeys {
namespace {

const base::Instant now = *base::from_rfc3339("2026-11-22T09:00:00Z");

/// A question as its author has it.
struct Written {
    std::string id;
    std::string type;
    std::vector<std::string> options;
    bool optional = false;
    int high = 100;
    std::string when;
    std::vector<Written> members;  ///< of a group
    bool operator==(const Written&) const = default;
};

/// A folder that its author goes on changing.
class Folder {
public:
    explicit Folder(unsigned seed) : random_(seed) {
        for (int i = 0; i < 6; ++i) add(questions_);
    }

    /// One change, and another version. False when the change came to nothing.
    void edit() {
        ++version_;
        auto& list = questions_.size() > 2 && roll(4) == 0 ? group_or(questions_) : questions_;
        switch (roll(9)) {
            case 0:
            case 1:
                add(list);
                break;
            case 2:
                if (list.size() > 1) list.erase(list.begin() + static_cast<std::ptrdiff_t>(roll(list.size())));
                break;
            case 3:
                if (Written& question = one(list); question.members.empty()) retype(question);
                break;
            case 4:
                one(list).optional = roll(2) == 0;
                break;
            case 5:
                if (Written& question = one(list); !question.options.empty()) {
                    if (question.options.size() > 2 && roll(2) == 0)
                        question.options.erase(question.options.begin());
                    else
                        question.options.push_back(fmt::format("o{}", next_++));
                }
                break;
            case 6:
                one(list).high = 1 + static_cast<int>(roll(60));
                break;
            case 7:
                std::swap(one(list), one(list));
                break;
            case 8:
                rename(list);
                break;
            default:
                break;
        }
        settle_conditions();
    }

    [[nodiscard]] std::shared_ptr<const catalogue::Service> load() const {
        std::string yaml =
            fmt::format("service: edited\nversion: {}\ntitle: Edited\nsummary: S\nquestions:\n", version_);
        for (const Written& question : questions_) write(yaml, question, "  ");
        if (!renames_.empty()) {
            yaml += "migrate:\n";
            for (const auto& [version, old, id] : renames_) {
                if (!exists(old, id)) continue;
                yaml += fmt::format("  - to: {}\n    rename: {{{}: {}}}\n", version, old, id);
            }
            if (yaml.ends_with("migrate:\n")) yaml.resize(yaml.size() - 9);
        }
        const auto loaded = catalogue::load_files({{"service.yaml", yaml}});
        for (const auto& complaint : loaded.complaints) {
            if (complaint.severity == base::Severity::error) ADD_FAILURE() << complaint.text() << "\n" << yaml;
        }
        return loaded.service;
    }

    /// By path, as they are now.
    [[nodiscard]] std::map<std::string, Written> by_path() const {
        std::map<std::string, Written> out;
        for (const Written& question : questions_) {
            out.emplace(question.id, question);
            for (const Written& member : question.members) out.emplace(question.id + "/" + member.id, member);
        }
        return out;
    }
    std::size_t roll(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

private:
    struct Rename {
        int version;
        std::string old;
        std::string id;
    };

    std::vector<Written>& group_or(std::vector<Written>& list) {
        for (Written& question : list) {
            if (!question.members.empty()) return question.members;
        }
        return list;
    }

    Written& one(std::vector<Written>& list) { return list[roll(list.size())]; }

    void retype(Written& question) {
        constexpr const char* types[] = {"text", "number", "yes-no", "radios", "checkboxes", "date", "email", "tick"};
        question.type = types[roll(std::size(types))];
        question.options.clear();
        if (question.type == "radios" || question.type == "checkboxes") question.options = {"a", "b", "c"};
    }

    void add(std::vector<Written>& list) {
        Written question;
        question.id = fmt::format("q{}", next_++);
        if (&list == &questions_ && roll(5) == 0) {
            question.type = "repeat";
            for (int i = 0; i < 2; ++i) add(question.members);
        } else {
            retype(question);
        }
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(roll(list.size() + 1)), std::move(question));
    }

    void rename(std::vector<Written>& list) {
        Written& question = one(list);
        const std::string before = &list == &questions_ ? "" : owner_of(list) + "/";
        const std::string id = fmt::format("q{}", next_++);
        if (!before.empty() || question.members.empty()) renames_.push_back({version_, before + question.id, id});
        question.id = id;
    }

    std::string owner_of(const std::vector<Written>& list) const {
        for (const Written& question : questions_) {
            if (&question.members == &list) return question.id;
        }
        return {};
    }

    [[nodiscard]] bool exists(const std::string& old, const std::string& id) const {
        const auto slash = old.find('/');
        const auto paths = by_path();
        return paths.contains(slash == std::string::npos ? id : old.substr(0, slash + 1) + id);
    }

    /// Some questions hang on a yes-no before them.
    void settle_conditions() {
        std::string yes_no;
        for (Written& question : questions_) {
            question.when = !yes_no.empty() && roll(3) == 0 ? yes_no + " = true" : "";
            if (question.type == "yes-no") yes_no = question.id;
        }
    }

    static void write(std::string& yaml, const Written& question, const std::string& indent) {
        yaml += fmt::format("{}{}:\n{}  ask: Question {}?\n", indent, question.id, indent, question.id);
        if (!question.when.empty()) yaml += fmt::format("{}  when: {}\n", indent, question.when);
        if (question.type == "repeat") {
            yaml += fmt::format("{}  repeat: thing\n{}  between: [0, 5]\n{}  questions:\n", indent, indent, indent);
            for (const Written& member : question.members) write(yaml, member, indent + "    ");
            return;
        }
        yaml += fmt::format("{}  type: {}\n", indent, question.type);
        if (question.optional && question.type != "tick") yaml += indent + "  optional: true\n";
        if (question.type == "number") yaml += fmt::format("{}  range: \"[0..{}]\"\n", indent, question.high);
        if (!question.options.empty()) {
            yaml += indent + "  options: {";
            for (const std::string& option : question.options) yaml += fmt::format("{}: Option {}, ", option, option);
            yaml.resize(yaml.size() - 2);
            yaml += "}\n";
        }
    }

    std::mt19937 random_;
    std::vector<Written> questions_;
    std::vector<Rename> renames_;
    int version_ = 1;
    int next_ = 1;
};

/// Answers the next page; false when there is none.
bool answer_next(const catalogue::Service& service, Answers& answers, std::uint64_t seed) {
    const Standing standing = stand(service, answers, now);
    const PageStanding* page = standing.next_page();
    if (!page) return false;
    const Members& members = page->address.members;
    for (const AskedQuestion& asked : page->questions) {
        const catalogue::Question& question = *asked.question;
        if (asked.answered) continue;
        if (question.repeat) {
            const Answers* group = answers_at(answers, members);
            const auto kept = group ? group->find(question.id) : Answers::const_iterator{};
            const bool none = !group || kept == group->end() || members_of(kept->second).empty();
            if (none && seed % 2 == 0)
                add_member(answers, members, question.id);
            else
                set_complete(answers, members, question.id, true);
            continue;
        }
        const auto answer = sample_answer(service, question, answers, members, now, seed);
        EXPECT_TRUE(answer) << question.id;
        if (!answer) return false;
        put(answers, members, question.id, *answer);
    }
    return true;
}

/// Every answer that counts is one that the service takes, and one that was given.
void expect_sound(const catalogue::Service& service, const Answers& answers) {
    const Standing standing = stand(service, answers, now);
    for (const PageStanding& page : standing.pages) {
        const Answers* group = answers_at(answers, page.address.members);
        for (const AskedQuestion& asked : page.questions) {
            if (!asked.answered || asked.question->repeat || !asked.question->is_asked()) continue;
            ASSERT_TRUE(group) << page.address.text();
            ASSERT_TRUE(group->contains(asked.question->id)) << asked.question->id;
            EXPECT_FALSE(problem_of_form(*asked.question, group->at(asked.question->id))) << asked.question->id;
        }
    }
    for (const auto& [id, answer] : standing.relevant) {
        ASSERT_TRUE(answers.contains(id)) << id;
        if (service.find(id)->repeat) continue;
        EXPECT_EQ(answer, answers.at(id)) << id;
    }
}

TEST(Edits, NoDraftIsBroken) {
    int edits = 0, asked_again = 0, kept = 0, finished = 0;
    const int wanted = static_cast<int>(tests::tries(1'000, 20'000));
    for (unsigned seed = 1; edits < wanted; ++seed) {
        Folder folder(seed);
        auto service = folder.load();
        ASSERT_TRUE(service);
        Answers answers;
        for (std::uint64_t step = 0; step < 3 + folder.roll(12); ++step) answer_next(*service, answers, seed + step);
        for (int change = 0; change < 20; ++change, ++edits) {
            const auto before = folder.by_path();
            const auto old = service;
            const Standing stood = stand(*old, answers, now);
            folder.edit();
            service = folder.load();
            ASSERT_TRUE(service);
            const Answers moved = migrate(*service, old->version, answers);
            // Nothing is lost: every answer is there under its own name or its new one.
            EXPECT_EQ(moved.size(), answers.size());
            ASSERT_NO_FATAL_FAILURE(expect_sound(*service, moved));
            // What was answered and has not changed is not asked again.
            const Standing stands = stand(*service, moved, now);
            const auto after = folder.by_path();
            for (const PageStanding& page : stands.pages) {
                if (!page.address.members.empty()) continue;
                for (const AskedQuestion& asked : page.questions) {
                    const auto was = before.find(asked.question->id);
                    const auto is = after.find(asked.question->id);
                    const bool same = was != before.end() && is != after.end() && was->second == is->second;
                    if (!same || asked.question->repeat || !stood.relevant.contains(asked.question->id)) continue;
                    EXPECT_TRUE(asked.answered) << asked.question->id << " of version " << service->version;
                    ++kept;
                }
                for (const AskedQuestion& asked : page.questions) asked_again += asked.problem ? 1 : 0;
            }
            answers = moved;
            if (folder.roll(3) == 0) answer_next(*service, answers, seed);
        }
        // The person can always come to the end, and what is sent in is right.
        for (std::uint64_t step = 0; step < 500 && answer_next(*service, answers, seed + step); ++step) {
        }
        EXPECT_TRUE(stand(*service, answers, now).complete()) << seed;
        ASSERT_NO_FATAL_FAILURE(expect_sound(*service, answers));
        ++finished;
    }
    EXPECT_GT(kept, wanted / 2) << "the test looks at something";
    EXPECT_GT(asked_again, wanted / 100);
    EXPECT_GT(finished, wanted / 100);
}

TEST(Migrate, RenamesAndChangesValuesAtAnyDepth) {
    const auto loaded = catalogue::load_files({{"service.yaml", R"yaml(service: moved
version: 4
title: Moved
summary: S
questions:
  home:
    ask: Where do you live?
    type: radios
    options: {social: From the council, own: My own}
  children:
    repeat: child
    ask: Children
    questions:
      first_name:
        ask: Name?
      school:
        ask: School?
        type: checkboxes
        options: {near: Near, far: Far}
migrate:
  - to: 2
    rename: {housing: home}
  - to: 3
    values:
      home: {council: social}
      children/school: {local: near}
  - to: 4
    rename: {children/name: first_name}
)yaml"}});
    for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
    ASSERT_TRUE(loaded.service);
    const auto given = answers_from_json(
        R"({"housing": "council", "children": {"members": [{"id": "1", "answers": {"name": "Ada", "school": ["local", "far"]}}], "complete": true}})"
    );
    ASSERT_TRUE(given);
    const Answers moved = migrate(*loaded.service, 1, *given);
    EXPECT_EQ(
        to_json(moved).text(),
        R"({"children":{"complete":true,"members":[{"answers":{"first_name":"Ada","school":["near","far"]},"id":"1"}]},"home":"social"})"
    );
    // Who began under version 2 has the first change behind them.
    EXPECT_TRUE(migrate(*loaded.service, 2, *given).contains("housing"));
    EXPECT_EQ(to_json(migrate(*loaded.service, 4, *given)).text(), to_json(*given).text());
}

}  // namespace
}  // namespace guildhall::journeys
