#include "dmn/tck.hpp"

#include <deque>
#include <ostream>
#include <utility>

#include "dmn/internal/kit_folder.hpp"
#include "dmn/internal/tck_file.hpp"

namespace guildhall::dmn {

namespace fs = std::filesystem;

TckCounts run_tck(std::span<const fs::path> directories, std::ostream& out, const TckOptions& options) {
    TckCounts total;
    for (const fs::path& directory : folders_below(directories)) {
        KitFolder folder(directory);
        TckCounts counts;
        std::vector<std::string> failures;
        bool holds_tests = false;
        for (const fs::path& file : folder.files()) {
            const auto text = read_kit_file(file);
            if (!text) continue;
            const TckFileOutcome outcome = run_tck_file(*text, file.filename().string(), [&](const std::string& name) {
                return folder.model_named(name);
            });
            holds_tests = holds_tests || outcome.holds_tests;
            counts.passed += outcome.counts.passed;
            counts.failed += outcome.counts.failed;
            failures.insert(failures.end(), outcome.failures.begin(), outcome.failures.end());
        }
        if (!holds_tests) continue;
        total.passed += counts.passed;
        total.failed += counts.failed;
        out << directory.filename().string() << ": " << counts.passed << " passed, " << counts.failed << " failed";
        for (const auto& [name, dialect] : folder.dialects()) out << " (" << name << " read as " << dialect << ")";
        out << '\n';
        if (!options.show_failures) continue;
        for (const auto* lines : {&folder.complaints(), &std::as_const(failures)})
            for (const std::string& line : *lines) out << "    " << line << '\n';
    }
    out << total.passed << " passed, " << total.failed << " failed\n";
    return total;
}

struct TckPass::Impl {
    std::deque<KitFolder> folders;
    std::deque<base::XmlDocument> documents;
    std::vector<TckCase> cases;
    std::size_t evaluations = 0;
};

TckPass::TckPass(std::span<const fs::path> directories) : impl_(std::make_unique<Impl>()) {
    for (const fs::path& directory : folders_below(directories)) {
        KitFolder& folder = impl_->folders.emplace_back(directory);
        for (const fs::path& file : folder.files()) {
            const auto text = read_kit_file(file);
            if (!text) continue;
            base::XmlDocument document = base::parse_xml(*text, file.filename().string());
            if (!document.root || !holds_tests(*document.root)) continue;
            impl_->documents.push_back(std::move(document));
            auto cases = cases_of(*impl_->documents.back().root, [&](const std::string& name) {
                return folder.model_named(name);
            });
            for (TckCase& test : cases) {
                if (!test.model) continue;
                impl_->evaluations += test.results.size();
                impl_->cases.push_back(std::move(test));
            }
        }
    }
}

TckPass::~TckPass() = default;

std::size_t TckPass::evaluations() const {
    return impl_->evaluations;
}

std::size_t TckPass::run() const {
    std::size_t values = 0;
    for (const TckCase& test : impl_->cases)
        for (const TckCase::Result& result : test.results) {
            const auto outcome = evaluate(test, result);
            values += outcome && !outcome->value.is_null() ? 1 : 0;
        }
    return values;
}

}  // namespace guildhall::dmn
