#include "http/assets.hpp"

#include <fstream>
#include <stdexcept>

#include <brotli/decode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "http/internal/compression.hpp"
#include "http/internal/faces_for_test.hpp"

namespace guildhall::http {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string gunzip(const std::string& data) {
    std::string plain(1 << 20, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain;
}

std::string unbrotli(const std::string& data) {
    std::string plain(1 << 20, '\0');
    std::size_t size = plain.size();
    EXPECT_EQ(
        BrotliDecoderDecompress(
            data.size(), reinterpret_cast<const std::uint8_t*>(data.data()), &size,
            reinterpret_cast<std::uint8_t*>(plain.data())
        ),
        BROTLI_DECODER_RESULT_SUCCESS
    );
    plain.resize(size);
    return plain;
}

class AssetsTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "guildhall-assets-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        directory = name;
    }
    void TearDown() override { fs::remove_all(directory); }
    void write(const std::string& name, std::string_view content) {
        fs::create_directories((directory / name).parent_path());
        std::ofstream(directory / name, std::ios::binary) << content;
    }
    static Response get(
        const Assets& assets, const std::string& path,
        std::initializer_list<std::pair<const char*, const char*>> headers = {}
    ) {
        const TestRouter faces({assets.route()});
        Request request;
        request.path = path;
        for (const auto& [name, value] : headers) request.headers.add(name, value);
        return faces.router.handle(std::move(request));
    }
    fs::path directory;
};

TEST_F(AssetsTest, ServesUnderNamesThatChangeWithTheContent) {
    const std::string script = "let a = 1;\n" + std::string(2000, ' ');
    write("js/app.js", script);
    const auto assets = Assets::load(directory);
    ASSERT_TRUE(assets) << assets.error().detail.text;
    const std::string url = assets->url("js/app.js");
    EXPECT_THAT(url, ::testing::MatchesRegex("/assets/js/app-[0-9a-f]{15}\\.js"));
    const Response response = get(*assets, url);
    EXPECT_EQ(response.body, script);
    EXPECT_EQ(response.headers.find("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(response.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get(*assets, "/assets/js/app.js").headers.find("Cache-Control"), "public, no-cache");
    EXPECT_EQ(get(*assets, "/assets/js/app-000000000000000.js").status, 404);
    EXPECT_THROW((void)assets->url("js/other.js"), std::invalid_argument);

    write("js/app.js", "let a = 2;\n");
    EXPECT_NE(Assets::load(directory)->url("js/app.js"), url);
}

TEST_F(AssetsTest, SendsTheCodingThatTheClientTakes) {
    const std::string css(5000, 'a');
    write("app.css", css);
    const auto assets = Assets::load(directory);
    const std::string url = assets->url("app.css");
    const Response brotli = get(*assets, url, {{"Accept-Encoding", "gzip, deflate, br"}});
    EXPECT_EQ(brotli.headers.find("Content-Encoding"), "br");
    EXPECT_EQ(unbrotli(brotli.body), css);
    const Response gzip = get(*assets, url, {{"Accept-Encoding", "gzip, br;q=0"}});
    EXPECT_EQ(gzip.headers.find("Content-Encoding"), "gzip");
    EXPECT_EQ(gunzip(gzip.body), css);
    EXPECT_EQ(gzip.headers.find("Vary"), "Accept-Encoding");
    EXPECT_NE(gzip.headers.find("ETag"), brotli.headers.find("ETag"));
    EXPECT_EQ(get(*assets, url).body, css);
}

TEST_F(AssetsTest, KnowsWhatTheClientHas) {
    write("app.css", std::string(5000, 'a'));
    const auto assets = Assets::load(directory);
    const std::string tag(*get(*assets, "/assets/app.css").headers.find("ETag"));
    const Response response = get(*assets, "/assets/app.css", {{"If-None-Match", ("\"x\", W/" + tag).c_str()}});
    EXPECT_EQ(response.status, 304);
    EXPECT_TRUE(response.body.empty());
    EXPECT_EQ(get(*assets, "/assets/app.css", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(AssetsTest, StyleSheetsNameHashedFiles) {
    write("fonts/a.woff2", "font");
    write(
        "css/app.css",
        "@font-face{src:url('../fonts/a.woff2')}b{background:url(/assets/fonts/a.woff2#x)}i{background:url(data:image/"
        "png;base64,x)}u{background:url(other.png)}"
    );
    const auto assets = Assets::load(directory);
    const std::string font = assets->url("fonts/a.woff2");
    EXPECT_EQ(
        get(*assets, assets->url("css/app.css")).body,
        fmt::format(
            "@font-face{{src:url(\"{0}\")}}b{{background:url(\"{0}\")}}i{{background:url(data:image/"
            "png;base64,x)}}u{{background:url(other.png)}}",
            font
        )
    );
    const std::string before = assets->url("css/app.css");
    write("fonts/a.woff2", "another font");
    EXPECT_NE(Assets::load(directory)->url("css/app.css"), before) << "a changed font changes the sheet";
}

TEST_F(AssetsTest, RefusesFoldersThatAreNotOurs) {
    EXPECT_FALSE(Assets::load(directory / "missing"));
    write(".hidden/key.pem", "secret");
    write(".env", "secret");
    EXPECT_TRUE(Assets::load(directory));
    write("program.exe", "x");
    const auto refused = Assets::load(directory);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message.text, HasSubstr("program.exe"));
    fs::remove(directory / "program.exe");
    write("a b.css", "x");
    EXPECT_FALSE(Assets::load(directory));
}

TEST(Encodings, AreTakenWhenNamedAndNotWeighedToNothing) {
    EXPECT_TRUE(accepts_encoding("gzip", "gzip"));
    EXPECT_TRUE(accepts_encoding("br, GZIP ; q=0.5", "gzip"));
    EXPECT_FALSE(accepts_encoding("gzip;q=0", "gzip"));
    EXPECT_FALSE(accepts_encoding("gzip; q=0.000", "gzip"));
    EXPECT_FALSE(accepts_encoding("xgzip, identity", "gzip"));
    EXPECT_FALSE(accepts_encoding("", "gzip"));
    EXPECT_EQ(gunzip(gzip("", 1)), "");
}

}  // namespace
}  // namespace guildhall::http
