#include "http/form.hpp"

#include <random>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "http/cookie.hpp"
#include "http/url.hpp"

namespace guildhall::http {
namespace {

base::ErrorCode code_of(const base::Result<Fields>& result) {
    return result ? base::ErrorCode::internal : result.error().code;
}

TEST(Urlencoded, ReadsWhatBrowsersSend) {
    const auto fields = parse_urlencoded("a=1&b=two+words&a=%E2%82%AC&empty=&bare&&c=x=y");
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->get("a"), "1");
    EXPECT_EQ(fields->all("a"), (std::vector<std::string_view>{"1", "€"}));
    EXPECT_EQ(fields->get("b"), "two words");
    EXPECT_TRUE(fields->has("empty"));
    EXPECT_TRUE(fields->has("bare"));
    EXPECT_EQ(fields->get("c"), "x=y");
    EXPECT_FALSE(fields->has("d"));
    EXPECT_EQ(fields->entries().size(), 6u);
    EXPECT_TRUE(parse_urlencoded("")->entries().empty());
}

TEST(Urlencoded, RefusesWhatIsMalformed) {
    for (const char* text : {"a=%", "a=%4", "a=%zz", "%=a", "a=%00", "a=%ff", "a=%c0%af", "\xff=a", "a=%ed%a0%80"}) {
        EXPECT_EQ(code_of(parse_urlencoded(text)), base::ErrorCode::invalid_input) << text;
    }
}

TEST(Urlencoded, HoldsItsLimits) {
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "a=1&";
    EXPECT_TRUE(parse_urlencoded(many));
    EXPECT_EQ(code_of(parse_urlencoded(many + "a=1")), base::ErrorCode::too_large);
    EXPECT_TRUE(parse_urlencoded(std::string(256, 'n') + "=1"));
    EXPECT_EQ(code_of(parse_urlencoded(std::string(257, 'n') + "=1")), base::ErrorCode::too_large);
    const FormLimits limits{.value = 10};
    EXPECT_TRUE(parse_urlencoded("a=%31" + std::string(9, 'x'), limits));
    EXPECT_EQ(code_of(parse_urlencoded("a=" + std::string(11, 'x'), limits)), base::ErrorCode::too_large);
}

TEST(Urlencoded, WhatIsEncodedIsReadBack) {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        std::string value;
        for (unsigned i = random() % 20; i > 0; --i) {
            const unsigned point = 1 + random() % 0x7ff;
            if (point < 0x80) {
                value.push_back(static_cast<char>(point));
            } else {
                value.push_back(static_cast<char>(0xc0 | (point >> 6)));
                value.push_back(static_cast<char>(0x80 | (point & 0x3f)));
            }
        }
        const auto fields = parse_urlencoded("x=1&v=" + percent_encode(value) + "&y=2");
        ASSERT_TRUE(fields) << value;
        EXPECT_EQ(fields->get("v"), value);
        EXPECT_EQ(fields->entries().size(), 3u);
    }
}

TEST(ContentTypes, AreReadWithTheirParameters) {
    const auto type = parse_content_type(" Multipart/Form-Data; Boundary=\"a \\\"b\\\"\" ; charset=utf-8 ");
    ASSERT_TRUE(type);
    EXPECT_EQ(type->type, "multipart/form-data");
    EXPECT_EQ(type->parameters.at("boundary"), "a \"b\"");
    EXPECT_EQ(type->parameters.at("charset"), "utf-8");
    EXPECT_TRUE(parse_content_type("text/html;"));
    for (const char* text :
         {"", "text", "text/", "/html", "text/html x", "text/html;=a", "text/html; a",
          "text/html; a=", "text/html; a=\"b", "text/html; a=\"b\\", "text/html; a=b; A=c", "text/html, text/plain"}) {
        EXPECT_FALSE(parse_content_type(text)) << text;
    }
}

std::string multipart(std::initializer_list<std::string_view> parts) {
    std::string body;
    for (const std::string_view part : parts) body += fmt::format("--XX\r\n{}\r\n", part);
    return body + "--XX--\r\n";
}

constexpr std::string_view field = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

base::ErrorCode multipart_error(std::string_view body, const FormLimits& limits = {}) {
    const auto form = parse_multipart(body, "XX", limits);
    return form ? base::ErrorCode::internal : form.error().code;
}

