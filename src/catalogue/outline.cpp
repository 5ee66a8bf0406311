#include "catalogue/outline.hpp"

#include <fmt/format.h>

namespace guildhall::catalogue {
namespace {

std::string both(const std::optional<feel::Expression>& around, const std::optional<feel::Expression>& own) {
    if (around && own) return fmt::format("({}) and ({})", around->text(), own->text());
    if (around) return around->text();
    return own ? own->text() : std::string{};
}

std::string first_words(const std::string& text) {
    constexpr std::size_t most = 70;
    std::string line = text.substr(0, text.find('\n'));
    if (line.size() <= most) return line;
    std::size_t end = line.rfind(' ', most);
    if (end == std::string::npos) {
        end = most;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0U) == 0x80U) --end;
    }
    return line.substr(0, end) + " …";
}

std::string words_of(const Question& question) {
    if (!question.ask.empty()) return question.ask;
    if (!question.text.empty()) return first_words(question.text);
    return question.id;
}

std::string type_of(const Question& question) {
    std::string out{question_type_name(question.type)};
    if (question.repeat)
        out =
            fmt::format("group: {}, {} to {}", question.repeat->member, question.repeat->least, question.repeat->most);
    if (!question.unit.empty()) out += ", in " + question.unit;
    if (!question.currency.empty()) out += ", in " + question.currency;
    if (!question.scheme.empty()) out += ", " + question.scheme;
    if (!question.options.empty()) out += fmt::format(", {} answers", question.options.size());
    if (!question.range_text.empty()) out += ", " + question.range_text;
    if (question.optional) out += ", may be left empty";
    if (question.compute) out = "computed: " + question.compute->text();
    if (!question.input.empty()) out += ", for the rules";
    if (question.valid) out += ", valid when " + question.valid->text();
    if (question.map) out += ", on a map";
    if (question.addresses) out += ", found by postcode";
    if (question.lookup) {
        out += ", asked only when not in " + question.lookup->file + " by ";
        for (std::size_t i = 0; i < question.lookup->by.size(); ++i)
            out += (i > 0 ? " and " : "") + question.lookup->by[i];
    }
    return out;
}

/// A page of several questions by its title, or by its first question.
std::string heading(const std::vector<Question>& questions, const Page& page) {
    if (!page.title.empty()) return page.title;
    return fmt::format("{} (and {} more)", words_of(questions[page.questions.front()]), page.questions.size() - 1);
}

class Outline {
public:
    explicit Outline(const Service& service) : service_(service) {}

    std::vector<OutlineLine> take() && {
        int number = 0;
        for (const Section& section : service_.journey) {
            lines_.push_back(
                {OutlineLine::Kind::section, 0, "", section.title, "", section.when ? section.when->text() : ""}
            );
            pages(service_.questions, section.pages, "", 0, number, section.when);
        }
        for (const Question& question : service_.questions) {
            if (question.compute) add(question, 0);
        }
        for (const Party& party : service_.parties) {
            lines_.push_back(
                {OutlineLine::Kind::party, 0, "", party.title, tasks_of(party), party.when ? party.when->text() : ""}
            );
        }
        if (service_.fee) {
            lines_.push_back(
                {OutlineLine::Kind::fee, 0, "", service_.fee_purpose(),
                 fmt::format("fee: {}, in {}", service_.fee->amount.text(), service_.fee->currency), ""}
            );
        }
        for (const OutcomeRule& outcome : service_.outcomes) {
            lines_.push_back(
                {OutlineLine::Kind::outcome, 0, "", outcome.title.empty() ? "" : outcome.title,
                 fmt::format(
                     "{}, by {}", outcome_kind_name(outcome.means), outcome.automatic ? "the program" : "a person"
                 ),
                 outcome.when ? outcome.when->text() : "otherwise"}
            );
        }
        return std::move(lines_);
    }

private:
    /// `signs, answers 2 questions; may be left out`
    [[nodiscard]] std::string tasks_of(const Party& party) const {
        std::string tasks = party.signs ? "signs" : "";
        if (!party.answers.empty()) {
            tasks += fmt::format(
                "{}answers {} question{}", tasks.empty() ? "" : ", ", party.answers.size(),
                party.answers.size() == 1 ? "" : "s"
            );
        }
        if (!party.each.empty()) tasks += ", each of `" + party.each + "`";
        if (service_.parties_take_turns) tasks += ", in this order";
        if (party.optional) tasks += "; may be left out";
        return tasks;
    }

