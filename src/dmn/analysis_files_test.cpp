/// The analysis over real models: examples are tried with the engine.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "dmn/analysis.hpp"
#include "dmn/imports.hpp"
#include "dmn/internal/sample_files.hpp"
#include "support/source_directory.hpp"

namespace guildhall::dmn {
namespace {

namespace fs = std::filesystem;
using guildhall::tests::text_of;

struct Counts {
    int files = 0, tables = 0, findings = 0, tried = 0;
    std::map<std::string, int> kinds;
};

/// Gaps, overlaps and rules that are never reached, of tables that are a whole decision over plain inputs, are tried.
void try_example(const Model& model, const Finding& finding, Counts& counts) {
    const bool can_be_tried = finding.inputs_complete && finding.certain && finding.table == finding.decision &&
                              (finding.kind == FindingKind::gap || finding.kind == FindingKind::overlap ||
                               finding.kind == FindingKind::masked);
    if (!can_be_tried) return;
    const auto trace = model.explain(finding.decision, finding.inputs, base::Instant{}, "UTC");
    if (!trace || !trace->table) return;  // the decision has errors of its own
    ++counts.tried;
    for (const RuleTrace& rule : trace->table->rules) {
        const bool named = std::find(finding.rules.begin(), finding.rules.end(), rule.rule) != finding.rules.end();
        if (finding.kind == FindingKind::gap) {
            EXPECT_EQ(rule.match, RuleTrace::Match::no) << finding.message << "; rule " << rule.rule;
        } else if (finding.kind == FindingKind::overlap && named) {
            EXPECT_EQ(rule.match, RuleTrace::Match::yes) << finding.message << "; rule " << rule.rule;
        } else if (finding.kind == FindingKind::masked && rule.rule == finding.rules.front()) {
            EXPECT_FALSE(rule.applied) << finding.message;
        }
    }
}

Counts analyse_all(const fs::path& folder, const std::vector<fs::path>& import_folders) {
    Counts counts;
    for (const fs::path& path : models_below(folder)) {
        SCOPED_TRACE(path.filename().string());
        std::vector<fs::path> folders{path.parent_path()};
        folders.insert(folders.end(), import_folders.begin(), import_folders.end());
        const FolderImports imports(folders);
        const std::string xml = text_of(path);
        const std::string file = path.filename().string();
        const Analysis analysis = analyse(xml, file, &imports);
        EXPECT_TRUE(analysis.loaded);
        ++counts.files;
        counts.tables += analysis.tables;
        const LoadedModel made = load(xml, file, &imports);
        if (!made.model) continue;
        const bool show = std::getenv("GUILDHALL_SHOW_FINDINGS") != nullptr;
        for (const Finding& finding : analysis.findings) {
            ++counts.findings;
            ++counts.kinds[std::string(finding_kind_name(finding.kind))];
            if (show)
                std::cout << file << ":" << finding.place.line << ":" << finding.place.column << ": "
                          << finding_severity_name(finding.severity) << ": " << finding.table << ": " << finding.message
                          << "\n";
            if (finding.kind != FindingKind::input_unused) {
                EXPECT_GT(finding.place.line, 0) << finding.message;
            }
            try_example(*made.model, finding, counts);
        }
        for (const Limit& limit : analysis.limits)
            if (show)
                std::cout << file << ":" << limit.place.line << ":" << limit.place.column << ": limit: " << limit.table
                          << ": " << limit.message << "\n";
    }
    for (const auto& [kind, count] : counts.kinds) std::cout << kind << ": " << count << "\n";
    std::cout << counts.files << " files, " << counts.tables << " tables, " << counts.findings << " findings, "
              << counts.tried << " examples tried\n";
    return counts;
}

TEST(AnalysisOfFiles, OfGovernments) {
    const fs::path folder = guildhall::tests::data_directory() / "dmn-law";
    if (!fs::exists(folder)) GTEST_SKIP() << "the models of governments are not on this machine; set GUILDHALL_DATA";
    const Counts counts = analyse_all(folder, {folder / "us-phl"});
    EXPECT_EQ(counts.files, 36);
    EXPECT_GT(counts.tables, 30);
    EXPECT_GT(counts.tried, 3);
}

TEST(AnalysisOfFiles, OfTheKit) {
    const fs::path folder = guildhall::tests::data_directory() / "dmn-tck";
    if (!fs::exists(folder)) GTEST_SKIP() << "the compliance kit is not on this machine; set GUILDHALL_DATA";
    const Counts counts = analyse_all(folder, {});
    EXPECT_GT(counts.files, 90);
    EXPECT_GT(counts.tried, 2);
}

TEST(AnalysisOfFiles, FindsTheGapBetweenThirtyAndThirtyOne) {
    const fs::path folder = guildhall::tests::data_directory() / "dmn-law" / "nl" / "flevoland";
    if (!fs::exists(folder))
        GTEST_SKIP() << "the sample models of Flevoland are not on this machine; set GUILDHALL_DATA";
    const Analysis found = analyse(text_of(folder / "tree-felling-decision.dmn"), "tree.dmn");
    const auto gap = std::find_if(found.findings.begin(), found.findings.end(), [](const Finding& finding) {
        return finding.kind == FindingKind::gap;
    });
    ASSERT_NE(gap, found.findings.end());
    EXPECT_EQ(gap->decision, "Tree Felling Permitted?");
    ASSERT_FALSE(gap->columns.empty());
    EXPECT_EQ(gap->columns[0].name, "treeDiameter");
    EXPECT_EQ(gap->columns[0].values, "(30..31)");
    EXPECT_EQ(gap->columns[0].example.text(), "30.5");
    EXPECT_EQ(gap->inputs.at("treeDiameter").text(), "30.5");
    EXPECT_GT(gap->place.line, 1);
    EXPECT_TRUE(as_complaints(analyse(text_of(folder / "replacement-tree-decision.dmn"), "tree.dmn")).empty());
}

}  // namespace
}  // namespace guildhall::dmn
