#pragma once
/// What this room's tests share: a small service in memory and scratch folders.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "catalogue/load.hpp"

namespace guildhall::catalogue::testing {

inline const std::string small_service = R"yaml(service: book-a-hall
version: 1
title: Book a hall
summary: Book a room in a public building.
topics: [culture]
questions:
  people:
    ask: How many people come?
    type: number
    range: "[1..500]"
    unit: people
  music:
    ask: Will there be music?
    type: yes-no
  until:
    ask: Until what hour?
    type: number
    when: music = true
journey:
  - section: The event
    pages: [people, music, until]
)yaml";

inline const std::string small_model = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="D" namespace="https://example.org/d">
  <inputData id="i" name="head count"><variable id="v" name="head count" typeRef="number"/></inputData>
  <decision id="a" name="Allowed?">
    <variable id="av" name="Allowed?" typeRef="string"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="c"><inputExpression id="e" typeRef="number"><text>head count</text></inputExpression></input>
      <output id="o" name="answer" typeRef="string"/>
      <rule id="r1"><inputEntry id="r1i"><text>&lt;= 100</text></inputEntry><outputEntry id="r1o"><text>"Yes"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="r2i"><text>&gt; 100</text></inputEntry><outputEntry id="r2o"><text>"No"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
)xml";

/// The small service with a decision on the number of people.
inline Files decided_service() {
    std::string yaml = small_service;
    const std::string_view range = "    range: \"[1..500]\"\n";
    yaml.insert(yaml.find(range), "    input: head count\n");
    yaml += R"yaml(decision:
  rules:
    - model: rules.dmn
      in-force: "[2024-01-01..2030-01-01)"
  decision: Allowed?
  outcomes:
    - when: decision = "Yes"
      means: granted
      title: You may use the hall
      automatic: true
      issues: booking
    - means: refused
      title: You may not use the hall
      letter: letters/no.md
issues:
  booking:
    letter: letters/yes.md
    valid-for: 1 year
)yaml";
    return {
        {"service.yaml", yaml},
        {"rules.dmn", small_model},
        {"letters/yes.md", "# Yes, {name}\n\nFor {people} people: {reference}.\n"},
        {"letters/no.md", "No, {name}. {reasons}\n"}
    };
}

/// Replaces the one place where `what` stands; a test that replaces nothing would prove nothing, so it throws.
inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::logic_error("not there: " + std::string(what));
    return text.replace(at, what.size(), with);
}

inline std::string all_text(const base::Complaints& complaints) {
    std::string out;
    for (const auto& complaint : complaints) out += complaint.text() + "\n";
    return out;
}

/// The head of a service, for what follows.
inline const std::string service_head = "service: a-form\nversion: 1\ntitle: T\nsummary: S\n";

/// A service of these lines below its head (the first stands in line 5); what it complains of, empty when nothing.
inline LoadedService load_lines(const std::string& lines, Files others = {}) {
    others["service.yaml"] = service_head + lines;
    return load_files(std::move(others));
}
inline std::string complaints_of(const std::string& lines, Files others = {}) {
    const LoadedService loaded = load_lines(lines, std::move(others));
    return (loaded.service ? "" : "refused\n") + all_text(loaded.complaints);
}

/// A folder that is gone when the test ends.
class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "catalogue-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("no scratch folder");
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    void write(const std::string& name, const std::string& bytes) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << bytes;
    }
    void write(const std::string& folder, const Files& files) const {
        for (const auto& [name, bytes] : files) write(folder + "/" + name, bytes);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace guildhall::catalogue::testing
