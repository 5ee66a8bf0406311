#pragma once
/// The pages for staff: what is due, a case on one page, a decision with a reason, what people say.

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "casework/cases.hpp"
#include "casework/corrections.hpp"
#include "casework/paying.hpp"
#include "catalogue/catalogue.hpp"
#include "documents/documents.hpp"
#include "events/events.hpp"
#include "http/assets.hpp"
#include "http/route.hpp"
#include "identity/accounts.hpp"
#include "insight/feedback.hpp"
#include "mandates/mandates.hpp"
#include "store/store.hpp"
#include "words/languages.hpp"

namespace guildhall::desk {

/// All borrowed, all thread-safe; they and this outlive the routes.
struct Parts {
    std::string place;
    std::string theme;  ///< the colour of the header
    const base::Clock& clock;
    store::Store& store;
    catalogue::Catalogue& catalogue;
    casework::Cases& cases;
    casework::Paying& paying;
    documents::Documents& documents;
    identity::Accounts& accounts;
    insight::FeedbackBox& feedback;
    events::Dispatcher& dispatcher;
    const http::Assets& assets;
    const words::Languages& languages;
    mandates::Mandates& mandates;
    casework::Corrections& corrections;
};

[[nodiscard]] std::vector<http::Route> routes(const Parts& parts);

}  // namespace guildhall::desk
