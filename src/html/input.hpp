#pragma once
/// Fields that are typed into or picked from (govuk-frontend: input, textarea, character-count, select, file-upload,
/// date-input). The id is the name where empty. A hint or an error message with no text is not there.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "html/field.hpp"
#include "html/html.hpp"

namespace guildhall::html {

/// A unit or sign before or after an input. Screen readers skip it: say it in the label or hint too.
struct Affix {
    Content text{};
    std::string classes{};
    Attributes attributes{};
};

struct Input {
    std::string id{};
    std::string name{};
    Label label{};
    Hint hint{};
    ErrorMessage error{};
    std::optional<std::string> value{};
    std::string type{"text"};
    std::optional<std::string> inputmode{};
    std::optional<std::string> autocomplete{};
    std::optional<std::string> autocapitalize{};
    std::optional<std::string> pattern{};
    std::optional<bool> spellcheck{};
    Affix prefix{};
    Affix suffix{};
    std::string described_by{};
    bool disabled = false;
    std::string classes{};  ///< a width, such as `input_width_5`
    FormGroup form_group{};
    std::string wrapper_classes{};
    Attributes wrapper_attributes{};
    Attributes attributes{};
};
[[nodiscard]] Html input(const Input& options);

inline constexpr const char* input_width_2 = "govuk-input--width-2";
inline constexpr const char* input_width_3 = "govuk-input--width-3";
inline constexpr const char* input_width_4 = "govuk-input--width-4";
inline constexpr const char* input_width_5 = "govuk-input--width-5";
inline constexpr const char* input_width_10 = "govuk-input--width-10";
inline constexpr const char* input_width_20 = "govuk-input--width-20";
inline constexpr const char* input_width_30 = "govuk-input--width-30";

struct Textarea {
    std::string id{};
    std::string name{};
    Label label{};
    Hint hint{};
    ErrorMessage error{};
    std::string value{};
    int rows = 5;
    std::optional<bool> spellcheck{};
    std::string autocomplete{};
    std::string described_by{};
    bool disabled = false;
    std::string classes{};
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html textarea(const Textarea& options);

/// Messages of a counter, by plural category of the language (`one`, `other`, …), each with `%{count}`.
using PluralMessages = std::vector<std::pair<std::string, std::string>>;

/// A textarea that says how much may be written; the script counts along.
struct CharacterCount {
    Textarea field{};
    std::optional<int> max_length{};
    std::optional<int> max_words{};  ///< counts words where set
    std::string threshold{};         ///< per cent of the limit from which the count is shown
    std::string count_type{};        ///< `characters` or `words`, where not told by the limit
    std::string description{};       ///< "You can enter up to %{count} characters" where empty
    std::string message_classes{};
    PluralMessages characters_under_limit{};
    std::string characters_at_limit{};
    PluralMessages characters_over_limit{};
    PluralMessages words_under_limit{};
    std::string words_at_limit{};
    PluralMessages words_over_limit{};
};
[[nodiscard]] Html character_count(const CharacterCount& options);

struct SelectItem {
    std::string text{};
    std::optional<std::string> value{};  ///< the text is the value where not set
    std::optional<bool> selected{};
    bool disabled = false;
    Attributes attributes{};
};
struct Select {
    std::string id{};
    std::string name{};
    Label label{};
    Hint hint{};
    ErrorMessage error{};
    std::vector<SelectItem> items{};
    std::string value{};  ///< selects the item with this value
    std::string described_by{};
    bool disabled = false;
    std::string classes{};
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html select(const Select& options);

struct FileUpload {
    std::string id{};
    std::string name{};
    Label label{};
    Hint hint{};
    ErrorMessage error{};
    std::string accept{};  ///< media types and endings, as in `image/*,.pdf`; a help for picking, never a check
    std::string described_by{};
    bool disabled = false;
    bool multiple = false;
    std::string classes{};
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html file_upload(const FileUpload& options);

/// One box of a date.
struct DatePart {
    std::string name{};
    std::string label{};  ///< the name, capitalised, where empty
    std::optional<std::string> value{};
    std::optional<bool> error{};  ///< where no part says so, an error message marks all of them
    std::string id{};
    std::string classes{};
    std::string inputmode{};
    std::optional<std::string> autocomplete{};
    std::optional<std::string> pattern{};
    Attributes attributes{};
};
struct DateInput {
    std::string id{};
    std::string name_prefix{};  ///< the parts are posted as `<prefix>-day` and so on
    std::optional<Fieldset> fieldset{};
    Hint hint{};
    ErrorMessage error{};
    DatePart day{.name = "day"};
    DatePart month{.name = "month"};
    DatePart year{.name = "year"};
    std::vector<DatePart> items{};  ///< instead of day, month and year, where not empty
    std::string classes{};
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html date_input(const DateInput& options);

}  // namespace guildhall::html
