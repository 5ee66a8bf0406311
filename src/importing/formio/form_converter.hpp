#pragma once
/// The work behind form.hpp: a form is read into nodes and fields, its parts get names, and its pages are converted in
/// their order.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "feel/expression.hpp"
#include "importing/folder.hpp"
#include "importing/formio/phrases.hpp"
#include "importing/formio/translate.hpp"
#include "importing/importing.hpp"
#include "importing/markup.hpp"
#include "importing/names.hpp"
#include "importing/report.hpp"
#include "importing/values.hpp"

namespace guildhall::importing::formio {

using base::Json;
using Shape = Field::Shape;

inline constexpr std::size_t most_components = 20'000;
inline constexpr int most_levels = 30;
inline constexpr std::size_t most_letters_of_line = 500;
inline constexpr std::size_t most_letters_of_hint = 2'000;
inline constexpr int most_members = 100;

inline bool is_day(std::string_view type) {
    return one_of(type, {"navDatepicker", "datetime", "day", "date"});
}
inline bool is_date(std::string_view type) {
    return is_day(type) || type == "monthPicker";
}
inline bool is_list(std::string_view type) {
    return one_of(type, {"datagrid", "editgrid"});
}
inline bool nests_data(std::string_view type) {
    return one_of(type, {"container", "row", "form"});
}
inline bool is_group(std::string_view type) {
    return one_of(
        type, {"container", "row", "navSkjemagruppe", "fieldset", "panel", "columns", "well", "table", "tabs", "form",
               "field"}
    );
}
inline bool is_display(std::string_view type) {
    return one_of(type, {"alertstripe", "htmlelement", "content", "accordion", "image"});
}
/// Kinds that are converted as questions.
inline bool is_question(std::string_view type) {
    return is_date(type) || one_of(type, {"textfield",  "textarea",     "url",         "time",
                                          "firstName",  "surname",      "radiopanel",  "radio",
                                          "select",     "navSelect",    "selectboxes", "navCheckbox",
                                          "checkbox",   "year",         "number",      "currency",
                                          "fnrfield",   "orgNr",        "bankAccount", "iban",
                                          "landvelger", "valutavelger", "phoneNumber", "email",
                                          "file",       "identity",     "navAddress",  "addressValidity",
                                          "sender",     "attachment",   "hidden"});
}
inline bool takes_nothing(std::string_view type) {
    return is_group(type) || is_list(type) || is_display(type) || type == "button";
}

/// A component of the form with its place, its children, and what its parts are called in the folder.
struct Node {
    const Json* json = nullptr;
    std::string type, key, place;
    Field* row = nullptr;                    ///< the group that its siblings' answers are in
    Field* field = nullptr;                  ///< its own
    std::map<std::string, std::string> ids;  ///< of its parts; the main one under the empty name
    std::vector<std::unique_ptr<Node>> children;

    [[nodiscard]] const std::string& id() const { return ids.at(""); }
    [[nodiscard]] const Json& operator[](std::string_view name) const { return (*json)[name]; }
    [[nodiscard]] std::string text(std::string_view name) const { return json->string_at(name); }
    [[nodiscard]] bool is(std::string_view name) const {
        const bool* truth = (*json)[name].boolean();
        return truth != nullptr && *truth;
    }
    [[nodiscard]] bool required() const {
        const bool* truth = (*json)["validate"]["required"].boolean();
        return truth != nullptr && *truth;
    }
    /// A question that nobody sees.
    [[nodiscard]] bool is_hidden() const {
        return type == "hidden" || (is("hidden") && !is_group(type) && !is_list(type) && !is_display(type));
    }
    /// Nor does anything else give it a value.
    [[nodiscard]] bool is_never_answered() const {
        const Json& given = (*this)["defaultValue"];
        const bool is_given = !given.is_null() && given.text() != "\"\"" && given.text() != "false";
        return is_hidden() && text("calculateValue").empty() && text("customDefaultValue").empty() && !is_given;
    }
};

/// `2020-01-31` as these forms' readers write it: `31.01.2020`.
inline std::string day_of(const std::string& date) {
    return date.size() == 10 ? date.substr(8, 2) + "." + date.substr(5, 2) + "." + date.substr(0, 4) : date;
}

/// Converts one form. For one use; borrows the form and its translations.
class FormConverter {
public:
    FormConverter(const Json& form, const Json& translations, std::string_view file_name)
        : form_(form), translations_(translations), file_name_(file_name) {}
    base::Result<base::Done> convert();

    Imported take() { return std::move(imported_); }

    /// For comparing: see conditions_to_compare.
    [[nodiscard]] Json comparison() const;

private:
    // ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────

    std::unique_ptr<Node> build(const Json& json, Field* row, const std::string& place, int level);

    struct RawOption {
        std::string value, label, description;
    };
    static std::vector<RawOption> raw_options(const Node& node);

    /// Yes and no, and nothing else to say.
    [[nodiscard]] bool is_yes_no(const Node& node) const;

    /// The place of the component's answer in the data, without a name for FEEL as yet.
    void make_field(Node& node);
    void take_options(Node& node);
    static std::vector<std::pair<std::string, Words>> attachment_options(const Node& node);

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────

