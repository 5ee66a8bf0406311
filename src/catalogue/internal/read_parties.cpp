/// `parties:` of service.yaml: who signs, who answers a part, and whom the applicant names for it.

#include <algorithm>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

void give_to(Question& question, const std::string& party) {
    question.party = party;
    if (!question.repeat) return;
    for (Question& part : question.repeat->questions) give_to(part, party);
}

class PartyReader {
public:
    explicit PartyReader(Reading& reading) : reading_(reading), file_(reading.shown("service.yaml")) {
        for (const Question& question : reading.service.questions) ids_.push_back(question.id);
    }

    void read(const YamlNode& root) {
        Service& service = reading_.service;
        const YamlNode* order = root.find("party-order");
        const YamlNode* map = root.find("parties");
        service.parties_take_turns = order && order->text != "any";
        if (!map) {
            if (order) reading_.error(order->place(file_), "`party-order:` without `parties:`; nobody is asked");
            return;
        }
        for (const base::YamlEntry& entry : map->entries) {
            Party party;
            party.id = entry.key;
            party.place = entry.place(file_);
            party.title = text_at(entry.value, "title");
            party.statement = text_at(entry.value, "statement");
            if (const YamlNode* optional = entry.value.find("optional"))
                party.optional = optional->boolean().value_or(false);
            read_invite(*entry.value.find("invite"), party);
            read_tasks(*entry.value.find("does"), party);
            if (party.optional && !party.answers.empty()) {
                reading_.error(
                    entry.value.find("optional")->place(file_),
                    fmt::format(
                        "`{}` answers questions, which are part of the application; only who signs alone can be "
                        "left out",
                        party.id
                    )
                );
            }
            if (const YamlNode* statement = entry.value.find("statement"); statement && !party.signs)
                reading_.error(statement->place(file_), "`statement:` without `sign` under `does:`; nobody signs it");
            service.parties.push_back(std::move(party));
        }
        // What they see and when they take part hangs on whose questions are whose.
        std::size_t number = 0;
        for (const base::YamlEntry& entry : map->entries) {
            Party& party = service.parties[number++];
            read_condition(entry.value, party);
            read_sees(entry.value, party);
        }
        check_pages();
        check_waiting();
    }

private:
    void read_invite(const YamlNode& node, Party& party) {
        const auto slash = node.text.find('/');
        const Question* question = find_question(reading_.service.questions, node.text.substr(0, slash));
        const auto refuse = [&](std::string why) { reading_.error(node.place(file_), std::move(why)); };
        if (!question) return refuse(no_such("question", node.text.substr(0, slash), ids_));
        if (slash != std::string::npos) {
            party.each = question->id;
            const Question* inner =
                question->repeat ? find_question(question->repeat->questions, node.text.substr(slash + 1)) : nullptr;
            if (!inner) {
                std::vector<std::string> known;
                if (question->repeat) {
                    for (const Question& part : question->repeat->questions) known.push_back(part.id);
                }
                return refuse(no_such("question in this group", node.text.substr(slash + 1), known));
            }
            question = inner;
        }
        party.invite = question->id;
        if (question->type != QuestionType::contact && question->type != QuestionType::email) {
            return refuse(fmt::format(
                "`{}` is of type `{}`; an invitation goes to a `contact` or an `email`", node.text,
                question_type_name(question->type)
            ));
        }
        if (question->optional && !party.optional) {
            refuse(fmt::format("`{}` may be left empty, and then there is nobody to ask", node.text));
        }
    }

    void read_tasks(const YamlNode& list, Party& party) {
        for (const YamlNode& item : list.items) {
            if (item.text == "sign") {
                party.signs = true;
                continue;
            }
            const std::string name = item.text.substr(item.text.find(' ') + 1);
            if (!party.each.empty()) {
                reading_.error(
                    item.place(file_),
                    fmt::format("everybody in `{}` is asked, so they can sign but not answer `{}`", party.each, name)
                );
                continue;
            }
            std::vector<Question*> theirs = named(name);
            if (theirs.empty()) reading_.error(item.place(file_), no_such("question or page", name, ids_));
            for (Question* question : theirs) take(item, *question, party);
        }
    }

    /// The question of this id, or those that the page of this id asks.
    std::vector<Question*> named(const std::string& name) {
        std::vector<Question*> found;
        Service& service = reading_.service;
        for (Question& question : service.questions) {
            if (question.id == name && question.is_asked()) found.push_back(&question);
        }
        if (!found.empty()) return found;
        for (const Section& section : service.journey) {
            for (const Page& page : section.pages) {
                if (page.id != name) continue;
                for (const std::size_t at : page.questions) {
                    if (service.questions[at].is_asked()) found.push_back(&service.questions[at]);
                }
            }
        }
        return found;
    }

    void take(const YamlNode& item, Question& question, Party& party) {
        if (!question.party.empty()) {
            reading_.error(
                item.place(file_), question.party == party.id
                                       ? fmt::format("`{}` stands here twice", question.id)
                                       : fmt::format("`{}` is `{}`’s to answer already", question.id, question.party)
            );
            return;
        }
        if (question.id == party.invite) {
            reading_.error(
                item.place(file_), fmt::format("`{}` says whom to ask, so who applies answers it", question.id)
            );
            return;
        }
        give_to(question, party.id);
        party.answers.push_back(question.id);
    }

