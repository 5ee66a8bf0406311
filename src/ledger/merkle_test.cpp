#include <gtest/gtest.h>

#include <bit>

#include "ledger/internal/tree.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using Hashes = std::vector<Hash>;

Hash from_hex(std::string_view text) {
    return internal::hash_of(*base::from_hex(text));
}

/// The leaves that certificate-transparency implementations test with.
Hashes reference_leaves() {
    Hashes leaves;
    for (const std::string_view body :
         {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
        leaves.push_back(leaf_hash(*base::from_hex(body)));
    }
    return leaves;
}

constexpr std::array<std::string_view, 9> reference_roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

Hashes first(const Hashes& leaves, std::size_t count) {
    return {leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST(Merkle, ReferenceRoots) {
    const auto leaves = reference_leaves();
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        EXPECT_EQ(base::to_hex(tree_hash(first(leaves, size))), reference_roots[size]) << size;
    }
}

TEST(Merkle, ReferencePaths) {
    constexpr std::string_view one = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    constexpr std::string_view two_three = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    constexpr std::string_view right_half = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    constexpr std::string_view four = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    constexpr std::string_view six_seven = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    constexpr std::string_view left_half = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    constexpr std::string_view four_five = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    const auto leaves = reference_leaves();
    EXPECT_EQ(inclusion_proof(first(leaves, 1), 0), Hashes{});
    EXPECT_EQ(inclusion_proof(leaves, 0), (Hashes{from_hex(one), from_hex(two_three), from_hex(right_half)}));
    EXPECT_EQ(inclusion_proof(leaves, 5), (Hashes{from_hex(four), from_hex(six_seven), from_hex(left_half)}));
    EXPECT_EQ(inclusion_proof(first(leaves, 3), 2), Hashes{from_hex(reference_roots[2])});
    EXPECT_EQ(inclusion_proof(first(leaves, 5), 1), (Hashes{leaves[0], from_hex(two_three), from_hex(four)}));
    EXPECT_EQ(consistency_proof(leaves, 1), (Hashes{from_hex(one), from_hex(two_three), from_hex(right_half)}));
    EXPECT_EQ(consistency_proof(leaves, 6), (Hashes{from_hex(four_five), from_hex(six_seven), from_hex(left_half)}));
    EXPECT_EQ(consistency_proof(first(leaves, 5), 2), (Hashes{from_hex(two_three), from_hex(four)}));
}

Hashes many_leaves(std::size_t count) {
    Hashes leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(base::view_of("leaf " + std::to_string(i))));
    return leaves;
}

TEST(Merkle, EveryInclusionProofUpTo300Verifies) {
    const auto all = many_leaves(300);
    for (std::size_t size = 1; size <= all.size(); ++size) {
        const auto leaves = first(all, size);
        const auto root = tree_hash(leaves);
        // Every entry of the smaller trees; of the larger the ends, the middle and what lies around powers of two.
        for (std::size_t index = 0; index < size; ++index) {
            if (size > 70 && index > 2 && index + 3 < size && index % 37 != 0 && !std::has_single_bit(index)) continue;
            const auto proof = inclusion_proof(leaves, index);
            ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, root)) << index << " of " << size;
            ASSERT_FALSE(verify_inclusion(leaves[index], index, size, proof, leaf_hash({}))) << index << " of " << size;
            if (size > 1) {
                const auto other = (index + 1) % size;
                ASSERT_FALSE(verify_inclusion(leaves[index], other, size, proof, root)) << index << " of " << size;
                ASSERT_FALSE(verify_inclusion(leaves[other], index, size, proof, root)) << index << " of " << size;
            }
        }
    }
}

