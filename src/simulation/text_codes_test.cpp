#include "simulation/internal/text_codes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "simulation/internal/byte_masks.hpp"
#include "support/thorough.hpp"

namespace guildhall::simulation {
namespace {

TEST(TextCodes, NumberEachTextOnce) {
    std::mt19937 random(3);
    const std::string alphabet("0123456789012345678901234567890-.:/a\0\x80\xFF", 39);
    TextCodes codes;
    for (int round = 0; round < 3; ++round) {
        std::map<std::string, TextCodes::Code, std::less<>> expected;
        for (unsigned i = 0; i < tests::tries(50'000, 1'000'000); ++i) {
            // What stands behind a text must not matter.
            std::string text;
            for (unsigned length = random() % 20; length > 0; --length) text += alphabet[random() % alphabet.size()];
            if (i % 3 == 0) text = std::to_string(random() % 200'000);
            const std::string padded = text + std::string(TextCodes::padding, alphabet[random() % alphabet.size()]);
            const auto code = codes.code(std::string_view(padded).substr(0, text.size()));
            ASSERT_EQ(code, expected.try_emplace(text, expected.size()).first->second) << text;
            ASSERT_EQ(codes.size(), expected.size());
        }
        codes.clear();
    }
}

TEST(ByteMasks, AreTheSameOnEveryProcessor) {
    std::mt19937 random(4);
    for (unsigned i = 0; i < tests::tries(5000, 100'000); ++i) {
        std::string bytes;
        std::uint64_t expected = 0;
        for (unsigned at = 0; at < mask_bytes; ++at) {
            const char c = i % 2 == 0 ? static_cast<char>(random()) : ",\n\"-\x8A\xAC"[random() % 6];
            bytes += c;
            if (c == ',' || c == '\n') expected |= std::uint64_t{1} << at;
        }
        ASSERT_EQ((byte_mask<',', '\n'>(bytes.data())), expected);
        ASSERT_EQ((portable_byte_mask<',', '\n'>(bytes.data())), expected);
        bytes += bytes.substr(0, random() % mask_bytes);
        ASSERT_EQ(count_line_feeds(bytes), std::count(bytes.begin(), bytes.end(), '\n'));
    }
}

}  // namespace
}  // namespace guildhall::simulation
