#pragma once
/// Map layers and registers that questions name.

#include <set>
#include <string>

#include "catalogue/internal/keys_of_types.hpp"
#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

/// The file that a name such as `layers/streets` or `bank/registers/addresses` means.
[[nodiscard]] std::string data_file(std::string_view name);
/// Whether a file is one of those: they may be larger than what people write.
[[nodiscard]] bool is_data_file(std::string_view file);
/// Names of the bank's layers and registers in the keys of a question, whatever else is wrong with it.
void collect_bank_data(const base::YamlNode& question, std::set<std::string>& names);

/// `lookup`, `map` and `within` of a question whose other keys are read.
void read_places(Reading& reading, Question& question, const QuestionKeys& keys);

}  // namespace guildhall::catalogue::internal
