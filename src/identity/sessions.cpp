#include "identity/sessions.hpp"

#include "base/ids.hpp"
#include "crypto/crypto.hpp"
#include "identity/internal/session_cache.hpp"

namespace guildhall::identity {
namespace {

constexpr store::Query insert_session{
    "sessions.insert",
    "INSERT INTO sessions (id, account, is_staff, draft_subject, created_at, seen_at, mandate) VALUES ($1, $2, $3, $4, "
    "$5, $6, $7)"
};
constexpr store::Query find_session{
    "sessions.find", "SELECT account, is_staff, draft_subject, created_at, seen_at, mandate FROM sessions WHERE id = $1"
};
constexpr store::Query set_mandate{"sessions.set_mandate", "UPDATE sessions SET mandate = $2 WHERE id = $1"};
constexpr store::Query touch_session{
    "sessions.touch", "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2"
};
constexpr store::Query delete_session{"sessions.delete", "DELETE FROM sessions WHERE id = $1"};
constexpr store::Query delete_of_account{"sessions.delete_of_account", "DELETE FROM sessions WHERE account = $1"};
constexpr store::Query sweep_sessions{
    "sessions.sweep",
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE seen_at < $1 ORDER BY seen_at LIMIT $2)"
};

/// In place of a permission: nothing came for too long, and the person has not been told yet that it ended.
constexpr std::string_view no_longer_acting = "-";

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_characters = 43;  // of base64url, without padding

using Writes = std::vector<std::function<void(store::WriteTransaction&)>>;

/// The token as the cookie says it, when it has the form of one.
std::optional<base::Bytes> token_of(const http::Request& request) {
    const auto cookie = request.cookies.find(Sessions::cookie_name);
    if (cookie == request.cookies.end() || cookie->second.size() != token_characters) return std::nullopt;
    auto token = base::from_base64url(cookie->second);
    if (!token || token->size() != token_bytes) return std::nullopt;
    return token;
}

std::string id_of(base::ByteView token) {
    return base::to_hex(crypto::sha256(token));
}

std::string csrf_of(base::ByteView token) {
    return base::to_base64url(crypto::hmac_sha256(token, base::view_of("guildhall csrf")));
}

http::Caller caller_of(const SessionRow& row, base::ByteView token) {
    return {row.id, row.account, row.is_staff, csrf_of(token), row.draft_subject, {}};
}

base::Error session_over() {
    return {base::ErrorCode::expired, {"Your session is over. Sign in again."}, {"session ended"}};
}

store::Value text_or_null(const std::string& text) {
    if (text.empty()) return std::monostate{};
    return text;
}

void insert(store::WriteTransaction& transaction, const SessionRow& row) {
    transaction.execute(
        insert_session, {row.id, text_or_null(row.account), std::int64_t{row.is_staff}, text_or_null(row.draft_subject),
                         base::to_micros(row.created), base::to_micros(row.seen), text_or_null(row.mandate)}
    );
}

}  // namespace

struct Sessions::State {
    store::Store& store;
    vault::Vault& vault;
    const base::Clock& clock;
    base::Random& random;
    base::Log& log;
    const std::vector<MoveDrafts> movers;
    const SessionLimits limits;
    const FindActing find_acting;
    SessionCache cache;

    [[nodiscard]] bool is_over(const SessionRow& row, base::Instant now) const {
        const auto idle = row.is_staff ? limits.staff_idle : limits.idle;
        return now - row.seen >= idle || now - row.created >= limits.absolute;
    }

    [[nodiscard]] std::optional<SessionRow> read(const std::string& id) {
        const auto row =
            store.read([&](store::ReadTransaction& transaction) { return transaction.query_one(find_session, {id}); });
        if (!row) {
            log.write(
                base::LogLevel::error, "session.read-failed",
                {{"code", std::string(base::error_code_name(row.error().code))}, {"detail", row.error().detail.text}}
            );
            return std::nullopt;
        }
        if (!*row) return std::nullopt;
        const store::Row& cells = **row;
        return SessionRow{
            id,
            cells.text_or_null(0).value_or(""),
            cells.integer(1) != 0,
            cells.text_or_null(2).value_or(""),
            base::from_micros(cells.integer(3)),
            base::from_micros(cells.integer(4)),
            cells.text_or_null(5).value_or("")
        };
    }

