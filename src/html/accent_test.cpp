#include "html/accent.hpp"

#include <gtest/gtest.h>

namespace guildhall::html {
namespace {

TEST(Accent, BecomesTheTokensOfLightAndDark) {
    const auto styles = accent_styles("#0d5846");
    ASSERT_TRUE(styles) << styles.error().message.text;
    EXPECT_NE(styles->css.find(":root{--accent:#0d5846;"), std::string::npos) << styles->css;
    EXPECT_NE(styles->css.find("@media screen and (prefers-color-scheme:dark){:root{--accent:#"), std::string::npos);
    EXPECT_EQ(styles->theme.size(), 7U);
    EXPECT_EQ(styles->css.find('<'), std::string::npos);
}

TEST(Accent, TooLittleContrastIsRefusedWithWhatWouldDo) {
    for (const char* light : {"#3388cc", "#ffd42e", "#ffffff", "#777777", "#00aa55"}) {
        const auto styles = accent_styles(light);
        ASSERT_FALSE(styles) << light;
        EXPECT_EQ(styles.error().code, base::ErrorCode::invalid_input);
        const std::string& words = styles.error().message.text;
        EXPECT_NE(words.find("must have 7:1"), std::string::npos) << words;
        const auto at = words.rfind("`#");
        ASSERT_NE(at, std::string::npos) << words;
        EXPECT_TRUE(accent_styles(words.substr(at + 1, 7))) << words;
    }
}

TEST(Accent, DarkColoursOfEveryHuePass) {
    for (const char* dark : {"#000000", "#0b3c8c", "#5b1a6e", "#7a1020", "#4a3300", "#003a3a", "#1a1a80"}) {
        const auto styles = accent_styles(dark);
        EXPECT_TRUE(styles) << dark << ": " << (styles ? "" : styles.error().message.text);
    }
}

TEST(Accent, AnythingElseIsNoColour) {
    for (const char* text : {"", "green", "#123", "0d5846", "#0d584g", "#0d5846;", "#0d58460"}) {
        const auto styles = accent_styles(text);
        ASSERT_FALSE(styles) << text;
        EXPECT_NE(styles.error().message.text.find("is no colour"), std::string::npos);
    }
}

}  // namespace
}  // namespace guildhall::html
