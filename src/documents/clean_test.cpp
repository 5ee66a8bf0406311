#include <gtest/gtest.h>

#include "base/random.hpp"
#include "documents/internal/byte_order.hpp"
#include "documents/internal/clean.hpp"

namespace guildhall::documents {
namespace {

using namespace std::string_view_literals;
using base::Bytes;

/// A TIFF structure with an orientation and a pointer to a GPS directory, as phones write it.
Bytes phone_tiff(std::uint8_t orientation, bool big) {
    Bytes tiff = big ? Bytes{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2} : Bytes{'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0};
    if (big) {
        append(tiff, Bytes{0x88, 0x25, 0, 4, 0, 0, 0, 1,           0, 0, 0, 99, 1, 0x12,
                           0,    3,    0, 0, 0, 1, 0, orientation, 0, 0, 0, 0,  0, 0});
    } else {
        append(tiff, Bytes{0x25, 0x88, 4, 0, 1, 0, 0,           0, 99, 0, 0, 0, 0x12, 1,
                           3,    0,    1, 0, 0, 0, orientation, 0, 0,  0, 0, 0, 0,    0});
    }
    append(tiff, base::view_of("GPS 52.37N"));
    return tiff;
}

Bytes segment(std::uint8_t marker, std::string_view content) {
    Bytes out{
        0xff, marker, static_cast<std::uint8_t>((content.size() + 2) >> 8),
        static_cast<std::uint8_t>(content.size() + 2)
    };
    append(out, base::view_of(content));
    return out;
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes out;
    for (const auto& part : parts) append(out, part);
    return out;
}

std::string exif(std::uint8_t orientation, bool big) {
    return std::string("Exif\0\0"sv) + std::string(base::text_of(phone_tiff(orientation, big)));
}

const Bytes jpeg_start{0xff, 0xd8};
const Bytes jpeg_end{0xff, 0xd9};
const Bytes jpeg_scan = joined({segment(0xda, "\x01\x01\x00\x00\x3f\x00"sv), {1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4, 5}});

bool holds(const Bytes& bytes, std::string_view text) {
    return base::text_of(bytes).find(text) != std::string_view::npos;
}

TEST(CleanJpeg, KeepsThePictureAndDropsWhatIsBesideIt) {
    const Bytes jfif = segment(0xe0, "JFIF\0\x01\x02"sv);
    const Bytes profile = segment(0xe2, "ICC_PROFILE\0colours"sv);
    const Bytes adobe = segment(0xee, "Adobe\0d"sv);
    const Bytes tables = segment(0xdb, "quantisation");
    const Bytes frame = segment(0xc2, "frame");
    const Bytes original = joined(
        {jpeg_start, jfif, segment(0xe1, exif(1, true)),
         segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPS/>"sv), profile,
         segment(0xe2, "MPF\0second picture"sv), segment(0xed, "Photoshop 3.0\0City"sv), adobe,
         segment(0xfe, "a comment"), tables, frame, jpeg_scan, jpeg_scan, jpeg_end, base::to_bytes("a film with GPS")}
    );
    const auto clean = clean_jpeg(original);
    ASSERT_TRUE(clean);
    EXPECT_EQ(*clean, joined({jpeg_start, jfif, profile, adobe, tables, frame, jpeg_scan, jpeg_scan, jpeg_end}));
    EXPECT_EQ(clean_jpeg(*clean), clean);
}

TEST(CleanJpeg, KeepsWhichWayUpItIs) {
    for (const bool big : {false, true}) {
        const auto clean = clean_jpeg(joined({jpeg_start, segment(0xe1, exif(6, big)), jpeg_scan, jpeg_end}));
        ASSERT_TRUE(clean);
        EXPECT_FALSE(holds(*clean, "GPS"));
        const auto at = base::text_of(*clean).find("Exif");
        ASSERT_NE(at, std::string_view::npos);
        EXPECT_EQ(orientation_of(base::ByteView(*clean).subspan(at + 6)), 6);
        EXPECT_EQ(clean_jpeg(*clean), clean);
    }
}

TEST(CleanJpeg, RefusesWhatIsDamaged) {
    const Bytes good = joined({jpeg_start, segment(0xdb, "tables"), jpeg_scan, jpeg_end});
    ASSERT_TRUE(clean_jpeg(good));
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(clean_jpeg(base::ByteView(good).first(size))) << size;
    EXPECT_FALSE(clean_jpeg(joined({jpeg_start, jpeg_end})));
    EXPECT_FALSE(clean_jpeg(joined({jpeg_start, base::to_bytes("<?php"), jpeg_scan, jpeg_end})));
    EXPECT_FALSE(clean_jpeg(joined({jpeg_start, {0xff, 0xdb, 0, 1}, jpeg_scan, jpeg_end})));
}

// A picture of one pixel, as encoders write it.
const Bytes png = *base::from_base64(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
);
const Bytes png_head(png.begin(), png.begin() + 33);  // signature and IHDR
const Bytes png_rest(png.begin() + 33, png.end());

Bytes chunk(std::string_view type, base::ByteView content) {
    Bytes out;
    append_big32(out, static_cast<std::uint32_t>(content.size()));
    append(out, base::view_of(type));
    append(out, content);
    append(out, Bytes(4, 0xee));  // the filter copies check sums of what it keeps, and looks at none
    return out;
}

TEST(CleanPng, KeepsThePictureAndDropsWhatIsBesideIt) {
    EXPECT_EQ(clean_png(png), png);
    const Bytes gamma = chunk("gAMA", Bytes{0, 0, 1, 2});
    const Bytes original = joined(
        {png_head, gamma, chunk("tEXt", base::view_of("Author\0Somebody"sv)),
         chunk("iTXt", base::view_of("XML:com.adobe.xmp GPS")), chunk("zTXt", base::view_of("x")),
         chunk("tIME", Bytes(7, 0)), chunk("eXIf", phone_tiff(1, true)), chunk("prVt", base::view_of("who knows")),
         png_rest, base::to_bytes("PK\x03\x04")}
    );
    EXPECT_EQ(clean_png(original), joined({png_head, gamma, png_rest}));
}

TEST(CleanPng, KeepsWhichWayUpItIs) {
    const auto clean = clean_png(joined({png_head, chunk("eXIf", phone_tiff(8, false)), png_rest}));
    ASSERT_TRUE(clean);
    EXPECT_FALSE(holds(*clean, "GPS"));
    const auto at = base::text_of(*clean).find("eXIf");
    ASSERT_NE(at, std::string_view::npos);
    EXPECT_EQ(orientation_of(base::ByteView(*clean).subspan(at + 4)), 8);
    // CRC-32 of the chunk, computed with another program.
    const std::string_view crc = base::text_of(*clean).substr(at + 4 + 26, 4);
    EXPECT_EQ(base::to_hex(base::view_of(crc)), "86583034");
}

TEST(CleanPng, RefusesWhatIsDamaged) {
    for (std::size_t size = 0; size < png.size(); ++size)
        EXPECT_FALSE(clean_png(base::ByteView(png).first(size))) << size;
    EXPECT_FALSE(clean_png(joined({png_head, chunk("EVIL", Bytes{1}), png_rest})));
    EXPECT_FALSE(clean_png(joined({Bytes(png.begin(), png.begin() + 8), png_rest})));
    EXPECT_FALSE(clean_png(joined({png_head, chunk("IEND", {})})));
    EXPECT_FALSE(clean_png(joined({png_head, png_head, png_rest})));
}

Bytes riff_chunk(std::string_view type, base::ByteView content) {
    Bytes out = base::to_bytes(type);
    append_little32(out, static_cast<std::uint32_t>(content.size()));
    append(out, content);
    if (content.size() % 2 != 0) out.push_back(0);
    return out;
}

Bytes webp_of(std::initializer_list<Bytes> chunks) {
    const Bytes content = joined(chunks);
    Bytes out = base::to_bytes("RIFF");
    append_little32(out, static_cast<std::uint32_t>(content.size() + 4));
    append(out, base::view_of("WEBP"));
    append(out, content);
    return out;
}

TEST(CleanWebp, KeepsThePictureAndDropsWhatIsBesideIt) {
    const Bytes picture = riff_chunk("VP8 ", base::view_of("odd"));
    const Bytes profile = riff_chunk("ICCP", base::view_of("colours"));
    const Bytes with_all = riff_chunk("VP8X", Bytes{0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    const Bytes with_profile = riff_chunk("VP8X", Bytes{0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    Bytes original = webp_of(
        {with_all, profile, picture, riff_chunk("EXIF", phone_tiff(1, true)), riff_chunk("XMP ", base::view_of("GPS")),
         riff_chunk("what", base::view_of("who knows"))}
    );
    append(original, base::view_of("PK\x03\x04"));
    EXPECT_EQ(clean_webp(original), webp_of({with_profile, profile, picture}));
    EXPECT_EQ(clean_webp(webp_of({picture})), webp_of({picture}));
}

TEST(CleanWebp, KeepsWhichWayUpItIs) {
    const Bytes picture = riff_chunk("VP8L", base::view_of("even"));
    const Bytes with_exif = riff_chunk("VP8X", Bytes{0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    const Bytes jpeg_style = base::to_bytes(exif(3, false));
    const Bytes wanted = webp_of({with_exif, picture, riff_chunk("EXIF", tiff_with_orientation(3))});
    EXPECT_EQ(clean_webp(webp_of({with_exif, picture, riff_chunk("EXIF", phone_tiff(3, true))})), wanted);
    EXPECT_EQ(clean_webp(webp_of({with_exif, picture, riff_chunk("EXIF", jpeg_style)})), wanted);
}

TEST(CleanWebp, RefusesWhatIsDamaged) {
    const Bytes good = webp_of({riff_chunk("VP8 ", base::view_of("even"))});
    ASSERT_TRUE(clean_webp(good));
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(clean_webp(base::ByteView(good).first(size))) << size;
    EXPECT_FALSE(clean_webp(webp_of({riff_chunk("ICCP", base::view_of("even"))})));
    EXPECT_FALSE(clean_webp(webp_of({riff_chunk("VP8X", Bytes{0, 0}), riff_chunk("VP8 ", base::view_of("even"))})));
}

TEST(Orientation, ReadsNothingOutsideTheStructure) {
    for (const bool big : {false, true}) {
        Bytes tiff = phone_tiff(6, big);
        EXPECT_EQ(orientation_of(tiff), 6);
        for (std::size_t size = 0; size < 34; ++size)
            EXPECT_FALSE(orientation_of(base::ByteView(tiff).first(size))) << size;
        for (std::size_t at = 4; at < 8; ++at) {
            Bytes far = tiff;
            far[at] = 0xff;
            EXPECT_FALSE(orientation_of(far)) << at;
        }
    }
    EXPECT_FALSE(orientation_of(phone_tiff(9, true)));
    EXPECT_FALSE(orientation_of(phone_tiff(0, true)));
}

TEST(CleanProperty, AnyChangeOfBytesIsEitherRefusedOrCleanedForGood) {
    base::SeededRandom random{7};
    const Bytes jpeg = joined({jpeg_start, segment(0xe1, exif(6, true)), segment(0xdb, "tables"), jpeg_scan, jpeg_end});
    const Bytes full_png =
        joined({png_head, chunk("eXIf", phone_tiff(6, true)), chunk("tEXt", base::view_of("a")), png_rest});
    const Bytes webp = webp_of(
        {riff_chunk("VP8X", Bytes{0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0}), riff_chunk("VP8 ", base::view_of("odd")),
         riff_chunk("EXIF", phone_tiff(6, false))}
    );
    const std::pair<const Bytes*, std::optional<Bytes> (*)(base::ByteView)> formats[] = {
        {&jpeg, clean_jpeg}, {&full_png, clean_png}, {&webp, clean_webp}
    };
    for (const auto& [original, clean] : formats) {
        for (int round = 0; round < 20000; ++round) {
            Bytes changed = *original;
            for (std::uint64_t changes = 1 + random.number() % 4; changes > 0; --changes) {
                changed[random.number() % changed.size()] = static_cast<std::uint8_t>(random.number());
            }
            if (random.number() % 4 == 0) changed.resize(random.number() % (changed.size() + 1));
            const auto once = clean(changed);
            if (!once) continue;
            ASSERT_EQ(clean(*once), once) << round;
            ASSERT_LE(once->size(), changed.size() + 64);
        }
    }
}

}  // namespace
}  // namespace guildhall::documents
