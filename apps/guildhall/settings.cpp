#include "settings.hpp"

#include <fmt/format.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "html/accent.hpp"
#include "http/security_policy.hpp"

namespace guildhall::app {
namespace {

using base::YamlNode;
using Kind = YamlNode::Kind;
/// What is wrong with a value, to follow "`key` "; empty when it was taken over.
using Problem = std::string;
using Reader = std::function<Problem(const YamlNode& value, Settings& settings)>;
using Readers = std::map<std::string, Reader, std::less<>>;

base::Error wrong(std::string message) {
    return {base::ErrorCode::invalid_input, {std::move(message)}, {"configuration"}};
}

Reader text(std::string Settings::* member) {
    return [member](const YamlNode& value, Settings& settings) -> Problem {
        if (value.kind != Kind::scalar) return "takes a text, not " + value.described();
        settings.*member = value.text;
        return {};
    };
}

Reader mail_text(std::string notifications::MailSettings::* member) {
    return [member](const YamlNode& value, Settings& settings) -> Problem {
        if (value.kind != Kind::scalar) return "takes a text, not " + value.described();
        settings.mail.*member = value.text;
        return {};
    };
}

Reader payment_text(std::string payments::ProviderSettings::* member) {
    return [member](const YamlNode& value, Settings& settings) -> Problem {
        if (value.kind != Kind::scalar) return "takes a text, not " + value.described();
        settings.payments.*member = value.text;
        return {};
    };
}

Reader count(std::size_t Settings::* member) {
    return [member](const YamlNode& value, Settings& settings) -> Problem {
        const auto number = value.integer();
        if (!number || *number < 1 || *number > 1000) return "takes a whole number from 1 to 1000";
        settings.*member = static_cast<std::size_t>(*number);
        return {};
    };
}

Problem read_accent(const YamlNode& value, Settings& settings) {
    const auto styles = html::accent_styles(value.text);
    if (!styles) return "does not do: " + styles.error().message.text;
    settings.accent = value.text;
    return {};
}

Problem read_proxies(const YamlNode& value, Settings& settings) {
    if (value.kind != Kind::list) return "takes a list of addresses, not " + value.described();
    for (const auto& item : value.items) {
        if (item.kind != Kind::scalar) return "takes a list of addresses; one of them is " + item.described();
        settings.trusted_proxies.push_back(item.text);
    }
    return {};
}

Problem read_password_file(const YamlNode& value, Settings& settings) {
    std::ifstream secret(value.text);
    if (!secret || !std::getline(secret, settings.mail.password))
        return fmt::format("names the file {}, which cannot be read", value.text);
    return {};
}

Problem read_payment_key(const YamlNode& value, Settings& settings) {
    std::ifstream secret(value.text);
    if (!secret || !std::getline(secret, settings.payments.key))
        return fmt::format("names the file {}, which cannot be read", value.text);
    return {};
}

Reader address_text(std::string registers::AddressServer::* member) {
    return [member](const YamlNode& value, Settings& settings) -> Problem {
        if (value.kind != Kind::scalar) return "takes a text, not " + value.described();
        settings.address_server.*member = value.text;
        return {};
    };
}

Problem read_address_url(const YamlNode& value, Settings& settings) {
    if (!value.text.starts_with("https://") && !value.text.starts_with("http://"))
        return "takes an address such as https://addresses.example.org/find";
    settings.address_server.url = value.text;
    return {};
}

Problem read_address_timeout(const YamlNode& value, Settings& settings) {
    const auto seconds = value.integer();
    if (!seconds || *seconds < 1 || *seconds > 10) return "takes a whole number of seconds from 1 to 10";
    settings.address_server.timeout = std::chrono::seconds{*seconds};
    return {};
}

Problem read_token_file(const YamlNode& value, Settings& settings) {
    std::ifstream secret(value.text);
    if (!secret || !std::getline(secret, settings.address_server.token))
        return fmt::format("names the file {}, which cannot be read", value.text);
    return {};
}

Problem read_payment_pages(const YamlNode& value, Settings& settings) {
    if (value.kind != Kind::list)
        return "takes a list of origins such as https://pay.example.org, not " + value.described();
    for (const auto& item : value.items) {
        if (http::origin_of(item.text) != item.text)
            return "takes origins such as https://pay.example.org; one of them is " + item.described();
        settings.payments.page_origins.push_back(item.text);
    }
    return {};
}

/// Each entry of a map by the reader of its key; the first complaint, with its place.
Problem read_all(const Readers& readers, const YamlNode& map, const std::string& file, Settings& settings) {
    for (const auto& entry : map.entries) {
        const auto reader = readers.find(entry.key);
        if (reader == readers.end()) {
            std::vector<std::string> known;
            for (const auto& [key, unused] : readers) known.push_back(key);
            const auto near = base::nearest(entry.key, known);
            return fmt::format(
                "{}:{}:{}: there is no setting `{}`{}", file, entry.line, entry.column, entry.key,
                near ? fmt::format("; did you mean `{}`?", *near) : ""
            );
        }
        const YamlNode& value = entry.value;
        const Problem problem = reader->second(value, settings);
        // A map's readers name the place within it.
        if (problem.starts_with(file + ":")) return problem;
        if (!problem.empty())
            return fmt::format("{}:{}:{}: `{}` {}", file, value.line, value.column, entry.key, problem);
    }
    return {};
}

Readers all_readers(const std::string& file) {
    const Readers of_mail{
        {"server", mail_text(&notifications::MailSettings::server)},
        {"username", mail_text(&notifications::MailSettings::username)},
        {"password-file", read_password_file},
        {"certificate-authorities", mail_text(&notifications::MailSettings::certificate_authorities)},
        {"from", mail_text(&notifications::MailSettings::from)},
        {"from-name", mail_text(&notifications::MailSettings::from_name)},
    };
    const Readers of_payments{
        {"url", payment_text(&payments::ProviderSettings::url)},
        {"key-file", read_payment_key},
        {"currency", payment_text(&payments::ProviderSettings::currency)},
        {"pages", read_payment_pages},
        {"certificate-authorities", payment_text(&payments::ProviderSettings::certificate_authorities)},
    };
    const Readers of_addresses{
        {"register", text(&Settings::address_register)},
        {"server", read_address_url},
        {"timeout", read_address_timeout},
        {"token-file", read_token_file},
        {"certificate-authorities", address_text(&registers::AddressServer::certificate_authorities)},
    };
    return {
        {"addresses",
         [of_addresses, file](const YamlNode& value, Settings& settings) -> Problem {
             if (value.kind != Kind::map) return "takes settings of its own, not " + value.described();
             return read_all(of_addresses, value, file, settings);
         }},
        {"name", text(&Settings::name)},
        {"agency", text(&Settings::agency)},
        {"contact", text(&Settings::contact)},
        {"accent", read_accent},
        {"origin", text(&Settings::origin)},
        {"database", text(&Settings::database)},
        {"database-connections", count(&Settings::database_connections)},
        {"workers", count(&Settings::workers)},
        {"request-seconds", count(&Settings::request_seconds)},
        {"trusted-proxies", read_proxies},
        {"virus-scanner", text(&Settings::virus_scanner)},
        {"mail",
         [of_mail, file](const YamlNode& value, Settings& settings) -> Problem {
             if (value.kind != Kind::map) return "takes settings of its own, not " + value.described();
             return read_all(of_mail, value, file, settings);
         }},
        {"payments",
         [of_payments, file](const YamlNode& value, Settings& settings) -> Problem {
             if (value.kind != Kind::map) return "takes settings of its own, not " + value.described();
             return read_all(of_payments, value, file, settings);
         }},
    };
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
    if (read.root->kind != Kind::map)
        return wrong(fmt::format("{}: expected settings, found {}", name, read.root->described()));
    if (auto problem = read_all(all_readers(name), *read.root, name, settings); !problem.empty())
        return wrong(std::move(problem));
    return settings;
}

}  // namespace guildhall::app
