#include <gtest/gtest.h>

#include <random>

#include "simulation/csv_batch.hpp"
#include "simulation/csv_blocks.hpp"
#include "support/thorough.hpp"

namespace guildhall::simulation {
namespace {

/// What was read, as text: `2: a|b` for a record of line 2, `! 3:4 why` for a complaint, `2 blank`.
std::string told(const CsvRecord& record, CsvRecord::Kind kind, std::int64_t line) {
    if (kind == CsvRecord::Kind::blank) return std::to_string(line) + " blank\n";
    if (kind != CsvRecord::Kind::good) {
        const CsvComplaint& complaint = record.complaint();
        return "! " + std::to_string(complaint.line) + ":" + std::to_string(complaint.column) + " " +
               complaint.message + "\n";
    }
    std::string text = std::to_string(line) + ": ";
    std::string scratch;
    for (std::size_t i = 0; i < record.fields().size(); ++i)
        text += (i > 0 ? "|" : "") + std::string(record.fields()[i].text(scratch));
    return text + "\n";
}

/// Header and records, read through blocks of some size.
std::string read_all(const std::string& bytes, std::size_t block_bytes, CsvLimits limits = {}) {
    std::istringstream stream(bytes);
    CsvBlocks blocks(stream, limits, block_bytes);
    const auto names = blocks.header();
    if (!names) return names.error().message.text;
    std::string text;
    for (const std::string& name : *names) text += "<" + name + ">";
    text += "\n";
    CsvBlock block;
    CsvRecord record(limits);
    std::int64_t number = 0;
    while (blocks.next(block)) {
        EXPECT_EQ(block.number, number++);
        if (block.complaint)
            text += "! " + std::to_string(block.complaint->line) + ":" + std::to_string(block.complaint->column) + " " +
                    block.complaint->message + "\n";
        std::string_view rest = block.bytes();
        std::int64_t line = block.line;
        while (!rest.empty()) {
            const auto kind = record.read(rest, line, true);
            text += told(record, kind, line);
            line += record.lines();
            rest.remove_prefix(record.size());
        }
    }
    return text;
}

TEST(Csv, ReadsFieldsInQuotesOverLinesAndBothLineBreaks) {
    EXPECT_EQ(
        read_all(
            "\xEF\xBB\xBF"
            "a, b ,\"c d\"\r\n1,,x y\r\n\"1,5\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\nlast,row,\"\"",
            100
        ),
        "<a><b><c d>\n2: 1||x y\n3: 1,5|say \"hi\"|two\r\nlines\n5 blank\n6: last|row|\n"
    );
}

TEST(Csv, SaysWhereARecordIsWrongAndGoesOnBehindIt) {
    EXPECT_EQ(
        read_all("a,b\nx,5\" pipe\ny,\"z\" \n1,2\n\"two\nlines\",3\"\n4,5\n", 100),
        "<a><b>\n! 2:4 a quote in a field that has none around it\n"
        "! 3:6 text behind the quote that closes the field; a quote inside a field stands twice\n"
        "4: 1|2\n! 6:9 a quote in a field that has none around it\n7: 4|5\n"
    );
    EXPECT_EQ(
        read_all("a,b\n1,\"never\n2,3\n4,5\n", 100),
        "<a><b>\n! 2:3 the quote that begins here is never closed\n3: 2|3\n4: 4|5\n"
    );
}

TEST(Csv, HoldsToItsLimits) {
    const CsvLimits limits{.field_bytes = 4, .record_bytes = 12, .fields = 3};
    for (const std::size_t block : {1, 5, 1000})
        EXPECT_EQ(
            read_all("a,b\n12345,1\n1,2,3,4\n123456789012345\nx,y\n\"1\n\",\"23456789\n7,8\n9,0\n", block, limits),
            "<a><b>\n! 2:1 a field of more than 4 bytes\n! 3:7 more than 3 fields\n"
            "! 4:1 a record of more than 12 bytes\n5: x|y\n! 6:1 a record of more than 12 bytes\n"
            "! 7:4 text behind the quote that closes the field; a quote inside a field stands twice\n8: 7|8\n9: 9|0\n"
        ) << block;
}

TEST(Csv, RefusesFirstLinesThatAreNoNames) {
    EXPECT_EQ(read_all("", 100), "the table is empty; expected a first line with the names of the columns");
    EXPECT_EQ(read_all("\na\n", 100), "the first line is empty; expected the names of the columns");
    EXPECT_EQ(read_all("a,b,a\n", 100), "two columns are called `a`");
    EXPECT_EQ(
        read_all(
            "\xFF\xFE"
            "a",
            100
        ),
        "the table is written in UTF-16; save it as UTF-8"
    );
    EXPECT_EQ(read_all("a\xFF\n", 100), "the names of the columns are not UTF-8 text");
    EXPECT_EQ(
        read_all("a,b\"\n", 100),
        "the names of the columns cannot be read: line 1, column 4: a quote in a field that has none around it"
    );
}

TEST(Csv, ReadsTheSameHoweverItIsCut) {
    std::mt19937 random(5);
    const std::string alphabet = "ab,,\"\"\n\n\r1";
    for (unsigned i = 0; i < tests::tries(2000, 20000); ++i) {
        std::string bytes = i % 3 == 0 ? "\xEF\xBB\xBF" : "";
        if (i % 7 != 0) bytes += "a,b\n";
        for (unsigned length = random() % 60; length > 0; --length) bytes += alphabet[random() % alphabet.size()];
        const CsvLimits limits{.field_bytes = 8, .record_bytes = 20, .fields = 4};
        const std::string whole = read_all(bytes, 1000, limits);
        for (const std::size_t block : {1, 2, 3, 7, 20}) ASSERT_EQ(read_all(bytes, block, limits), whole) << bytes;
    }
}

/// Where more bytes follow, lines without quotes are read eight bytes at a time.
TEST(Csv, ReadsTheSameWhateverFollows) {
    std::mt19937 random(6);
    const std::string alphabet = "abc\x80\xFF,\r1-";
    const CsvLimits limits{.field_bytes = 12, .record_bytes = 30, .fields = 5};
    for (unsigned i = 0; i < tests::tries(5000, 50000); ++i) {
        std::string line;
        for (unsigned length = random() % 36; length > 0; --length) line += alphabet[random() % alphabet.size()];
        line += '\n';
        CsvRecord alone(limits);
        CsvRecord followed(limits);
        const auto kind = alone.read(line, 7, true);
        const std::string more = line + "01234567\"89,\n";
        ASSERT_EQ(followed.read(more, 7, true), kind) << line;
        ASSERT_EQ(told(followed, kind, 7), told(alone, kind, 7));
        ASSERT_EQ(followed.size(), alone.size());
        ASSERT_EQ(followed.lines(), alone.lines());
    }
}

/// What `told` says of good records with so many fields, from batches; other good ones are complaints.
std::string read_in_batches(const std::string& bytes, std::size_t block_bytes, CsvLimits limits, std::size_t fields) {
    std::istringstream stream(bytes);
    CsvBlocks blocks(stream, limits, block_bytes);
    const std::vector<std::size_t> columns =
        fields == 1 ? std::vector<std::size_t>{0} : std::vector{std::size_t{0}, fields - 1};
    CsvBatchReader reader(limits, fields, columns);
    CsvBlock block;
    CsvBatch batch;
    std::string text;
    std::int64_t blank = 0;
    while (blocks.next(block)) {
        reader.begin(block);
        while (reader.next(batch)) {
            auto bad = batch.bad().begin();
            for (std::size_t row = 0; row <= batch.size(); ++row) {
                for (; bad != batch.bad().end() && bad->before == row; ++bad)
                    text +=
                        "! " + std::to_string(bad->complaint.line) + ":" + std::to_string(bad->complaint.column) + "\n";
                if (row == batch.size()) break;
                text += std::to_string(batch[row].line) + ": " + std::string(batch.column(0)[row]) + "|" +
                        std::string(batch.column(columns.size() - 1)[row]) + "\n";
            }
            blank += batch.blank_lines();
        }
        if (block.complaint)
            text += "! " + std::to_string(block.complaint->line) + ":" + std::to_string(block.complaint->column) + "\n";
    }
    return text + std::to_string(blank) + " blank\n";
}

std::string read_one_by_one(const std::string& bytes, CsvLimits limits, std::size_t fields) {
    std::string text, scratch;
    CsvRecord record(limits);
    std::int64_t line = 1;
    std::int64_t blank = 0;
    for (std::string_view rest = bytes; !rest.empty(); rest.remove_prefix(record.size()), line += record.lines()) {
        const auto kind = record.read(rest, line, true);
        if (kind == CsvRecord::Kind::blank) {
            ++blank;
        } else if (kind == CsvRecord::Kind::good && record.fields().size() == fields) {
            text += std::to_string(line) + ": " + std::string(record.fields().front().text(scratch));
            text += "|" + std::string(record.fields().back().text(scratch)) + "\n";
        } else {
            const bool good = kind == CsvRecord::Kind::good;
            text += "! " + std::to_string(good ? line : record.complaint().line) + ":" +
                    std::to_string(good ? 1 : record.complaint().column) + "\n";
        }
    }
    return text + std::to_string(blank) + " blank\n";
}

TEST(Csv, GivesTheSameInBatches) {
    std::mt19937 random(9);
    const std::string alphabet = "ab,,,\n\n1\r\"";
    for (unsigned i = 0; i < tests::tries(300, 3000); ++i) {
        const std::size_t fields = 1 + random() % 4;
        // Mostly records as they should be; some are longer than what is looked at together.
        std::string bytes;
        for (unsigned records = random() % (i % 50 == 0 ? 9000 : 60); records > 0; --records) {
            if (random() % 8 == 0) {
                for (unsigned length = random() % 12; length > 0; --length)
                    bytes += alphabet[random() % (i % 3 == 0 ? alphabet.size() : alphabet.size() - 1)];
                continue;
            }
            for (std::size_t field = 0; field < fields; ++field) {
                if (field > 0) bytes += ',';
                const bool quoted = i % 2 == 0 && random() % 6 == 0;
                bytes += quoted ? "\"q\"\"\n,\"" : std::string(random() % 5, 'x');
                if (i % 40 == 1 && random() % 20 == 0) bytes += std::string(random() % 40'000, 'y');
            }
            bytes += random() % 4 == 0 ? "\r\n" : "\n";
        }
        if (random() % 2 == 0 && !bytes.empty()) bytes.pop_back();
        const CsvLimits limits{.field_bytes = i % 5 == 0 ? 3U : 30'000U, .record_bytes = 60'000, .fields = 6};
        const std::string expected = read_one_by_one(bytes, limits, fields);
        ASSERT_EQ(read_in_batches(bytes, 1 << 20, limits, fields), expected);
        ASSERT_EQ(read_in_batches(bytes, 100, limits, fields), expected);
    }
}

TEST(Csv, WritesFieldsThatItReadsBack) {
    for (const std::string text : {"plain", "with, comma", "say \"hi\"", "two\nlines", ""}) {
        CsvRecord record;
        const std::string bytes = csv_field(text) + ",x\r\n";
        ASSERT_EQ(record.read(bytes, 1, true), CsvRecord::Kind::good) << text;
        std::string scratch;
        EXPECT_EQ(record.fields().at(0).text(scratch), text);
    }
}

}  // namespace
}  // namespace guildhall::simulation
