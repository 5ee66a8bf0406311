// Any bytes as a decision model: refused, or every decision evaluated and explained with nothing known and with nulls.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "dmn/analysis.hpp"
#include "dmn/model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace guildhall;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const dmn::LoadedModel loaded = dmn::load(text, "fuzz.dmn");
    if (!loaded.model) {
        if (loaded.complaints.empty()) std::abort();
        return 0;
    }
    dmn::Inputs nulls;
    for (const dmn::InputDescription& input : loaded.model->inputs()) nulls.emplace(input.name, feel::Value());
    for (const std::string& decision : loaded.model->decisions()) {
        const auto open = loaded.model->evaluate(decision, {}, base::Instant{}, "UTC");
        const auto closed = loaded.model->evaluate(decision, nulls, base::Instant{}, "UTC");
        if (closed && !closed->depends_on.empty()) std::abort();
        static_cast<void>(loaded.model->explain(decision, {}, base::Instant{}, "UTC"));
        static_cast<void>(loaded.model->inputs_of(decision));
        if (const auto prepared = loaded.model->prepare(decision)) {
            const std::vector<feel::Value> values((*prepared)->fields().size());
            static_cast<void>((*prepared)->evaluate(values, base::Instant{}, "UTC"));
        }
    }
    static_cast<void>(dmn::analyse(text, "fuzz.dmn"));
    return 0;
}