    void find_languages();
    [[nodiscard]] const std::string* translated(const std::string& language, const std::string& text) const;
    [[nodiscard]] Words words(const std::string& source, const std::function<std::string(std::string_view)>& read)
        const;
    [[nodiscard]] Words line(const std::string& source, std::size_t most = most_letters_of_line) const;
    [[nodiscard]] Words markdown(const std::string& source) const;

    /// A label, or what stands for one.
    [[nodiscard]] Words ask(const Node& node) const;

    // ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────

    void name_everything();
    void name_members(const std::vector<Node*>& lists, const TakenNames& outer);

    /// The key, or the label where the key is what the form's editor put there: `datagrid1`.
    [[nodiscard]] std::string telling_name(const Node& node) const;
    void name(Node& node, TakenNames& taken, const std::string& prefix, std::vector<Node*>& lists);

    // ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────

    [[nodiscard]] ReadFrom read_from(const Node& node) const { return {&data_, node.row, node.field, &ids_}; }

    void remark(const Node& node, std::string what) { remark_at(node.place, std::move(what)); }
    void remark_at(std::string place, std::string what);

    /// Counts the condition and keeps it for the report, or says why it is not converted.
    bool accept(
        const Node& node, const std::string& kind, const std::string& original,
        const base::Result<Translation>& translation, const std::string& question
    );
    static std::string_view subject(const std::string& kind);

    /// The component's own condition: empty when there is none, or it always holds.
    std::string shown_when(const Node& node, const std::string& question);

    // ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────

    /// Where questions go: the journey's, or those of a repeat's members.
    struct Scope {
        std::vector<QuestionDraft>* questions = nullptr;
        std::vector<PageDraft> pages;
        PageDraft page;  ///< being filled; its id is that of the first part
        std::string page_id;
        Words title;
        std::string page_when;
        bool has_repeat = false;
    };
    void make_pages();
    std::string new_id(const std::string& wanted);
    void finish_page(Scope& scope);
    static void add(Scope& scope, QuestionDraft question);
    void add_text(Scope& scope, Words text, const std::string& when);
    void add_details(Scope& scope, const std::string& summary, const std::string& text, const std::string& when);
    void convert(const Node& node, Scope& scope, const std::string& outer);

    /// The first question in it, for the report.
    static std::string first_id(const Node& node);
    void convert_group(const Node& node, Scope& scope, const std::string& outer);
    void convert_display(const Node& node, Scope& scope, const std::string& outer);

    /// `Legg til nytt barn` is for one more `barn`.
    static std::string member_word(std::string_view button);
    void convert_repeat(const Node& node, Scope& scope, const std::string& outer);

    /// The description as the hint; a long one, or one with parts, becomes a text before the question.
    void hint_of(const Node& node, Scope& scope, QuestionDraft& question, const std::string& when);
    std::vector<OptionDraft> options_of(const Node& node);

    static OptionDraft option(std::string value, Words label) { return {std::move(value), std::move(label), {}}; }
    static void also_valid(QuestionDraft& question, const std::string& rule, const Words& say);

    /// False when it is asked in another way than the source asks.
    void only_compute(const Node& node, QuestionDraft& question);
    bool convert_question(const Node& node, Scope& scope, const std::string& outer);
    void custom_rules(const Node& node, QuestionDraft& question);
    void text_limits(const Node& node, QuestionDraft& question);
    void number_limits(const Node& node, QuestionDraft& question);
    void date_limits(const Node& node, QuestionDraft& question);

    /// The FEEL name of the date question at a path, as seen from a component.
    [[nodiscard]] std::optional<std::string> date_field(const Node& node, const std::string& path) const;
    static void month_limits(const Node& node, QuestionDraft& question);
    static Words year_says(bool least, double limit);
    static void year_limits(const Node& node, QuestionDraft& question);
    [[nodiscard]] Words custom_label(const Node& node, std::string_view name, Words standard) const;
    static QuestionDraft question(
        const std::string& id, std::string type, Words ask, std::string when, bool optional = false
    );
    void convert_identity(const Node& node, Scope& scope, const std::string& when);
    void convert_address(const Node& node, Scope& scope, const std::string& when);
    void convert_validity(const Node& node, Scope& scope, const std::string& when);
    void convert_sender(const Node& node, Scope& scope, const std::string& when);
    void convert_attachment(const Node& node, Scope& scope, const std::string& when);

    // ── The folder ──────────────────────────────────────────────────────────────────────────────────────────────

    /// Conditions that go in a circle are refused by the catalogue: one of each circle is left out.
    void break_circles(std::vector<QuestionDraft>& questions, const std::vector<PageDraft*>& pages);
    void describe_service();

    /// The page before the form: what is written for this form stands in the translations, under names.
    void guide();
    void finish();

    // ── For tests ───────────────────────────────────────────────────────────────────────────────────────────────

    static Json described(const Field& field);

    const Json& form_;
    const Json& translations_;
    std::string_view file_name_;
    Field data_;
    std::vector<std::unique_ptr<Node>> top_;
    std::map<std::string, const Json*> texts_;  ///< by language
    std::set<std::string> ids_;
    TakenNames everywhere_;
    ServiceDraft service_;
    Imported imported_;
    Json::Array compared_;
    std::size_t components_ = 0;
};

}  // namespace guildhall::importing::formio
