#pragma once
/// Fields that are chosen from (govuk-frontend: radios, checkboxes).

#include <optional>
#include <string>
#include <vector>

#include "html/field.hpp"
#include "html/html.hpp"

namespace guildhall::html {

struct Choice {
    std::string value{};
    Content text{};
    Hint hint{};
    std::optional<bool> checked{};  ///< where not set, the field's value decides
    bool disabled = false;
    Html conditional{};       ///< shown while this is chosen (always, without script)
    std::string divider{};    ///< where not empty, this is no choice but a word between two ("or")
    std::string id{};         ///< the prefix, then `prefix-2`, … where empty
    std::string name{};       ///< checkboxes alone: another name than the field's
    std::string behaviour{};  ///< checkboxes alone: `exclusive` clears the others
    std::string label_classes{};
    Attributes label_attributes{};
    Attributes attributes{};
};

struct Radios {
    std::string name{};
    std::string id_prefix{
    };  ///< the name where empty; the first choice has this id, so that an error summary can link to it
    std::optional<Fieldset> fieldset{};
    Hint hint{};
    ErrorMessage error{};
    std::vector<Choice> items{};
    std::string value{};
    std::string classes{};  ///< `radios_inline`, `radios_small`
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html radios(const Radios& options);

inline constexpr const char* radios_inline = "govuk-radios--inline";
inline constexpr const char* radios_small = "govuk-radios--small";

struct Checkboxes {
    std::string name{};
    std::string id_prefix{};  ///< as in `Radios`
    std::optional<Fieldset> fieldset{};
    Hint hint{};
    ErrorMessage error{};
    std::vector<Choice> items{};
    std::vector<std::string> values{};
    std::string described_by{};
    std::string classes{};  ///< `checkboxes_small`
    FormGroup form_group{};
    Attributes attributes{};
};
[[nodiscard]] Html checkboxes(const Checkboxes& options);

inline constexpr const char* checkboxes_small = "govuk-checkboxes--small";

}  // namespace guildhall::html
