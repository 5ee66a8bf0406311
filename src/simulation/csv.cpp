#include "simulation/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "simulation/internal/byte_masks.hpp"

namespace guildhall::simulation {

namespace {

constexpr auto none = std::string_view::npos;

/// Ends a field that has no quotes around it, or should be looked at.
bool is_special(char c) {
    return c == ',' || c == '\n' || c == '"';
}

}  // namespace

std::string_view CsvField::text(std::string& scratch) const {
    if (!doubled) return raw;
    scratch.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        scratch += raw[i];
        if (raw[i] == '"') ++i;  // the second of the two
    }
    return scratch;
}

void CsvRecord::complain(std::string_view bytes, std::size_t at, std::string message) {
    if (!complaint_.message.empty()) return;  // the first counts
    const std::string_view before = bytes.substr(0, at);
    const auto line_start = before.rfind('\n');
    complaint_.line = line_ + std::count(before.begin(), before.end(), '\n');
    complaint_.column = static_cast<std::int64_t>(line_start == none ? at + 1 : at - line_start);
    complaint_.message = std::move(message);
}

CsvRecord::Kind CsvRecord::give_up(std::string_view bytes, std::size_t at, std::string message) {
    complaint_ = {};
    complain(bytes, at, std::move(message));
    const auto end = bytes.find('\n');
    size_ = end == none ? bytes.size() : end + 1;
    line_goes_on_ = end == none;
    lines_ = line_goes_on_ ? 0 : 1;
    return Kind::given_up;
}

bool CsvRecord::read_plain(std::string_view bytes) {
    if constexpr (std::endian::native != std::endian::little) return false;
    const std::size_t longest = std::min({limits_.field_bytes, limits_.record_bytes, bytes.size()});
    std::size_t start = 0;
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        const std::uint64_t line_feeds = bytes_equal(word, '\n');
        const std::uint64_t quotes = bytes_equal(word, '"');
        for (std::uint64_t found = bytes_equal(word, ',') | line_feeds | quotes; found != 0; found &= found - 1) {
            const std::uint64_t here = found & (~found + 1);
            if ((quotes & here) != 0) return false;
            const std::size_t end = at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
            if (end > longest || fields_.size() == limits_.fields) return false;
            const bool ends_record = (line_feeds & here) != 0;
            const bool has_return = ends_record && end > start && bytes[end - 1] == '\r';
            fields_.push_back({bytes.substr(start, end - start - (has_return ? 1 : 0)), false, false});
            start = end + 1;
            if (!ends_record) continue;
            size_ = start;
            lines_ = 1;
            return true;
        }
    }
    return false;
}

CsvRecord::Kind CsvRecord::read(std::string_view bytes, std::int64_t line, bool all) {
    fields_.clear();
    if (!complaint_.message.empty()) complaint_ = {};
    line_ = line;
    line_goes_on_ = false;
    if (read_plain(bytes)) return fields_.size() == 1 && fields_.front().raw.empty() ? Kind::blank : Kind::good;
    fields_.clear();
    lines_ = 0;
    const auto too_long = [&] {
        return give_up(bytes, 0, fmt::format("a record of more than {} bytes", limits_.record_bytes));
    };
    const auto unfinished = [&](std::size_t quote) {
        if (bytes.size() > limits_.record_bytes) return too_long();
        if (!all) return Kind::partial;
        return give_up(bytes, quote, "the quote that begins here is never closed");
    };
    std::size_t at = 0;
    while (true) {
        const std::size_t start = at;
        CsvField field;
        if (at < bytes.size() && bytes[at] == '"') {
            field.quoted = true;
            std::size_t close = at + 1;
            while (true) {
                close = bytes.find('"', close);
                if (close == none) return unfinished(start);
                if (close + 1 == bytes.size() && !all) return unfinished(start);
                if (close + 1 >= bytes.size() || bytes[close + 1] != '"') break;
                field.doubled = true;
                close += 2;
            }
            field.raw = bytes.substr(start + 1, close - start - 1);
            lines_ += std::count(field.raw.begin(), field.raw.end(), '\n');
            at = close + 1;
            const bool crlf = at + 1 < bytes.size() && bytes[at] == '\r' && bytes[at + 1] == '\n';
            const bool last_cr = at + 1 == bytes.size() && bytes[at] == '\r';
            if (at < bytes.size() && bytes[at] != ',' && bytes[at] != '\n' && !crlf && !last_cr)
                complain(bytes, at, "text behind the quote that closes the field; a quote inside a field stands twice");
        }
        // What has no quotes around it, or should not stand behind them.
        while (at < bytes.size()) {
            while (at < bytes.size() && !is_special(bytes[at])) ++at;
            if (at == bytes.size() || bytes[at] != '"') break;
            complain(bytes, at, "a quote in a field that has none around it");
            ++at;
        }
        if (at == bytes.size() && !all) return unfinished(start);
        const bool ended = at == bytes.size() || bytes[at] == '\n';
        if (!field.quoted) {
            std::size_t end = at;
            if (ended && end > start && bytes[end - 1] == '\r') --end;
            field.raw = bytes.substr(start, end - start);
        }
        if (field.raw.size() > limits_.field_bytes)
            complain(bytes, start, fmt::format("a field of more than {} bytes", limits_.field_bytes));
        if (fields_.size() == limits_.fields)
            complain(bytes, start, fmt::format("more than {} fields", limits_.fields));
        else
            fields_.push_back(field);
        if (!ended) {
            ++at;
            continue;
        }
        if (at > limits_.record_bytes) return too_long();
        size_ = std::min(at + 1, bytes.size());
        if (at < bytes.size()) ++lines_;
        if (!complaint_.message.empty()) return Kind::bad;
        const CsvField& only = fields_.front();
        return fields_.size() == 1 && only.raw.empty() && !only.quoted ? Kind::blank : Kind::good;
    }
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == none) return std::string(text);
    std::string made = "\"";
    for (const char c : text) {
        made += c;
        if (c == '"') made += c;
    }
    return made + '"';
}

}  // namespace guildhall::simulation
