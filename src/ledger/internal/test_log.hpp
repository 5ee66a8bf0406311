#pragma once
/// A small log for tests: events in a scratch database, followed by a ledger one step at a time.

#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "crypto/crypto.hpp"
#include "events/events.hpp"
#include "ledger/internal/stored_tree.hpp"
#include "ledger/ledger.hpp"
#include "store/migration.hpp"
#include "store/store.hpp"
#include "store/testing.hpp"

namespace guildhall::ledger::internal {

class TestLog {
public:
    explicit TestLog(store::Engine engine = store::Engine::sqlite) : database(engine) { crypto::initialise(); }

    template <class Fn>
    auto read(Fn&& fn) {
        auto answer = store->read(std::forward<Fn>(fn));
        if (!answer) throw std::runtime_error(answer.error().detail.text);
        return *std::move(answer);
    }
    /// Appends events that hold a commitment each.
    void append(std::size_t count) {
        for (std::size_t done = 0; done < count;) {
            std::vector<events::PreparedEvent> prepared;
            for (; done < count && prepared.size() < 256; ++done) {
                const auto id = base::Uuid::make(clock, random);
                base::Json data(base::Json::Object{});
                data.set("answers_commitment", commitment(salt, "answers of " + id.text()));
                data.set("service", "fell-a-tree");
                prepared.push_back(events::prepare({id, "application.submitted", clock.now(), "case-" + id.text(), data}
                ));
                ids.push_back(id);
                bodies.push_back(prepared.back().body);
                clock.advance(std::chrono::milliseconds(3));
            }
            write([&](store::WriteTransaction& transaction) {
                for (const auto& event : prepared) events::append(transaction, event);
            });
        }
    }
    /// Hands the ledger all that is sequenced (on PostgreSQL the dispatcher does that), in batches; returns how many
    /// batches there were.
    std::size_t follow(std::size_t batch_size = 256) {
        std::size_t batches = 0;
        for (;; ++batches) {
            const auto batch = read([&](store::ReadTransaction& transaction) {
                const auto size = read_edge(transaction).size();
                return events::read_from(transaction, static_cast<std::int64_t>(size), batch_size);
            });
            if (batch.empty()) return batches;
            write(ledger.handle(batch));
        }
    }
    void run(std::string_view sql, const store::Parameters& parameters = {}) {
        write([&](store::WriteTransaction& transaction) {
            if (transaction.execute({"test", sql}, parameters) == 0) throw std::runtime_error("nothing changed");
        });
    }
    store::Rows rows(std::string_view sql, const store::Parameters& parameters = {}) {
        return read([&](store::ReadTransaction& transaction) { return transaction.query({"test", sql}, parameters); });
    }
    void write(const std::function<void(store::WriteTransaction&)>& work) {
        const auto done = store->write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            work(transaction);
            return store::commit();
        });
        if (!done) throw std::runtime_error(done.error().detail.text);
    }
    [[nodiscard]] std::vector<Hash> leaves() const {
        std::vector<Hash> hashes;
        for (const auto& body : bodies) hashes.push_back(leaf_hash(base::view_of(body)));
        return hashes;
    }

    base::SeededRandom random{23};
    base::ManualClock clock{base::from_micros(1'790'000'000'000'000)};
    base::Bytes salt = base::Bytes(32, 7);
    store::TestDatabase database;
    std::unique_ptr<store::Store> store = database.open(store::all_migrations());
    crypto::SigningKey key = crypto::make_signing_key(random);
    std::string origin = "permits.example/log";
    Ledger ledger{*store, key, origin, clock};
    std::vector<base::Uuid> ids;
    std::vector<std::string> bodies;
};

}  // namespace guildhall::ledger::internal
