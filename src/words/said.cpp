#include "words/said.hpp"

#include "base/message.hpp"

namespace guildhall::words {

std::string said(const Locale& locale, std::string_view message) {
    const base::KeyedMessage keyed = base::keyed(message);
    Arguments arguments;
    for (const auto& argument : keyed.arguments) {
        if (const auto* number = std::get_if<std::int64_t>(&argument.value))
            arguments.emplace_back(argument.name, *number);
        else
            arguments.emplace_back(argument.name, std::get<std::string>(argument.value));
    }
    return locale.text(keyed.key, arguments);
}

bool is_keyed(const Locale& locale, std::string_view message) {
    // No words are their own key.
    const std::string key = base::keyed(message).key;
    return locale.text(key) != key;
}

}  // namespace guildhall::words
