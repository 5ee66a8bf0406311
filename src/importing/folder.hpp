#pragma once
/// A service folder as typed parts, on its way to text: what the converters fill in, and the writer that prints it as
/// a person would have written it.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guildhall::importing {

/// Words in the form's own language, and in others as far as the form has them (by language code: `nn`, `en`, `cy`).
/// Plain text: the writer quotes braces for MessageFormat.
struct Words {
    std::string text;
    std::map<std::string, std::string> translations;

    [[nodiscard]] bool empty() const { return text.empty(); }
    bool operator==(const Words&) const = default;
};

struct OptionDraft {
    std::string value;
    Words label, hint;
    bool operator==(const OptionDraft&) const = default;
};

/// A page with several questions, or (without `id`) a question that is a page of its own, or a page with the answers so
/// far.
struct PageDraft {
    std::string id;  ///< empty: the one question is the page
    Words title;
    std::string when;
    std::vector<std::string> questions;
    std::string valid;
    Words say;
    bool is_summary = false;
};

/// A question, display text, or repeat. Empty members are not written.
struct QuestionDraft {
    std::string id;
    std::string type;  ///< as the format names it; empty for a repeat
    Words ask, hint, label, text;
    std::string unit, currency, scheme, autofill;
    std::optional<int> min_length, max_length, max_words, max_files;
    std::vector<std::string> accept;
    std::string range;                                ///< unary tests: `[1..100]`
    std::string when, valid, compute, default_value;  ///< FEEL
    Words say;
    bool optional = false;
    std::vector<OptionDraft> options;
    std::string options_name;  ///< what the list is called when several questions share it; may be empty

    Words repeat;  ///< the word for one member; of repeats alone
    std::optional<int> at_least, at_most;
    std::vector<QuestionDraft> questions;
    std::vector<PageDraft> pages;
    [[nodiscard]] bool is_repeat() const { return !repeat.empty(); }
};

struct SectionDraft {
    Words title;
    std::string when;
    std::vector<PageDraft> pages;
};

struct ServiceDraft {
    std::string id;
    std::string language = "en";
    Words title, summary;
    std::vector<Words> topics;
    std::string team, sign_in;
    std::vector<std::string> languages;  ///< others than `language` that the form says it has
    std::vector<QuestionDraft> questions;
    std::vector<SectionDraft> sections;
    std::string fee;  ///< FEEL: what is paid before sending in; empty: nothing is
    Words fee_for;    ///< what it is paid for
    Words guide;      ///< Markdown for guide.md; empty: none
};

struct WrittenFolder {
    std::map<std::string, std::string> files;  ///< service.yaml, words.<language>.yaml, guide.md, guide.<language>.md
    /// By language: words of service.yaml that have no translation, each once.
    std::map<std::string, std::vector<std::string>> missing;
};

/// Prints the folder. The same list of options, used more than once, stands once under `lists`. Pure.
[[nodiscard]] WrittenFolder write_folder(const ServiceDraft& service);

/// A YAML scalar on one line: plain where that means the same text, in double quotes otherwise.
[[nodiscard]] std::string yaml_scalar(std::string_view text);

}  // namespace guildhall::importing
