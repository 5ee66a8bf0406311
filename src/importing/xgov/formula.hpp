#pragma once
/// Conditions as trees, so that they can be joined, turned round and made short before they are printed as FEEL.
///
/// "True" is FEEL's true; false and null are both "not true". What a condition comes to while a question has no answer
/// is part of it.

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace guildhall::importing::xgov {

/// A question with a closed set of answers, each as FEEL writes it: `"rent"`, `true`.
struct Choices {
    std::string question;
    std::vector<std::string> values;
};

/// FEEL and how tightly it binds, for parentheses.
struct Feel {
    enum class Binds { tight, all, any };
    std::string text;
    Binds binds = Binds::tight;
    bool operator==(const Feel&) const = default;
};

struct Formula {
    enum class Kind { never, always, choice, test, all, any };
    Kind kind = Kind::always;

    // A choice: true for these answers, and without an answer when `missing`.
    std::shared_ptr<const Choices> of;
    std::set<std::size_t> chosen;
    bool missing = false;
    /// Of choices and tests: there is an answer wherever what it is joined with is true, so that nothing needs to be
    /// said of the other case.
    bool assured = false;

    // Any other test of the answer to one question or to several.
    Feel holds;                   ///< what is printed
    Feel inverse;                 ///< true exactly when `holds` is not
    Feel plain, complement;       ///< the two, as far as there is an answer to all questions they are about
    std::set<std::string> about;  ///< the questions it reads
    bool needs = false;           ///< not true without an answer to all of them
    bool inverse_needs = false, plain_needs = false, complement_needs = false;  ///< the same for the others

    std::vector<Formula> parts;  ///< of all and any

    bool operator==(const Formula& other) const;
};

[[nodiscard]] Formula never();
[[nodiscard]] Formula always();
[[nodiscard]] Formula choice(std::shared_ptr<const Choices> of, std::set<std::size_t> chosen, bool missing);
/// True when every one of them is; made short.
[[nodiscard]] Formula all(std::vector<Formula> parts);
/// True when one of them is; made short.
[[nodiscard]] Formula any(std::vector<Formula> parts);
/// True exactly when it is not. Of questions for which `assured` says that they have an answer here, the other case is
/// left out.
[[nodiscard]] Formula negated(const Formula& formula, const std::function<bool(const std::string&)>& assured = {});
/// The same formula, where `assured` says which questions have an answer.
[[nodiscard]] Formula with_assurance(Formula formula, const std::function<bool(const std::string&)>& assured);

/// Questions that have an answer whenever it is true as printed.
[[nodiscard]] std::set<std::string> needed(const Formula& formula);
[[nodiscard]] std::size_t size_of(const Formula& formula);
[[nodiscard]] std::string feel_of(const Formula& formula);

}  // namespace guildhall::importing::xgov
