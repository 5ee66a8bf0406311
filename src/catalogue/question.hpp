#pragma once
/// Questions as a folder says them: plain data, typed, without HTTP, HTML or people's answers.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"
#include "feel/expression.hpp"

namespace guildhall::maps {
class Layer;
}
namespace guildhall::registers {
class AddressSource;
class RegisterIndex;
}  // namespace guildhall::registers

namespace guildhall::catalogue {

/// In the order of `question_type_name`. What FEEL sees of an answer stands in docs/services.md.
enum class QuestionType {
    text,
    long_text,
    number,
    money,
    yes_no,
    tick,         ///< one box that may be left empty
    declaration,  ///< one box that must be ticked; never offered again, never filled in
    radios,
    checkboxes,
    select,
    country,   ///< ISO 3166-1 alpha-2
    currency,  ///< ISO 4217
    date,
    month,  ///< a month of a year; for FEEL its first day
    year,
    email,
    phone,
    name,
    address,     ///< a context with `line1`, `line2`, `town`, `county`, `postcode`, `country`
    contact,     ///< a context with `name`, `email`, `phone`, on one page
    identifier,  ///< a number with a form and check digits: see `Question::scheme`
    location,    ///< a context with `text`, `latitude`, `longitude`
    file,
    repeat,    ///< members, each with questions of their own: see `Question::repeat`
    guidance,  ///< text to read; no answer
    details,   ///< text behind a line that opens it; no answer
    table      ///< rows to read; no answer
};
[[nodiscard]] std::string_view question_type_name(QuestionType type);  ///< as service.yaml spells it
[[nodiscard]] std::optional<QuestionType> question_type_named(std::string_view name);
/// Text, details and tables: shown, never answered.
[[nodiscard]] bool is_display(QuestionType type);

struct Option {
    std::string value;
    std::string label;
    std::string hint{};
};

/// What must hold, and what to say when it does not.
struct Check {
    feel::Expression holds;
    std::string say;
};

/// How much an answer may hold; what is not set has the limits of its type.
struct Limits {
    std::optional<int> min_length, max_length;  ///< characters (code points)
    std::optional<int> max_words;
    std::optional<int> max_files;
};

/// What is shown at once. Questions are places in the list that the page belongs to: the service's, or a repeat's.
struct Page {
    enum class Kind {
        questions,
        repeat,  ///< the members of a repeat, with add, change and remove; `questions` holds the repeat alone
        summary  ///< the answers so far
    };
    Kind kind = Kind::questions;
    std::string id;     ///< of a page with one question, the question's
    std::string title;  ///< empty: the question's `ask` is the heading
    std::vector<std::size_t> questions;
    std::optional<feel::Expression> when;
    std::optional<Check> check;  ///< over several answers
    base::SourcePlace place;
};

/// A map layer or a register of the folder that answers the question: see `lookup.hpp`.
struct Lookup {
    std::string file;                          ///< in Service::files: `layers/protected-areas.geojson`
    std::shared_ptr<const maps::Layer> layer;  ///< this, or `rows`
    std::shared_ptr<const registers::RegisterIndex> rows;
    std::vector<std::string> by;  ///< the questions beside it that are looked up: one location, or the keys of a row
    std::string value;            ///< a property or column; empty: whether the place lies in an area
    base::SourcePlace by_place;
};

/// The map on which people choose a location.
struct ShownMap {
    std::vector<std::shared_ptr<const maps::Layer>> layers;
    double latitude = 0, longitude = 0;  ///< of the middle, before there is an answer
    int zoom = 15;
    std::vector<std::string> legend{};  ///< kinds that people tell apart on it
};

/// Addresses are found by their postcode.
struct AddressLookup {
    std::string file;  ///< in Service::files; empty: whatever source the server has
    std::shared_ptr<const registers::AddressSource> source{};  ///< null without a file
};

struct Question;

/// "Add another child". Its members have an identity of their own: a number that is never used again.
struct Repeat {
    std::string member;  ///< the word for one: `child`
    int least = 0;
    int most = 100;
    std::vector<Question> questions;
    std::vector<Page> pages;
};

struct Question {
    std::string id;
    QuestionType type = QuestionType::text;
    feel::Value unanswered;  ///< its value before there is an answer: unknown by its id; null for what is never asked
    std::string bank;        ///< `bank/contact` when it is a question that services share; else empty
    std::string ask;
    std::string hint;
    std::string why;                        ///< "Why we ask"
    std::string label;                      ///< beside the box of a tick or a declaration; empty: `ask`
    std::string unit;                       ///< of numbers
    std::string currency;                   ///< of money, ISO 4217
    std::string scheme;                     ///< of identifiers: `no-fnr`, `iban`
    std::string autofill;                   ///< a token of HTML's `autocomplete`; empty: what the type says
    std::optional<feel::Expression> range;  ///< unary tests over the answer (`[1..1000]`)
    std::string range_text;
    Limits limits;
    std::string input;                     ///< the decision input that this answer is; empty when none
    std::string needed;                    ///< asked whatever the outcome; says what for
    bool when_adverse = false;             ///< asked before anything adverse can happen: the applicant's side
    std::optional<feel::Expression> when;  ///< applies only when true
    std::optional<feel::Expression> valid;
    std::optional<feel::Expression> preset;   ///< `default:`: what stands in the control when nothing was answered
    std::optional<feel::Expression> compute;  ///< never asked: the value is computed
    std::string say;                          ///< the error when the answer is not in range or not valid
    bool optional = false;
    bool can_change = false;  ///< the answer is the person's to change: they are told when another would have helped
    std::vector<Option> options;
    std::string list;                 ///< the name under `lists:` that the options come from; empty: their own
    std::vector<std::string> accept;  ///< file kinds: image, pdf
    std::string text;                 ///< of guidance and details: Markdown
    std::string text_html;            ///< the same as safe markup, with `{names}` still to fill
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::optional<Repeat> repeat;
    std::optional<Lookup> lookup;  ///< asked only where this has no answer
    std::string source;            ///< where a looked-up answer comes from: `From our map of protected areas`
    std::optional<ShownMap> map;   ///< of locations
    std::shared_ptr<const maps::Layer> within;  ///< of locations: the areas that a place must lie in; null: anywhere
    std::optional<AddressLookup> addresses;     ///< of addresses
    std::string party{};                        ///< the Party who answers it; empty: who applies
    base::SourcePlace place;

    /// Whether people are asked it: neither text to read nor a value that is computed.
    [[nodiscard]] bool is_asked() const { return !is_display(type) && !compute; }
};

/// Null when there is none; looks into this list alone, not into repeats.
[[nodiscard]] const Question* find_question(const std::vector<Question>& questions, std::string_view id);
/// Every question, those of repeats after their repeat; `path` is `children/born` for those.
void for_each_question(
    const std::vector<Question>& questions,
    const std::function<void(const Question& question, const std::string& path)>& visit
);

}  // namespace guildhall::catalogue
