/// The hot path: a prepared decision on numbers, booleans and short texts takes no memory from the heap.

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "dmn/internal/sample_models.hpp"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// What this whole program allocates with, so that it can be counted. Not inlined: g++ would take the halves for a
// mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocations;
    if (void* made = std::malloc(size == 0 ? 1 : size)) return made;
    throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* pointer) noexcept {
    std::free(pointer);
}
[[gnu::noinline]] void operator delete(void* pointer, std::size_t) noexcept {
    std::free(pointer);
}

namespace guildhall::dmn {
namespace {

using feel::Value;

/// How many allocations an evaluation takes once others have been before.
std::size_t allocations_of(const std::string& decision, const std::vector<Value>& values) {
    const auto model = loaded(sample_definitions(
        sample_input({"age", "number"}) + sample_input({"income", "number"}) + sample_input({"pension", "boolean"}) +
        sample_input({"region", "string"}) + decision
    ));
    const auto prepared = model->prepare("Result");
    EXPECT_TRUE(prepared);
    std::size_t taken = 0;
    for (int round = 0; round < 3; ++round) {
        const std::size_t before = allocations;
        const Evaluation found = (*prepared)->evaluate(values, base::Instant{}, "UTC");
        taken = allocations - before;
        EXPECT_TRUE(found.problems.empty() && !found.value.is_null()) << found.value.text();
    }
    return taken;
}

SampleTable rates(std::vector<std::vector<std::string>> rules) {
    SampleTable table;
    table.name = "Result";
    table.hit_policy = "FIRST";
    table.columns = {{"age"}, {"income"}, {"pension"}, {"region"}};
    table.rules = std::move(rules);
    table.requires_inputs = {"age", "income", "pension", "region"};
    return table;
}

TEST(Allocations, AreNoneForNumbersBooleansAndShortTexts) {
    EXPECT_GT(allocations, 0U) << "they are counted";
    const std::vector<Value> person{number(40), number(18'500), Value(false), Value("north")};
    EXPECT_EQ(
        allocations_of(
            sample_literal(
                "Result", "if age >= 18 and income < 30000 then (30000 - income) * 0.05 + 10 * age else 0",
                {"age", "income"}
            ),
            {person[0], person[1]}
        ),
        0U
    );
    const SampleTable amount =
        rates({{"< 18", "-", "-", "-", "0"}, {"-", "[10000..20000)", "not(true)", "\"north\", \"east\"", "income / 10"}}
        );
    EXPECT_EQ(allocations_of(sample_table(amount), person), 0U);
    const SampleTable band = rates({{"> 18", "<= 20000", "false", "\"north\"", "\"reduced\""}});
    EXPECT_EQ(allocations_of(sample_table(band), person), 0U);
}

}  // namespace
}  // namespace guildhall::dmn
