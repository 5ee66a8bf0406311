#pragma once
/// Ids for FEEL and for folders, made from the keys and titles of other systems.

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace guildhall::importing {

/// `harDuBarn`, `Har du barn?` and `har-du-barn` become `har_du_barn`: small ASCII letters, digits and underscores,
/// first a letter, at most 80 characters, cut between words. Letters with marks lose them (å: a, ø: o, æ: ae).
/// `fallback` when nothing is left. Words that FEEL reads as something else (`date`, `if`) get `_answer` behind them.
[[nodiscard]] std::string feel_id(std::string_view text, std::string_view fallback);

/// As feel_id with hyphens, at most 60 characters: the id of a service.
[[nodiscard]] std::string folder_id(std::string_view text, std::string_view fallback);

/// A value of an option: letters, digits and `_ - .`, at most 100 characters; text that is one already stays.
[[nodiscard]] std::string option_value(std::string_view text, std::string_view fallback);

/// Ids that are taken in one scope and in those around it. A copy is a scope inside.
class TakenNames {
public:
    /// The id itself, or `prefix_id` when it is taken and there is a prefix, or the id with the next free number:
    /// `id_2`. Takes it.
    [[nodiscard]] std::string take(const std::string& id, const std::string& prefix = {});
    [[nodiscard]] bool has(const std::string& id) const { return taken_.contains(id); }

private:
    std::set<std::string, std::less<>> taken_;
    std::map<std::string, int, std::less<>> next_;  ///< the number to try next, by id
};

}  // namespace guildhall::importing