TEST(Merkle, ChangedProofsFail) {
    for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 100U, 256U, 257U}) {
        const auto leaves = many_leaves(size);
        const auto root = tree_hash(leaves);
        for (const std::size_t index : {std::size_t{0}, size / 2, size - 1}) {
            const auto proof = inclusion_proof(leaves, index);
            for (std::size_t part = 0; part < proof.size(); ++part) {
                auto changed = proof;
                changed[part][part % 32] ^= 1;
                EXPECT_FALSE(verify_inclusion(leaves[index], index, size, changed, root));
                changed = proof;
                changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(part));
                EXPECT_FALSE(verify_inclusion(leaves[index], index, size, changed, root));
            }
            auto longer = proof;
            longer.push_back(root);
            EXPECT_FALSE(verify_inclusion(leaves[index], index, size, longer, root));
            EXPECT_FALSE(verify_inclusion(leaves[index], size, size, proof, root));
        }
    }
    EXPECT_FALSE(verify_inclusion(leaf_hash({}), 0, 0, {}, tree_hash({})));
}

TEST(Merkle, EveryConsistencyProofUpTo300Verifies) {
    const auto all = many_leaves(300);
    Hashes roots;
    for (std::size_t size = 0; size <= all.size(); ++size) roots.push_back(tree_hash(first(all, size)));
    for (std::size_t size = 1; size <= all.size(); ++size) {
        const auto leaves = first(all, size);
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            if (size > 70 && old_size > 3 && old_size + 3 < size && old_size % 41 != 0 &&
                !std::has_single_bit(old_size))
                continue;
            const auto proof = consistency_proof(leaves, old_size);
            ASSERT_TRUE(verify_consistency(old_size, roots[old_size], size, roots[size], proof))
                << old_size << " in " << size;
            ASSERT_FALSE(verify_consistency(old_size, roots[old_size - 1], size, roots[size], proof))
                << old_size << " in " << size;
            ASSERT_FALSE(verify_consistency(old_size, roots[old_size], size, roots[size - 1], proof))
                << old_size << " in " << size;
            for (std::size_t part = 0; part < proof.size(); ++part) {
                auto changed = proof;
                changed[part][0] ^= 1;
                ASSERT_FALSE(verify_consistency(old_size, roots[old_size], size, roots[size], changed));
            }
        }
    }
    EXPECT_TRUE(verify_consistency(0, roots[0], 5, roots[5], {}));
    EXPECT_FALSE(verify_consistency(0, roots[1], 5, roots[5], {}));
    EXPECT_FALSE(verify_consistency(5, roots[5], 4, roots[4], {}));
}

TEST(RightEdge, HasTheRootOfEverySizeAndCanBeReadBack) {
    const auto leaves = many_leaves(600);
    internal::RightEdge edge;
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        if (size % 13 == 0 || size > 500) {
            ASSERT_EQ(edge.root(), tree_hash(first(leaves, size))) << size;
        }
        const auto read = internal::RightEdge::read(size, edge.bytes());
        ASSERT_TRUE(read);
        ASSERT_EQ(read->root(), edge.root());
        if (size == leaves.size()) break;
        edge = *read;
        edge.append(leaves[size], [](unsigned, const Hash&) {});
    }
    EXPECT_FALSE(internal::RightEdge::read(3, base::Bytes(32)));
    EXPECT_FALSE(internal::RightEdge::read(0, base::Bytes(32)));
}

TEST(RightEdge, AppendingHashesAsMuchInALargeTreeAsInASmallOne) {
    const auto leaves = many_leaves(256);
    for (const std::uint64_t size : {0ULL, 1000ULL, 1'000'000ULL, (1ULL << 40) - 1}) {
        auto edge = internal::RightEdge::read(size, base::Bytes(static_cast<std::size_t>(std::popcount(size)) * 32));
        ASSERT_TRUE(edge);
        for (const auto& leaf : leaves) edge->append(leaf, [](unsigned, const Hash&) {});
        EXPECT_LE(edge->hashed(), leaves.size() + 41) << size;
    }
}

TEST(Merkle, CommitmentsBindSaltAndText) {
    const base::Bytes salt(32, 1);
    const base::Bytes other(32, 2);
    EXPECT_EQ(commitment(salt, "text").size(), 64U);
    EXPECT_NE(commitment(salt, "text"), commitment(other, "text"));
    EXPECT_NE(commitment(salt, "text"), commitment(salt, "texT"));
}

}  // namespace
}  // namespace guildhall::ledger
