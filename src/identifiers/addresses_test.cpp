#include <cmath>

#include <gtest/gtest.h>

#include "identifiers/coordinates.hpp"
#include "identifiers/email.hpp"
#include "identifiers/phone.hpp"
#include "identifiers/web_address.hpp"

namespace guildhall::identifiers {
namespace {

std::string international(std::string_view typed, std::string_view code = "") {
    const auto read = read_phone(typed, code);
    const auto* phone = std::get_if<Phone>(&read);
    return phone == nullptr ? "!" : phone->international;
}

TEST(Phone, IsTidiedAndMadeInternationalWhereThatIsKnown) {
    const auto read = read_phone(" 01632\u00A0 960  001 ");
    ASSERT_TRUE(std::holds_alternative<Phone>(read));
    EXPECT_EQ(std::get<Phone>(read).typed, "01632 960 001");
    EXPECT_EQ(std::get<Phone>(read).international, "");
    EXPECT_EQ(international("01632 960 001", "44"), "+441632960001");
    EXPECT_EQ(international("+44 (0)1632 960001"), "+441632960001");
    EXPECT_EQ(international("0044 (0)1632 960001"), "+441632960001");
    EXPECT_EQ(international("00 47 22 33 44 55", "44"), "+4722334455");
    EXPECT_EQ(international("22 33 44 55", "47"), "+4722334455");
    EXPECT_EQ(international("06 1234 5678", "39"), "+390612345678");
    EXPECT_EQ(international("(020) 7946-0018", "44"), "+442079460018");
}

TEST(Phone, OfAWrongFormOrLengthIsRefused) {
    EXPECT_EQ(std::get<Fault>(read_phone("")), Fault::empty);
    EXPECT_EQ(std::get<Fault>(read_phone("1234")), Fault::length);
    EXPECT_EQ(std::get<Fault>(read_phone("1234567890123456")), Fault::length);
    EXPECT_EQ(std::get<Fault>(read_phone("01632 960 001 ext 4")), Fault::characters);
    EXPECT_EQ(std::get<Fault>(read_phone("01632+960001")), Fault::form);
    EXPECT_EQ(std::get<Fault>(read_phone("++441632960001")), Fault::form);
    EXPECT_EQ(std::get<Fault>(read_phone("(01632 960001")), Fault::form);
    EXPECT_EQ(std::get<Fault>(read_phone("+0441632960001")), Fault::form);
    EXPECT_EQ(std::get<Fault>(read_phone(std::string(10000, '1'))), Fault::length);
}

std::string email(std::string_view typed) {
    const Read read = read_email(typed);
    const auto* kept = std::get_if<std::string>(&read);
    return kept == nullptr ? "!" : *kept;
}

TEST(Email, KeepsTheLocalPartAndLowersTheDomain) {
    EXPECT_EQ(email(" Someone.Else+tag@Example.ORG "), "Someone.Else+tag@example.org");
    EXPECT_EQ(email("a\u200B@example.org"), "a@example.org");
    EXPECT_EQ(email("kari@blåbærsyltetøy.no"), "kari@xn--blbrsyltety-y8ao3x.no");
    EXPECT_EQ(email("info@bücher.example"), "info@xn--bcher-kva.example");
    EXPECT_EQ(email("info@xn--bcher-kva.example"), "info@xn--bcher-kva.example");
}

TEST(Email, ThatNoServerWouldTakeIsRefused) {
    for (const std::string_view typed :
         {"nobody", "@example.org", "a@", "a@localhost", "a@@example.org", "a@b@example.org", "-a@example.org",
          "a b@example.org", "a@exam ple.org", "a@.org", "a@example..org", "a@-example.org", "a@example.org.",
          "a@1.2.3.4", "a,b@example.org", "ä@example.org", "a@example.org\nBcc: b@example.org", "a@xn--a.org"})
        EXPECT_EQ(email(typed), "!") << typed;
    EXPECT_EQ(std::get<Fault>(read_email(" ")), Fault::empty);
    EXPECT_NE(email(std::string(64, 'a') + "@example.org"), "!");
    EXPECT_EQ(std::get<Fault>(read_email(std::string(65, 'a') + "@example.org")), Fault::length);
    EXPECT_EQ(email("a@" + std::string(64, 'b') + ".org"), "!");
    EXPECT_EQ(std::get<Fault>(read_email(std::string(10000, 'a'))), Fault::length);
}

std::string web(std::string_view typed) {
    const Read read = read_web_address(typed);
    const auto* kept = std::get_if<std::string>(&read);
    return kept == nullptr ? "!" : *kept;
}

TEST(WebAddress, IsKeptInOneForm) {
    EXPECT_EQ(web("www.Example.org"), "https://www.example.org/");
    EXPECT_EQ(web("HTTP://Example.org/A b"), "!");
    EXPECT_EQ(web("http://Example.org:8080/Path?q=1#x"), "http://example.org:8080/Path?q=1#x");
    EXPECT_EQ(web("example.org?url=http://other.example/"), "https://example.org/?url=http://other.example/");
    EXPECT_EQ(web("https://bücher.example/ä"), "https://xn--bcher-kva.example/%C3%A4");
    EXPECT_EQ(web("http://192.0.2.1/"), "http://192.0.2.1/");
    for (const std::string_view typed :
         {"javascript:alert(1)", "ftp://example.org", "https://user@example.org", "https://", "localhost",
          "http://1.2.3", "https://example.org:0", "https://example.org:99999", "https://exa mple.org",
          "http://192.0.2.256/", "a"})
        EXPECT_EQ(web(typed), "!") << typed;
    EXPECT_EQ(std::get<Fault>(read_web_address("")), Fault::empty);
    EXPECT_EQ(std::get<Fault>(read_web_address("example.org/" + std::string(10000, 'a'))), Fault::length);
}

void expect_near(std::string_view typed, double latitude, double longitude, double within = 1e-9) {
    const auto read = read_coordinates(typed);
    const auto* place = std::get_if<Coordinates>(&read);
    ASSERT_NE(place, nullptr) << typed;
    EXPECT_NEAR(place->latitude, latitude, within) << typed;
    EXPECT_NEAR(place->longitude, longitude, within) << typed;
}

TEST(Coordinates, AreReadInTheFormsOfMapsAndTelephones) {
    expect_near("51.5007, -0.1246", 51.5007, -0.1246);
    expect_near("51.5007 -0.1246", 51.5007, -0.1246);
    expect_near("51.5007,\u22120.1246", 51.5007, -0.1246);
    expect_near("51°30'02\"N 0°07'29\"W", 51.0 + 30.0 / 60 + 2.0 / 3600, -(7.0 / 60 + 29.0 / 3600));
    expect_near("51° 30′ 2.5″ N, 0° 7′ 29″ W", 51.0 + 30.0 / 60 + 2.5 / 3600, -(7.0 / 60 + 29.0 / 3600));
    expect_near("N 59 54.5 E 10 44", 59 + 54.5 / 60, 10 + 44.0 / 60);
    expect_near("10.75E 59.91N", 59.91, 10.75);
    expect_near("-33.8568, 151.2153", -33.8568, 151.2153);
    for (const std::string_view typed :
         {"51.5", "91, 0", "0, 181", "51.5, -0.1, 3", "51°60'N 0°W", "51.5N", "51.5N 52N", "51.5N 0.1", "a", "51,5 0,1",
          "-51.5S 0E", "1e3, 4", "nan, nan", "51.5 30, 2", "..,.."})
        EXPECT_TRUE(std::holds_alternative<Fault>(read_coordinates(typed))) << typed;
    EXPECT_EQ(std::get<Fault>(read_coordinates("")), Fault::empty);
    EXPECT_EQ(std::get<Fault>(read_coordinates(std::string(10000, '1'))), Fault::length);
}

TEST(Coordinates, GoToTheNationalGridAndBack) {
    // Worked by others with the same parameters: 620286.25 309466.39; Ordnance Survey's exact answer is three metres
    // off.
    EXPECT_EQ(grid_reference({52.63820, 1.25423}), "TG 20286 09466");
    EXPECT_FALSE(grid_reference({48.8566, 2.3522}));
    EXPECT_FALSE(grid_reference({59.91, 10.75}));
    EXPECT_FALSE(grid_reference({std::nan(""), 0}));
    // The corner of a square is itself, and each digit left out makes the square ten times larger.
    expect_near("TG2028609466", 52.63820, 1.25423, 0.00002);
    expect_near("tg 2028 0946", 52.63820, 1.25423, 0.0003);
    expect_near("TG 202 094", 52.63820, 1.25423, 0.002);
    for (const std::string_view typed : {"TI 30080 80320", "ZZ 30080 80320", "TQ 30080 8032", "TQ", "TQ 300800 803200"})
        EXPECT_TRUE(std::holds_alternative<Fault>(read_coordinates(typed))) << typed;
    for (double latitude = 50.2; latitude < 58.5; latitude += 0.37) {
        for (double longitude = -5.5; longitude < 1.5; longitude += 0.41) {
            const auto reference = grid_reference({latitude, longitude});
            ASSERT_TRUE(reference);
            // Within the metre that the reference names, and what both ways of the transformation differ by.
            expect_near(*reference, latitude, longitude, 0.00004);
        }
    }
}

}  // namespace
}  // namespace guildhall::identifiers
