#include "ledger/internal/note.hpp"

#include "base/text.hpp"
#include "ledger/internal/fault.hpp"

namespace guildhall::ledger::internal {
namespace {

constexpr std::uint8_t ed25519 = 0x01;
constexpr std::string_view line_start = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t largest_note = 65536;
constexpr std::size_t most_signatures = 64;

bool is_key_name(std::string_view name) {
    if (name.empty() || !base::is_valid_utf8(name)) return false;
    // ASCII spaces and controls; the spaces beyond ASCII are three bytes of UTF-8 each and listed whole.
    for (const char c : name) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '+') return false;
    }
    static constexpr std::array<std::string_view, 8> spaces{"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                                            "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                                                            "\xE2\x81\x9F", "\xE3\x80\x80"};
    for (const auto space : spaces) {
        if (name.find(space) != std::string_view::npos) return false;
    }
    for (auto at = name.find("\xE2\x80"); at != std::string_view::npos; at = name.find("\xE2\x80", at + 1)) {
        const auto last = static_cast<unsigned char>(name[at + 2]);
        if (last >= 0x80 && last <= 0x8A) return false;  // U+2000 to U+200A
    }
    return true;
}

bool is_note(std::string_view note) {
    if (!base::is_valid_utf8(note)) return false;
    return std::ranges::all_of(note, [](char c) { return c == '\n' || static_cast<unsigned char>(c) >= 0x20; });
}

/// One signature line, without its line break.
struct Signature {
    std::string_view name;
    KeyId id{};
    base::Bytes bytes;
};

std::optional<Signature> parse_signature(std::string_view line) {
    if (!line.starts_with(line_start)) return std::nullopt;
    line.remove_prefix(line_start.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
    Signature signature;
    signature.name = line.substr(0, space);
    auto bytes = base::from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= signature.id.size()) return std::nullopt;
    std::copy_n(bytes->begin(), signature.id.size(), signature.id.begin());
    signature.bytes.assign(bytes->begin() + signature.id.size(), bytes->end());
    return signature;
}

}  // namespace

KeyId key_id(std::string_view name, const crypto::VerifyingKey& key) {
    static constexpr std::array<std::uint8_t, 2> between{0x0A, ed25519};
    const auto hash = crypto::sha256({base::view_of(name), between, key.bytes});
    return {hash[0], hash[1], hash[2], hash[3]};
}

base::Result<VerifierKey> parse_verifier_key(std::string_view text) {
    // The base64 part may hold a plus sign, the name and the id cannot.
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) {
        return fault("The verifier key is not written as name+id+key.");
    }
    VerifierKey key;
    key.name = text.substr(0, first);
    const auto id = base::from_hex(text.substr(first + 1, second - first - 1));
    const auto bytes = base::from_base64(text.substr(second + 1));
    if (!is_key_name(key.name)) return fault("The verifier key has no name, or one with spaces.");
    if (!id || id->size() != key.id.size()) return fault("The verifier key's id is not eight hexadecimal digits.");
    if (!bytes || bytes->size() != 33 || bytes->front() != ed25519) {
        return fault("The verifier key does not hold an Ed25519 key in base64.");
    }
    std::copy_n(bytes->begin() + 1, key.key.bytes.size(), key.key.bytes.begin());
    std::ranges::copy(*id, key.id.begin());
    if (key.id != key_id(key.name, key.key)) return fault("The verifier key's id does not fit its name and key.");
    return key;
}

base::Result<std::string> signed_text(std::string_view note, const VerifierKey& key) {
    if (note.size() > largest_note) return fault("The checkpoint is too long.", base::ErrorCode::too_large);
    if (!is_note(note)) return fault("The checkpoint is not plain text.");
    const auto blank = note.rfind("\n\n");
    if (blank == std::string_view::npos || !note.ends_with('\n')) return fault("The checkpoint carries no signature.");
    const std::string text(note.substr(0, blank + 1));
    auto lines = note.substr(blank + 2);
    if (lines.empty()) return fault("The checkpoint carries no signature.");
    bool verified = false;
    for (std::size_t count = 0; !lines.empty(); ++count) {
        if (count == most_signatures)
            return fault("The checkpoint carries too many signatures.", base::ErrorCode::too_large);
        const auto end = lines.find('\n');
        const auto signature = parse_signature(lines.substr(0, end));
        lines.remove_prefix(end + 1);
        if (!signature) return fault("The checkpoint has a signature line that cannot be read.");
        if (signature->name != key.name || signature->id != key.id) continue;
        if (!crypto::verify(key.key, base::view_of(text), signature->bytes)) {
            return fault(fmt::format(
                "The signature of the checkpoint by the key {} ({}) is false.", key.name, base::to_hex(key.id)
            ));
        }
        verified = true;
    }
    if (!verified) {
        return fault(fmt::format("The checkpoint is not signed by the key {} ({}).", key.name, base::to_hex(key.id)));
    }
    return text;
}

std::string sign_note(const std::string& text, std::string_view name, const crypto::SigningKey& key) {
    const auto id = key_id(name, crypto::verifying_key(key));
    const auto signature = crypto::sign(key, base::view_of(text));
    base::Bytes bytes(id.begin(), id.end());
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return fmt::format("{}\n{}{} {}\n", text, line_start, name, base::to_base64(bytes));
}

}  // namespace guildhall::ledger::internal
