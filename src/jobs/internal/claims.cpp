#include "jobs/internal/claims.hpp"

#include "base/text.hpp"

namespace guildhall::jobs {
namespace {

constexpr std::chrono::hours kept_when_done{24};
constexpr std::size_t longest_error = 500;

const store::Query find_due{"jobs.find_due", "SELECT 1 FROM jobs WHERE due_at <= $1 LIMIT 1"};
const store::Query claim_sqlite{
    "jobs.claim",
    "UPDATE jobs SET state = 'running', holder = $1, due_at = $2, tries = tries + 1 "
    "WHERE id IN (SELECT id FROM jobs WHERE due_at <= $3 ORDER BY due_at LIMIT $4) RETURNING id, kind, payload, tries"
};
const store::Query claim_postgres{
    "jobs.claim",
    "UPDATE jobs SET state = 'running', holder = $1, due_at = $2, tries = tries + 1 "
    "WHERE id IN (SELECT id FROM jobs WHERE due_at <= $3 ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED) "
    "RETURNING id, kind, payload, tries"
};
// Every end of a claim holds it against the holder and the try: a claim that was taken over changes nothing.
const store::Query finish{
    "jobs.finish",
    "UPDATE jobs SET state = 'done', due_at = NULL, holder = NULL, last_error = NULL, finished_at = $4 "
    "WHERE id = $1 AND holder = $2 AND tries = $3 AND state = 'running'"
};
const store::Query try_later{
    "jobs.try_later",
    "UPDATE jobs SET state = 'waiting', due_at = $4, holder = NULL, last_error = $5 "
    "WHERE id = $1 AND holder = $2 AND tries = $3 AND state = 'running'"
};
const store::Query bury{
    "jobs.bury",
    "UPDATE jobs SET state = 'dead', due_at = NULL, holder = NULL, finished_at = $4, last_error = $5 "
    "WHERE id = $1 AND holder = $2 AND tries = $3 AND state = 'running'"
};
const store::Query renew_claim{
    "jobs.renew", "UPDATE jobs SET due_at = $4 WHERE id = $1 AND holder = $2 AND tries = $3 AND state = 'running'"
};
const store::Query return_claim{
    "jobs.give_back",
    "UPDATE jobs SET state = 'waiting', due_at = $4, holder = NULL, tries = tries - 1 "
    "WHERE id = $1 AND holder = $2 AND tries = $3 AND state = 'running'"
};
const store::Query remove_done{
    "jobs.sweep",
    "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state = 'done' AND finished_at < $1 ORDER BY finished_at "
    "LIMIT 1000)"
};

}  // namespace

std::chrono::seconds backoff_after(std::int64_t tries) {
    constexpr std::chrono::seconds longest{3600};
    if (tries > 12) return longest;
    return std::min(longest, std::chrono::seconds(std::int64_t{1} << std::max<std::int64_t>(tries - 1, 0)));
}

base::Result<bool> Claims::anything_due() {
    const std::int64_t now = base::to_micros(clock_.now());
    return store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_due, {now}).has_value();
    });
}

base::Result<std::vector<Claim>> Claims::take(std::size_t limit) {
    const base::Instant now = clock_.now();
    const store::Parameters parameters{
        holder_, base::to_micros(now + lease_time), base::to_micros(now), static_cast<std::int64_t>(limit)
    };
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<std::vector<Claim>> {
            std::vector<Claim> claims;
            const auto& query = transaction.engine() == store::Engine::sqlite ? claim_sqlite : claim_postgres;
            for (const store::Row& row : transaction.query(query, parameters))
                claims.push_back({row.text(0), row.text(1), row.text(2), row.integer(3)});
            return store::commit(std::move(claims));
        },
        store::Isolation::read_committed
    );
}

base::Result<bool> Claims::change(const store::Query& query, store::Parameters parameters) {
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
            return store::commit(transaction.execute(query, parameters) == 1);
        },
        store::Isolation::read_committed
    );
}

base::Result<bool> Claims::done(const Claim& claim) {
    return change(finish, {claim.id, holder_, claim.tries, base::to_micros(clock_.now())});
}

base::Result<bool> Claims::failed(const Claim& claim, std::string_view why) {
    const base::Instant now = clock_.now();
    std::string reason(why.substr(0, longest_error));
    std::erase(reason, '\0');  // which PostgreSQL's text cannot hold
    // The cut may have gone through a character.
    while (!base::is_valid_utf8(reason)) reason.pop_back();
    if (claim.tries >= most_tries)
        return change(bury, {claim.id, holder_, claim.tries, base::to_micros(now), std::move(reason)});
    return change(
        try_later,
        {claim.id, holder_, claim.tries, base::to_micros(now + backoff_after(claim.tries)), std::move(reason)}
    );
}

base::Result<bool> Claims::renew(const Claim& claim) {
    return change(renew_claim, {claim.id, holder_, claim.tries, base::to_micros(clock_.now() + lease_time)});
}

base::Result<bool> Claims::give_back(const Claim& claim) {
    return change(return_claim, {claim.id, holder_, claim.tries, base::to_micros(clock_.now())});
}

base::Result<std::int64_t> Claims::sweep() {
    const std::int64_t before = base::to_micros(clock_.now() - kept_when_done);
    return store_.write(
        [&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
            return store::commit(transaction.execute(remove_done, {before}));
        },
        store::Isolation::read_committed
    );
}

}  // namespace guildhall::jobs
