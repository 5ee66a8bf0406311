#include "dmn/internal/coverage.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace guildhall::dmn {

namespace {

constexpr std::size_t max_remembered = 4'000'000;  // words, 32 MB

struct Hash {
    std::size_t operator()(const Bits& bits) const { return bits.hash(); }
};

class Searcher {
public:
    Searcher(const Query& query, Work& work) : query_(query), takers_(*query.takers), work_(work) {
        for (std::size_t axis = 0; axis < takers_.size(); ++axis) {
            if (query.within[axis].empty()) {
                nothing_ = true;
                return;
            }
            Bits all = query.start;  // members that take every class looked at
            for (const std::size_t at : query.within[axis]) all &= takers_[axis][at];
            if (all == query.start) continue;  // tells nothing apart
            axes_.push_back(axis);
            takes_all_.push_back(std::move(all));
        }
        // The more members an axis tells apart, the sooner it comes.
        std::vector<std::size_t> order(axes_.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::vector<std::size_t> weights;
        for (const Bits& all : takes_all_) weights.push_back(all.count());
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return weights[a] != weights[b] ? weights[a] < weights[b] : a < b;
        });
        std::vector<std::size_t> axes;
        for (const std::size_t i : order) axes.push_back(axes_[i]);
        kills_.assign(axes_.size() + 1, query.killers);
        for (std::size_t depth = axes_.size(); depth-- > 0;)
            kills_[depth] = kills_[depth + 1] & takes_all_[order[depth]];
        axes_ = std::move(axes);
        closed_.resize(axes_.size() + 1);
    }

    Search run() {
        if (nothing_) return std::move(search_);
        box_ = query_.within;
        descend(0, query_.start);
        return std::move(search_);
    }

private:
    struct Group {
        Bits alive;
        std::vector<std::size_t> classes;
    };

    [[nodiscard]] bool stopped() const { return search_.more || !search_.complete; }

    /// True when a witness was found below.
    bool descend(std::size_t depth, const Bits& alive) {
        if (stopped()) return true;
        if (!work_.spend(alive.words() + 1)) {
            search_.complete = false;
            return true;
        }
        if (alive.intersects(kills_[depth])) return false;
        if (depth == axes_.size() || alive.none()) {
            if (!query_.is_witness(alive)) return false;
            if (search_.found.size() == query_.limit) {
                search_.more = true;
                return true;
            }
            search_.found.push_back(box_);
            return true;
        }
        if (closed_[depth].contains(alive)) return false;
        const std::size_t axis = axes_[depth];
        bool found = false;
        for (Group& group : groups_of(axis, alive)) {
            box_[axis] = std::move(group.classes);
            found = descend(depth + 1, group.alive) || found;
            if (stopped()) break;
        }
        box_[axis] = query_.within[axis];
        if (!found && !stopped()) remember(depth, alive);
        return found;
    }

    std::vector<Group> groups_of(std::size_t axis, const Bits& alive) {
        std::vector<Group> groups;
        std::unordered_map<std::size_t, std::vector<std::size_t>> by_hash;
        for (const std::size_t at : query_.within[axis]) {
            if (!work_.spend(alive.words())) {
                search_.complete = false;
                break;
            }
            Bits next = alive & takers_[axis][at];
            auto& same_hash = by_hash[next.hash()];
            const auto known = std::find_if(same_hash.begin(), same_hash.end(), [&](std::size_t i) {
                return groups[i].alive == next;
            });
            if (known != same_hash.end()) {
                groups[*known].classes.push_back(at);
            } else {
                same_hash.push_back(groups.size());
                groups.push_back({std::move(next), {at}});
            }
        }
        return groups;
    }

    void remember(std::size_t depth, const Bits& alive) {
        remembered_ += alive.words() + 8;
        if (remembered_ <= max_remembered) closed_[depth].insert(alive);
    }

    const Query& query_;
    const Takers& takers_;
    Work& work_;
    bool nothing_ = false;
    std::vector<std::size_t> axes_;
    std::vector<Bits> takes_all_;
    std::vector<Bits> kills_;  ///< by depth: killers that take all classes of the axes that are left
    std::vector<std::unordered_set<Bits, Hash>> closed_;  ///< by depth: what led to no witness
    std::size_t remembered_ = 0;
    Box box_;
    Search search_;
};

}  // namespace

bool Bits::none() const {
    return std::all_of(words_.begin(), words_.end(), [](std::uint64_t word) { return word == 0; });
}

bool Bits::intersects(const Bits& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
        if ((words_[i] & other.words_[i]) != 0) return true;
    return false;
}

bool Bits::is_subset_of(const Bits& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
        if ((words_[i] & ~other.words_[i]) != 0) return false;
    return true;
}

std::size_t Bits::count() const {
    std::size_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
    return total;
}

std::size_t Bits::hash() const {
    std::uint64_t mixed = 0x9E3779B97F4A7C15ULL;
    for (const std::uint64_t word : words_) {
        mixed = (mixed ^ word) * 0xFF51AFD7ED558CCDULL;
        mixed ^= mixed >> 32;
    }
    return mixed;
}

Bits& Bits::operator&=(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
}

Bits& Bits::operator|=(const Bits& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
}

Search search(const Query& query, Work& work) {
    return Searcher(query, work).run();
}

}  // namespace guildhall::dmn
