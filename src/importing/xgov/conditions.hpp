#pragma once
/// The conditions of a form in FEEL, with exactly the meaning that they have in the forms' runner.
///
/// The runner evaluates a condition over the answers so far. A question without an answer is
///  - `null` when it may be left empty,
///  - `undefined` when its name is `section.field`, and
///  - an error when it is a name alone, which makes the whole condition false, whatever else it says.
/// Comparisons then go as in a script: `undefined != 'x'` is true, `null <= 5` as well, `'x' in undefined` an error.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "importing/xgov/expression.hpp"
#include "importing/xgov/formula.hpp"

namespace guildhall::importing::xgov {

/// A question as conditions see it.
struct Field {
    enum class Kind {
        text,  ///< also times, as `HH:MM`
        number,
        yes_no,
        choice,   ///< one of a list
        choices,  ///< several of a list
        box,      ///< of a list with one entry: ticked or not
        date,
        moment,  ///< a date, and a time in `time_id`
        other,   ///< an object in the runner: equal to nothing
    };
    std::string id;       ///< for FEEL
    std::string time_id;  ///< of moments
    std::string key, section;
    Kind kind = Kind::text;
    bool optional = false;
    bool numbers = false;                    ///< the values of its list are numbers
    std::vector<std::string> theirs;         ///< values of its list
    std::shared_ptr<const Choices> choices;  ///< the same in FEEL, in the same order; of yes-no false and true
    std::size_t page = 0;                    ///< that asks it
};

class Conditions {
public:
    /// Borrows the form's list `conditions`.
    explicit Conditions(const base::Json& list);

    /// Of those with one name in one section the first counts.
    void add(Field field);
    [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

    [[nodiscard]] const base::Json* definition(const std::string& name) const;
    /// What the named condition comes to on a page of a section. An error says what could not be converted.
    [[nodiscard]] base::Result<Formula> named(const std::string& name, const std::string& section);
    /// The same for the text of a condition.
    [[nodiscard]] base::Result<Formula> text(std::string_view text, const std::string& section);
    /// Names that were asked for, or that others refer to.
    [[nodiscard]] const std::set<std::string>& used() const { return used_; }
    /// The field that a name means on a page of a section, or null.
    [[nodiscard]] const Field* field(const std::string& name, const std::string& section) const;

private:
    friend class Translator;
    std::map<std::string, const base::Json*> definitions_;
    std::vector<Field> fields_;
    std::map<std::string, std::vector<std::size_t>> by_key_;
    std::map<std::pair<std::string, std::string>, base::Result<Formula>> made_;
    std::set<std::string> used_, open_;
};

}  // namespace guildhall::importing::xgov