    void touch(const std::string& id, base::Instant now) {
        const auto written = store.write(
            [&](store::WriteTransaction& transaction) {
                transaction.execute(touch_session, {id, base::to_micros(now)});
                return store::commit();
            },
            store::Isolation::snapshot
        );
        if (!written) {
            log.write(
                base::LogLevel::warning, "session.touch-failed",
                {{"code", std::string(base::error_code_name(written.error().code))},
                 {"detail", written.error().detail.text}}
            );
        }
    }

    struct Fresh {
        base::Bytes token;
        SessionRow row;
    };
    [[nodiscard]] Fresh make(std::string account, bool is_staff, std::string draft_subject) {
        Fresh fresh{random.bytes(token_bytes), {}};
        const base::Instant now = clock.now();
        fresh.row = {id_of(fresh.token), std::move(account), is_staff, std::move(draft_subject), now, now, {}};
        return fresh;
    }

    /// Whom the session's account acts for now. Ends it where nothing came for too long; where that cannot be noted,
    /// this node still knows.
    [[nodiscard]] http::Acting acting(SessionRow& row, base::Instant now) {
        if (row.mandate.empty()) return {};
        if (row.mandate != no_longer_acting && now - row.seen >= limits.acting_idle) {
            row.mandate = no_longer_acting;
            const auto written = store.write(
                [&](store::WriteTransaction& transaction) {
                    transaction.execute(set_mandate, {row.id, row.mandate});
                    return store::commit();
                },
                store::Isolation::snapshot
            );
            if (!written)
                log.write(
                    base::LogLevel::warning, "session.acting-end-failed", {{"detail", written.error().detail.text}}
                );
            cache.keep(row, now);
        }
        http::Acting found;
        if (find_acting && row.mandate != no_longer_acting) found = find_acting(row.mandate, row.account);
        found.mandate = row.mandate;
        return found;
    }

    /// The writes by which all that is one subject's becomes another's.
    [[nodiscard]] base::Result<Writes> moves(const std::string& from, const std::string& to) {
        Writes writes;
        auto keys = vault.prepare_move(from, to);
        if (!keys) return keys.error();
        writes.push_back(*std::move(keys));
        for (const auto& mover : movers) {
            auto move = mover(from, to);
            if (!move) return move.error();
            writes.push_back(*std::move(move));
        }
        return writes;
    }

    [[nodiscard]] Session hand_over(const Fresh& fresh) {
        cache.keep(fresh.row, fresh.row.seen);
        return {
            caller_of(fresh.row, fresh.token),
            http::Cookie{std::string(cookie_name), base::to_base64url(fresh.token), std::nullopt, http::SameSite::lax}
        };
    }
};

Sessions::Sessions(
    store::Store& store, vault::Vault& vault, const base::Clock& clock, base::Random& random, base::Log& log,
    std::vector<MoveDrafts> movers, SessionLimits limits, FindActing find_acting
)
    : state_(new State{
          store, vault, clock, random, log, std::move(movers), limits, std::move(find_acting), SessionCache(limits)
      }) {}

Sessions::~Sessions() = default;

http::Caller Sessions::authenticate(const http::Request& request) {
    const auto token = token_of(request);
    if (!token) return {};
    const std::string id = id_of(*token);
    const base::Instant now = state_->clock.now();

    SessionRow row;
    if (auto cached = state_->cache.find(id, now)) {
        if (cached->ended) return {};
        row = std::move(cached->row);
    } else {
        auto stored = state_->read(id);
        if (!stored) return {};
        row = std::move(*stored);
        if (!state_->is_over(row, now)) state_->cache.keep(row, now);
    }
    if (state_->is_over(row, now)) return {};
    http::Caller caller = caller_of(row, *token);
    caller.acting = state_->acting(row, now);
    if (state_->cache.claim_touch(id, now)) state_->touch(id, now);
    return caller;
}

