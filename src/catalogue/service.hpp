#pragma once
/// A service as its folder says it: plain data, typed. docs/services.md is the guide, service.schema.json the specification.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"
#include "dmn/model.hpp"
#include "feel/expression.hpp"

namespace guildhall::catalogue {

enum class QuestionType { text, long_text, number, yes_no, radios, checkboxes, date, email, phone, name, location, file, contact };

struct Option { std::string value; std::string label; };

struct Question {
    std::string id;
    QuestionType type = QuestionType::text;
    std::string ask;
    std::string hint;
    std::string why;                          ///< "Why we ask"
    std::string unit;                         ///< of numbers
    std::optional<feel::Expression> range;    ///< unary tests over the answer (`[1..1000]`)
    std::string range_text;
    std::string input;                        ///< the decision input that this answer is; empty when none
    std::string needed;                       ///< asked whatever the outcome; says what for
    bool when_adverse = false;                ///< asked before anything adverse can happen: the applicant's side
    std::optional<feel::Expression> when;     ///< applies only when true
    std::optional<feel::Expression> valid;
    std::string say;                          ///< the error when not valid
    bool optional = false;
    std::vector<Option> options;
    std::vector<std::string> accept;          ///< file kinds: image, pdf
    base::SourcePlace place;
};

struct Section { std::string title; std::vector<std::string> pages; };

enum class OutcomeKind { granted, granted_with_conditions, refused };
struct OutcomeRule {
    std::optional<feel::Expression> when;     ///< over the decision's outputs; none: otherwise
    OutcomeKind means = OutcomeKind::refused;
    bool automatic = false;                   ///< never true for refused: by construction
    std::string issues;
};

struct RulesInForce {
    std::string file;
    std::string bytes_hash;                   ///< SHA-256, hex
    std::shared_ptr<const dmn::Model> model;
    std::optional<feel::Value> in_force;      ///< a range of dates
};

struct Document { std::string id; std::string letter; std::string letter_markdown; std::string valid_for; };
struct KeepRule { std::string records; std::string duration; std::string after; std::string under; };
struct Law { std::string id; std::string title; std::string url; };

struct Example {
    std::string title;
    std::map<std::string, feel::Value> given;
    std::vector<std::string> asks, never_asks;
    std::optional<OutcomeKind> outcome;
    std::optional<bool> automatic;
    base::SourcePlace place;
};

/// Everything one version of a service is. Immutable once loaded; shared; thread-safe.
struct Service {
    std::string id;
    std::string hash;                         ///< SHA-256 over the folder's files, hex: what drafts and decisions name
    int version = 1;
    std::string title, summary, team;
    std::vector<std::string> topics;
    std::string guide_html;                   ///< rendered from guide.md, safe mode
    std::string cost, duration;               ///< short facts for lists
    int decide_within_working_days = 10;
    std::vector<Law> laws;
    std::map<std::string, Question> questions;
    std::vector<Section> journey;
    bool has_decision = false;
    std::vector<RulesInForce> rules;
    std::string decision_name;
    std::vector<OutcomeRule> outcomes;
    std::vector<Document> issues;
    std::vector<KeepRule> keep;
    std::map<std::string, std::string> files; ///< every file of the folder by name, bytes
    std::vector<Example> examples;
    /// Questions in the order of the journey.
    [[nodiscard]] std::vector<const Question*> in_order() const;
    [[nodiscard]] const Question* find(std::string_view id) const;
};

struct LoadedService { std::shared_ptr<const Service> service; base::Complaints complaints; };

}  // namespace guildhall::catalogue