TEST(Multipart, ReadsFieldsAndFiles) {
    const auto form = parse_multipart(
        multipart(
            {"Content-Disposition: form-data; name=\"note\"\r\n\r\nfirst\r\nsecond \r\n",
             "content-disposition: Form-Data; name=\"a%22b\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n€",
             "Content-Disposition: form-data; name=\"photo\"; filename=\"C:\\a\\tr\\\"ee.jpg\"\r\nContent-Type: "
             "image/jpeg\r\n"
             "Content-Transfer-Encoding: binary\r\n\r\n\xff\r\n--X\r\n-\xfe",
             "Content-Disposition: form-data; name=\"none\"; filename=\"\"\r\nContent-Type: "
             "application/octet-stream\r\n\r\n",
             "Content-Disposition: form-data; name=plain\r\n\r\n"}
        ),
        "XX"
    );
    ASSERT_TRUE(form) << form.error().detail.text;
    EXPECT_EQ(form->fields.get("note"), "first\r\nsecond \r\n");
    EXPECT_EQ(form->fields.get("a\"b"), "€");
    EXPECT_TRUE(form->fields.has("plain"));
    EXPECT_FALSE(form->fields.has("none"));
    ASSERT_EQ(form->files.size(), 1u);
    EXPECT_EQ(form->files[0].field, "photo");
    EXPECT_EQ(form->files[0].file_name, "C:\\a\\tr\"ee.jpg");
    EXPECT_EQ(form->files[0].content_type, "image/jpeg");
    EXPECT_EQ(base::text_of(form->files[0].body), "\xff\r\n--X\r\n-\xfe");
}

TEST(Multipart, AnEmptyFormIsOne) {
    EXPECT_TRUE(parse_multipart("--XX--\r\n", "XX"));
    EXPECT_TRUE(parse_multipart("--XX--", "XX"));
}

TEST(Multipart, RefusesWhatIsMalformed) {
    const std::string good = multipart({std::string(field) + "x"});
    ASSERT_TRUE(parse_multipart(good, "XX"));
    for (std::size_t length = 0; length + 2 < good.size(); ++length) {
        EXPECT_EQ(multipart_error(good.substr(0, length)), base::ErrorCode::invalid_input) << "truncated at " << length;
    }
    EXPECT_EQ(multipart_error("preamble\r\n" + good), base::ErrorCode::invalid_input);
    EXPECT_EQ(multipart_error(good + "epilogue"), base::ErrorCode::invalid_input);
    EXPECT_EQ(multipart_error("--XXX\r\n" + good), base::ErrorCode::invalid_input);
    for (const char* part :
         {"\r\nx", "Content-Type: text/plain\r\n\r\nx", "Content-Disposition: form-data\r\n\r\nx",
          "Content-Disposition: attachment; name=\"a\"\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''b\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\" x\r\n\r\nx",
          "Content-Disposition: form-data; name=\"\xff\"\r\n\r\nx",
          "Content-Disposition : form-data; name=\"a\"\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; boundary=Y\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"\r\nno colon\r\n\r\nx",
          "Content-Disposition: form-data; name=\"a\"\r\n\r\n\xff"}) {
        EXPECT_EQ(multipart_error(multipart({part})), base::ErrorCode::invalid_input) << part;
    }
}

TEST(Multipart, RefusesEncodingsThatItDoesNotKnow) {
    for (const char* header :
         {"Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable",
          "Content-Type: text/plain; charset=iso-8859-1"}) {
        EXPECT_EQ(
            multipart_error(multipart({fmt::format("Content-Disposition: form-data; name=\"a\"\r\n{}\r\n\r\nx", header)}
            )),
            base::ErrorCode::unsupported_type
        ) << header;
    }
}

