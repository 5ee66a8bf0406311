#pragma once
/// Which keys go with which types of question.

#include <optional>
#include <string>
#include <string_view>

#include "catalogue/internal/reading.hpp"

namespace guildhall::catalogue::internal {

/// A value together with the file that it stands in: its own, or the bank's. Borrows both.
struct FoundKey {
    const base::YamlNode* node = nullptr;
    const std::string* file = nullptr;
    explicit operator bool() const { return node != nullptr; }
};

/// A question's keys: what service.yaml says wins over what the bank says. Borrows all of it.
struct QuestionKeys {
    const base::YamlNode& own;
    const std::string& own_file;
    const base::YamlNode* bank;
    const std::string& bank_file;

    [[nodiscard]] FoundKey find(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key) const;
    [[nodiscard]] std::optional<int> count(std::string_view key) const;
};

/// Complains of keys that have no meaning with the question's type, or not together.
void check_keys_fit(Reading& reading, const Question& question, const QuestionKeys& keys, bool in_repeat);

}  // namespace guildhall::catalogue::internal
