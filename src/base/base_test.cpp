#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/message.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"

namespace guildhall::base {
namespace {

TEST(Bytes, Base64FollowsRfc4648TestVectors) {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"}
    };
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base64(view_of(plain)), encoded);
        EXPECT_EQ(from_base64(encoded), to_bytes(plain));
    }
    EXPECT_FALSE(from_base64("Zg="));
    EXPECT_FALSE(from_base64("Zh=="));
    EXPECT_FALSE(from_base64("Z g="));
    EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
    EXPECT_EQ(from_hex("00fF"), (Bytes{0, 255}));
    EXPECT_FALSE(from_hex("0g"));
}

TEST(Clock, Rfc3339GoesThereAndBack) {
    for (const char* text : {"2026-11-22T09:11:05Z", "1969-12-31T23:59:59.000001Z", "2024-02-29T00:00:00.500000Z"}) {
        const auto instant = from_rfc3339(text);
        ASSERT_TRUE(instant) << text;
        EXPECT_EQ(to_rfc3339(*instant), text);
    }
    EXPECT_FALSE(from_rfc3339("2023-02-29T00:00:00Z"));
    EXPECT_FALSE(from_rfc3339("2023-02-28 00:00:00Z"));
    EXPECT_FALSE(from_rfc3339("2023-02-28T24:00:00Z"));
}

TEST(Uuid, SortsByTimeAndReadsBack) {
    ManualClock clock{*from_rfc3339("2026-11-22T09:11:05Z")};
    SeededRandom random{1};
    const Uuid first = Uuid::make(clock, random);
    clock.advance(std::chrono::milliseconds{1});
    const Uuid second = Uuid::make(clock, random);
    EXPECT_LT(first, second);
    EXPECT_EQ(first.text()[14], '7');
    EXPECT_EQ(Uuid::parse(first.text()), first);
    EXPECT_FALSE(Uuid::parse("019ab"));
    EXPECT_FALSE(Uuid::parse("019AB8B6-0000-7000-8000-000000000000"));
}

TEST(Reference, CheckCharacterCatchesEverySingleMistakeAndEverySwap) {
    SeededRandom random{2};
    for (int round = 0; round < 50; ++round) {
        const Reference reference = Reference::make(random);
        const std::string& text = reference.text();
        EXPECT_EQ(Reference::parse(text), reference);
        EXPECT_EQ(Reference::parse(to_lower_ascii(text)), reference);
        for (std::size_t i = 3; i < text.size(); ++i) {
            if (text[i] == '-') continue;
            for (const char c : std::string_view{"0123456789ABCDEFGHJKMNPQRSTVWXYZ"}) {
                if (c == text[i]) continue;
                std::string wrong = text;
                wrong[i] = c;
                EXPECT_FALSE(Reference::parse(wrong)) << text << " " << wrong;
            }
        }
        for (std::size_t i = 3; i + 3 < text.size(); ++i) {
            if (text[i] == '-' || text[i + 1] == '-' || text[i] == text[i + 1]) continue;
            std::string swapped = text;
            std::swap(swapped[i], swapped[i + 1]);
            EXPECT_FALSE(Reference::parse(swapped)) << text << " " << swapped;
        }
    }
}

TEST(Json, IsStrictAndStable) {
    const auto json = Json::parse(R"({"b":[1,2.5,"x",null,true],"a":{"ä":"\u00e4"}})");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->text(), R"({"a":{"ä":"ä"},"b":[1,2.5E0,"x",null,true]})");
    for (const char* bad : {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "nul", "1 2", "\"\xff\"", "{a:1}", "// x\n1"}) {
        EXPECT_FALSE(Json::parse(bad)) << bad;
    }
    EXPECT_FALSE(Json::parse(std::string(100, '[') + std::string(100, ']')));
}

TEST(Json, RoundsNumbersOnceAndRefusesWhatIsNone) {
    const auto json =
        Json::parse("[0.1,5e-324,9007199254740993.0,1.7976931348623157e308,-1e-400,18446744073709551615]");
    ASSERT_TRUE(json);
    const auto& numbers = *json->array();
    EXPECT_EQ(*numbers[0].real(), 0.1);
    EXPECT_EQ(*numbers[1].real(), 5e-324);
    EXPECT_EQ(*numbers[2].real(), 9007199254740992.0);
    EXPECT_EQ(*numbers[3].real(), 1.7976931348623157e308);
    EXPECT_EQ(*numbers[4].real(), 0.0);
    EXPECT_EQ(*numbers[5].real(), 18446744073709551616.0);
    EXPECT_EQ(*Json::parse(json->text()), *json);
    for (const char* bad : {"1e309", "[-5e808]", "1e99999"}) EXPECT_FALSE(Json::parse(bad)) << bad;
}

TEST(Message, CarriesItsArgumentsInItsText) {
    EXPECT_EQ(by_key("account.wrong").text, "account.wrong");
    const auto message = keyed(by_key("a.b", {{"count", -3}, {"name", "x = \n y\x1f"}}).text);
    EXPECT_EQ(message.key, "a.b");
    ASSERT_EQ(message.arguments.size(), 2U);
    EXPECT_EQ(message.arguments[0].name, "count");
    EXPECT_EQ(std::get<std::int64_t>(message.arguments[0].value), -3);
    EXPECT_EQ(std::get<std::string>(message.arguments[1].value), "x = \n y");
    EXPECT_EQ(keyed("Plain words.").key, "Plain words.");
    EXPECT_TRUE(keyed("").arguments.empty());
    EXPECT_EQ(keyed(with_argument({"Plain words."}, {"incident", "7"}).text).arguments.size(), 1U);
}

TEST(Text, FindsTheNearestName) {
    const std::vector<std::string> names{"trunk", "place", "protected"};
    EXPECT_EQ(nearest("truk", names), "trunk");
    EXPECT_EQ(nearest("protcted", names), "protected");
    EXPECT_EQ(nearest("turnk", names), "trunk");
    EXPECT_FALSE(nearest("zebra", names));
    EXPECT_FALSE(nearest(std::string(1'000'000, 'x'), names));
    EXPECT_TRUE(is_valid_utf8("pöhja €𝄞"));
    EXPECT_FALSE(is_valid_utf8("\xc0\x80"));
    EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80"));
}

TEST(Parallel, DoesEachPieceOnceAndPassesOnWhatIsThrown) {
    std::vector<std::atomic<int>> done(1000);
    for_each_in_parallel(done.size(), [&](std::size_t i) { ++done[i]; });
    EXPECT_TRUE(std::all_of(done.begin(), done.end(), [](const auto& count) { return count == 1; }));
    for_each_in_parallel(0, [](std::size_t) { FAIL(); });
    std::atomic<int> begun{0};
    const auto throws_from_the_fourth = [&](std::size_t i) {
        ++begun;
        if (i >= 3) throw std::runtime_error("the fourth");
    };
    EXPECT_THROW(for_each_in_parallel(1'000'000, throws_from_the_fourth), std::runtime_error);
    EXPECT_LT(begun, 1'000'000) << "each thread stops at what it throws";
}

}  // namespace
}  // namespace guildhall::base
