#include "simulation/internal/rule_finder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "support/thorough.hpp"

namespace guildhall::simulation {
namespace {

/// Rules that take numbers by chance; it does not tell of negative ones.
class RandomLookup final : public dmn::TableLookup {
public:
    RandomLookup(std::mt19937& random, std::size_t columns, std::size_t rules, bool first)
        : rules_(rules), first_(first) {
        const std::size_t words = (rules + 63) / 64;
        for (std::size_t i = 0; i < columns; ++i) {
            columns_.push_back(fmt::format("c{}", i));
            for (std::size_t value = 0; value < values; ++value) {
                auto& set = sets_.emplace_back(words);
                const unsigned share = 1 + static_cast<unsigned>(random() % 400);
                for (std::size_t bit = 0; bit < words * 64; ++bit)
                    if (random() % share == 0) set[bit / 64] |= std::uint64_t{1} << (bit % 64);
            }
        }
    }
    [[nodiscard]] const std::vector<std::string>& columns() const override { return columns_; }
    [[nodiscard]] std::size_t rules() const override { return rules_; }
    [[nodiscard]] bool first_decides() const override { return first_; }
    [[nodiscard]] std::optional<Rules> takes(std::size_t column, const feel::Value& value) const override {
        const auto number = value.number()->integer();
        if (*number < 0) return std::nullopt;
        return Rules(sets_[column * values + static_cast<std::size_t>(*number)]);
    }
    static constexpr std::size_t values = 6;

private:
    std::vector<std::string> columns_;
    std::vector<std::vector<std::uint64_t>> sets_;
    std::size_t rules_;
    bool first_;
};

std::shared_ptr<const dmn::Model> model_of_numbers(std::size_t columns) {
    std::string xml =
        "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"M\" namespace=\"urn:m\">";
    for (std::size_t i = 0; i < columns; ++i)
        xml += fmt::format(
            "<inputData id=\"c{0}\" name=\"c{0}\"><variable name=\"c{0}\" typeRef=\"number\"/></inputData>", i
        );
    return dmn::load(xml + "</definitions>", "m.dmn").model;
}

TEST(RuleFinder, FindsTheRulesThatAllColumnsTake) {
    std::mt19937 random(8);
    for (unsigned i = 0; i < tests::tries(60, 1000); ++i) {
        const std::size_t columns = 1 + random() % 4;
        // From one rule to several words for each part.
        const std::size_t rules = i % 4 == 0 ? 1 + random() % 20'000 : 1 + random() % 300;
        const auto table = std::make_shared<RandomLookup>(random, columns, rules, i % 3 != 0);
        const auto model = model_of_numbers(columns);
        std::vector<InputColumn> inputs;
        std::vector<std::size_t> at;
        for (std::size_t c = 0; c < columns; ++c) {
            inputs.push_back({{table->columns()[c]}, c});
            at.push_back(columns - 1 - c);
        }
        std::vector<CellValues> cells;
        for (std::size_t c = 0; c < columns; ++c) cells.emplace_back(*model, inputs[at[c]], base::Instant{});
        RuleFinder finder(table, at);
        for (int batch = 0; batch < 3; ++batch) {
            const std::size_t rows = 1 + random() % 50;
            std::vector<std::vector<int>> numbers(columns, std::vector<int>(rows));
            for (std::size_t c = 0; c < columns; ++c) {
                std::vector<std::string> texts;
                for (int& number : numbers[at[c]]) {
                    number = static_cast<int>(random() % 7) - (random() % 5 == 0 ? 1 : 0);
                    number = std::min(number, static_cast<int>(RandomLookup::values) - 1);
                    texts.push_back(std::to_string(number));
                    texts.back().reserve(64);
                }
                const std::vector<std::string_view> views(texts.begin(), texts.end());
                cells[c].read(views);
            }
            finder.look_up(cells, rows);
            for (std::size_t row = 0; row < rows; ++row) {
                std::vector<std::uint32_t> expected;
                bool told = true;
                for (std::size_t c = 0; c < columns; ++c) {
                    const auto taken = table->takes(c, feel::Value(feel::Number(numbers[c][row])));
                    told = told && taken;
                    if (!told) break;
                    if (expected.empty()) expected.assign(2 * taken->size(), 0xFFFFFFFF);
                    for (std::size_t word = 0; word < expected.size(); ++word)
                        expected[word] &= static_cast<std::uint32_t>((*taken)[word / 2] >> (32 * (word % 2)));
                }
                if (told)
                    for (std::size_t rule = rules; rule < expected.size() * 32; ++rule)
                        expected[rule / 32] &= ~(std::uint32_t{1} << (rule % 32));
                std::vector<std::uint32_t> found;
                ASSERT_EQ(finder.all_rules(row, found), told);
                if (told) {
                    ASSERT_EQ(found, expected);
                }
                if (!table->first_decides()) continue;
                std::size_t first = 0;
                while (told && first < rules && (expected[first / 32] >> (first % 32) & 1) == 0) ++first;
                ASSERT_EQ(finder.first_rule(row), told ? std::optional(first) : std::nullopt);
            }
        }
    }
}

}  // namespace
}  // namespace guildhall::simulation
