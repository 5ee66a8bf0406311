#include "feel/internal/time_zone.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>

#include "feel/internal/calendar.hpp"

namespace guildhall::feel {
namespace {

constexpr std::string_view database = "/usr/share/zoneinfo/";
constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::size_t most_zones = 2'000;  ///< names remembered, known or not

bool could_be_zone(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != std::string_view::npos)
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
               c == '+' || c == '-';
    });
}

/// Big-endian fields of a file, one after the other; reading past the end gives zeros and is remembered.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
    std::int64_t integer(std::size_t size) {
        if (size > bytes_.size() - at_) {
            broken_ = true;
            return 0;
        }
        std::uint64_t value = (static_cast<unsigned char>(bytes_[at_]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes_[at_ + i]);
        at_ += size;
        return static_cast<std::int64_t>(value);
    }
    void skip(std::int64_t size) {
        if (size < 0 || static_cast<std::uint64_t>(size) > bytes_.size() - at_) {
            broken_ = true;
            return;
        }
        at_ += static_cast<std::size_t>(size);
    }
    [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }
    [[nodiscard]] bool broken() const { return broken_; }

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool broken_ = false;
};

struct Header {
    std::int64_t utc_flags, standard_flags, leap_seconds, changes, types, letters;
};
Header header_of(Bytes& bytes) {
    bytes.skip(20);  // magic, version, reserved
    Header header{};
    for (auto* field :
         {&header.utc_flags, &header.standard_flags, &header.leap_seconds, &header.changes, &header.types,
          &header.letters})
        *field = bytes.integer(4);
    return header;
}

/// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`.
class RuleReader {
public:
    explicit RuleReader(std::string_view text) : text_(text) {}

