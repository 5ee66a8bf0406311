#include "base/message.hpp"

#include <charconv>

namespace guildhall::base {
namespace {

// Characters that no words hold: between arguments, and between a name and its text or number.
constexpr char separator = '\x1f';
constexpr char is_text = '\x1d';
constexpr char is_number = '\x1e';

void add(std::string& text, const MessageArgument& argument) {
    text += separator;
    text += argument.name;
    if (const auto* number = std::get_if<std::int64_t>(&argument.value)) {
        text += is_number;
        text += std::to_string(*number);
        return;
    }
    text += is_text;
    for (const char c : std::get<std::string>(argument.value)) {
        if (c != separator) text += c;
    }
}

MessageArgument argument_of(std::string_view part) {
    const auto end = part.find_first_of(std::string{is_text, is_number});
    if (end == std::string_view::npos) return {std::string{part}, std::string{}};
    MessageArgument argument{std::string{part.substr(0, end)}, std::string{part.substr(end + 1)}};
    if (part[end] != is_number) return argument;
    std::int64_t number = 0;
    std::from_chars(part.data() + end + 1, part.data() + part.size(), number);
    argument.value = number;
    return argument;
}

}  // namespace

PublicMessage by_key(std::string_view key, const std::vector<MessageArgument>& arguments) {
    PublicMessage message{std::string{key}};
    for (const MessageArgument& argument : arguments) add(message.text, argument);
    return message;
}

PublicMessage with_argument(PublicMessage message, const MessageArgument& argument) {
    add(message.text, argument);
    return message;
}

KeyedMessage keyed(std::string_view message) {
    KeyedMessage found;
    auto end = message.find(separator);
    found.key = std::string{message.substr(0, end)};
    while (end != std::string_view::npos) {
        message.remove_prefix(end + 1);
        end = message.find(separator);
        found.arguments.push_back(argument_of(message.substr(0, end)));
    }
    return found;
}

}  // namespace guildhall::base
