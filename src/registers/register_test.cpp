#include "registers/register.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "registers/addresses.hpp"

namespace guildhall::registers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::shared_ptr<const Register> table(const std::string& bytes) {
    auto read = read_register(bytes, "r.csv");
    EXPECT_THAT(read.complaints, IsEmpty());
    return read.table;
}
std::string told(const std::string& bytes) {
    const auto read = read_register(bytes, "registers/r.csv");
    return read.complaints.empty() ? "right" : read.complaints.front().text();
}

TEST(Register, ReadsATable) {
    const auto read = table("\xef\xbb\xbfid,name\r\n1, Ann \r\n\r\n2,\"a, \"\"b\"\"\nc\"\r\n");
    EXPECT_EQ(read->rows(), 2U);
    EXPECT_EQ(read->cell(0, 1), "Ann");
    EXPECT_EQ(read->cell(1, 1), "a, \"b\"\nc");
    EXPECT_EQ(read->line_of(1), 4);
    EXPECT_EQ(read->column("name"), 1U);
    EXPECT_FALSE(read->column("nome"));
}

TEST(Register, RefusesWithThePlace) {
    EXPECT_EQ(told("a,b\n1,2\n3\n"), "registers/r.csv:3:1: error: found 1 cells; expected 2, one for each column");
    EXPECT_THAT(told(""), HasSubstr("r.csv:1:1: error: the file is empty"));
    EXPECT_THAT(told("a,a\n"), HasSubstr("the column `a` twice"));
    EXPECT_THAT(told("a b\n"), HasSubstr("column name `a b`"));
    EXPECT_THAT(told("a\n\"x\n"), HasSubstr("r.csv:2:1: error"));
    EXPECT_THAT(told("a\n\xff\n"), HasSubstr("not UTF-8"));
}

TEST(Register, HasALimit) {
    std::string bytes = "a\n";
    bytes.reserve(2'100'000);
    for (std::size_t i = 0; i <= max_rows; ++i) bytes += "1\n";
    EXPECT_THAT(told(bytes), HasSubstr("more than 1000000 rows"));
}

TEST(RegisterIndex, FindsRowsByTheirKeys) {
    base::Complaints complaints;
    const auto read = table("plate,year,class\nAB12 CDE,2020,b\nAB12 CDE,2021,c\n");
    const RegisterIndex index(read, {0, 1}, "r.csv", complaints);
    EXPECT_THAT(complaints, IsEmpty());
    EXPECT_EQ(index.find({"ab12cde", "2021"}), 1U);
    EXPECT_FALSE(index.find({"ab12cde", "2022"}));
    // Parts do not run into each other.
    EXPECT_FALSE(index.find({"ab12cde2", "021"}));
}

TEST(RegisterIndex, ComplainsOfKeysThatComeTwiceOrNot) {
    base::Complaints complaints;
    const RegisterIndex index(table("k,v\na,1\n A ,2\n,3\n"), {0}, "r.csv", complaints);
    ASSERT_EQ(complaints.size(), 2U);
    EXPECT_EQ(complaints[0].text(), "r.csv:3:1: error: found a key that line 2 has as well");
    EXPECT_EQ(complaints[1].text(), "r.csv:4:1: error: found a row without its key");
}

TEST(Addresses, AreFoundByPostcodeAndByWords) {
    const auto source = addresses_of(
        table("line1,line2,town,postcode\n1 Linden Street,,Eastmere,EM1 1AA\n2 Linden Street,Flat B,Eastmere,EM1 1AA\n"
              "3 Fish Street,,Eastmere,EM1 2BB\n")
    );
    ASSERT_TRUE(source);
    EXPECT_EQ((*source)->find("em11aa")->size(), 2U);
    EXPECT_THAT(*(*source)->find("3 fish"), ElementsAre(PostalAddress{"3 Fish Street", "", "Eastmere", "", "EM1 2BB"}));
    EXPECT_EQ((*source)->find("street east")->size(), 3U);
    EXPECT_EQ((*source)->find("LIND flat")->at(0).line2, "Flat B") << "each word begins one of the address";
    EXPECT_THAT(*(*source)->find("inden"), IsEmpty());
    EXPECT_THAT(*(*source)->find("linden fish"), IsEmpty());
    EXPECT_THAT(*(*source)->find("nowhere"), IsEmpty());
    EXPECT_THAT(*(*source)->find(""), IsEmpty());
    EXPECT_THAT(*(*source)->find(" ,. "), IsEmpty());
    EXPECT_FALSE(addresses_of(table("line1,postcode\n1 A,B\n")));
}

TEST(Addresses, WordsFindTheSameThroughTheIndexAsThroughAllRows) {
    std::string text = "line1,line2,town,postcode\n";
    std::vector<std::string> all;
    for (int i = 0; i < 600; ++i) {
        const std::string line1 = std::to_string(i % 60) + (i % 3 ? " Elm Street" : " Oak Row");
        const std::string town = i % 200 ? "Eastmere" : "Elmstead";
        text += line1 + ",," + town + ",PC" + std::to_string(i) + "Z\n";
        all.push_back(line1 + " " + town + " PC" + std::to_string(i) + "Z");
    }
    const auto source = addresses_of(table(text));
    const auto begins = [](const std::string& address, const std::string& wanted) {
        return (" " + base::to_lower_ascii(address)).find(" " + wanted) != std::string::npos;
    };
    const std::vector<std::string> words{"elm", "street", "elms", "oak", "1", "59", "pc", "pc3", "east", "q"};
    for (const std::string& one : words) {
        for (const std::string& other : words) {
            std::vector<std::string> expected;
            for (std::size_t i = 0; i < all.size() && expected.size() < most_addresses; ++i) {
                if (begins(all[i], one) && begins(all[i], other)) expected.push_back("PC" + std::to_string(i) + "Z");
            }
            std::vector<std::string> found;
            const auto answer = (*source)->find(one + " " + other);
            for (const auto& address : *answer) found.push_back(address.postcode);
            EXPECT_EQ(found, expected) << one << " " << other;
        }
    }
}

TEST(Addresses, OfAServerAreRead) {
    const auto read = read_addresses(
        R"({"addresses": [{"line1": "1 A", "town": "B", "postcode": "C", "county": "D\u0000", "more": 1}]})"
    );
    ASSERT_TRUE(read);
    EXPECT_EQ(read->front().text(), "1 A, B, D , C");
    for (const char* wrong :
         {"", "[]", "{}", R"({"addresses": 1})", R"({"addresses": [1]})", R"({"addresses": [{"line1": "a"}]})"})
        EXPECT_FALSE(read_addresses(wrong)) << wrong;
    AddressServer nobody;
    nobody.url = "http://127.0.0.1:9";
    const auto source = addresses_from(nobody);
    const auto found = source->find("EM1 1AA");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, base::ErrorCode::unavailable);
}

}  // namespace
}  // namespace guildhall::registers
