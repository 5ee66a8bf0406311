// Finding permissions, and using them.

#include <algorithm>
#include <charconv>

#include "base/ids.hpp"
#include "mandates/internal/mandate_row.hpp"
#include "mandates/internal/name_tokens.hpp"
#include "mandates/mandates.hpp"

namespace guildhall::mandates {
namespace {

// The columns are those of `mandate_columns`, in its order.
constexpr store::Query select_one{
    "mandates.find",
    "SELECT id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, "
    "used_at, ended_at, ended_as, confirmed_at, confirmed_by FROM mandates WHERE id = $1"
};
constexpr store::Query select_of_holder{
    "mandates.of_holder",
    "SELECT id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, "
    "used_at, ended_at, ended_as, confirmed_at, confirmed_by FROM mandates WHERE holder = $1 ORDER BY id DESC LIMIT 100"
};
constexpr store::Query select_people{
    "mandates.people",
    "SELECT id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, "
    "used_at, ended_at, ended_as, confirmed_at, confirmed_by FROM mandates WHERE helper = $1 AND state = 'active' AND "
    "ends_at > $2 AND (used_at, id) < ($3, $4) ORDER BY used_at DESC, id DESC LIMIT $5"
};
// Words of a name that is looked for: the first is looked up, the others are asked of what it finds.
constexpr store::Query select_named{
    "mandates.named",
    "SELECT id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, "
    "used_at, ended_at, ended_as, confirmed_at, confirmed_by FROM mandates WHERE id IN (SELECT n.mandate FROM "
    "mandate_names n WHERE n.helper = $1 AND n.token = $2 AND EXISTS (SELECT 1 FROM mandate_names a WHERE a.helper = "
    "$1 "
    "AND a.token = $3 AND a.mandate = n.mandate) AND EXISTS (SELECT 1 FROM mandate_names b WHERE b.helper = $1 AND "
    "b.token = $4 AND b.mandate = n.mandate) ORDER BY n.mandate DESC LIMIT 50) AND state = 'active' AND ends_at > $5 "
    "ORDER BY used_at DESC, id DESC"
};
constexpr store::Query select_waiting{
    "mandates.waiting",
    "SELECT id, state, holder, helper, may_apply, services, how, record, document, made_at, begins_at, ends_at, "
    "used_at, ended_at, ended_as, confirmed_at, confirmed_by FROM mandates WHERE helper = $1 AND state = 'asked' ORDER "
    "BY id DESC LIMIT 100"
};
constexpr store::Query set_used{"mandates.use", "UPDATE mandates SET used_at = $2 WHERE id = $1 AND state = 'active'"};
constexpr store::Query select_act{
    "mandates.select_act",
    "SELECT last_at FROM mandate_acts WHERE mandate = $1 AND day = $2 AND act = $3 AND service = $4 AND about = $5"
};
constexpr store::Query put_act{
    "mandates.put_act",
    "INSERT INTO mandate_acts (mandate, day, act, service, about, last_at, times) VALUES ($1, $2, $3, $4, $5, $6, 1) "
    "ON CONFLICT (mandate, day, act, service, about) DO UPDATE SET last_at = $6, times = mandate_acts.times + 1"
};
constexpr store::Query select_acts{
    "mandates.acts",
    "SELECT act, service, about, last_at, times FROM mandate_acts WHERE mandate = $1 ORDER BY last_at DESC LIMIT 200"
};

constexpr std::string_view after_all_ids = "ffffffff-ffff-ffff-ffff-ffffffffffff";  // in every collation
constexpr std::size_t words_looked_for = 3;

base::Error no_mandate() {
    return {base::ErrorCode::not_found, {"There is no such permission."}, {"no such mandate for this account"}};
}

Act act_from_code(std::string_view code) {
    for (const Act act :
         {Act::saw_draft, Act::saw_case, Act::started, Act::answered, Act::sent_in, Act::asked_review}) {
        if (code == act_code(act)) return act;
    }
    return Act::saw_list;
}

/// `<used in microseconds>.<id>`: what the page before ended with.
struct PageKey {
    std::int64_t used = std::numeric_limits<std::int64_t>::max();
    std::string id{after_all_ids};
};
base::Result<PageKey> page_key(std::string_view text) {
    if (text.empty()) return PageKey{};
    const auto dot = text.find('.');
    PageKey key;
    const auto digits = text.substr(0, dot);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), key.used);
    if (dot == std::string_view::npos || error != std::errc{} || end != digits.data() + digits.size() ||
        !base::Uuid::parse(text.substr(dot + 1))) {
        return base::Error{base::ErrorCode::invalid_input, {"This page of the list does not exist."}, {"page key"}};
    }
    key.id = text.substr(dot + 1);
    return key;
}

}  // namespace

base::Result<Mandate> Mandates::load(const store::Row& row) {
    Mandate mandate = mandate_of(row, clock_.now(), limits_.to_answer);
    if (record_of(row).empty()) return mandate;
    const auto plain = vault_.open(record_of(row));
    if (!plain) return plain.error();
    const auto sealed = base::Json::parse(base::text_of(*plain));
    if (!sealed) return sealed.error();
    read_sealed_part(mandate, *sealed);
    return mandate;
}

