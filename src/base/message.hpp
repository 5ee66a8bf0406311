#pragma once
/// What a person is told, by a key of the catalogues (see src/words), so that every face says it in its reader's
/// language. It travels as the text of a PublicMessage: an error that only operators and designers meet has English
/// words there instead, and comes out as it stands.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace guildhall::base {

struct MessageArgument {
    std::string name;
    std::variant<std::string, std::int64_t> value;
};

struct KeyedMessage {
    std::string key;  ///< `account.wrong`, or words
    std::vector<MessageArgument> arguments;
};

/// `by_key("account.too_many_tries", {{"minutes", 15}})`.
[[nodiscard]] PublicMessage by_key(std::string_view key, const std::vector<MessageArgument>& arguments = {});
/// The same message with one more argument.
[[nodiscard]] PublicMessage with_argument(PublicMessage message, const MessageArgument& argument);
/// What `by_key` made; the whole text as the key when it was made otherwise.
[[nodiscard]] KeyedMessage keyed(std::string_view message);

}  // namespace guildhall::base
