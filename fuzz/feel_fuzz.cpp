// Any bytes as a FEEL expression and as unary tests: refused or evaluated, within the limits.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "feel/expression.hpp"

namespace {

using namespace guildhall::feel;

class FuzzScope final : public Scope {
public:
    [[nodiscard]] const Value* find(std::string_view name) const override {
        if (name == "p") return &unknown_;
        if (name == "Monthly Salary") return &number_;
        return nullptr;
    }

private:
    Value unknown_ = Value::unknown({"p"});
    Value number_{Number(1000)};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const KnownNames names{{"p", "Monthly Salary", "a+b"}};
    const FuzzScope scope;
    for (const bool unary : {false, true}) {
        const auto expression = unary ? Expression::parse_unary_tests(text, names) : Expression::parse(text, names);
        if (!expression) continue;
        Diagnostics diagnostics;
        Budget budget;
        budget.steps = 100'000;
        const Environment environment{{}, "UTC", &diagnostics, nullptr, &budget};
        const Value value =
            unary ? expression->test(Value(Number(5)), scope, environment) : expression->evaluate(scope, environment);
        (void)value.text();
        (void)expression->free_names();
    }
    return 0;
}
