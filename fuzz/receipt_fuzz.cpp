// Receipts come from anybody: whatever the bytes, verify_receipt answers, and says yes only to what it would write
// itself.

#include <cstdint>
#include <cstdlib>

#include "base/json.hpp"
#include "crypto/crypto.hpp"
#include "ledger/ledger.hpp"

namespace {

using namespace guildhall;

struct Log {
    crypto::SigningKey key;
    std::string verifier;
    std::string checkpoint;
    std::string body = R"({"at":"2026-11-22T09:00:00Z","data":{},"id":"i","subject":"s","type":"t"})";
};

/// A log of one entry, so that the fuzzer can come upon receipts that hold.
const Log& log() {
    static const Log made = [] {
        crypto::initialise();
        Log log;
        log.key.seed.fill(1);
        log.verifier = ledger::verifier_key_text("fuzz.example/log", crypto::verifying_key(log.key));
        log.checkpoint =
            ledger::sign_checkpoint({"fuzz.example/log", 1, ledger::leaf_hash(base::view_of(log.body))}, log.key);
        return log;
    }();
    return made;
}

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const base::ByteView bytes(data, size);
    const auto text = base::text_of(bytes);
    if (ledger::verify_receipt(text, log().verifier).ok()) expect(base::Json::parse(text).ok());

    // The input as the event of an otherwise good receipt, and as what it claims to open.
    ledger::Receipt receipt{std::string(text), 0, {}, log().checkpoint, {}};
    const bool same = text == log().body;
    expect(ledger::verify_receipt(ledger::receipt_text(receipt), log().verifier).ok() == same);
    receipt.event_body = log().body;
    if (auto opened = base::Json::parse(text); opened.ok()) {
        receipt.opened = *opened;
        const bool nothing_opened = opened->is_null() || (opened->object() != nullptr && opened->object()->empty());
        expect(ledger::verify_receipt(ledger::receipt_text(receipt), log().verifier).ok() == nothing_opened);
    }
    return 0;
}