    std::optional<ZoneRule> read() {
        ZoneRule rule;
        const auto west = name() ? time() : std::nullopt;
        if (!west) return std::nullopt;
        rule.standard_offset = -*west;
        if (end()) return rule;
        ZoneRule::Daylight daylight;
        if (!name()) return std::nullopt;
        daylight.offset = rule.standard_offset + 3'600;
        if (peek() != ',') {
            const auto daylight_west = time();
            if (!daylight_west) return std::nullopt;
            daylight.offset = -*daylight_west;
        }
        if (!take(',') || !change(daylight.start) || !take(',') || !change(daylight.end) || !end()) return std::nullopt;
        rule.daylight = daylight;
        return rule;
    }

private:
    [[nodiscard]] bool end() const { return at_ >= text_.size(); }
    [[nodiscard]] char peek() const { return end() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    bool name() {
        const std::size_t start = at_;
        if (take('<')) {
            while (!end() && peek() != '>') ++at_;
            return take('>');
        }
        while ((peek() >= 'a' && peek() <= 'z') || (peek() >= 'A' && peek() <= 'Z')) ++at_;
        return at_ - start >= 3;
    }
    std::optional<int> number(int most) {
        const std::size_t start = at_;
        int value = 0;
        while (peek() >= '0' && peek() <= '9' && at_ - start < 4) value = value * 10 + (text_[at_++] - '0');
        if (at_ == start || value > most) return std::nullopt;
        return value;
    }
    /// `[+-]hh[:mm[:ss]]` in seconds.
    std::optional<int> time() {
        const bool negative = take('-');
        if (!negative) take('+');
        const auto hours = number(167);
        if (!hours) return std::nullopt;
        int seconds = *hours * 3'600;
        for (const int unit : {60, 1}) {
            if (!take(':')) break;
            const auto part = number(59);
            if (!part) return std::nullopt;
            seconds += *part * unit;
        }
        return negative ? -seconds : seconds;
    }
    bool change(ZoneRule::Change& made) {
        using Kind = ZoneRule::Change::Kind;
        if (take('M')) {
            const auto month = number(12);
            const auto week = take('.') ? number(5) : std::nullopt;
            const auto weekday = take('.') ? number(6) : std::nullopt;
            if (!month || !week || !weekday || *month < 1 || *week < 1) return false;
            made.month = *month;
            made.week = *week;
            made.weekday = *weekday;
        } else {
            made.kind = take('J') ? Kind::julian : Kind::day_of_year;
            const auto day = number(365);
            if (!day) return false;
            made.day = *day;
        }
        if (!take('/')) return true;
        const auto seconds = time();
        made.seconds = seconds.value_or(0);
        return seconds.has_value();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The local reading of the clock, in seconds, at which a change falls in a year.
std::int64_t local_change(const ZoneRule::Change& change, std::int32_t year) {
    using Kind = ZoneRule::Change::Kind;
    std::int64_t day = Date(year, 1, 1).days_since_epoch();
    if (change.kind == Kind::day_of_year) {
        day += change.day;
    } else if (change.kind == Kind::julian) {  // 29 February is never counted
        day += change.day - 1 + (is_leap_year(year) && change.day >= 60 ? 1 : 0);
    } else {
        const auto month = static_cast<unsigned>(change.month);
        const Date first(year, month, 1);
        const int ahead = (change.weekday - iso_weekday(first) % 7 + 7) % 7;
        int of_month = 1 + ahead + (change.week - 1) * 7;
        while (of_month > static_cast<int>(days_in_month(year, month))) of_month -= 7;
        day = first.days_since_epoch() + of_month - 1;
    }
    return day * seconds_a_day + change.seconds;
}

}  // namespace

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
    return RuleReader(text).read();
}

int ZoneRule::offset_at(std::int64_t seconds) const {
    if (!daylight) return standard_offset;
    const auto date = date_of_days(floor_divided(seconds + standard_offset, seconds_a_day));
    if (!date) return standard_offset;
    const std::int64_t start = local_change(daylight->start, date->year) - standard_offset;
    const std::int64_t end = local_change(daylight->end, date->year) - daylight->offset;
    const bool summer =
        start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;  // south of the equator
    return summer ? daylight->offset : standard_offset;
}

std::shared_ptr<const TimeZone> TimeZone::read(std::string_view bytes) {
    if (bytes.size() < 44 || !bytes.starts_with("TZif") || bytes[4] < '2') return nullptr;
    Bytes file(bytes);
    const Header old = header_of(file);  // the first half repeats the second in 32 bits
    file.skip(
        old.changes * 5 + old.types * 6 + old.letters + old.leap_seconds * 8 + old.standard_flags + old.utc_flags
    );
    const Header header = header_of(file);
    constexpr std::int64_t most = 100'000;
    if (file.broken() || header.changes < 0 || header.changes > most || header.types < 1 || header.types > 256)
        return nullptr;
    auto made = std::make_shared<TimeZone>();
    for (std::int64_t i = 0; i < header.changes; ++i) made->changes_.push_back(file.integer(8));
    std::vector<std::size_t> types;
    for (std::int64_t i = 0; i < header.changes; ++i) types.push_back(static_cast<std::size_t>(file.integer(1) & 0xFF));
    std::vector<int> offsets;
    for (std::int64_t i = 0; i < header.types; ++i) {
        offsets.push_back(static_cast<int>(file.integer(4)));
        file.skip(2);
    }
    file.skip(header.letters + header.leap_seconds * 12 + header.standard_flags + header.utc_flags);
    if (file.broken()) return nullptr;
    for (const std::size_t type : types) {
        if (type >= offsets.size()) return nullptr;
        made->offsets_.push_back(offsets[type]);
    }
    made->first_offset_ = offsets.front();
    const std::string_view end = file.rest();
    if (end.size() > 2 && end.front() == '\n' && end.back() == '\n')
        made->rule_ = ZoneRule::parse(end.substr(1, end.size() - 2));
    return made;
}

std::shared_ptr<const TimeZone> TimeZone::named(std::string_view name) {
    static std::mutex guard;
    static std::map<std::string, std::shared_ptr<const TimeZone>, std::less<>> known;
    if (!could_be_zone(name)) return nullptr;
    const std::lock_guard lock(guard);
    if (const auto found = known.find(name); found != known.end()) return found->second;
    std::shared_ptr<const TimeZone> zone;
    const std::filesystem::path path = std::string(database) + std::string(name);
    std::error_code failed;
    if (std::filesystem::is_regular_file(path, failed)) {
        std::ifstream file(path, std::ios::binary);
        zone = read(std::string(std::istreambuf_iterator<char>(file), {}));
    }
    if (known.size() < most_zones) known.emplace(name, zone);
    return zone;
}

int TimeZone::offset_at(std::int64_t seconds) const {
    if (rule_ && (changes_.empty() || seconds >= changes_.back())) return rule_->offset_at(seconds);
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), seconds);
    return after == changes_.begin() ? first_offset_ : offsets_[static_cast<std::size_t>(after - changes_.begin()) - 1];
}

int TimeZone::offset_at_local(std::int64_t local) const {
    // No offset is as large as a day, and no zone changes twice in two.
    const int before = offset_at(local - seconds_a_day);
    const int after = offset_at(local + seconds_a_day);
    if (before == after || offset_at(local - before) == before) return before;
    return offset_at(local - after) == after ? after : before;
}

}  // namespace guildhall::feel
