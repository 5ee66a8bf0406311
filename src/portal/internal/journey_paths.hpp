#pragma once
/// Where the pages of a journey lead: forward, back, and to the answers that can be changed.

#include <set>
#include <string>
#include <vector>

#include "casework/corrections.hpp"
#include "html/html.hpp"
#include "http/route.hpp"
#include "journeys/drafts.hpp"
#include "registers/addresses.hpp"
#include "words/locale.hpp"

namespace guildhall::portal {

/// A draft as one person sees it now. Borrows everything.
struct JourneyView {
    const journeys::Draft& draft;
    const catalogue::Service& service;   ///< the draft's, in the language of `locale` where it has its words
    const journeys::Standing& standing;  ///< of `service`
    const words::Locale& locale;
    const http::Caller& caller;
    base::Instant now;
    bool from_check = false;                   ///< they came to change one answer, and want back to all of them
    std::string party{};                       ///< who is asked, of the service's parties; empty: who applies
    std::string path{};                        ///< where their pages stand; `/apply/ID` when empty
    std::set<std::string> done_parties{};      ///< whose answers the applicant can read
    std::vector<std::string> signed_by{};      ///< names of who signed what stands here now
    const casework::Case* corrects = nullptr;  ///< what was sent in, when the draft changes it
    bool remembers = false;                    ///< what they answer is remembered for them when they send it in
    const registers::AddressSource* addresses = nullptr;  ///< the server's own
};

/// Pages that are no pages of the service: their names are taken.
inline constexpr std::string_view check_page_name = "check";
inline constexpr std::string_view save_page_name = "save";
inline constexpr std::string_view remove_page_name = "remove";

/// `/apply/ID/REST`, or where else the reader's pages stand.
[[nodiscard]] std::string draft_path(const JourneyView& view, std::string_view rest = {});
/// The same for who applies.
[[nodiscard]] std::string draft_path(const journeys::Draft& draft, std::string_view rest = {});
/// The page, which leads back to all answers when the person came from there.
[[nodiscard]] std::string page_path(const JourneyView& view, const journeys::Address& address);
/// The first page of all: texts to read before the first question too.
[[nodiscard]] std::string first_path(const JourneyView& view);
/// The first page that is open, or all answers to check.
[[nodiscard]] std::string next_path(const JourneyView& view);
/// The page that follows, so that Back and Continue walk the same way. `view` is as it stands after what was sent.
[[nodiscard]] std::string path_after(const JourneyView& view, const journeys::Address& address);
/// Where Back leads: the page before, the list of members, or the guide.
[[nodiscard]] std::string path_before(const JourneyView& view, const journeys::Address& address);
/// Back from all answers: the last page.
[[nodiscard]] std::string last_path(const JourneyView& view);

/// Whether an answer on this page stays as it was sent in: see casework::is_fixed.
[[nodiscard]] bool is_fixed(const JourneyView& view, const journeys::Address& page, std::string_view question);
/// Whether all answers on it do.
[[nodiscard]] bool is_fixed(const JourneyView& view, const journeys::PageStanding& page);

/// The page of the repeat that an inner address belongs to; null while it does not apply.
[[nodiscard]] const journeys::PageStanding* repeat_page_of(
    const journeys::Standing& standing, const journeys::Members& members
);
/// The first open page of a member, else its first; null when it has none that apply.
[[nodiscard]] const journeys::PageStanding* page_of_member(
    const journeys::Standing& standing, const journeys::Members& member
);
/// Whether the service has such a page, whether or not it applies now.
[[nodiscard]] bool has_page(const catalogue::Service& service, const journeys::Address& address);
/// The repeat that the last of `members` belongs to; null when there is none.
[[nodiscard]] const catalogue::Question* repeat_of(const catalogue::Service& service, const journeys::Members& members);

}  // namespace guildhall::portal
