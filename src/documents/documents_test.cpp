#include "documents/documents.hpp"

#include <gtest/gtest.h>

#include "vault/testing.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;
using base::Bytes;
using base::ErrorCode;

// Pictures of one pixel, as encoders write them.
const Bytes png = *base::from_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
);
const Bytes webp = *base::from_base64("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
const Bytes jpeg = *base::from_base64(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////"
    "////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q=="
);
const Bytes pdf = base::to_bytes("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/// A scanner that says what the test wants.
class Saying final : public Scanner {
public:
    base::Result<Verdict> answer = Verdict{};
    base::Result<Verdict> scan(base::ByteView) override { return answer; }
};

class DocumentsTest : public testing::TestWithParam<store::Engine> {
protected:
    Upload upload(
        const Bytes& bytes, std::string claimed, std::vector<Kind> allowed = {Kind::image},
        std::string name = "tree.jpg"
    ) {
        return {"draft-1", "draft", bytes, std::move(claimed), std::move(name), std::move(allowed)};
    }
    void write(const std::function<void(store::WriteTransaction&)>& work) {
        ASSERT_TRUE(house_.store->write([&](store::WriteTransaction& t) {
            work(t);
            return store::commit();
        }));
    }
    ErrorCode refusal(const Upload& wrong) {
        const auto accepted = documents_.accept(wrong);
        EXPECT_FALSE(accepted);
        if (accepted) return ErrorCode::internal;
        EXPECT_FALSE(accepted.error().message.text.empty());
        return accepted.error().code;
    }

    vault::VaultForTest house_{GetParam()};
    Documents documents_{*house_.store, *house_.vault, nullptr, house_.clock, house_.random};
};

TEST_P(DocumentsTest, ComesBackAsItWasTaken) {
    const std::tuple<const Bytes*, std::string, std::string> files[] = {
        {&jpeg, "image/jpeg", "image/jpeg"},
        {&jpeg, "image/jpg", "image/jpeg"},
        {&png, "image/png", "image/png"},
        {&webp, "image/webp", "image/webp"},
        {&pdf, "application/pdf", "application/pdf"},
        {&png, "", "image/png"},
        {&png, "application/octet-stream", "image/png"},
        {&pdf, "Application/PDF; x=y", "application/pdf"}
    };
    for (const auto& [bytes, claimed, media_type] : files) {
        const auto accepted =
            documents_.accept(upload(*bytes, claimed, {Kind::image, Kind::pdf}, "C:\\photos\\the \"tree\".jpg"));
        ASSERT_TRUE(accepted) << claimed << ": " << accepted.error().message.text << " "
                              << accepted.error().detail.text;
        write([&](auto& t) { documents_.put(t, *accepted); });
        const auto opened = documents_.open(accepted->document.id, "draft-1");
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->bytes, *bytes);
        EXPECT_EQ(opened->name, "the \"tree\".jpg");
        EXPECT_EQ(opened->document.media_type, media_type);
        EXPECT_EQ(opened->document.size, static_cast<std::int64_t>(bytes->size()));
        EXPECT_EQ(opened->document.scan, ScanState::not_scanned);
    }
}

TEST_P(DocumentsTest, WhatLiesAboutItsTypeIsRefused) {
    EXPECT_EQ(
        refusal(upload(base::to_bytes("<html><script>alert(1)</script></html>"), "image/jpeg")),
        ErrorCode::unsupported_type
    );
    EXPECT_EQ(refusal(upload(base::to_bytes("#!/bin/sh\necho hello\n"), "image/png")), ErrorCode::unsupported_type);
    EXPECT_EQ(
        refusal(upload(
            base::to_bytes("\x7f"
                           "ELF\x02\x01\x01"),
            "image/png"
        )),
        ErrorCode::unsupported_type
    );
    EXPECT_EQ(refusal(upload(base::to_bytes("GIF89a\x01\x01\x01\x01"), "image/gif")), ErrorCode::unsupported_type);
    EXPECT_EQ(refusal(upload(png, "image/jpeg")), ErrorCode::unsupported_type);
    EXPECT_EQ(refusal(upload(png, "text/html")), ErrorCode::unsupported_type);
    EXPECT_EQ(refusal(upload(pdf, "application/pdf")), ErrorCode::unsupported_type);
    EXPECT_EQ(refusal(upload(jpeg, "image/jpeg", {Kind::pdf})), ErrorCode::unsupported_type);
    EXPECT_EQ(refusal(upload(pdf, "image/jpeg", {Kind::image, Kind::pdf})), ErrorCode::unsupported_type);
}

TEST_P(DocumentsTest, HeicIsRefusedWithAWayOut) {
    const Bytes heic = base::to_bytes(
        "\0\0\0\x18"
        "ftypheic\0\0\0\0mif1heic"sv
    );
    const auto accepted = documents_.accept(upload(heic, "image/heic"));
    ASSERT_FALSE(accepted);
    EXPECT_EQ(accepted.error().message.text, "answers.file_heic");
}

TEST_P(DocumentsTest, EmptyLargeAndDamagedFilesAreRefused) {
    EXPECT_EQ(refusal(upload({}, "image/jpeg")), ErrorCode::invalid_input);
    Bytes large = jpeg;
    large.resize(max_document_bytes + 1);
    EXPECT_EQ(refusal(upload(large, "image/jpeg")), ErrorCode::too_large);
    EXPECT_EQ(refusal(upload(Bytes(png.begin(), png.end() - 5), "image/png")), ErrorCode::invalid_input);
    EXPECT_EQ(refusal(upload(Bytes(jpeg.begin(), jpeg.begin() + 100), "image/jpeg")), ErrorCode::invalid_input);
}

TEST_P(DocumentsTest, WhatTheScannerSaysCounts) {
    Saying scanner;
    Documents scanned(*house_.store, *house_.vault, &scanner, house_.clock, house_.random);
    const auto clean = scanned.accept(upload(png, "image/png"));
    ASSERT_TRUE(clean);
    EXPECT_EQ(clean->document.scan, ScanState::clean);
    write([&](auto& t) { scanned.put(t, *clean); });
    EXPECT_EQ(scanned.find(clean->document.id)->scan, ScanState::clean);

    scanner.answer = Verdict{true, "Eicar-Test-Signature"};
    const auto infected = scanned.accept(upload(png, "image/png"));
    ASSERT_FALSE(infected);
    EXPECT_EQ(infected.error().code, ErrorCode::invalid_input);
    scanner.answer = base::Error{ErrorCode::unavailable, {"later"}, {}};
    EXPECT_EQ(scanned.accept(upload(png, "image/png")).error().code, ErrorCode::unavailable);
}

TEST_P(DocumentsTest, OnlyTheOwnerFindsIt) {
    const auto accepted = documents_.accept(upload(png, "image/png"));
    write([&](auto& t) { documents_.put(t, *accepted); });
    const auto& id = accepted->document.id;
    EXPECT_TRUE(documents_.find(id, "draft-1"));
    EXPECT_TRUE(documents_.find(id));
    EXPECT_EQ(documents_.find(id, "draft-2").error().code, ErrorCode::not_found);
    EXPECT_EQ(documents_.open(id, "draft-2").error().code, ErrorCode::not_found);
    EXPECT_EQ(documents_.open("../../etc/passwd").error().code, ErrorCode::not_found);
}

TEST_P(DocumentsTest, GoesAlongWhenTheVisitorSignsIn) {
    const auto accepted = documents_.accept(upload(png, "image/png"));
    write([&](auto& t) { documents_.put(t, *accepted); });
    const auto keys = house_.vault->prepare_move("draft-1", "account-1");
    ASSERT_TRUE(keys);
    write([&](auto& t) {
        (*keys)(t);
        documents_.move(t, "draft-1", "account-1");
    });
    EXPECT_FALSE(documents_.find(accepted->document.id, "draft-1"));
    const auto opened = documents_.open(accepted->document.id, "account-1");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->bytes, png);
}

