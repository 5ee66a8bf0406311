#include "catalogue/check.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "base/parallel.hpp"
#include "catalogue/internal/folder.hpp"
#include "catalogue/load.hpp"
#include "dmn/analysis.hpp"
#include "words/money.hpp"

namespace guildhall::catalogue {
namespace {

namespace fs = std::filesystem;

using Chain = std::vector<const std::vector<Question>*>;  ///< lists of questions, the inmost first

const Question* find_in(const Chain& chain, std::string_view id) {
    for (const auto* questions : chain) {
        if (const Question* question = find_question(*questions, id)) return question;
    }
    return nullptr;
}

/// The answers that a question can have, when there are few enough to try them all. Null is always among them: the
/// question may have been left, or not asked.
std::vector<feel::Value> finite_answers(const Question& question) {
    std::vector<feel::Value> answers;
    if (question.compute) return answers;
    if (question.type == QuestionType::yes_no || question.type == QuestionType::tick)
        answers = {feel::Value(true), feel::Value(false)};
    if (question.type == QuestionType::declaration) answers = {feel::Value(true)};
    if (question.type == QuestionType::radios || question.type == QuestionType::select) {
        for (const Option& option : question.options) answers.emplace_back(option.value);
    }
    if (!answers.empty()) answers.emplace_back();
    return answers;
}

enum class Truth { never, always, depends };

/// What a condition comes to for every combination of the answers that it reads. Only said when all of them are
/// choices from lists, there are at most a thousand combinations, and the day does not matter: then it is certain.
Truth truth_of(const Chain& chain, const feel::Expression& when) {
    for (const std::string_view clock : {"now", "today"}) {
        if (when.text().find(clock) != std::string::npos) return Truth::depends;
    }
    std::vector<std::pair<std::string, std::vector<feel::Value>>> choices;
    std::size_t combinations = 1;
    for (const std::string& name : when.free_names()) {
        const Question* question = find_in(chain, name);
        if (!question) return Truth::depends;
        auto answers = finite_answers(*question);
        combinations *= answers.size();
        if (answers.empty() || combinations > 1000) return Truth::depends;
        choices.emplace_back(name, std::move(answers));
    }
    std::size_t holds = 0;
    for (std::size_t n = 0; n < combinations; ++n) {
        feel::Context context;
        std::size_t rest = n;
        for (const auto& [name, answers] : choices) {
            context.entries.emplace_back(name, answers[rest % answers.size()]);
            rest /= answers.size();
        }
        const feel::ContextScope scope(context);
        const feel::Value value = when.evaluate(scope, feel::Environment{});
        if (value.unknown()) return Truth::depends;
        if (value.boolean() && *value.boolean()) ++holds;
    }
    return holds == 0 ? Truth::never : holds == combinations ? Truth::always : Truth::depends;
}

void check_condition(
    const Chain& chain, const std::optional<feel::Expression>& when, const std::string& what,
    const base::SourcePlace& place, base::Complaints& out
) {
    if (!when) return;
    const Truth truth = truth_of(chain, *when);
    if (truth == Truth::never) {
        out.push_back(
            {place, base::Severity::warning,
             fmt::format("nobody can reach {}: `when: {}` is true for no answers", what, when->text())}
        );
    } else if (truth == Truth::always) {
        out.push_back(
            {place, base::Severity::warning,
             fmt::format("`when: {}` of {} is true for all answers; leave it out", when->text(), what)}
        );
    }
}

void check_list(const Chain& chain, const std::vector<Page>& pages, base::Complaints& out) {
    const std::vector<Question>& questions = *chain.front();
    for (const Page& page : pages) {
        check_condition(chain, page.when, fmt::format("the page `{}`", page.id), page.place, out);
        for (const std::size_t at : page.questions) {
            const Question& question = questions.at(at);
            const bool alone = page.questions.size() == 1 && page.id == question.id;
            check_condition(
                chain, question.when, fmt::format("the {} `{}`", alone ? "page" : "question", question.id),
                question.place, out
            );
            if (!question.repeat) continue;
            Chain inner{&question.repeat->questions};
            inner.insert(inner.end(), chain.begin(), chain.end());
            check_list(inner, question.repeat->pages, out);
        }
    }
}

void check_pages(const Service& service, base::Complaints& out) {
    const Chain chain{&service.questions};
    for (const Section& section : service.journey) {
        const base::SourcePlace place =
            section.pages.empty() ? base::SourcePlace{service.id + "/service.yaml", 1, 1} : section.pages.front().place;
        check_condition(chain, section.when, fmt::format("the section `{}`", section.title), place, out);
        check_list(chain, section.pages, out);
    }
    const bool can_be_adverse =
        std::any_of(service.outcomes.begin(), service.outcomes.end(), [](const OutcomeRule& outcome) {
            return outcome.means != OutcomeKind::granted;
        });
    for (const Question& question : service.questions) {
        if (!question.when_adverse || can_be_adverse) continue;
        out.push_back(
            {question.place, base::Severity::warning,
             fmt::format(
                 "nobody can reach the page `{}`: it is asked `when: adverse`, and no outcome is adverse", question.id
             )}
        );
    }
}

void check_outcomes(const Service& service, base::Complaints& out) {
    for (const OutcomeRule& outcome : service.outcomes) {
        if (!outcome.title.empty()) continue;
        out.push_back(
            {outcome.place, base::Severity::warning,
             fmt::format(
                 "this outcome has no `title:`, so people read only that their application was {}; expected words "
                 "such as `title: You may fell this tree`",
                 outcome_kind_name(outcome.means)
             )}
        );
    }
}

void check_documents(const Service& service, base::Complaints& out) {
    for (const Document& document : service.issues) {
        const bool used = std::any_of(service.outcomes.begin(), service.outcomes.end(), [&](const OutcomeRule& o) {
            return o.issues == document.id;
        });
        if (!used)
            out.push_back(
                {service.decision_place, base::Severity::warning,
                 fmt::format("no outcome issues the document `{}`", document.id)}
            );
    }
}

/// What is wrong with a fee of this value; empty when it can be paid, or there is nothing to pay.
std::string problem_of_fee(const feel::Value& value, const std::string& currency) {
    if (value.is_null() || value.unknown()) return {};
    if (!value.number()) return fmt::format("comes to {}; expected an amount such as 24", value.text());
    const auto money = words::money_from_decimal(value.number()->text(), currency);
    if (!money) {
        return fmt::format(
            "comes to {} {}, which cannot be paid: the currency has {} decimals", value.number()->text(), currency,
            words::minor_digits(currency)
        );
    }
    return money->minor < 0 ? fmt::format("comes to {}, which is less than nothing", value.number()->text())
                            : std::string{};
}

/// Tries the fee with every combination of answers, as truth_of does; the first that goes wrong is enough.
void check_fee(const Service& service, base::Complaints& out) {
    if (!service.fee) return;
    const Fee& fee = *service.fee;
    std::vector<std::pair<std::string, std::vector<feel::Value>>> choices;
    std::size_t combinations = 1;
    for (const std::string& name : fee.amount.free_names()) {
        const Question* question = service.find(name);
        auto answers = question ? finite_answers(*question) : std::vector<feel::Value>{};
        combinations *= answers.size();
        if (answers.empty() || combinations > 1000) return;
        choices.emplace_back(name, std::move(answers));
    }
    for (std::size_t n = 0; n < combinations; ++n) {
        feel::Context context;
        std::string with;
        bool all_given = true;
        std::size_t rest = n;
        for (const auto& [name, answers] : choices) {
            const feel::Value& answer = answers[rest % answers.size()];
            all_given = all_given && !answer.is_null();
            with += fmt::format("{}{} = {}", with.empty() ? " when " : " and ", name, answer.text());
            context.entries.emplace_back(name, answer);
            rest /= answers.size();
        }
        const feel::ContextScope scope(context);
        feel::Diagnostics diagnostics;
        const feel::Value value = fee.amount.evaluate(scope, {.now = {}, .diagnostics = &diagnostics});
        std::string problem = problem_of_fee(value, fee.currency);
        if (value.is_null() && all_given && diagnostics.count > 0)
            problem = "comes to nothing that can be paid: " + diagnostics.messages.front();
        if (problem.empty()) continue;
        out.push_back(
            {fee.place, base::Severity::error, fmt::format("the fee `{}` {}{}", fee.amount.text(), problem, with)}
        );
        return;
    }
}

bool is_service(const fs::path& folder) {
    std::error_code failed;
    return fs::exists(folder / "service.yaml", failed);
}

std::vector<fs::path> folders_of(const fs::path& directory) {
    return is_service(directory) ? std::vector{directory} : internal::service_folders(directory);
}

/// What the check of one folder found.
struct CheckedFolder {
    base::Complaints complaints;
    std::size_t questions = 0;
    std::size_t examples = 0;
    bool loaded = false;
};

CheckedFolder check_folder(const fs::path& path, const ExampleRunner& run_examples) {
    LoadedService loaded = load_folder(path);
    CheckedFolder checked{.complaints = std::move(loaded.complaints)};
    if (!loaded.service) return checked;
    const auto more = check_service(*loaded.service, run_examples);
    checked.complaints.insert(checked.complaints.end(), more.begin(), more.end());
    checked.questions = loaded.service->questions.size();
    checked.examples = loaded.service->examples.size();
    checked.loaded = true;
    return checked;
}

}  // namespace

base::Complaints check_service(const Service& service, const ExampleRunner& run_examples) {
    base::Complaints out;
    const dmn::GivenImports imports = internal::models_of(service.files, service.id + "/");
    for (const RulesInForce& rules : service.rules) {
        const auto found =
            dmn::as_complaints(dmn::analyse(service.files.at(rules.file), service.id + "/" + rules.file, &imports));
        out.insert(out.end(), found.begin(), found.end());
    }
    check_pages(service, out);
    check_outcomes(service, out);
    check_documents(service, out);
    check_fee(service, out);
    const base::SourcePlace top{service.id + "/service.yaml", 1, 1};
    if (service.guide_html.empty())
        out.push_back(
            {top, base::Severity::warning,
             "there is no guide.md, so people cannot read what they need before they start"}
        );
    if (service.topics.empty())
        out.push_back({top, base::Severity::warning, "there are no `topics:`, so the service stands under no heading"});
    if (service.has_decision && service.examples.empty()) {
        out.push_back(
            {top, base::Severity::warning,
             "there is no examples.yaml, so nothing shows that the rules decide as they should"}
        );
    }
    if (run_examples) {
        const auto failed = run_examples(service);
        out.insert(out.end(), failed.begin(), failed.end());
    }
    return out;
}

CheckSummary check_services(const fs::path& directory, std::ostream& out, const ExampleRunner& run_examples) {
    CheckSummary summary;
    const auto paths = folders_of(directory);
    std::vector<CheckedFolder> folders(paths.size());
    base::for_each_in_parallel(paths.size(), [&](std::size_t i) { folders[i] = check_folder(paths[i], run_examples); });
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const base::Complaints& complaints = folders[i].complaints;
        for (const base::Complaint& complaint : complaints) out << complaint.text() << "\n";
        const auto errors =
            static_cast<int>(std::count_if(complaints.begin(), complaints.end(), [](const base::Complaint& complaint) {
                return complaint.severity == base::Severity::error;
            }));
        out << fmt::format("{} {}", errors ? "FAILED" : "ok", paths[i].filename().string());
        if (folders[i].loaded)
            out << fmt::format(" ({} questions, {} examples)", folders[i].questions, folders[i].examples);
        out << "\n";
        ++summary.services;
        summary.examples += static_cast<int>(folders[i].examples);
        summary.errors += errors;
        summary.warnings += static_cast<int>(complaints.size()) - errors;
        summary.complaints.insert(summary.complaints.end(), complaints.begin(), complaints.end());
    }
    if (summary.services == 0) out << fmt::format("there is no service in {}\n", directory.string());
    out << fmt::format(
        "{} services, {} examples, {} errors, {} warnings\n", summary.services, summary.examples, summary.errors,
        summary.warnings
    );
    return summary;
}

}  // namespace guildhall::catalogue
