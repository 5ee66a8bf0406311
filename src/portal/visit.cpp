#include "portal/internal/visit.hpp"

namespace guildhall::portal {

Visit::Visit(
    const Parts& parts_, const http::Request& request_, const http::Caller& caller_, journeys::Draft draft_,
    AskedPart asked_, std::optional<casework::Case> corrects_
)
    : parts(parts_),
      request(request_),
      caller(caller_),
      corrects(std::move(corrects_)),
      now(corrects ? corrects->rules_at : parts.clock.now()),
      asked(std::move(asked_)),
      draft(std::move(draft_)),
      words_(service_words(parts, request, *draft.service)),
      standings_(words_.service, now),
      standing(stand()) {}

journeys::Standing Visit::stand() {
    return journeys::part_of(words_.service, standings_.at(draft.answers), asked.party);
}

JourneyView Visit::view() const {
    JourneyView view{draft, words_.service, standing,    words_.locale, caller,
                     now,   from_check(),   asked.party, asked.path};
    view.corrects = corrects ? &*corrects : nullptr;
    view.remembers = remembers;
    view.addresses = parts.addresses;
    if (!others) return view;
    for (const auto& person : others->people) {
        if (person.state != parties::State::done) continue;
        view.done_parties.insert(person.who.party->id);
        if (person.who.party->signs) view.signed_by.push_back(person.signed_name);
    }
    return view;
}

void Visit::move_on(journeys::Draft changed) {
    draft = std::move(changed);
    standing = stand();
}

http::Response Visit::show(const PageView& page, const std::string& back, int status) const {
    return portal::page(
        parts, request, caller,
        {.title = page.title,
         .main = page.main,
         .back = back,
         .has_error = page.has_error,
         .about_a_person = true,
         .status = status,
         .language = words_.locale.tag()}
    );
}

bool Visit::from_check() const {
    // Who changes what they sent in picks one answer after another from all of them.
    if (corrects) return true;
    return request.query.get("from") == check_page_name || request.form.get("from") == check_page_name;
}

}  // namespace guildhall::portal
