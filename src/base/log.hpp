#pragma once
/// Log lines: JSON, one a line, on standard error. Never personal data, never secrets: ids and codes.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace guildhall::base {

enum class LogLevel { debug, info, warning, error };

/// Thread-safe. Made in main and handed down by reference.
class Log {
public:
    using Field = std::pair<std::string_view, std::string>;
    virtual ~Log() = default;
    /// `event` is a fixed name such as `request.failed`; what varies goes into the fields.
    virtual void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields = {}) = 0;
};

/// Writes with spdlog to standard error; lines below `least` are dropped.
[[nodiscard]] std::unique_ptr<Log> make_standard_log(LogLevel least);

/// For tests and tools that want silence.
class NullLog final : public Log {
public:
    void write(LogLevel, std::string_view, std::initializer_list<Field>) override {}
};

}  // namespace guildhall::base
