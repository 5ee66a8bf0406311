#include "questions.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <stdexcept>

#include "catalogue/load.hpp"
#include "dmn/boundary_values.hpp"
#include "dmn/imports.hpp"
#include "dmn/next_questions.hpp"
#include "figures.hpp"
#include "journeys/journey.hpp"

namespace guildhall::bench {
namespace {

constexpr base::Instant now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};
constexpr std::string_view zone = "UTC";
constexpr std::size_t most_steps = 20'000;  ///< of all paths together, before they are drawn
constexpr std::size_t drawn_paths = 2'000;
constexpr std::size_t timed_paths = 100;
constexpr int rounds = 5;

/// A decision and how its inputs are asked.
struct Subject {
    std::shared_ptr<const dmn::Model> model;
    std::string decision;
    std::map<std::string, std::vector<feel::Value>> values;  ///< by input
    /// The input to ask next; nothing when no other can matter.
    std::function<std::optional<std::string>(const dmn::Inputs&)> next;
};

struct Paths {
    double asked = 0;  ///< mean
    std::size_t shortest = 0, longest = 0, count = 0;
    bool all = true;
};

class Walker {
public:
    explicit Walker(const Subject& subject) : subject_(subject) {}

    Paths walk() {
        paths_.shortest = subject_.values.size();
        paths_.asked = expected({}, 0);
        if (paths_.all) return paths_;
        paths_ = {0, subject_.values.size(), 0, drawn_paths, false};
        std::mt19937 random(1);
        std::size_t sum = 0;
        for (std::size_t i = 0; i < drawn_paths; ++i) {
            const std::size_t length = draw(random).size() - 1;
            sum += length;
            paths_.shortest = std::min(paths_.shortest, length);
            paths_.longest = std::max(paths_.longest, length);
        }
        paths_.asked = static_cast<double>(sum) / static_cast<double>(drawn_paths);
        return paths_;
    }

    /// What is known after each answer of one path, the first time nothing.
    std::vector<dmn::Inputs> draw(std::mt19937& random) const {
        std::vector<dmn::Inputs> steps{{}};
        while (const auto input = subject_.next(steps.back())) {
            const auto& choices = subject_.values.at(*input);
            dmn::Inputs known = steps.back();
            known.emplace(*input, choices[random() % choices.size()]);
            steps.push_back(std::move(known));
        }
        return steps;
    }

private:
    double expected(const dmn::Inputs& known, std::size_t asked) {
        if (++steps_ > most_steps) paths_.all = false;
        if (!paths_.all) return 0;
        const auto input = subject_.next(known);
        if (!input) {
            ++paths_.count;
            paths_.shortest = std::min(paths_.shortest, asked);
            paths_.longest = std::max(paths_.longest, asked);
            return 0;
        }
        double sum = 0;
        const auto& choices = subject_.values.at(*input);
        for (const feel::Value& choice : choices) {
            dmn::Inputs more = known;
            more.emplace(*input, choice);
            sum += expected(more, asked + 1);
        }
        return 1 + sum / static_cast<double>(choices.size());
    }

