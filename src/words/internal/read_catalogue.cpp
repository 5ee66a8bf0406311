#include "words/internal/read_catalogue.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/yaml.hpp"

namespace guildhall::words::internal {
namespace {

using base::Severity;
using base::YamlEntry;
using base::YamlNode;

bool is_name(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// Walks one file.
class Reader {
public:
    Reader(const std::string& file, base::Complaints& complaints) : file_(file), complaints_(complaints) {}

    void read(const YamlNode& map, const std::string& path) {
        for (const YamlEntry& entry : map.entries) {
            // A dot in a name could make one key of two.
            if (!is_name(entry.key)) {
                complain(
                    entry.place(file_),
                    fmt::format("found the key “{}”; expected small letters, digits and “_”", entry.key)
                );
                continue;
            }
            const std::string key = path.empty() ? entry.key : path + "." + entry.key;
            if (entry.value.kind == YamlNode::Kind::map) {
                read(entry.value, key);
            } else {
                read_message(entry.value, key);
            }
        }
    }

    Locale::Messages messages;

private:
    void read_message(const YamlNode& node, const std::string& key) {
        if (!node.is_text())
            return complain(
                node.place(file_), fmt::format("found {}; expected a text or a map of texts", node.described())
            );
        if (const std::string problem = problem_of_pattern(node.text); !problem.empty())
            return complain(node.place(file_), problem);
        messages.emplace(key, node.text);
    }

    void complain(base::SourcePlace place, std::string message) {
        complaints_.push_back({std::move(place), Severity::error, std::move(message)});
    }

    const std::string& file_;
    base::Complaints& complaints_;
};

}  // namespace

Locale::Messages read_catalogue(std::string_view yaml, const std::string& file, base::Complaints& complaints) {
    const auto document = base::read_yaml(yaml, file);
    complaints.insert(complaints.end(), document.complaints.begin(), document.complaints.end());
    if (!document.root) return {};
    if (document.root->kind != YamlNode::Kind::map) {
        complaints.push_back(
            {document.root->place(file), Severity::error,
             fmt::format("found {}; expected a map of messages", document.root->described())}
        );
        return {};
    }
    Reader reader(file, complaints);
    reader.read(*document.root, {});
    return std::move(reader.messages);
}

}  // namespace guildhall::words::internal