TEST_P(DocumentsTest, RemovedIsGone) {
    const auto accepted = documents_.accept(upload(png, "image/png"));
    write([&](auto& t) { documents_.put(t, *accepted); });
    write([&](auto& t) { documents_.remove(t, accepted->document.id); });
    write([&](auto& t) { documents_.remove(t, "never there"); });
    EXPECT_FALSE(documents_.find(accepted->document.id));
    EXPECT_FALSE(house_.vault->open_file(accepted->document.file));
    EXPECT_FALSE(house_.vault->open(accepted->sealed_name.id));
}

INSTANTIATE_TEST_SUITE_P(Engines, DocumentsTest, testing::ValuesIn(vault::engines_for_test()));

TEST(DisplayName, IsSafeToShow) {
    EXPECT_EQ(display_name("tree.jpg"), "tree.jpg");
    EXPECT_EQ(display_name("../../etc/passwd"), "passwd");
    EXPECT_EQ(display_name("C:\\Users\\me\\tree.jpg"), "tree.jpg");
    EXPECT_EQ(display_name("a\r\nSet-Cookie: x\0.jpg"sv), "aSet-Cookie: x.jpg");
    EXPECT_EQ(display_name("photo\xe2\x80\xaegpj.exe"), "photogpj.exe");
    EXPECT_EQ(display_name("õunapuu.jpg"), "õunapuu.jpg");
    EXPECT_EQ(display_name(""), "document");
    EXPECT_EQ(display_name("..."), "document");
    EXPECT_EQ(display_name("/"), "document");
    EXPECT_EQ(display_name("\xff\xfe"), "document");
    const auto shown = display_name(std::string(500, 'x') + ".jpg");
    EXPECT_EQ(shown.size(), 100U);
    EXPECT_TRUE(shown.ends_with(".jpg"));
}

TEST(AttachmentHeader, FollowsRfc6266) {
    EXPECT_EQ(attachment_header("tree.jpg"), "attachment; filename=\"tree.jpg\"; filename*=UTF-8''tree.jpg");
    EXPECT_EQ(
        attachment_header("õ \"1\".jpg"), "attachment; filename=\"__ _1_.jpg\"; filename*=UTF-8''%C3%B5%20%221%22.jpg"
    );
    EXPECT_EQ(attachment_header("a\r\nX: y"), "attachment; filename=\"aX: y\"; filename*=UTF-8''aX%3A%20y");
}

TEST(Kinds, AreReadAsServicesWriteThem) {
    EXPECT_EQ(parse_kind("image"), Kind::image);
    EXPECT_EQ(parse_kind("pdf"), Kind::pdf);
    EXPECT_FALSE(parse_kind("video"));
}

}  // namespace
}  // namespace guildhall::documents
