#pragma once
/// Forms of other systems, converted into folders of a service that read as if a person had written them.
///
/// Pure: bytes in, bytes out. Scripts in a form are parsed, never run. What could not be converted stands in the
/// remarks and in `import-report.md` of the folder, with its place in the source; nothing is dropped without a word.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace guildhall::importing {

/// What could not be converted, or was changed.
struct Remark {
    std::string place;  ///< in the source: `components[3].components[1] (key fodselsdato)`
    std::string what;
};

/// A condition of the source and the FEEL that stands for it.
struct ConvertedCondition {
    std::string place;
    std::string original;  ///< the script, or the condition object as JSON
    std::string feel;
    std::string question;  ///< the id of the question, page or section that it guards
};

/// A converted form.
struct Imported {
    std::map<std::string, std::string> files;  ///< by name in the folder: service.yaml, words.nn.yaml, import-report.md
    std::string id;                            ///< of the service: the folder's name
    struct Counts {
        int questions = 0, questions_converted = 0;    ///< components that take input
        int conditions = 0, conditions_converted = 0;  ///< conditions, rules of validity, computed values
        int repeats = 0;
        int files = 0;  ///< questions that ask for files
    } counts;
    std::vector<Remark> remarks;
    std::vector<ConvertedCondition> conditions;
};

/// Bytes of one form: more are refused as too large.
inline constexpr std::size_t max_form_size = 20'000'000;

/// `file_name` is the last part of the path; the service's id is made from it when the form names itself in no way.
/// An error when the bytes are no form of that kind, are too many or nested too deep.
/// `translations`: a file of `{"en": {"text": "words", …}, …}` that is kept beside the form, or empty.
[[nodiscard]] base::Result<Imported> import_formio(
    std::string_view json, std::string_view file_name, std::string_view translations = {}
);
/// As import_formio. `other_language`: the same form in another language, or empty; an error when it is not the same.
[[nodiscard]] base::Result<Imported> import_xgov(
    std::string_view json, std::string_view file_name, std::string_view other_language = {}
);

}  // namespace guildhall::importing
