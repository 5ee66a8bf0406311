#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "feel/number.hpp"
#include "support/source_directory.hpp"

namespace guildhall::feel {
namespace {

/// Random operands: short amounts of money as well as all 34 digits, with many zeros and nines among them.
class Operands {
public:
    std::string next() {
        std::string text = chance(3) ? "-" : "";
        const unsigned digits = chance(2) ? 1 + below(9) : 1 + below(34);
        const unsigned kind = below(4);
        for (unsigned i = 0; i < digits; ++i)
            text += static_cast<char>(
                kind == 0   ? (chance(5) ? '1' : '0')
                : kind == 1 ? (chance(5) ? '5' : '9')
                            : '0' + below(10)
            );
        if (chance(2))
            text += fmt::format("E-{}", below(12));
        else if (chance(3))
            text += fmt::format("E{}", static_cast<int>(below(80)) - 50);
        return text;
    }
    unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
    bool chance(unsigned one_in) { return below(one_in) == 0; }

private:
    std::mt19937 random_{20'261'122};
};

std::string shown(const std::optional<Number>& number) {
    return number ? number->text() : "nothing";
}

/// One line: operation, operands, result.
std::string line_of(Operands& operands, unsigned operation) {
    using Rounding = Number::Rounding;
    static constexpr std::array<std::pair<const char*, Rounding>, 7> roundings{
        {{"half_even", Rounding::half_even},
         {"down", Rounding::down},
         {"up", Rounding::up},
         {"half_down", Rounding::half_down},
         {"half_up", Rounding::half_up},
         {"floor", Rounding::floor},
         {"ceiling", Rounding::ceiling}}
    };
    const std::string a = operands.next();
    const std::string b = operands.next();
    const Number x = *Number::parse(a);
    const Number y = *Number::parse(b);
    const auto line = [&](const char* name, const std::string& second, const std::string& result) {
        return fmt::format("{} {} {} {}\n", name, a, second, result);
    };
    switch (operation) {
        case 0:
            return line("add", b, shown(x.plus(y)));
        case 1:
            return line("subtract", b, shown(x.minus(y)));
        case 2:
            return line("multiply", b, shown(x.times(y)));
        case 3:
            return line("divide", b, shown(x.divided_by(y)));
        case 4:
            return line("modulo", b, shown(x.modulo(y)));
        case 5:
            return line("sqrt", "0", shown(x.square_root()));
        case 6: {
            const Number small = *x.modulo(Number(200));
            return fmt::format("exp {} 0 {}\n", small.text(), shown(small.exponential()));
        }
        case 7:
            if (x.is_negative() || x == Number()) return line("text", "0", x.text());
            return line("ln", "0", shown(x.logarithm()));
        case 8: {
            if (operands.chance(2)) {  // compound interest: a base near one, over many years
                const std::string base = fmt::format("{}.0{}", operands.below(2), 1 + operands.below(99'999));
                const int months = static_cast<int>(operands.below(1'201)) - 600;
                return fmt::format("power {} {} {}\n", base, months, shown(Number::parse(base)->power(Number(months))));
            }
            const int exponent = static_cast<int>(operands.below(41)) - 15;
            return line("power", std::to_string(exponent), shown(x.power(Number(exponent))));
        }
        case 9:
            return line("compare", b, x < y ? "<" : x > y ? ">" : "=");
        case 10:
            return line("text", "0", x.text());
        default: {
            const auto& [name, rounding] = roundings[operands.below(roundings.size())];
            const int scale = static_cast<int>(operands.below(30)) - 10;
            return line(name, std::to_string(scale), shown(x.rounded(scale, rounding)));
        }
    }
}

TEST(DecimalOracle, AgreesWithPythonOn100000Operations) {
    if (std::system("python3 -c 'import decimal' >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "python3 is not there to compare with";
    const auto cases = std::filesystem::temp_directory_path() / fmt::format("decimal_cases_{}", getpid());
    {
        std::ofstream file(cases);
        Operands operands;
        for (unsigned i = 0; i < 100'000; ++i) file << line_of(operands, i % 14);
    }
    const auto script = tests::source_directory() / "src/feel/decimal_oracle.py";
    const int outcome = std::system(fmt::format("python3 '{}' '{}' >&2", script.string(), cases.string()).c_str());
    std::filesystem::remove(cases);
    EXPECT_EQ(outcome, 0) << "the operations that differ are printed above";
}

}  // namespace
}  // namespace guildhall::feel