base::Result<Session> Sessions::ensure(const http::Caller& caller) {
    if (!caller.session.empty()) return Session{caller, std::nullopt};
    const auto fresh = state_->make({}, false, base::Uuid::make(state_->clock, state_->random).text());
    const auto written = state_->store.write(
        [&](store::WriteTransaction& transaction) {
            insert(transaction, fresh.row);
            return store::commit();
        },
        store::Isolation::snapshot
    );
    if (!written) return written.error();
    return state_->hand_over(fresh);
}

base::Result<Session> Sessions::sign_in(const http::Caller& caller, const Account& account) {
    Writes moves;
    if (!caller.draft_subject.empty() && !account.is_staff()) {
        auto prepared = state_->moves(caller.draft_subject, account.id);
        if (!prepared) return prepared.error();
        moves = *std::move(prepared);
    }

    const auto fresh = state_->make(account.id, account.is_staff(), {});
    const auto written = state_->store.write([&](store::WriteTransaction& transaction) {
        // A form that was sent twice: whoever ended the old session has moved the drafts.
        const bool first = caller.session.empty() || transaction.execute(delete_session, {caller.session}) > 0;
        if (first) {
            for (const auto& move : moves) move(transaction);
        }
        insert(transaction, fresh.row);
        return store::commit();
    });
    if (!written) return written.error();
    if (!caller.session.empty()) state_->cache.end(caller.session, fresh.row.created);
    return state_->hand_over(fresh);
}

base::Result<Session> Sessions::act(const http::Caller& caller, const std::string& mandate) {
    const base::Instant now = state_->clock.now();
    const auto old = caller.session.empty() ? std::nullopt : state_->read(caller.session);
    if (!old || old->account.empty() || old->is_staff || state_->is_over(*old, now)) return session_over();
    auto fresh = state_->make(old->account, false, {});
    fresh.row.created = old->created;
    fresh.row.mandate = mandate;
    const auto written = state_->store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (transaction.execute(delete_session, {old->id}) == 0) return store::rollback(session_over());
        insert(transaction, fresh.row);
        return store::commit();
    });
    if (!written) return written.error();
    state_->cache.end(old->id, now);
    Session session = state_->hand_over(fresh);
    session.caller.acting = state_->acting(fresh.row, now);
    return session;
}

base::Result<base::Done> Sessions::bring(const std::string& visitor, const std::string& account) {
    const auto moves = state_->moves(visitor, account);
    if (!moves) return moves.error();
    return state_->store.write([&](store::WriteTransaction& transaction) {
        for (const auto& move : *moves) move(transaction);
        return store::commit();
    });
}

base::Result<http::Cookie> Sessions::sign_out(const http::Caller& caller) {
    if (!caller.session.empty()) {
        const auto written = state_->store.write([&](store::WriteTransaction& transaction) {
            transaction.execute(delete_session, {caller.session});
            return store::commit();
        });
        if (!written) return written.error();
        state_->cache.end(caller.session, state_->clock.now());
    }
    return http::Cookie{std::string(cookie_name), {}, std::chrono::seconds{0}, http::SameSite::lax};
}

void Sessions::end_all(store::WriteTransaction& transaction, const std::string& account) {
    transaction.execute(delete_of_account, {account});
}

void Sessions::forget_all(const std::string& account) {
    state_->cache.end_of(account, state_->clock.now());
}

base::Result<std::int64_t> Sessions::sweep(std::int64_t limit) {
    const auto longest = std::max(state_->limits.idle, state_->limits.staff_idle);
    const std::int64_t before = base::to_micros(state_->clock.now() - longest);
    return state_->store.write([&](store::WriteTransaction& transaction) -> store::Outcome<std::int64_t> {
        return store::commit(transaction.execute(sweep_sessions, {before, limit}));
    });
}

}  // namespace guildhall::identity
