#include <gtest/gtest.h>

#include "ledger/internal/note.hpp"
#include "ledger/internal/test_log.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using internal::TestLog;

class Receipts : public testing::Test {
protected:
    Receipts() {
        log_.append(300);
        log_.follow();
    }
    Receipt receipt(std::size_t number) {
        auto found = log_.ledger.receipt_for(log_.ids[number]);
        if (!found.ok() || !found->has_value()) throw std::runtime_error("no receipt");
        auto one = **std::move(found);
        base::Json value;
        value.set("salt", base::to_hex(log_.salt));
        value.set("text", "answers of " + log_.ids[number].text());
        one.opened.set("answers_commitment", value);
        return one;
    }
    base::Result<std::vector<std::string>> verify(const Receipt& one) {
        return verify_receipt(receipt_text(one), log_.ledger.verifier_key());
    }
    std::string fault(const Receipt& one) { return fault(receipt_text(one)); }
    std::string fault(const std::string& text) {
        const auto answer = verify_receipt(text, log_.ledger.verifier_key());
        return answer.ok() ? "no fault" : answer.error().message.text;
    }

    TestLog log_;
};

TEST_F(Receipts, OfEveryEntryVerify) {
    for (std::size_t number = 0; number < log_.ids.size(); ++number) {
        const auto proved = verify(receipt(number));
        ASSERT_TRUE(proved.ok()) << number << ": " << proved.error().detail.text;
    }
}

TEST_F(Receipts, StayValidWhenTheLogGrows) {
    const auto old = receipt(100);
    log_.append(500);
    log_.follow();
    EXPECT_TRUE(verify(old).ok());
    const auto now = receipt(100);
    EXPECT_NE(now.checkpoint, old.checkpoint);
    EXPECT_TRUE(verify(now).ok());
}

TEST_F(Receipts, SayWhatTheyProve) {
    const auto proved = verify(receipt(17));
    ASSERT_TRUE(proved.ok());
    ASSERT_EQ(proved->size(), 4U);
    EXPECT_NE((*proved)[0].find("log permits.example/log over 300 entries"), std::string::npos) << (*proved)[0];
    EXPECT_NE((*proved)[0].find(log_.ledger.verifier_key().substr(20, 8)), std::string::npos) << (*proved)[0];
    EXPECT_NE((*proved)[1].find("entry number 17"), std::string::npos) << (*proved)[1];
    EXPECT_NE((*proved)[2].find("application.submitted, at 2026-"), std::string::npos) << (*proved)[2];
    EXPECT_NE((*proved)[2].find(log_.ids[17].text()), std::string::npos) << (*proved)[2];
    EXPECT_NE((*proved)[3].find("\"answers_commitment\""), std::string::npos) << (*proved)[3];
}

TEST_F(Receipts, HoldNoOpenedValueUnlessTheCallerAddsOne) {
    auto bare = receipt(3);
    bare.opened = base::Json(base::Json::Object{});
    const auto proved = verify(bare);
    ASSERT_TRUE(proved.ok());
    EXPECT_EQ(proved->size(), 3U);
}

TEST_F(Receipts, UnknownEventsHaveNone) {
    const auto none = log_.ledger.receipt_for(base::Uuid::make(log_.clock, log_.random));
    ASSERT_TRUE(none.ok());
    EXPECT_FALSE(none->has_value());
}

TEST_F(Receipts, EveryChangedBitIsFound) {
    const auto text = receipt_text(receipt(211));
    ASSERT_EQ(fault(text), "no fault");
    const auto meaning = *base::Json::parse(text);
    std::size_t survived = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const unsigned bit : {1U, 2U, 4U, 8U, 16U, 32U, 64U, 128U}) {
            auto changed = text;
            changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ bit);
            if (!verify_receipt(changed, log_.ledger.verifier_key()).ok()) continue;
            // Another spelling of the same JSON is all that may pass.
            const auto read = base::Json::parse(changed);
            ASSERT_TRUE(read.ok() && *read == meaning)
                << i << ' ' << bit << ": " << changed.substr(i > 20 ? i - 20 : 0, 40);
            ++survived;
        }
    }
    EXPECT_LT(survived, text.size() / 20);
}