    const Subject& subject_;
    Paths paths_;
    std::size_t steps_ = 0;
};

/// Nanoseconds for one evaluation of these, in turn.
double timed(const Subject& subject, const std::vector<dmn::Inputs>& inputs, double seconds_each) {
    std::size_t done = 0;
    double spent = 0;
    const auto from = Steady::now();
    while (spent < seconds_each) {
        for (const dmn::Inputs& each : inputs)
            if (!subject.model->evaluate(subject.decision, each, now, zone))
                throw std::runtime_error("an evaluation failed");
        done += inputs.size();
        spent = seconds(Steady::now() - from);
    }
    return spent / static_cast<double>(done) * 1e9;
}

void measure_cost(const Subject& subject, double all_seconds, base::Json& figures) {
    std::mt19937 random(2);
    const Walker walker(subject);
    std::vector<dmn::Inputs> complete, partial;
    for (std::size_t i = 0; i < timed_paths; ++i) {
        std::vector<dmn::Inputs> steps = walker.draw(random);
        dmn::Inputs known = steps.back();
        if (steps.size() > 1) steps.pop_back();  // settled: no input is missing that matters
        partial.insert(partial.end(), steps.begin(), steps.end());
        for (const auto& [input, choices] : subject.values) known.emplace(input, choices[random() % choices.size()]);
        complete.push_back(std::move(known));
    }
    double plain = 0, unknown = 0;
    for (int round = 0; round < rounds; ++round) {
        const double each = all_seconds / rounds / 2;
        const double first = timed(subject, complete, each);
        const double second = timed(subject, partial, each);
        plain = round == 0 ? first : std::min(plain, first);
        unknown = round == 0 ? second : std::min(unknown, second);
    }
    figures.set("plain_ns", plain);
    figures.set("unknown_ns", unknown);
}

Subject of_service(const std::filesystem::path& folder, base::Json& figures) {
    const auto service = catalogue::load_folder(folder).service;
    if (!service) throw std::runtime_error(folder.string() + " is no service that loads");
    figures.set("name", service->id);
    Subject subject;
    const auto* rules = service->has_decision ? journeys::rules_on(*service, now) : nullptr;
    if (!rules) return subject;
    subject.model = rules->model;
    subject.decision = service->decision_name;
    auto values = dmn::boundary_values(*subject.model, subject.decision, now, zone);
    for (const auto& question : service->questions) {
        const auto found = values.find(question.input);
        if (question.input.empty() || found == values.end()) continue;
        std::vector<feel::Value>& taken = subject.values[question.input];
        const auto take = [&](const feel::Value& value) {
            const base::Json answer = journeys::from_feel(question, value);
            if (!answer.is_null() && journeys::form_takes(*service, question, {{question.id, answer}}, value, now))
                taken.push_back(value);
        };
        for (const feel::Value& value : found->second) take(value);
        for (const auto& option : question.options) take(feel::Value(feel::List{feel::Value(option.value)}));
    }
    subject.next = [service](const dmn::Inputs& known) -> std::optional<std::string> {
        journeys::Answers answers;
        for (const auto& question : service->questions)
            if (const auto found = known.find(question.input); found != known.end())
                answers.emplace(question.id, journeys::from_feel(question, found->second));
        for (const auto& page : journeys::stand(*service, answers, now).pages) {
            for (const auto& asked : page.questions)
                if (!asked.question->input.empty() && !answers.contains(asked.question->id))
                    return asked.question->input;
        }
        return std::nullopt;
    };
    return subject;
}

Subject of_model(const QuestionOptions& options, base::Json& figures) {
    std::ifstream stream(options.model, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    const dmn::FolderImports imports(options.imports);
    Subject subject;
    subject.model = dmn::load(bytes.str(), options.model.filename().string(), &imports).model;
    if (!subject.model) throw std::runtime_error(options.model.string() + " cannot be loaded");
    figures.set("name", options.model.filename().string());
    for (const std::string& decision : subject.model->decisions()) {
        if (!options.decision.empty() && decision != options.decision) continue;
        if (!subject.model->evaluate(decision, {}, now, zone)) continue;
        const std::size_t most = subject.decision.empty() ? 0 : subject.model->inputs_of(subject.decision).size();
        if (subject.model->inputs_of(decision).size() > most) subject.decision = decision;
    }
    subject.values = dmn::boundary_values(*subject.model, subject.decision, now, zone);
    subject.next = [model = subject.model, decision = subject.decision](const dmn::Inputs& known) {
        const auto questions = dmn::next_questions(*model, decision, known, {}, now, zone);
        if (!questions) throw std::runtime_error("an evaluation failed");
        return questions->empty() ? std::nullopt : std::optional(questions->front());
    };
    return subject;
}

}  // namespace

base::Json measure_questions(const QuestionOptions& options) {
    base::Json figures;
    const Subject subject = options.service.empty() ? of_model(options, figures) : of_service(options.service, figures);
    if (subject.values.empty()) {
        figures.set("why", "no decision reads an input");
        return figures;
    }
    for (const auto& [input, choices] : subject.values) {
        if (!choices.empty()) continue;
        figures.set("why", "no values can be made up for " + input);
        return figures;
    }
    const Paths paths = Walker(subject).walk();
    figures.set("decision", subject.decision);
    figures.set("inputs", static_cast<std::int64_t>(subject.values.size()));
    figures.set("asked", paths.asked);
    figures.set("shortest", static_cast<std::int64_t>(paths.shortest));
    figures.set("longest", static_cast<std::int64_t>(paths.longest));
    figures.set("paths", static_cast<std::int64_t>(paths.count));
    figures.set("all", paths.all);
    measure_cost(subject, options.seconds, figures);
    return figures;
}

}  // namespace guildhall::bench
