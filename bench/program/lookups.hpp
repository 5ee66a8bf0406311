#pragma once
/// What it costs to ask a map layer, a register and a register of addresses, and to read them.

#include <cstddef>

#include "base/json.hpp"

namespace guildhall::bench {

struct LookupOptions {
    std::size_t rows = 1000;  ///< areas and lines of the layers, rows of the registers
    double seconds = 0.5;     ///< for each kind of question
};

/// `{area_ns, nearest_ns, key_ns, postcode_ns, words_ns, layer_ms, register_ms, addresses_ms}`: a question, the best of
/// five rounds; reading and indexing, once. Areas are squares side by side, lines are streets between them, so that
/// a question meets as many of them whatever their number.
[[nodiscard]] base::Json measure_lookups(const LookupOptions& options);

}  // namespace guildhall::bench