    [[nodiscard]] bool comes_before(const std::string& party, const Party& than) const {
        if (!reading_.service.parties_take_turns) return false;
        const auto& all = reading_.service.parties;
        return std::any_of(all.data(), &than, [&](const Party& one) { return one.id == party; });
    }

    void read_condition(const YamlNode& map, Party& party) {
        const std::vector<Question>& questions = reading_.service.questions;
        const Question* each = party.each.empty() ? nullptr : find_question(questions, party.each);
        const Question* invite =
            find_question(each && each->repeat ? each->repeat->questions : questions, party.invite);
        const YamlNode* node = map.find("when");
        if (!node) {
            if (invite && invite->when && !party.optional) {
                reading_.error(
                    party.place, fmt::format(
                                     "`{}` is asked only when {}, and `{}` always takes part; give it the same `when:`",
                                     party.invite, invite->when->text(), party.id
                                 )
                );
            }
            return;
        }
        NameScope outer;
        for (const Question& question : questions) outer.add(question.id);
        NameScope names(&outer);
        if (each && each->repeat) {
            for (const Question& question : each->repeat->questions) names.add(question.id);
        }
        const WrittenFeel written{node, file_};
        party.when = read_feel(reading_, file_, *node, names);
        if (!party.when) return;
        check_names(reading_, written, *party.when, names);
        for (const std::string& name : party.when->free_names()) {
            const Question* read = find_question(questions, name);
            if (!read || read->party.empty() || comes_before(read->party, party)) continue;
            reading_.error(
                place_of_name(written, name),
                fmt::format("whether `{}` takes part reads `{}`, which `{}` answers later", party.id, name, read->party)
            );
        }
    }

    void read_sees(const YamlNode& map, Party& party) {
        if (const YamlNode* list = map.find("sees")) {
            for (const YamlNode& item : list->items) {
                const Question* question = find_question(reading_.service.questions, item.text);
                if (!question) {
                    reading_.error(item.place(file_), no_such("question", item.text, ids_));
                } else if (!question->party.empty() && !comes_before(question->party, party)) {
                    reading_.error(
                        item.place(file_),
                        fmt::format(
                            "`{}` is `{}`’s to answer, perhaps later; `party-order: one after another` with `{}` "
                            "before `{}` makes it known",
                            item.text, question->party, question->party, party.id
                        )
                    );
                } else {
                    party.sees.insert(item.text);
                }
            }
            return;
        }
        if (!party.signs) return;
        for (const Question& question : reading_.service.questions) {
            if (is_display(question.type)) continue;
            if (question.party.empty() || comes_before(question.party, party)) party.sees.insert(question.id);
        }
    }

    /// A page is one person's.
    void check_pages() {
        const Service& service = reading_.service;
        for (const Section& section : service.journey) {
            for (const Page& page : section.pages) {
                const Question* first = nullptr;
                for (const std::size_t at : page.questions) {
                    const Question& question = service.questions[at];
                    if (!question.is_asked()) continue;
                    if (!first) first = &question;
                    if (question.party == first->party) continue;
                    reading_.error(
                        page.place, fmt::format(
                                        "the page `{}` asks `{}` of {} and `{}` of {}; give each a page", page.id,
                                        first->id, whom(*first), question.id, whom(question)
                                    )
                    );
                    break;
                }
            }
        }
    }

    [[nodiscard]] static std::string whom(const Question& question) {
        return question.party.empty() ? "who applies" : "`" + question.party + "`";
    }

    /// What the applicant is asked should not hang on what another answers: they would have to come back for it.
    void check_waiting() {
        const Service& service = reading_.service;
        const auto warn = [&](const std::optional<feel::Expression>& condition, const std::string& reader,
                              const std::string& key, std::string_view written_key) {
            if (!condition) return;
            for (const std::string& name : condition->free_names()) {
                const Question* read = find_question(service.questions, name);
                if (!read || read->party.empty()) continue;
                const auto written = reading_.written.find(fmt::format("{}#{}", key, written_key));
                reading_.warn(
                    written == reading_.written.end() ? read->place : place_of_name(written->second, name),
                    fmt::format(
                        "`{}:` of {} reads `{}`, which `{}` answers when the applicant is done: they have to come back",
                        written_key, reader, name, read->party
                    )
                );
            }
        };
        for (std::size_t i = 0; i < service.journey.size(); ++i) {
            for (const Page& page : service.journey[i].pages) {
                bool applicants = page.kind == Page::Kind::questions;
                for (const std::size_t at : page.questions)
                    applicants = applicants && service.questions[at].party.empty();
                if (!applicants) continue;
                warn(page.when, fmt::format("the page `{}`", page.id), fmt::format("@{}", page.id), "when");
                for (const std::size_t at : page.questions) {
                    const Question& question = service.questions[at];
                    warn(question.when, fmt::format("`{}`", question.id), question.id, "when");
                    warn(question.valid, fmt::format("`{}`", question.id), question.id, "valid");
                }
            }
        }
    }

    Reading& reading_;
    const std::string file_;
    std::vector<std::string> ids_;
};

}  // namespace

void read_parties(Reading& reading, const YamlNode& root) {
    PartyReader(reading).read(root);
}

}  // namespace guildhall::catalogue::internal