    [[nodiscard]] std::string about(const Question& question) const {
        const Party* party = service_.find_party(question.party);
        return type_of(question) + (party ? ", asked of " + party->title : "");
    }

    void add(const Question& question, int depth) {
        std::string condition = question.when ? question.when->text() : "";
        if (question.when_adverse) condition = "the outcome may be adverse";
        lines_.push_back(
            {OutlineLine::Kind::question, depth, "", words_of(question), about(question), std::move(condition)}
        );
    }

    void pages(
        const std::vector<Question>& questions, const std::vector<Page>& list, const std::string& before, int depth,
        int& number, const std::optional<feel::Expression>& around
    ) {
        for (const Page& page : list) {
            const std::string own = before + std::to_string(++number);
            if (page.kind == Page::Kind::summary) {
                lines_.push_back(
                    {OutlineLine::Kind::page, depth, own, page.title.empty() ? "Answers so far" : page.title, "summary",
                     both(around, page.when)}
                );
                continue;
            }
            const Question& first = questions[page.questions.front()];
            const bool alone = page.questions.size() == 1 && page.title.empty();
            std::string condition = both(around, page.when);
            if (alone && first.when)
                condition = condition.empty() ? first.when->text()
                                              : fmt::format("({}) and ({})", condition, first.when->text());
            if (alone && first.when_adverse) condition = "the outcome may be adverse";
            lines_.push_back(
                {OutlineLine::Kind::page, depth, own, alone ? words_of(first) : heading(questions, page),
                 alone ? about(first) : "", condition}
            );
            if (!alone) {
                for (const std::size_t place : page.questions) add(questions[place], depth);
            }
            if (first.repeat) {
                lines_.push_back({OutlineLine::Kind::member, depth + 1, "", "Each " + first.repeat->member, "", ""});
                int inner = 0;
                pages(first.repeat->questions, first.repeat->pages, own + ".", depth + 1, inner, std::nullopt);
                for (const Question& question : first.repeat->questions) {
                    if (question.compute) add(question, depth + 1);
                }
            }
        }
    }

    const Service& service_;
    std::vector<OutlineLine> lines_;
};

}  // namespace

std::vector<OutlineLine> outline(const Service& service) {
    return Outline(service).take();
}

std::string outline_text(const Service& service) {
    std::string out =
        fmt::format("{} ({}, version {})\n{}\n", service.title, service.id, service.version, service.summary);
    bool outcomes = false;
    bool parties = false;
    for (const OutlineLine& line : outline(service)) {
        const std::string indent(static_cast<std::size_t>(line.depth) * 4, ' ');
        const std::string when = line.condition.empty() ? "" : "  when " + line.condition;
        const std::string what = line.about.empty() ? "" : fmt::format("  [{}]", line.about);
        switch (line.kind) {
            case OutlineLine::Kind::section:
                out += fmt::format("\n{}{}\n", line.text, when);
                break;
            case OutlineLine::Kind::page:
                out += fmt::format("{}{:>5}. {}{}{}\n", indent, line.number, line.text, what, when);
                break;
            case OutlineLine::Kind::question:
                out += fmt::format("{}       - {}{}{}\n", indent, line.text, what, when);
                break;
            case OutlineLine::Kind::member:
                out += fmt::format("{}   {}:\n", indent, line.text);
                break;
            case OutlineLine::Kind::party:
                if (!parties) out += "\nWho else takes part\n";
                parties = true;
                out += fmt::format("       - {}  [{}]{}\n", line.text, line.about, when);
                break;
            case OutlineLine::Kind::fee:
                out += fmt::format("\nTo pay before sending in\n       - {}{}\n", line.text, what);
                break;
            case OutlineLine::Kind::outcome:
                if (!outcomes) out += "\nWhat can come out\n";
                outcomes = true;
                out += fmt::format(
                    "       - {}  [{}]  when {}\n", line.text.empty() ? line.about : line.text, line.about,
                    line.condition
                );
                break;
        }
    }
    return out;
}

}  // namespace guildhall::catalogue