TEST(Multipart, HoldsItsLimits) {
    std::string parts;
    for (int i = 0; i < 100; ++i) parts += fmt::format("--XX\r\n{}x\r\n", field);
    EXPECT_TRUE(parse_multipart(parts + "--XX--", "XX"));
    EXPECT_EQ(multipart_error(parts + fmt::format("--XX\r\n{}x\r\n--XX--", field)), base::ErrorCode::too_large);
    EXPECT_EQ(
        multipart_error(multipart({"A: " + std::string(9000, 'x') + "\r\n" + std::string(field)})),
        base::ErrorCode::too_large
    );
    EXPECT_TRUE(parse_multipart(multipart({"A: " + std::string(8000, 'x') + "\r\n" + std::string(field)}), "XX"));
    EXPECT_EQ(
        multipart_error(
            multipart({fmt::format("Content-Disposition: form-data; name=\"{}\"\r\n\r\n", std::string(257, 'n'))})
        ),
        base::ErrorCode::too_large
    );
    EXPECT_EQ(
        multipart_error(multipart({std::string(field) + "abc"}), FormLimits{.value = 2}), base::ErrorCode::too_large
    );
    EXPECT_EQ(
        multipart_error(multipart(
            {fmt::format("Content-Disposition: form-data; name=\"a\"; filename=\"{}\"\r\n\r\n", std::string(1025, 'n'))}
        )),
        base::ErrorCode::too_large
    );
}

TEST(Multipart, BoundariesAreChecked) {
    for (const std::string& boundary :
         {std::string(), std::string(71, 'x'), std::string("a\r\nb"), std::string("a\"b"), std::string("a ")}) {
        EXPECT_FALSE(parse_multipart(fmt::format("--{}--\r\n", boundary), boundary)) << boundary;
    }
}

TEST(Paths, AreDecodedAndNeverRepaired) {
    EXPECT_EQ(*decode_path("/"), "/");
    EXPECT_EQ(*decode_path("/a/b%20c/%E2%82%AC/"), "/a/b c/€/");
    EXPECT_EQ(*decode_path("/a+b"), "/a+b");
    EXPECT_EQ(*decode_path("/..."), "/...");
    for (const char* raw : {"",        "a",     "//",      "//a",        "/a//b", "/.",   "/..",  "/a/../b",
                            "/%2e%2E", "/.%2e", "/a%2fb",  "/a%5Cb",     "/a\\b", "/%00", "/%0a", "/%7f",
                            "/\x01",   "/%ff",  "/%c0%ae", "/%ed%a0%80", "/%",    "/%2",  "/%gg"}) {
        EXPECT_FALSE(decode_path(raw)) << raw;
    }
    EXPECT_FALSE(decode_path("/" + std::string(2048, 'a')));
    EXPECT_TRUE(decode_path("/" + std::string(2047, 'a')));
}

TEST(Paths, PercentDecodingUndoesEncoding) {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    EXPECT_EQ(percent_decode(percent_encode(all)), all);
    EXPECT_EQ(percent_encode("a b&c/é~"), "a%20b%26c%2F%C3%A9~");
}

TEST(Paths, LocalTargetsStayHere) {
    for (const char* good : {"/", "/a", "/a?b=//c", "/a#b"}) EXPECT_TRUE(is_local_path(good)) << good;
    for (const char* bad :
         {"", "a", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/\t/evil.example",
          "javascript:x"}) {
        EXPECT_FALSE(is_local_path(bad)) << bad;
    }
}

TEST(CookieHeaders, AreReadWithPatience) {
    Cookies cookies;
    parse_cookies("a=1; b=\"two\";c=x=y; bad name=1; d; =e; f=a b; a=2; g=", cookies);
    EXPECT_EQ(cookies, (Cookies{{"a", "1"}, {"b", "two"}, {"c", "x=y"}, {"g", ""}}));
    std::string many;
    for (int i = 0; i < 500; ++i) many += fmt::format("c{}=1; ", i);
    Cookies bounded;
    parse_cookies(many, bounded);
    EXPECT_EQ(bounded.size(), 100u);
}

TEST(CookieHeaders, AreWrittenClosed) {
    EXPECT_EQ(set_cookie_value({"a", "b", std::nullopt, SameSite::lax}, false), "a=b; Path=/; HttpOnly; SameSite=Lax");
    EXPECT_EQ(
        set_cookie_value({"a", "", std::chrono::seconds(0), SameSite::strict}, true),
        "a=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    );
    EXPECT_THROW((void)set_cookie_value({"a", "b; Domain=x", {}, SameSite::lax}, false), std::invalid_argument);
    EXPECT_THROW((void)set_cookie_value({"a b", "c", {}, SameSite::lax}, false), std::invalid_argument);
}

}  // namespace
}  // namespace guildhall::http
