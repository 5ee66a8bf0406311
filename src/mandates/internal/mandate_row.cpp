#include "mandates/internal/mandate_row.hpp"

#include "base/text.hpp"

namespace guildhall::mandates {
namespace {

State state_from_code(std::string_view code) {
    for (const State state : {State::offered, State::asked, State::active}) {
        if (code == state_code(state)) return state;
    }
    return State::ended;
}

End end_from_code(std::string_view code) {
    for (const End end : {End::by_holder, End::by_helper, End::by_staff, End::declined, End::ran_out}) {
        if (code == end_code(end)) return end;
    }
    return End::none;
}

}  // namespace

std::string_view state_code(State state) {
    switch (state) {
        case State::offered:
            return "offered";
        case State::asked:
            return "asked";
        case State::active:
            return "active";
        case State::ended:
            return "ended";
    }
    return "ended";
}

std::string_view end_code(End end) {
    switch (end) {
        case End::none:
            return "";
        case End::by_holder:
            return "holder";
        case End::by_helper:
            return "helper";
        case End::by_staff:
            return "staff";
        case End::declined:
            return "declined";
        case End::ran_out:
            return "ran-out";
    }
    return "";
}

std::string services_text(const std::vector<std::string>& services) {
    std::string text;
    for (const auto& service : services) text += (text.empty() ? "" : " ") + service;
    return text;
}

Mandate mandate_of(const store::Row& row, base::Instant now, std::chrono::days to_answer) {
    Mandate mandate;
    mandate.id = row.text(0);
    mandate.state = state_from_code(row.text(1));
    mandate.holder = row.text_or_null(2).value_or("");
    mandate.helper = row.text_or_null(3).value_or("");
    mandate.scope.may_apply = row.integer(4) != 0;
    if (!row.text(5).empty()) {
        for (const auto service : base::split(row.text(5), ' ')) mandate.scope.services.emplace_back(service);
    }
    mandate.how = how_from_code(row.text(6)).value_or(How::online);
    mandate.document = row.text(8);
    mandate.made = base::from_micros(row.integer(9));
    mandate.begins = base::from_micros(row.integer(10));
    mandate.scope.until = base::from_micros(row.integer(11));
    mandate.used = base::from_micros(row.integer(12));
    mandate.ended = base::from_micros(row.integer(13));
    mandate.end = end_from_code(row.text(14));
    mandate.confirmed = base::from_micros(row.integer(15));
    mandate.confirmed_by = row.text(16);

    const bool waits = mandate.state == State::offered || mandate.state == State::asked;
    const base::Instant over = waits ? std::min(mandate.made + to_answer, mandate.scope.until) : mandate.scope.until;
    if (mandate.state != State::ended && now >= over) {
        mandate.state = State::ended;
        mandate.end = End::ran_out;
        mandate.ended = over;
    }
    return mandate;
}

std::string record_of(const store::Row& row) {
    return row.text(7);
}

base::Json sealed_part(const Mandate& mandate) {
    base::Json person;
    person.set("name", mandate.person.name);
    person.set("email", mandate.person.email);
    person.set("born", mandate.person.born);
    person.set("address", mandate.person.address);
    base::Json helper;
    helper.set("name", mandate.helper_name);
    helper.set("email", mandate.helper_email);
    base::Json sealed;
    sealed.set("person", std::move(person));
    sealed.set("helper", std::move(helper));
    sealed.set("statement", mandate.statement);
    return sealed;
}

void read_sealed_part(Mandate& mandate, const base::Json& sealed) {
    const base::Json& person = sealed["person"];
    mandate.person = {
        person.string_at("name"), person.string_at("email"), person.string_at("born"), person.string_at("address")
    };
    mandate.helper_name = sealed["helper"].string_at("name");
    mandate.helper_email = sealed["helper"].string_at("email");
    mandate.statement = sealed.string_at("statement");
}

}  // namespace guildhall::mandates
