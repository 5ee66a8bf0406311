#pragma once
/// What is wrong in a definition file (YAML, DMN, FEEL, Markdown), with its address.

#include <string>
#include <vector>

namespace guildhall::base {

/// Where something stands in a file. Lines and columns count from 1; 0 means that it is not known.
struct SourcePlace {
    std::string file;
    int line = 0;
    int column = 0;
};

enum class Severity { error, warning };

/// One thing to mend: where, what was found, what was expected. `text()` is what people read.
struct Complaint {
    SourcePlace place;
    Severity severity = Severity::error;
    std::string message;  ///< a sentence for the author of the file, with what was found and expected

    /// `felling.dmn:12:7: error: …`
    [[nodiscard]] std::string text() const;
};

using Complaints = std::vector<Complaint>;

[[nodiscard]] bool has_errors(const Complaints& complaints);

}  // namespace guildhall::base
