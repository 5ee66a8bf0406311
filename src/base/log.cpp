#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace guildhall::base {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warning:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view level_name(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warning:
            return "warning";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

class StandardLog final : public Log {
public:
    explicit StandardLog(LogLevel least) : logger_("guildhall", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger_.set_level(spdlog_level(least));
        logger_.set_pattern("%v");
        logger_.flush_on(spdlog::level::warn);
    }

    void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) override {
        if (!logger_.should_log(spdlog_level(level))) return;
        Json line;
        line.set("at", to_rfc3339(SystemClock{}.now()));
        line.set("level", level_name(level));
        line.set("event", event);
        for (const auto& [name, value] : fields) line.set(std::string{name}, value);
        logger_.log(spdlog_level(level), "{}", line.text());
    }

private:
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Log> make_standard_log(LogLevel least) {
    return std::make_unique<StandardLog>(least);
}

}  // namespace guildhall::base
