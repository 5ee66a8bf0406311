#include <gtest/gtest.h>

#include "ledger/internal/note.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

class Notes : public testing::Test {
protected:
    Notes() { crypto::initialise(); }

    base::SeededRandom random_{5};
    crypto::SigningKey key_ = crypto::make_signing_key(random_);
    std::string verifier_ = verifier_key_text("example.com/log", crypto::verifying_key(key_));
    Checkpoint checkpoint_{"example.com/log", 20852163, crypto::sha256(base::view_of("root"))};
};

// The key and signature of the documentation of golang.org/x/mod/sumdb/note.
constexpr std::string_view known_verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view known_secret = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr std::string_view known_text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
constexpr std::string_view known_line =
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

TEST_F(Notes, ReadsAndWritesTheKnownNote) {
    const auto key = internal::parse_verifier_key(known_verifier);
    ASSERT_TRUE(key.ok()) << key.error().detail.text;
    const auto note = std::string(known_text) + std::string(known_line);
    const auto text = internal::signed_text(note, *key);
    ASSERT_TRUE(text.ok()) << text.error().detail.text;
    EXPECT_EQ(*text, known_text);
    const auto secret = *base::from_base64(known_secret);
    crypto::SigningKey signing;
    std::copy_n(secret.begin() + 1, 32, signing.seed.begin());
    EXPECT_EQ(internal::sign_note(std::string(known_text), "PeterNeumann", signing), note);
    EXPECT_EQ(verifier_key_text("PeterNeumann", crypto::verifying_key(signing)), known_verifier);
}

TEST_F(Notes, CheckpointsComeBackAsTheyWere) {
    for (const std::uint64_t size : {0ULL, 1ULL, 10ULL, 20852163ULL, 1ULL << 62}) {
        checkpoint_.size = size;
        const auto note = sign_checkpoint(checkpoint_, key_);
        const auto read = verify_checkpoint(note, verifier_);
        ASSERT_TRUE(read.ok()) << read.error().detail.text;
        EXPECT_EQ(read->origin, checkpoint_.origin);
        EXPECT_EQ(read->size, size);
        EXPECT_EQ(read->root, checkpoint_.root);
    }
}

TEST_F(Notes, HaveTheFormOfTheSpecification) {
    const auto note = sign_checkpoint(checkpoint_, key_);
    const auto head =
        fmt::format("example.com/log\n20852163\n{}\n\n— example.com/log ", base::to_base64(checkpoint_.root));
    EXPECT_TRUE(note.starts_with(head)) << note;
    EXPECT_TRUE(note.ends_with("\n"));
}

TEST_F(Notes, EveryChangedByteIsFound) {
    const auto note = sign_checkpoint(checkpoint_, key_);
    for (std::size_t i = 0; i < note.size(); ++i) {
        for (const unsigned bit : {1U, 2U, 4U, 8U, 16U, 32U, 64U, 128U}) {
            auto changed = note;
            changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ bit);
            ASSERT_FALSE(verify_checkpoint(changed, verifier_).ok()) << i << ' ' << bit << '\n' << changed;
        }
        ASSERT_FALSE(verify_checkpoint(note.substr(0, i), verifier_).ok()) << i;
    }
    EXPECT_FALSE(verify_checkpoint(note + "\n", verifier_).ok());
    EXPECT_FALSE(verify_checkpoint(note + "x", verifier_).ok());
}

TEST_F(Notes, EveryChangedByteOfTheVerifierKeyIsFound) {
    const auto note = sign_checkpoint(checkpoint_, key_);
    for (std::size_t i = 0; i < verifier_.size(); ++i) {
        auto changed = verifier_;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(verify_checkpoint(note, changed).ok()) << changed;
    }
    for (const std::string_view bad : {"", "+", "a+b", "a+b+c", "a+00000000+", "+00000000+AAAA"}) {
        EXPECT_FALSE(verify_checkpoint(note, bad).ok()) << bad;
    }
}

TEST_F(Notes, SignaturesOfOthersAreIgnoredButNeverEnough) {
    const auto note = sign_checkpoint(checkpoint_, key_);
    const auto other_key = crypto::make_signing_key(random_);
    const auto by_other = internal::sign_note(note.substr(0, note.find("\n\n") + 1), "witness.example/w1", other_key);
    const auto line = by_other.substr(by_other.find("\n\n") + 2);
    EXPECT_TRUE(verify_checkpoint(note + line, verifier_).ok());
    EXPECT_FALSE(verify_checkpoint(by_other, verifier_).ok());
    const auto same_name = sign_checkpoint(checkpoint_, other_key);
    EXPECT_FALSE(verify_checkpoint(same_name, verifier_).ok()) << "another key under the same name";
    std::string crowd = note;
    for (int i = 0; i < 100; ++i) crowd += line;
    EXPECT_FALSE(verify_checkpoint(crowd, verifier_).ok());
    std::string sixteen = note;
    for (int i = 0; i < 15; ++i) sixteen += line;
    EXPECT_TRUE(verify_checkpoint(sixteen, verifier_).ok());
}

TEST_F(Notes, OfAnotherFormOrOriginAreRefused) {
    const auto refused = [&](const std::string& text) {
        return !verify_checkpoint(internal::sign_note(text, "example.com/log", key_), verifier_).ok();
    };
    const auto root = base::to_base64(checkpoint_.root);
    EXPECT_FALSE(refused("example.com/log\n5\n" + root + "\n"));
    EXPECT_FALSE(refused("example.com/log\n5\n" + root + "\nextension\n"));
    EXPECT_TRUE(refused("example.com/other\n5\n" + root + "\n"));
    EXPECT_TRUE(refused("example.com/log\n5\n"));
    for (const std::string size :
         {"", "-1", "05", "5 ", "+5", "0x5", "9223372036854775808", "99999999999999999999999"}) {
        EXPECT_TRUE(refused("example.com/log\n" + size + "\n" + root + "\n")) << size;
    }
    EXPECT_TRUE(refused("example.com/log\n5\n" + root.substr(0, 40) + "\n"));
    EXPECT_TRUE(refused("example.com/log\n5\nAAAA\n"));
    EXPECT_TRUE(refused("example.com/log\n5\n" + root + "\n\nmore\n"));
}

}  // namespace
}  // namespace guildhall::ledger
