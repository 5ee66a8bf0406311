#include "ledger/internal/tree.hpp"

#include <bit>
#include <cassert>

namespace guildhall::ledger::internal {
namespace {

/// The largest power of two below n; n > 1.
std::uint64_t split_of(std::uint64_t n) {
    return std::bit_floor(n - 1);
}

}  // namespace

Hash range_hash(const NodeOf& node_of, std::uint64_t first, std::uint64_t end) {
    const auto count = end - first;
    assert(count > 0);
    if (std::has_single_bit(count)) {
        const auto height = static_cast<unsigned>(std::countr_zero(count));
        return node_of(height, first >> height);
    }
    const auto split = first + split_of(count);
    return node_hash(range_hash(node_of, first, split), range_hash(node_of, split, end));
}

std::vector<Hash> inclusion_path(const NodeOf& node_of, std::uint64_t index, std::uint64_t size) {
    std::vector<Hash> path;  // from the root down; turned round at the end
    std::uint64_t first = 0;
    std::uint64_t end = size;
    while (end - first > 1) {
        const auto split = first + split_of(end - first);
        if (index < split) {
            path.push_back(range_hash(node_of, split, end));
            end = split;
        } else {
            path.push_back(range_hash(node_of, first, split));
            first = split;
        }
    }
    std::ranges::reverse(path);
    return path;
}

std::vector<Hash> consistency_path(const NodeOf& node_of, std::uint64_t old_size, std::uint64_t size) {
    std::vector<Hash> path;
    std::uint64_t first = 0;
    std::uint64_t end = size;
    bool known = true;  // the verifier has the root of the subtree that the old tree ends in
    while (old_size != end) {
        const auto split = first + split_of(end - first);
        if (old_size <= split) {
            path.push_back(range_hash(node_of, split, end));
            end = split;
        } else {
            path.push_back(range_hash(node_of, first, split));
            first = split;
            known = false;
        }
    }
    if (!known) path.push_back(range_hash(node_of, first, end));
    std::ranges::reverse(path);
    return path;
}

std::optional<RightEdge> RightEdge::read(std::uint64_t size, base::ByteView bytes) {
    RightEdge edge;
    edge.size_ = size;
    const auto count = static_cast<std::size_t>(std::popcount(size));
    if (bytes.size() != count * sizeof(Hash)) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i)
        edge.roots_.push_back(hash_of(bytes.subspan(i * sizeof(Hash), sizeof(Hash))));
    return edge;
}

void RightEdge::append(const Hash& leaf, const std::function<void(unsigned, const Hash&)>& completed) {
    roots_.push_back(leaf);
    completed(0, leaf);
    unsigned height = 0;
    // Each low bit of the size that is set is a subtree as large as the one that was just completed.
    for (auto rest = size_; (rest & 1) != 0; rest >>= 1) {
        const auto right = roots_.back();
        roots_.pop_back();
        roots_.back() = node_hash(roots_.back(), right);
        ++hashed_;
        completed(++height, roots_.back());
    }
    ++size_;
}

Hash RightEdge::root() const {
    if (roots_.empty()) return crypto::sha256(base::ByteView{});
    Hash root = roots_.back();
    for (auto i = roots_.size() - 1; i > 0; --i) root = node_hash(roots_[i - 1], root);
    return root;
}

base::Bytes RightEdge::bytes() const {
    base::Bytes bytes;
    for (const auto& root : roots_) bytes.insert(bytes.end(), root.begin(), root.end());
    return bytes;
}

base::ByteView view_of(const Hash& hash) {
    return hash;
}

Hash hash_of(base::ByteView bytes) {
    Hash hash{};
    assert(bytes.size() == hash.size());
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

}  // namespace guildhall::ledger::internal
