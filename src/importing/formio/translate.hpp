#pragma once
/// What scripts of Form.io mean, in FEEL.
///
/// A question without an answer is `undefined` for a script and null for FEEL. The two logics differ: a comparison with
/// undefined is false, and its negation true; one with null is null, and so is its negation. So every condition is
/// translated for one outcome, "is it truthy" or "is it falsy": the FEEL is true exactly when that holds, and false or
/// null otherwise. Negations are pushed down to the comparisons, where null is asked for.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "importing/formio/script.hpp"
#include "importing/values.hpp"

namespace guildhall::importing::formio {

/// A place in a form's data: what a script reads as `data.a.b`, and what FEEL reads it as.
struct Field {
    enum class Shape {
        group,     ///< an object: the whole data, a container, or a component with several values
        list,      ///< rows of a data grid; the fields of a row are its children
        answer,    ///< one value
        labelled,  ///< an object {value, label}; FEEL has the value alone
        choices,   ///< an object of true and false by option; FEEL has the list of those chosen
        unknown,   ///< there is a component, but what it gives has no counterpart
    };
    enum class Kind { text, number, truth, yes_no, date, month };

    std::string key;
    Shape shape = Shape::group;
    Kind kind = Kind::text;
    std::string feel;  ///< name, or path such as `address.postcode`; empty for groups
    std::map<std::string, std::string>
        values;  ///< of options: the form's value to ours, where they differ, or FEEL `true` and `false` of yes_no
    std::vector<std::string> options;  ///< the form's values, for tests that make answers up
    bool is_attachment = false;        ///< an answer that newer forms read as `.key`
    std::vector<std::unique_ptr<Field>> children;
    Field* parent = nullptr;

    Field& add(std::string child_key, Shape child_shape);
    [[nodiscard]] const Field* child(std::string_view child_key) const;
    /// The list that it is in, or null.
    [[nodiscard]] const Field* list() const;
};

/// From where a script reads.
struct ReadFrom {
    const Field* data = nullptr;                   ///< the whole
    const Field* row = nullptr;                    ///< the group or list row that the component is in
    const Field* input = nullptr;                  ///< the component's own field; null when it has none
    const std::set<std::string>* names = nullptr;  ///< ids that variables may not have
};

struct Translation {
    std::string feel;
    std::optional<bool> constant;      ///< when it does not depend on answers
    std::vector<std::string> remarks;  ///< what the script reads that no question answers
    std::string message;               ///< of rules of validity: what the script says when it is not
};

/// `customConditional`: true exactly when the script leaves `show` truthy.
[[nodiscard]] base::Result<Translation> translate_show(std::string_view script, const ReadFrom& from);
/// `validate.custom`: true exactly when the script leaves `valid` true.
[[nodiscard]] base::Result<Translation> translate_valid(std::string_view script, const ReadFrom& from);
/// `calculateValue` and `customDefaultValue`: the value that the script leaves in `value`.
[[nodiscard]] base::Result<Translation> translate_value(std::string_view script, const ReadFrom& from);
/// `conditional`: {show, when, eq}, compared as text, an answer that is missing as the empty text.
[[nodiscard]] base::Result<Translation> translate_simple(const base::Json& condition, const ReadFrom& from);

}  // namespace guildhall::importing::formio
