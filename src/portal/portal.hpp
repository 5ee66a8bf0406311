#pragma once
/// The pages for residents: find a service, answer, send in, see what was decided and why.

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "casework/cases.hpp"
#include "casework/corrections.hpp"
#include "casework/notices.hpp"
#include "casework/paying.hpp"
#include "catalogue/catalogue.hpp"
#include "documents/documents.hpp"
#include "events/events.hpp"
#include "http/assets.hpp"
#include "http/route.hpp"
#include "identity/accounts.hpp"
#include "identity/password_resets.hpp"
#include "identity/reader_languages.hpp"
#include "identity/sessions.hpp"
#include "insight/feedback.hpp"
#include "insight/performance.hpp"
#include "journeys/bank_answers.hpp"
#include "journeys/drafts.hpp"
#include "ledger/ledger.hpp"
#include "mandates/mandates.hpp"
#include "maps/pictures.hpp"
#include "notifications/notifications.hpp"
#include "parties/parties.hpp"
#include "registers/addresses.hpp"
#include "store/store.hpp"
#include "words/languages.hpp"

namespace guildhall::portal {

/// How this place presents itself.
struct Place {
    std::string name = "Guildhall";
    std::string origin;             ///< `http://localhost:8080`
    std::string agency;             ///< who runs it; empty: not said
    std::string contact;            ///< how people reach it, in one line; empty: not said
    std::string theme = "#083d31";  ///< the colour of the header
    /// With --dev: where the folders of the services lie, to show a mistake in its lines; else empty.
    std::filesystem::path folders{};
};

/// What the pages are made of; all borrowed, all thread-safe, all outlive the routes.
struct Parts {
    const Place& place;
    const base::Clock& clock;
    store::Store& store;
    catalogue::Catalogue& catalogue;
    journeys::Drafts& drafts;
    parties::Parties& parties;
    casework::Cases& cases;
    casework::CaseNotices& case_notices;
    casework::Paying& paying;
    documents::Documents& documents;
    identity::Accounts& accounts;
    identity::PasswordResets& password_resets;
    identity::Sessions& sessions;
    identity::ReaderLanguages& reader_languages;
    notifications::Notifier& notifier;
    insight::FeedbackBox& feedback;
    ledger::Ledger& ledger;
    events::Dispatcher& dispatcher;
    vault::Vault& vault;
    const http::Assets& assets;
    const words::Languages& languages;
    mandates::Mandates& mandates;
    journeys::BankAnswers& remembered;
    casework::Corrections& corrections;
    maps::Pictures& pictures;                             ///< of maps
    const registers::AddressSource* addresses = nullptr;  ///< the server's own; null when it has none
};

[[nodiscard]] std::vector<http::Route> routes(const Parts& parts);

/// The mail with the link to a new password.
[[nodiscard]] notifications::Message password_mail(
    const Place& place, const words::Locale& locale, const std::string& token
);

/// The page for an error, and the way to the sign-in page, as the router needs them (staff pages included).
[[nodiscard]] http::Response error_page(
    const Parts& parts, const http::Request& request, const http::Caller& caller, const base::Error& error
);
/// The language in which this reader reads pages: what they chose, else what their browser asks for.
[[nodiscard]] std::string page_language(const Parts& parts, const http::Request& request);
[[nodiscard]] http::Response sign_in_page(const http::Request& request, http::Access wanted);

}  // namespace guildhall::portal
