#include "base/ids.hpp"

#include "base/bytes.hpp"

namespace guildhall::base {
namespace {

// Crockford base32: the first 32 symbols are digits, all 37 are check symbols.
constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

}  // namespace

Uuid Uuid::make(const Clock& clock, Random& random) {
    Uuid id;
    random.fill(id.bytes_);
    // RFC 9562 section 5.7: 48 bits of Unix milliseconds, version, 12 bits, variant, 62 bits. Section 6.2
    // method 3: the 12 bits carry the fraction of the millisecond.
    const std::int64_t micros = to_micros(clock.now());
    const auto millis = static_cast<std::uint64_t>(micros / 1000);
    for (int i = 0; i < 6; ++i)
        id.bytes_[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
    const auto fraction = static_cast<std::uint16_t>((micros % 1000) * 4096 / 1000);
    id.bytes_[6] = static_cast<std::uint8_t>(0x70 | (fraction >> 8));
    id.bytes_[7] = static_cast<std::uint8_t>(fraction);
    id.bytes_[8] = static_cast<std::uint8_t>(0x80 | (id.bytes_[8] & 0x3f));
    return id;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    std::string compact;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen != (text[i] == '-')) return std::nullopt;
        if (!hyphen && text[i] >= 'A' && text[i] <= 'F') return std::nullopt;
        if (!hyphen) compact += text[i];
    }
    const auto raw = from_hex(compact);
    if (!raw) return std::nullopt;
    Uuid id;
    std::copy(raw->begin(), raw->end(), id.bytes_.begin());
    return id;
}

std::string Uuid::text() const {
    std::string out = to_hex(bytes_);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, 1, '-');
    return out;
}

Reference::Reference(std::uint64_t bits) {
    text_ = "GH-";
    for (int i = 7; i >= 0; --i) {
        text_ += symbols[(bits >> (5 * i)) & 31];
        if (i == 4 || i == 0) text_ += '-';
    }
    text_ += symbols[bits % 37];
}

Reference Reference::make(Random& random) {
    return Reference{random.number() & ((1ULL << 40) - 1)};
}

std::optional<Reference> Reference::parse(std::string_view text) {
    std::string compact;
    for (char c : text) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        compact += c;
    }
    if (compact.size() == 11 && compact.starts_with("GH")) compact.erase(0, 2);
    if (compact.size() != 9) return std::nullopt;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        char c = compact[i];
        if (c == 'I' || c == 'L') c = '1';
        if (c == 'O') c = '0';
        const auto digit = symbols.substr(0, 32).find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = bits << 5 | digit;
    }
    const Reference reference{bits};
    char check = compact[8];
    if (check == 'I' || check == 'L') check = '1';
    if (check == 'O') check = '0';
    if (reference.text_.back() != check) return std::nullopt;
    return reference;
}

}  // namespace guildhall::base