base::Result<Mandate> Mandates::load(std::string_view mandate) {
    if (!base::Uuid::parse(mandate)) return no_mandate();
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_one, {std::string{mandate}});
    });
    if (!row) return row.error();
    if (!*row) return no_mandate();
    return load(**row);
}

base::Result<std::vector<Mandate>> Mandates::load_all(const base::Result<store::Rows>& rows) {
    if (!rows) return rows.error();
    std::vector<Mandate> mandates;
    for (const auto& row : *rows) {
        auto mandate = load(row);
        // Erased meanwhile: nobody's permission any more.
        if (!mandate && mandate.error().code == base::ErrorCode::not_found) continue;
        if (!mandate) return mandate.error();
        mandates.push_back(*std::move(mandate));
    }
    return mandates;
}

base::Result<std::vector<Mandate>> Mandates::of_holder(std::string_view holder) {
    return load_all(store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_of_holder, {std::string{holder}});
    }));
}

base::Result<Mandate> Mandates::find_for_holder(std::string_view mandate, std::string_view holder) {
    auto found = load(mandate);
    if (!found) return found.error();
    if (holder.empty() || found->holder != holder) return no_mandate();
    return found;
}

base::Result<People> Mandates::people(std::string_view helper, std::string_view after, std::size_t limit) {
    const auto key = page_key(after);
    if (!key) return key.error();
    auto found = load_all(store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(
            select_people, {std::string{helper}, base::to_micros(clock_.now()), key->used, key->id,
                            static_cast<std::int64_t>(limit + 1)}
        );
    }));
    if (!found) return found.error();
    People people{*std::move(found), {}};
    if (people.mandates.size() > limit) {
        people.mandates.pop_back();
        const auto& last = people.mandates.back();
        people.next = fmt::format("{}.{}", base::to_micros(last.used), last.id);
    }
    return people;
}

base::Result<std::vector<Mandate>> Mandates::search(std::string_view helper, std::string_view words) {
    std::vector<std::string> wanted = folded_words(words);
    if (wanted.empty()) return std::vector<Mandate>{};
    // The longest is in the fewest names.
    std::ranges::stable_sort(wanted, [](const auto& a, const auto& b) { return a.size() > b.size(); });
    wanted.resize(words_looked_for, wanted.front());
    store::Parameters parameters{std::string{helper}};
    for (const auto& word : wanted)
        parameters.emplace_back(vault_.token("mandate-name", std::string{helper} + " " + word));
    parameters.emplace_back(base::to_micros(clock_.now()));
    return load_all(store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_named, parameters);
    }));
}

base::Result<std::vector<Mandate>> Mandates::waiting(std::string_view helper) {
    auto found = load_all(store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_waiting, {std::string{helper}});
    }));
    if (found) std::erase_if(*found, [](const Mandate& mandate) { return mandate.state != State::asked; });
    return found;
}

base::Result<Mandate> Mandates::find_for_helper(std::string_view mandate, std::string_view helper) {
    auto found = load(mandate);
    if (!found) return found.error();
    if (helper.empty() || found->helper != helper || !found->is_active()) return no_mandate();
    return found;
}

base::Result<Mandate> Mandates::find_for_staff(std::string_view mandate) {
    return load(mandate);
}

http::Acting Mandates::acting(const std::string& mandate, const std::string& helper) {
    http::Acting acting;
    acting.mandate = mandate;
    const auto found = find_for_helper(mandate, helper);
    if (!found) return acting;
    acting.subject = found->holder;
    acting.person = found->person.name;
    acting.may_apply = found->scope.may_apply;
    acting.services = found->scope.services;
    return acting;
}

base::Result<base::Done> Mandates::note_use(std::string_view mandate) {
    const std::int64_t now = base::to_micros(clock_.now());
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        transaction.execute(set_used, {std::string{mandate}, now});
        return store::commit();
    });
}

base::Result<base::Done> Mandates::note(const http::Acting& acting, std::string_view helper, const Deed& deed) {
    const base::Instant now = clock_.now();
    const std::int64_t day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    const std::string act{act_code(deed.act)};
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            const auto before = transaction.query_one(select_act, {acting.mandate, day, act, deed.service, deed.about});
            if (!before || base::from_micros(before->integer(0)) < now - limits_.access_again)
                vault_.note_access(transaction, acting.subject, {std::string{helper}, "acting", deed.about});
            transaction.execute(put_act, {acting.mandate, day, act, deed.service, deed.about, base::to_micros(now)});
            return store::commit();
        },
        store::Isolation::snapshot
    );
}

base::Result<std::vector<Deed>> Mandates::deeds(std::string_view mandate) {
    const auto rows = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_acts, {std::string{mandate}});
    });
    if (!rows) return rows.error();
    std::vector<Deed> deeds;
    for (const auto& row : *rows) {
        deeds.push_back(
            {act_from_code(row.text(0)), row.text(1), row.text(2), base::from_micros(row.integer(3)), row.integer(4)}
        );
    }
    return deeds;
}

}  // namespace guildhall::mandates
