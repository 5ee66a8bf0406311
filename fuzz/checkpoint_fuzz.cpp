// Checkpoints and verifier keys as anybody may write them: read without harm, and what verifies is what was signed.

#include <cstdint>
#include <cstdlib>

#include "crypto/crypto.hpp"
#include "ledger/ledger.hpp"

namespace {

using namespace guildhall;

struct Key {
    crypto::SigningKey signing;
    std::string verifier;
};

const Key& key() {
    static const Key made = [] {
        crypto::initialise();
        Key key;
        key.signing.seed.fill(1);
        key.verifier = ledger::verifier_key_text("fuzz.example/log", crypto::verifying_key(key.signing));
        return key;
    }();
    return made;
}

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    const auto good =
        ledger::sign_checkpoint({"fuzz.example/log", size, crypto::sha256(base::ByteView(data, size))}, key().signing);

    // As a note of its own, as a verifier key, and as what follows a good note.
    (void)ledger::verify_checkpoint(text, key().verifier);
    if (ledger::verify_checkpoint(good, text).ok()) expect(text == key().verifier);
    if (const auto read = ledger::verify_checkpoint(good + std::string(text), key().verifier); read.ok()) {
        expect(read->size == size && read->root == crypto::sha256(base::ByteView(data, size)));
    }
    // One byte of a good note changed to one of the input's.
    if (size >= 2) {
        auto changed = good;
        changed[data[0] % changed.size()] = static_cast<char>(data[1]);
        expect(ledger::verify_checkpoint(changed, key().verifier).ok() == (changed == good));
    }
    return 0;
}
