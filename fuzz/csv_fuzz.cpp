// The CSV reader: whatever the bytes, the same records and complaints come out however the file is cut into blocks,
// every record is within the limits, and what was read can be written and read again.

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "simulation/csv_blocks.hpp"

namespace {

using namespace guildhall::simulation;

constexpr CsvLimits limits{.field_bytes = 24, .record_bytes = 60, .fields = 6};

void tell(const CsvComplaint& complaint, std::string& told) {
    if (complaint.line < 1 || complaint.column < 1 || complaint.message.empty()) std::abort();
    told += "! " + std::to_string(complaint.line) + ":" + std::to_string(complaint.column) + complaint.message + "\n";
}

void tell(const CsvRecord& record, std::int64_t line, std::string& told) {
    if (record.fields().size() > limits.fields) std::abort();
    told += std::to_string(line);
    std::string scratch;
    std::string written;
    for (const CsvField& field : record.fields()) {
        if (field.raw.size() > limits.field_bytes) std::abort();
        const std::string text(field.text(scratch));
        written += (written.empty() ? "" : ",") + (text.empty() ? "\"\"" : csv_field(text));
        told += "|" + text;
    }
    told += "\n";
    CsvRecord again;
    if (again.read(written, 1, true) != CsvRecord::Kind::good || again.fields().size() != record.fields().size())
        std::abort();
    std::string other;
    for (std::size_t i = 0; i < again.fields().size(); ++i)
        if (again.fields()[i].text(scratch) != record.fields()[i].text(other)) std::abort();
}

std::string read_all(const std::string& bytes, std::size_t block_bytes) {
    std::istringstream stream(bytes);
    CsvBlocks blocks(stream, limits, block_bytes);
    const auto names = blocks.header();
    if (!names) return names.error().message.text;
    std::string told;
    CsvBlock block;
    CsvRecord record(limits);
    while (blocks.next(block)) {
        if (block.complaint) tell(*block.complaint, told);
        std::string_view rest = block.bytes();
        std::int64_t line = block.line;
        while (!rest.empty()) {
            const auto kind = record.read(rest, line, true);
            if (kind == CsvRecord::Kind::partial || record.size() == 0 || record.size() > rest.size()) std::abort();
            if (kind == CsvRecord::Kind::good)
                tell(record, line, told);
            else if (kind != CsvRecord::Kind::blank)
                tell(record.complaint(), told);
            line += record.lines();
            rest.remove_prefix(record.size());
        }
    }
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const std::string whole = read_all(bytes, size + 1);
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{61}})
        if (read_all(bytes, block) != whole) std::abort();
    return 0;
}
