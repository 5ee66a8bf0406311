#include "crypto/crypto.hpp"

#include <gtest/gtest.h>

#include "crypto/stream.hpp"

namespace guildhall::crypto {
namespace {

using base::view_of;

class Crypto : public testing::Test {
protected:
    void SetUp() override { initialise(); }
    base::SeededRandom random_{7};
};

std::string hex(base::ByteView bytes) {
    return base::to_hex(bytes);
}

TEST_F(Crypto, Sha256KnownAnswers) {
    EXPECT_EQ(hex(sha256(view_of(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256(view_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256({view_of("a"), view_of(""), view_of("bc")}), sha256(view_of("abc")));
}

// RFC 4231, test cases 1, 2 and 6.
TEST_F(Crypto, HmacKnownAnswers) {
    EXPECT_EQ(
        hex(hmac_sha256(base::Bytes(20, 0x0b), view_of("Hi There"))),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    EXPECT_EQ(
        hex(hmac_sha256(view_of("Jefe"), view_of("what do ya want for nothing?"))),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    EXPECT_EQ(
        hex(hmac_sha256(base::Bytes(131, 0xaa), view_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
    EXPECT_EQ(hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_F(Crypto, EqualNeedsSameLengthAndBytes) {
    EXPECT_TRUE(equal(view_of("abc"), view_of("abc")));
    EXPECT_TRUE(equal({}, {}));
    EXPECT_FALSE(equal(view_of("abc"), view_of("abd")));
    EXPECT_FALSE(equal(view_of("abc"), view_of("ab")));
}

TEST_F(Crypto, SealedOpensWithSameKeyAndContextAlone) {
    const auto key = SecretKey::make(random_);
    const auto other = SecretKey::make(random_);
    for (const std::string plain : {"", "a", "an answer to a question"}) {
        const auto sealed = seal(key, view_of(plain), "record-1", random_);
        ASSERT_EQ(sealed.size(), plain.size() + 40);
        const auto opened = open(key, sealed, "record-1");
        ASSERT_TRUE(opened.ok());
        EXPECT_EQ(base::text_of(*opened), plain);
        EXPECT_FALSE(open(key, sealed, "record-2").ok());
        EXPECT_FALSE(open(other, sealed, "record-1").ok());
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto changed = sealed;
            changed[i] ^= 1;
            const auto answer = open(key, changed, "record-1");
            ASSERT_FALSE(answer.ok()) << i;
            EXPECT_EQ(answer.error().code, base::ErrorCode::corrupt);
        }
        for (std::size_t size = 0; size < sealed.size(); ++size) {
            EXPECT_FALSE(open(key, base::ByteView(sealed).first(size), "record-1").ok()) << size;
        }
    }
}

TEST_F(Crypto, SealingTwiceDiffers) {
    const auto key = SecretKey::make(random_);
    EXPECT_NE(seal(key, view_of("same"), "c", random_), seal(key, view_of("same"), "c", random_));
}

TEST_F(Crypto, PasswordHashesAreArgon2idWithOwaspParameters) {
    const auto hash = hash_password("correct horse");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_TRUE(verify_password("correct horse", hash));
    EXPECT_FALSE(verify_password("correct horsf", hash));
    EXPECT_FALSE(verify_password("", hash));
    EXPECT_NE(hash, hash_password("correct horse"));
}

TEST_F(Crypto, NonsenseHashesVerifyNothing) {
    for (const std::string hash : {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$BBBB"}) {
        EXPECT_FALSE(verify_password("x", hash)) << hash;
    }
    EXPECT_FALSE(verify_password("x", std::string(5000, 'a')));
}

// RFC 8032 section 7.1, tests 1 and 3.
TEST_F(Crypto, Ed25519KnownAnswers) {
    struct Case {
        std::string_view seed, open, message, signature;
    };
    const std::array cases{
        Case{
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f059"
            "5bbe24655141438e7a100b"
        },
        Case{
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e971"
            "6ed28dc027beceea1ec40a"
        },
    };
    for (const auto& known : cases) {
        SigningKey key;
        std::ranges::copy(*base::from_hex(known.seed), key.seed.begin());
        const auto message = *base::from_hex(known.message);
        EXPECT_EQ(hex(verifying_key(key).bytes), known.open);
        EXPECT_EQ(hex(sign(key, message)), known.signature);
        EXPECT_TRUE(verify(verifying_key(key), message, sign(key, message)));
    }
}

TEST_F(Crypto, ChangedSignaturesFail) {
    const auto key = make_signing_key(random_);
    const auto open_key = verifying_key(key);
    const auto signature = sign(key, view_of("message"));
    EXPECT_FALSE(verify(open_key, view_of("massage"), signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto changed = signature;
        changed[i] ^= 1;
        EXPECT_FALSE(verify(open_key, view_of("message"), changed)) << i;
    }
    EXPECT_FALSE(verify(open_key, view_of("message"), base::ByteView(signature).first(63)));
    EXPECT_FALSE(verify(verifying_key(make_signing_key(random_)), view_of("message"), signature));
}

class Stream : public Crypto {
protected:
    /// The header and chunks of a sealed file.
    std::vector<base::Bytes> sealed(std::size_t size) {
        StreamSealer sealer(key_, "file-1");
        std::vector<base::Bytes> parts{base::Bytes(sealer.header().begin(), sealer.header().end())};
        plain_ = random_.bytes(size);
        std::size_t at = 0;
        do {
            const auto take = std::min(stream_chunk, size - at);
            parts.push_back(sealer.chunk(base::ByteView(plain_).subspan(at, take), at + take == size));
            at += take;
        } while (at < size);
        return parts;
    }
    std::optional<base::Bytes> opened(const std::vector<base::Bytes>& parts, std::string_view context = "file-1") {
        auto opener = StreamOpener::start(key_, context, parts.front());
        if (!opener.ok()) return std::nullopt;
        base::Bytes all;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto chunk = opener->chunk(parts[i], i + 1 == parts.size());
            if (!chunk.ok()) return std::nullopt;
            all.insert(all.end(), chunk->begin(), chunk->end());
        }
        return all;
    }

    SecretKey key_ = SecretKey::make(random_);
    base::Bytes plain_;
};

TEST_F(Stream, OpensWhatItSealed) {
    for (const std::size_t size : {0UL, 1UL, stream_chunk - 1, stream_chunk, stream_chunk + 1, 3 * stream_chunk}) {
        const auto parts = sealed(size);
        EXPECT_EQ(opened(parts), plain_) << size;
        EXPECT_EQ(opened(parts, "file-2"), std::nullopt) << size;
    }
}

TEST_F(Stream, FindsWhatIsLostRepeatedSwappedOrAdded) {
    const auto parts = sealed(4 * stream_chunk + 10);
    auto swapped = parts;
    std::swap(swapped[2], swapped[3]);
    EXPECT_EQ(opened(swapped), std::nullopt);
    auto cut = parts;
    cut.pop_back();
    EXPECT_EQ(opened(cut), std::nullopt);
    auto gap = parts;
    gap.erase(gap.begin() + 2);
    EXPECT_EQ(opened(gap), std::nullopt);
    auto repeated = parts;
    repeated.insert(repeated.begin() + 2, parts[2]);
    EXPECT_EQ(opened(repeated), std::nullopt);
    auto added = parts;
    added.push_back(parts.back());
    EXPECT_EQ(opened(added), std::nullopt);
    auto short_header = parts;
    short_header[0].pop_back();
    EXPECT_EQ(opened(short_header), std::nullopt);
}

TEST_F(Stream, FindsChangedBytes) {
    const auto parts = sealed(stream_chunk + 5);
    for (std::size_t part = 0; part < parts.size(); ++part) {
        for (const std::size_t at : {std::size_t{0}, parts[part].size() / 2, parts[part].size() - 1}) {
            auto changed = parts;
            changed[part][at] ^= 0x80;
            EXPECT_EQ(opened(changed), std::nullopt) << part << ' ' << at;
        }
    }
}

}  // namespace
}  // namespace guildhall::crypto
