#pragma once
/// A service as its folder says it: plain data, typed. docs/services.md is the guide, service.schema.json the
/// specification.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/complaint.hpp"
#include "catalogue/party.hpp"
#include "catalogue/question.hpp"
#include "dmn/model.hpp"
#include "feel/expression.hpp"

namespace guildhall::catalogue {

/// Pages under one heading.
struct Section {
    std::string title;
    std::vector<Page> pages;
    std::optional<feel::Expression> when;
};

enum class OutcomeKind { granted, granted_with_conditions, refused };
[[nodiscard]] std::string_view outcome_kind_name(OutcomeKind kind);  ///< as service.yaml spells it

struct OutcomeRule {
    /// Over `decision` (the decision's value), its outputs by name, and question ids; none: otherwise.
    std::optional<feel::Expression> when;
    OutcomeKind means = OutcomeKind::refused;
    std::string title;        ///< what its reader sees on top: `You may fell this tree`; empty: the portal's own words
    bool automatic = false;   ///< never true for refused: by construction
    std::string issues;       ///< id of the Document that is issued; empty when none
    std::string letter;       ///< file of the letter that tells of it; empty when none
    std::string letter_html;  ///< as Document::letter_html
    base::SourcePlace place;
};

struct RulesInForce {
    std::string file;
    std::string bytes_hash;  ///< SHA-256, hex
    std::shared_ptr<const dmn::Model> model;
    std::optional<feel::Value> in_force;  ///< a range of dates; none: always
    base::SourcePlace place;
};

struct Document {
    std::string id;
    std::string letter;  ///< its file
    std::string letter_markdown;
    std::string valid_for;    ///< `18 months`; empty: without end
    std::string title;        ///< what it is called
    std::string letter_html;  ///< safe markup with `{names}` still to fill: see fill_letter
    bool renew = false;
};
struct KeepRule {
    std::string records;
    std::string duration;
    std::string after;
    std::string under;
    std::string remind;  ///< of drafts: how long before the end their owner is told, `5 days`; empty: by default
};
/// What people may change themselves after they sent in, while nobody has decided.
struct AfterSending {
    bool all = false;
    std::vector<std::string> change;  ///< ids of the service's own questions; of a repeat, all about its members
    std::string until;                ///< `14 days` after the first sending; empty: until the decision
    [[nodiscard]] bool allows(std::string_view question) const;
};
/// The days on which an application can be begun and sent in, both included; an end that is not set is open.
struct OpenDays {
    std::optional<std::chrono::sys_days> first, last;
};
struct Law {
    std::string id;
    std::string title;
    std::string url;
};

/// What is paid before an application is sent in.
struct Fee {
    feel::Expression amount;  ///< over question ids; 0 or null: nothing to pay
    std::string currency;     ///< ISO 4217
    std::string purpose;      ///< what it is for; empty: see Service::fee_purpose
    base::SourcePlace place;
};

struct Example {
    std::string title;
    std::map<std::string, feel::Value> given;  ///< by question id, of the question's type
    std::vector<std::string> asks, never_asks;
    std::optional<OutcomeKind> outcome;
    std::optional<bool> automatic;
    std::optional<feel::Number> fee;  ///< what is to pay, 0 for nothing
    base::SourcePlace place;
};

/// What becomes of answers that were given before a version. Paths are those of questions: `children/born`.
struct Migration {
    int to = 0;                                 ///< the version that brought it
    std::map<std::string, std::string> rename;  ///< path under the older version -> id now, in the same group
    std::map<std::string, std::map<std::string, std::string>> values;  ///< path now -> old value -> value now
    base::SourcePlace place;
};

/// `none`: no account at all; `required`: an account before the first question.
enum class SignIn { none, optional, required };

/// Whether someone else may apply for the person, with their permission (`about:` in service.yaml).
enum class Helpers {
    refused,  ///< `self`: the person alone
    allowed,  ///< not said
    offered,  ///< `self or someone else`: the start page asks who it is for
};

/// Everything one version of a service is. Immutable once loaded; shared; thread-safe.
struct Service {
    std::string id;
    std::string hash;  ///< SHA-256 over the folder's files, hex: what drafts and decisions name
    int version = 1;
    std::string language = "en";  ///< of the words below
    std::string title, summary, team;
    std::vector<std::string> topics;
    std::vector<std::string> keywords;  ///< for search alone
    std::string guide_html;             ///< rendered from guide.md, safe mode
    std::string cost, duration;         ///< short facts for lists
    SignIn sign_in = SignIn::optional;
    Helpers helpers = Helpers::allowed;
    int decide_within_working_days = 10;
    std::optional<Fee> fee;
    std::vector<Law> laws;
    std::vector<Question> questions;  ///< in the order written
    std::vector<Section> journey;
    std::vector<Party> parties;       ///< in the order written
    bool parties_take_turns = false;  ///< each is asked when the one before is done; else all at once
    bool has_decision = false;
    std::vector<RulesInForce> rules;
    std::string decision_name;
    base::SourcePlace decision_place;
    std::vector<OutcomeRule> outcomes;
    std::vector<Document> issues;
    std::vector<std::string> notify_submitted, notify_decided;  ///< channels: inbox, email, push
    std::vector<KeepRule> keep;
    std::optional<AfterSending> after_sending;  ///< none: nothing can be changed
    OpenDays open;
    std::map<std::string, std::string>
        files;  ///< every file of the folder by name, bytes; of the bank, `bank/NAME.yaml`
    std::vector<Example> examples;
    std::vector<Migration> migrations;  ///< the oldest first
    /// The same service with the words of another language in place; words that are missing stay as they are.
    std::map<std::string, std::shared_ptr<const Service>> translations;

    /// Questions in the order of the journey, calculated ones last; those of repeats are in their repeat.
    [[nodiscard]] std::vector<const Question*> in_order() const;
    /// Not those of repeats.
    [[nodiscard]] const Question* find(std::string_view id) const;
    /// Null when there is none.
    [[nodiscard]] const Party* find_party(std::string_view id) const;
    /// What the fee is for, in words: its own, or the title of the service.
    [[nodiscard]] const std::string& fee_purpose() const { return fee && !fee->purpose.empty() ? fee->purpose : title; }
    /// This service in a language, or itself when there are no words for it. Lives as long as this does.
    [[nodiscard]] const Service& in_language(std::string_view language) const;
    /// The rules that hold on a day, or null.
    [[nodiscard]] const RulesInForce* rules_on(const feel::Date& day) const;
    [[nodiscard]] const Document* find_document(std::string_view id) const;
    /// The words for a decision: the outcome of this kind that issues this document, or the first of the kind; null
    /// when the service has none (a person decided against its rules).
    [[nodiscard]] const OutcomeRule* outcome_for(OutcomeKind kind, std::string_view issued) const;
};

/// `service` is null when there are errors; warnings leave it whole.
struct LoadedService {
    std::shared_ptr<const Service> service;
    base::Complaints complaints;
};

}  // namespace guildhall::catalogue
