#pragma once
/// The cases of one test file of the DMN Technology Compatibility Kit.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/xml.hpp"
#include "dmn/model.hpp"
#include "dmn/tck.hpp"

namespace guildhall::dmn {

/// The model of a file's name, borrowed; null when it cannot be read.
using ModelNamed = std::function<const Model*(const std::string& name)>;

/// Borrows the document and the model.
struct TckCase {
    std::string id;
    const Model* model = nullptr;  ///< null when it cannot be read
    bool calls_service = false;
    std::string service;
    Inputs inputs;
    struct Result {
        std::string name;                            ///< of a decision, or of an output of the service
        const base::XmlElement* expected = nullptr;  ///< null: an error
    };
    std::vector<Result> results;
};

/// Whether it is a test file, and not something else.
[[nodiscard]] bool holds_tests(const base::XmlElement& root);
[[nodiscard]] std::vector<TckCase> cases_of(const base::XmlElement& root, const ModelNamed& model_named);
[[nodiscard]] base::Result<Evaluation> evaluate(const TckCase& test, const TckCase::Result& result);

struct TckFileOutcome {
    bool holds_tests = false;  ///< false: it can be read and is something else
    TckCounts counts;
    std::vector<std::string> failures;  ///< a line for each result that differs
};

/// Any bytes. `file` is what messages call them.
[[nodiscard]] TckFileOutcome run_tck_file(
    std::string_view text, const std::string& file, const ModelNamed& model_named
);

}  // namespace guildhall::dmn
