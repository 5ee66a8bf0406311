#include "decisions.hpp"

#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "dmn/model.hpp"
#include "dmn/tck.hpp"
#include "feel_json.hpp"
#include "figures.hpp"

namespace guildhall::bench {
namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error(path.string() + " cannot be read");
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

constexpr int rounds = 5;
/// Between two looks at the clock.
constexpr std::size_t batch = 64;

}  // namespace

base::Json measure_decisions(const DecisionOptions& options) {
    const std::string xml = contents(options.model);
    const auto started = Steady::now();
    const auto loaded = dmn::load(xml, options.model.filename().string());
    const double load_seconds = seconds(Steady::now() - started);
    if (!loaded.model) throw std::runtime_error(options.model.string() + " cannot be loaded");
    const auto json = base::Json::parse(contents(options.inputs));
    if (!json || !json->array() || json->array()->empty()) throw std::runtime_error("inputs: expected a JSON array");
    std::vector<dmn::Inputs> people;
    for (const auto& one : *json->array()) {
        auto& inputs = people.emplace_back();
        for (const auto& [name, value] : *one.object())
            inputs.emplace(name, loaded.model->read_input(name, app::feel_of_json(value)));
    }

    const base::Instant now{};
    // What compiling costs is paid by the first to ask.
    const auto asked = Steady::now();
    const auto prepared = loaded.model->prepare(options.decision);
    const double prepare_seconds = seconds(Steady::now() - asked);
    const auto first = Steady::now();
    if (!loaded.model->evaluate(options.decision, people.front(), now, "UTC").ok())
        throw std::runtime_error("an evaluation failed");
    const double first_seconds = seconds(Steady::now() - first);
    base::Json::Array answers;
    for (std::size_t i = 0; i < std::min(options.answers, people.size()); ++i) {
        const auto found = loaded.model->evaluate(options.decision, people[i], now, "UTC");
        answers.push_back(found ? app::json_of_feel(found->value) : base::Json(found.error().message.text));
    }
    std::function<bool(std::size_t)> once;
    std::vector<std::vector<feel::Value>> places;
    if (options.by == "place") {
        if (!prepared) throw std::runtime_error(prepared.error().message.text);
        for (const dmn::Inputs& person : people) {
            auto& values = places.emplace_back();
            for (const auto& field : (*prepared)->fields()) {
                const std::string& name = field.front();
                const auto given = person.find(name);
                values.push_back(given == person.end() ? feel::Value::unknown({name}) : given->second);
            }
        }
        once = [&](std::size_t i) { return !(*prepared)->evaluate(places[i], now, "UTC").value.unknown(); };
    } else if (options.by == "name") {
        once = [&](std::size_t i) { return loaded.model->evaluate(options.decision, people[i], now, "UTC").ok(); };
    } else if (options.by == "record") {
        once = [&](std::size_t i) {
            return loaded.model->evaluate_and_record(options.decision, people[i], now, "UTC").ok();
        };
    } else if (options.by == "explain") {
        once = [&](std::size_t i) { return loaded.model->explain(options.decision, people[i], now, "UTC").ok(); };
    } else {
        throw std::runtime_error("--by is place, name, record or explain");
    }
    double best = 0;
    std::size_t evaluations = 0;
    for (int round = 0; round < rounds; ++round) {
        std::size_t done = 0;
        const auto from = Steady::now();
        double spent = 0;
        while (spent < options.seconds / rounds) {
            for (std::size_t i = 0; i < batch; ++i, ++done)
                if (!once(done % people.size())) throw std::runtime_error("an evaluation failed");
            spent = seconds(Steady::now() - from);
        }
        const double each = spent / static_cast<double>(done);
        best = round == 0 ? each : std::min(best, each);
        evaluations += done;
    }
    base::Json figures;
    figures.set("load_ms", load_seconds * 1e3);
    figures.set("prepare_ms", prepare_seconds * 1e3);
    figures.set("first_ms", first_seconds * 1e3);
    figures.set("ns", best * 1e9);
    figures.set("evaluations", static_cast<std::int64_t>(evaluations));
    figures.set("answers", std::move(answers));
    return figures;
}

base::Json measure_kit(const std::filesystem::path& directory, int passes) {
    const dmn::TckPass pass(std::vector{directory});
    if (pass.evaluations() == 0) throw std::runtime_error(directory.string() + " holds no tests");
    double first = 0;
    double best = 0;
    std::size_t values = 0;
    for (int i = 0; i <= passes; ++i) {
        const auto from = Steady::now();
        values = pass.run();
        const double spent = seconds(Steady::now() - from);
        if (i == 0)
            first = spent;
        else
            best = i == 1 ? spent : std::min(best, spent);
    }
    base::Json figures;
    figures.set("evaluations", static_cast<std::int64_t>(pass.evaluations()));
    figures.set("values", static_cast<std::int64_t>(values));
    figures.set("first_ms", first * 1e3);
    figures.set("ms", best * 1e3);
    return figures;
}

}  // namespace guildhall::bench
