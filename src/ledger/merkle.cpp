#include <bit>
#include <cassert>

#include "ledger/internal/tree.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

constexpr std::array<std::uint8_t, 1> leaf_prefix{0};
constexpr std::array<std::uint8_t, 1> node_prefix{1};

internal::NodeOf nodes_over(std::span<const Hash> leaves) {
    return [leaves](unsigned height, std::uint64_t index) {
        internal::RightEdge edge;
        for (const auto& leaf : leaves.subspan(index << height, std::size_t{1} << height)) {
            edge.append(leaf, [](unsigned, const Hash&) {});
        }
        return edge.root();
    };
}

}  // namespace

Hash leaf_hash(base::ByteView body) {
    return crypto::sha256({leaf_prefix, body});
}

Hash node_hash(const Hash& left, const Hash& right) {
    return crypto::sha256({node_prefix, left, right});
}

Hash tree_hash(std::span<const Hash> leaves) {
    if (leaves.empty()) return crypto::sha256(base::ByteView{});
    return internal::range_hash(nodes_over(leaves), 0, leaves.size());
}

std::vector<Hash> inclusion_proof(std::span<const Hash> leaves, std::uint64_t index) {
    assert(index < leaves.size());
    return internal::inclusion_path(nodes_over(leaves), index, leaves.size());
}

std::vector<Hash> consistency_proof(std::span<const Hash> leaves, std::uint64_t old_size) {
    assert(old_size > 0 && old_size <= leaves.size());
    return internal::consistency_path(nodes_over(leaves), old_size, leaves.size());
}

// RFC 9162 section 2.1.3.2, with its names.
bool verify_inclusion(
    const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof, const Hash& root
) {
    if (index >= size) return false;
    auto fn = index;
    auto sn = size - 1;
    Hash r = leaf;
    for (const auto& p : proof) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            r = node_hash(p, r);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = node_hash(r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && r == root;
}

// RFC 9162 section 2.1.4.2, with its names; it leaves out the trees that need no proof.
bool verify_consistency(
    std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
    std::span<const Hash> proof
) {
    if (old_size > new_size) return false;
    if (old_size == new_size) return proof.empty() && old_root == new_root;
    if (old_size == 0) return proof.empty() && old_root == tree_hash({});
    std::vector<Hash> path(proof.begin(), proof.end());
    if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
    if (path.empty()) return false;
    auto fn = old_size - 1;
    auto sn = new_size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    Hash fr = path.front();
    Hash sr = path.front();
    for (const auto& c : std::span(path).subspan(1)) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            fr = node_hash(c, fr);
            sr = node_hash(c, sr);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = node_hash(sr, c);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && fr == old_root && sr == new_root;
}

std::string commitment(base::ByteView salt, std::string_view text) {
    return base::to_hex(crypto::sha256({salt, base::view_of(text)}));
}

}  // namespace guildhall::ledger
