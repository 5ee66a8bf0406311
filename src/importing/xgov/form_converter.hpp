#pragma once
/// The work behind form.hpp: a form is read into pages and components, its parts get names, its links become the
/// conditions of pages, and everything is converted in the order of the journey.

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "importing/folder.hpp"
#include "importing/importing.hpp"
#include "importing/markup.hpp"
#include "importing/names.hpp"
#include "importing/values.hpp"
#include "importing/xgov/conditions.hpp"
#include "importing/xgov/flow.hpp"

namespace guildhall::importing::xgov {

using base::Json;

inline constexpr std::size_t most_pages = 2'000;
inline constexpr std::size_t most_components = 20'000;
inline constexpr std::size_t most_letters_of_line = 500;
inline constexpr std::size_t most_letters_of_hint = 2'000;
inline constexpr int most_levels = 8;
inline constexpr int most_members = 100;

/// An entry of a list.
struct Item {
    const Json* json = nullptr;
    std::string theirs, ours;
    std::string condition;
};

struct Component {
    const Json* json = nullptr;
    std::string type, name, place;
    std::string id;       ///< for FEEL; of texts none
    std::string time_id;  ///< of a date with a time
    std::string only_if;  ///< FEEL: of questions that an answer reveals
    std::vector<Item> items;
    bool list_of_numbers = false;
    std::vector<Component> children;  ///< members of a repeat, or questions that answers reveal

    [[nodiscard]] const Json& operator[](std::string_view key) const { return (*json)[key]; }
    [[nodiscard]] const Json& option(std::string_view key) const { return (*json)["options"][key]; }
    [[nodiscard]] bool is_option(std::string_view key) const {
        const bool* truth = option(key).boolean();
        return truth != nullptr && *truth;
    }
};

struct Page {
    const Json* json = nullptr;
    std::string path, section, controller, place;
    std::string id;         ///< of the page, or of the summary
    std::string repeat_id;  ///< of the repeat that its components are members of
    std::vector<Component> components;
    std::vector<Link> links;
    std::vector<std::string> links_to;  ///< their paths

    /// `./pages/summary.js` and `SummaryPageController` are the same.
    [[nodiscard]] bool is(std::string_view kind) const {
        return base::to_lower_ascii(controller).find(kind) != std::string::npos;
    }
};

[[nodiscard]] bool takes_input(std::string_view type);
[[nodiscard]] bool is_text(std::string_view type);  ///< shown, never answered

/// Converts one form. For one use; borrows the form.
class FormConverter {
public:
    FormConverter(const Json& form, std::string_view file_name);
    base::Result<base::Done> convert();

    Imported take() { return std::move(imported_); }
    /// For comparing: see form.hpp.
    [[nodiscard]] Json comparison() const;

private:
    // ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────

    base::Result<base::Done> read_pages();
    std::optional<Component> read_component(const Json& json, const std::string& place, int level);
    void read_items(Component& component, int level);
    void name_everything();
    void name(Component& component, const Page& page, TakenNames& taken);
    void add_fields();
    void add_field(const Component& component, const Page& page, std::size_t index, bool revealed);

    // ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────

    void find_languages();
    void find_languages(const Json& json, int depth, std::set<std::string>& found) const;
    using Reader = std::function<std::string(std::string_view)>;
    [[nodiscard]] Words words(const Json& source, const Reader& read) const;
    [[nodiscard]] Words line(const Json& source, std::size_t most = most_letters_of_line) const;
    [[nodiscard]] Words markdown(const Json& source) const;
    /// Words that stand in no form: in English and Welsh.
    [[nodiscard]] Words phrase(std::string english, std::string welsh) const;
    [[nodiscard]] Words ask(const Component& component, const Page& page) const;
    /// `1.1 Organisation information` is called what it is called without its number.
    static Words without_numbers(Words title);
    /// The heading that a page begins with, where its title only repeats that of its section; empty otherwise.
    [[nodiscard]] Words heading_of(const Page& page) const;
    /// That, or the page's title.
    [[nodiscard]] Words title_of(const Page& page) const;
    /// Words for each language, made of those of others.
    static Words combined(
        const Words& first, const Words& second,
        const std::function<std::string(const std::string&, const std::string&)>& how
    );

    // ── The journey ─────────────────────────────────────────────────────────────────────────────────────────────

    void read_links();
    /// Counts the condition and keeps it for the report; nothing when it could not be converted.
    std::optional<Formula> condition(
        const Json& name, const std::string& section, const std::string& place, const std::string& guards
    );
    void find_flow();
    void make_journey();
    void add_page(std::size_t index, const std::string& when, SectionDraft& section);
    void take_hints(std::vector<std::vector<std::string>>& groups);
    void add_unreached();
    Words section_title(const std::string& name) const;
    /// The pages that repeat together with this one, itself first.
    [[nodiscard]] std::vector<std::size_t> repeated_with(std::size_t index) const;

    // ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────

    struct Scope {
        const Page* page = nullptr;
        std::vector<QuestionDraft>* questions = nullptr;
        std::vector<std::string> on_page;
        std::string id;    ///< for texts on the page
        std::string when;  ///< of everything on the page; empty when the page says it
    };
    std::string new_id(const std::string& wanted);
    void add(Scope& scope, QuestionDraft question);
    void convert(const Component& component, Scope& scope);
    void convert_text(const Component& component, Scope& scope);
    void convert_question(const Component& component, Scope& scope);
    bool set_type(const Component& component, Scope& scope, QuestionDraft& question);
    void hint_of(const Component& component, Scope& scope, QuestionDraft& question);
    std::vector<OptionDraft> options_of(const Component& component);
    void convert_repeat(const Component& component, Scope& scope);
    void convert_repeated_pages(std::size_t index, Scope& scope);
    void add_declaration(SectionDraft& section);
    Words member_word(const Words& title) const;
    [[nodiscard]] Words list_text(const Component& component) const;

    // ── Limits ──────────────────────────────────────────────────────────────────────────────────────────────────

    static void also_valid(QuestionDraft& question, const std::string& rule, const Words& say);
    [[nodiscard]] Words message(const Component& component, Words standard) const;
    void text_limits(const Component& component, QuestionDraft& question);
    void number_limits(const Component& component, QuestionDraft& question);
    void date_limits(const Component& component, QuestionDraft& question);
    void file_limits(const Component& component, QuestionDraft& question);
    void box_limits(const Component& component, QuestionDraft& question);
    void item_conditions(const Component& component, const Page& page, QuestionDraft& question);

    // ── The folder ──────────────────────────────────────────────────────────────────────────────────────────────

    void describe_service();
    void other_parts();
    void fees();
    /// What one fee comes to, as FEEL; nothing, with a remark, when it cannot be converted.
    std::optional<std::string> fee(const Json& fee, const std::string& place);
    void unused_conditions();
    void finish();
    void remark(std::string place, std::string what) {
        imported_.remarks.push_back({std::move(place), std::move(what)});
    }

    const Json& form_;
    std::string_view file_name_;
    std::vector<Page> pages_;
    std::map<std::string, std::size_t> by_path_;
    std::map<std::string, const Json*> lists_;
    std::map<std::string, Words> sections_;
    Conditions conditions_;
    Flow flow_;
    std::optional<std::size_t> guide_page_;
    std::set<std::size_t> done_;  ///< pages whose questions stand in a repeat of another
    TakenNames taken_;
    ServiceDraft service_;
    Imported imported_;
    std::size_t components_ = 0;
    Json::Array compared_;
};

}  // namespace guildhall::importing::xgov
