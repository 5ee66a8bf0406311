#include "settings.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "html/accent.hpp"

namespace guildhall::app {
namespace {

base::Error wrong(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {"configuration"}};
}

const std::vector<std::string> known_keys{
    "name",    "agency",          "contact",         "accent",        "origin", "database", "database-connections",
    "workers", "request-seconds", "trusted-proxies", "virus-scanner", "mail"
};
const std::vector<std::string> known_mail_keys{"server", "username", "password-file", "certificate-authorities",
                                               "from",   "from-name"};

std::string unknown_key(const std::string& file, const base::YamlEntry& entry, const std::vector<std::string>& known) {
    const auto near = base::nearest(entry.key, known);
    return fmt::format(
        "{}:{}:{}: there is no setting `{}`{}", file, entry.line, entry.column, entry.key,
        near ? fmt::format("; did you mean `{}`?", *near) : ""
    );
}

}  // namespace

base::Result<Settings> read_settings(const std::filesystem::path& file) {
    Settings settings;
    if (file.empty()) return settings;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return wrong(fmt::format("{}: cannot be read", file.string()));
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    const std::string name = file.filename().string();
    const auto read = base::read_yaml(bytes.str(), name);
    if (!read.root) return wrong(read.complaints.empty() ? name + ": cannot be read" : read.complaints.front().text());
    if (read.root->kind != base::YamlNode::Kind::map)
        return wrong(fmt::format("{}: expected settings, found {}", name, read.root->described()));
    for (const auto& entry : read.root->entries) {
        const auto& value = entry.value;
        const auto count = [&]() -> std::size_t { return static_cast<std::size_t>(value.integer().value_or(0)); };
        if (entry.key == "name")
            settings.name = value.text;
        else if (entry.key == "agency")
            settings.agency = value.text;
        else if (entry.key == "contact")
            settings.contact = value.text;
        else if (entry.key == "accent") {
            const auto styles = html::accent_styles(value.text);
            if (!styles)
                return wrong(fmt::format("{}:{}:{}: {}", name, value.line, value.column, styles.error().message.text));
            settings.accent = value.text;
        } else if (entry.key == "origin")
            settings.origin = value.text;
        else if (entry.key == "database")
            settings.database = value.text;
        else if (entry.key == "virus-scanner")
            settings.virus_scanner = value.text;
        else if (entry.key == "database-connections" || entry.key == "workers" || entry.key == "request-seconds") {
            if (count() < 1 || count() > 1000)
                return wrong(fmt::format(
                    "{}:{}:{}: `{}` takes a whole number from 1 to 1000", name, value.line, value.column, entry.key
                ));
            (entry.key == "workers"           ? settings.workers
             : entry.key == "request-seconds" ? settings.request_seconds
                                              : settings.database_connections) = count();
        } else if (entry.key == "trusted-proxies") {
            for (const auto& item : value.items) settings.trusted_proxies.push_back(item.text);
        } else if (entry.key == "mail") {
            for (const auto& mail : value.entries) {
                if (mail.key == "server")
                    settings.mail.server = mail.value.text;
                else if (mail.key == "username")
                    settings.mail.username = mail.value.text;
                else if (mail.key == "certificate-authorities")
                    settings.mail.certificate_authorities = mail.value.text;
                else if (mail.key == "from")
                    settings.mail.from = mail.value.text;
                else if (mail.key == "from-name")
                    settings.mail.from_name = mail.value.text;
                else if (mail.key == "password-file") {
                    std::ifstream secret(mail.value.text);
                    if (!secret || !std::getline(secret, settings.mail.password))
                        return wrong(fmt::format("{}: the password file {} cannot be read", name, mail.value.text));
                } else
                    return wrong(unknown_key(name, mail, known_mail_keys));
            }
        } else
            return wrong(unknown_key(name, entry, known_keys));
    }
    return settings;
}

}  // namespace guildhall::app