TEST_F(Receipts, EveryTruncationIsFound) {
    const auto text = receipt_text(receipt(5));
    const auto last = text.rfind('}');
    for (std::size_t size = 0; size <= last; ++size) ASSERT_NE(fault(text.substr(0, size)), "no fault") << size;
}

TEST_F(Receipts, FaultsNameTheFirstThingThatDoesNotHold) {
    const auto good = receipt(42);
    auto bad = good;
    bad.event_body[20] = bad.event_body[20] == '1' ? '2' : '1';
    EXPECT_EQ(
        fault(bad), "The proof does not lead from the event, as entry 42, to the root hash that the checkpoint signs."
    );
    bad = good;
    bad.index = 43;
    EXPECT_EQ(
        fault(bad), "The proof does not lead from the event, as entry 43, to the root hash that the checkpoint signs."
    );
    bad.index = 300;
    EXPECT_EQ(fault(bad), "The receipt names entry 300, but the checkpoint covers only 300 entries.");
    bad = good;
    bad.proof.pop_back();
    EXPECT_NE(fault(bad).find("The proof does not lead"), std::string::npos);
    bad = good;
    bad.checkpoint.replace(bad.checkpoint.find("300"), 3, "301");
    EXPECT_NE(fault(bad).find("The signature of the checkpoint by the key permits.example/log"), std::string::npos)
        << fault(bad);
    bad = good;
    base::Json value;
    value.set("salt", base::to_hex(log_.salt));
    value.set("text", "other answers");
    bad.opened.set("answers_commitment", value);
    EXPECT_EQ(fault(bad), "The opened value \"answers_commitment\" is not the one that the event commits to.");
    bad = good;
    value.set("text", "x");
    bad.opened.set("unheard_of", value);
    EXPECT_EQ(fault(bad), "The event holds no commitment \"unheard_of\".");
    bad = good;
    value.set("salt", "00");
    bad.opened.set("answers_commitment", value);
    EXPECT_EQ(fault(bad), "The salt of the opened value \"answers_commitment\" is not 32 bytes in hexadecimal.");
}

TEST_F(Receipts, OfAnotherLogDoNotVerify) {
    const auto key = crypto::make_signing_key(log_.random);
    const auto text = receipt_text(receipt(1));
    EXPECT_FALSE(verify_receipt(text, verifier_key_text(log_.origin, crypto::verifying_key(key))).ok());
    EXPECT_FALSE(verify_receipt(text, verifier_key_text("other.example/log", crypto::verifying_key(log_.key))).ok());
    EXPECT_FALSE(verify_receipt(text, "nonsense").ok());
}

TEST_F(Receipts, HostileInputIsRefusedWithAWord) {
    const auto json = *base::Json::parse(receipt_text(receipt(1)));
    const auto with = [&](const std::string& name, base::Json value) {
        auto changed = json;
        changed.set(name, std::move(value));
        return fault(changed.text());
    };
    EXPECT_EQ(fault(std::string("[]")), "The receipt is not a JSON object.");
    EXPECT_EQ(with("format", "guildhall-receipt-2"), "The receipt's format is not guildhall-receipt-1.");
    EXPECT_EQ(with("extra", 1), "The receipt has a member \"extra\" that this format does not know.");
    EXPECT_EQ(with("index", -1), "The receipt's \"index\" is not a whole number from 0.");
    EXPECT_EQ(with("index", 1.5), "The receipt's \"index\" is not a whole number from 0.");
    EXPECT_EQ(with("event", nullptr), "The receipt's \"event\" is missing or not a text.");
    EXPECT_EQ(with("opened", nullptr), "The receipt's \"opened\" is not an object.");
    EXPECT_EQ(with("proof", base::Json::Array{"AAAA"}), "Hash 1 of the receipt's proof is not 32 bytes in base64.");
    EXPECT_EQ(
        with("proof", base::Json::Array(64, base::to_base64(Hash{}))),
        "The receipt's \"proof\" is not a list of at most 63 hashes."
    );
    EXPECT_EQ(fault(std::string(2 << 20, ' ')), "The receipt is larger than 1 MiB.");
    EXPECT_NE(fault(std::string(5000, '[')), "no fault");
}

}  // namespace
}  // namespace guildhall::ledger
