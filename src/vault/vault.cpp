#include "vault/vault.hpp"

#include "base/message.hpp"
#include "vault/internal/context.hpp"
#include "vault/internal/key_cache.hpp"
#include "vault/internal/sealed_file.hpp"

namespace guildhall::vault {
namespace {

using internal::context;
using internal::SubjectKey;

constexpr std::size_t cached_keys = 4096;
constexpr std::chrono::seconds cached_for{60};
constexpr std::chrono::hours swept_after{24};

constexpr store::Query select_newest_key{
    "vault.select_newest_key",
    "SELECT id, wrapped FROM vault_subject_key WHERE subject = $1 AND retention = $2 ORDER BY id DESC LIMIT 1"
};
constexpr store::Query select_keys{
    "vault.select_keys", "SELECT id, retention, wrapped FROM vault_subject_key WHERE subject = $1"
};
constexpr store::Query insert_key{
    "vault.insert_key", "INSERT INTO vault_subject_key (id, subject, retention, wrapped) VALUES ($1, $2, $3, $4)"
};
// The subselect gives null, which the column refuses, when the key was erased between sealing and writing. Where
// transactions run side by side, the lock makes the one that erases wait, or this one run again.
constexpr store::Query insert_record_sqlite{
    "vault.insert_record",
    "INSERT INTO vault_record (id, subject_key, data_key_wrapped, body) "
    "VALUES ($1, (SELECT id FROM vault_subject_key WHERE id = $2), $3, $4)"
};
constexpr store::Query insert_record_postgres{
    "vault.insert_record",
    "INSERT INTO vault_record (id, subject_key, data_key_wrapped, body) "
    "VALUES ($1, (SELECT id FROM vault_subject_key WHERE id = $2 FOR KEY SHARE), $3, $4)"
};
constexpr store::Query delete_record{"vault.delete_record", "DELETE FROM vault_record WHERE id = $1"};
constexpr store::Query select_record{
    "vault.select_record",
    "SELECT k.id, k.subject, k.retention, k.wrapped, r.data_key_wrapped, r.body FROM vault_record r "
    "JOIN vault_subject_key k ON k.id = r.subject_key WHERE r.id = $1"
};
constexpr store::Query insert_file_sqlite{
    "vault.insert_file",
    "INSERT INTO vault_file (id, subject_key, data_key_wrapped, size) "
    "VALUES ($1, (SELECT id FROM vault_subject_key WHERE id = $2), $3, $4)"
};
constexpr store::Query insert_file_postgres{
    "vault.insert_file",
    "INSERT INTO vault_file (id, subject_key, data_key_wrapped, size) "
    "VALUES ($1, (SELECT id FROM vault_subject_key WHERE id = $2 FOR KEY SHARE), $3, $4)"
};
constexpr store::Query delete_file{"vault.delete_file", "DELETE FROM vault_file WHERE id = $1"};
constexpr store::Query select_file{
    "vault.select_file",
    "SELECT k.id, k.subject, k.retention, k.wrapped, f.data_key_wrapped, f.size FROM vault_file f "
    "JOIN vault_subject_key k ON k.id = f.subject_key WHERE f.id = $1"
};
constexpr store::Query file_exists{"vault.file_exists", "SELECT 1 FROM vault_file WHERE id = $1"};
constexpr store::Query move_key{
    "vault.move_key", "UPDATE vault_subject_key SET subject = $3, wrapped = $4 WHERE id = $1 AND subject = $2"
};
constexpr store::Query move_accesses{"vault.move_accesses", "UPDATE vault_access SET subject = $2 WHERE subject = $1"};
// An empty class ($2) means all of them.
constexpr store::Query overwrite_keys{
    "vault.overwrite_keys",
    "UPDATE vault_subject_key SET wrapped = $3 WHERE subject = $1 AND ($2 = '' OR retention = $2)"
};
constexpr store::Query erase_records{
    "vault.erase_records",
    "DELETE FROM vault_record WHERE subject_key IN "
    "(SELECT id FROM vault_subject_key WHERE subject = $1 AND ($2 = '' OR retention = $2))"
};
constexpr store::Query erase_files{
    "vault.erase_files",
    "DELETE FROM vault_file WHERE subject_key IN "
    "(SELECT id FROM vault_subject_key WHERE subject = $1 AND ($2 = '' OR retention = $2))"
};
constexpr store::Query erase_keys{
    "vault.erase_keys", "DELETE FROM vault_subject_key WHERE subject = $1 AND ($2 = '' OR retention = $2)"
};
constexpr store::Query insert_access{
    "vault.insert_access",
    "INSERT INTO vault_access (id, subject, at, actor, code, about) VALUES ($1, $2, $3, $4, $5, $6)"
};
constexpr store::Query select_accesses{
    "vault.select_accesses",
    "SELECT at, actor, code, about FROM vault_access WHERE subject = $1 ORDER BY at DESC, id DESC LIMIT $2"
};
constexpr store::Query select_check{"vault.select_check", "SELECT sealed FROM vault_key_check WHERE id = 1"};
constexpr store::Query insert_check{
    "vault.insert_check", "INSERT INTO vault_key_check (id, sealed) VALUES (1, $1) ON CONFLICT (id) DO NOTHING"
};

constexpr std::string_view check_text = "guildhall instance key";

base::Error not_found(std::string_view what) {
    return {base::ErrorCode::not_found, base::by_key("errors.gone"), {fmt::format("no such {} in the vault", what)}};
}

std::string subject_key_context(std::string_view id, std::string_view subject, std::string_view retention) {
    return context({"subject-key", id, subject, retention});
}

/// Bound to the subject key by its id and not to the subject, so that a move touches subject keys alone; the subject
/// key in turn opens only beside the subject and class it was wrapped for.
std::string data_key_context(std::string_view kind, std::string_view id, std::string_view subject_key) {
    return context({"data-key", kind, id, subject_key});
}

}  // namespace

struct Vault::State {
    store::Store& store;
    crypto::SecretKey instance;
    crypto::SecretKey index;
    internal::Folders files;
    const base::Clock& clock;
    base::Random& random;
    internal::KeyCache cache{cached_keys, cached_for};

    struct ChosenKey {
        SubjectKey key;
        base::Bytes wrapped;  ///< when it is new
    };

    base::Result<crypto::SecretKey> unwrap(
        const crypto::SecretKey& by, base::ByteView wrapped, const std::string& bound
    ) const {
        auto bytes = crypto::open(by, wrapped, bound);
        if (!bytes) return bytes.error();
        if (bytes->size() != 32) {
            return base::Error{
                base::ErrorCode::corrupt, {"Stored data cannot be read."}, {"a wrapped key has a wrong size"}
            };
        }
        return crypto::SecretKey(*bytes);
    }

    /// The key that seals for the subject and class: from memory, from the database, or a new one. A new one is not
    /// kept in memory: the transaction that stores it may never happen.
    base::Result<ChosenKey> key_for(std::string_view subject, std::string_view retention) {
        const auto now = clock.now();
        if (auto cached = cache.find(subject, retention, now)) return ChosenKey{*std::move(cached), {}};
        const auto row = store.read([&](store::ReadTransaction& transaction) {
            return transaction.query_one(select_newest_key, {std::string(subject), std::string(retention)});
        });
        if (!row) return row.error();
        if (row->has_value()) {
            const auto& id = (*row)->text(0);
            auto key = unwrap(instance, (*row)->bytes(1), subject_key_context(id, subject, retention));
            if (!key) return key.error();
            cache.insert(subject, retention, {id, *key}, now);
            return ChosenKey{{id, *std::move(key)}, {}};
        }
        const auto id = base::Uuid::make(clock, random).text();
        auto key = crypto::SecretKey::make(random);
        auto wrapped = crypto::seal(instance, key.bytes(), subject_key_context(id, subject, retention), random);
        return ChosenKey{{id, std::move(key)}, std::move(wrapped)};
    }

    /// Opens the chain of a row `subject key id, subject, class, wrapped subject key, wrapped data key, …`.
    base::Result<crypto::SecretKey> data_key(const store::Row& row, std::string_view kind, std::string_view id) const {
        const auto subject_key =
            unwrap(instance, row.bytes(3), subject_key_context(row.text(0), row.text(1), row.text(2)));
        if (!subject_key) return subject_key.error();
        return unwrap(*subject_key, row.bytes(4), data_key_context(kind, id, row.text(0)));
    }

    static void put_key(
        store::WriteTransaction& transaction, const std::string& id, const std::string& subject,
        const std::string& retention, const base::Bytes& wrapped
    ) {
        if (!wrapped.empty()) transaction.send(insert_key, {id, subject, retention, wrapped});
    }

    /// The key's row as it is to be under the subject `to`.
    base::Result<store::Parameters> moved(
        const std::string& id, const std::string& retention, base::ByteView wrapped, std::string_view from,
        std::string_view to
    ) {
        const auto key = unwrap(instance, wrapped, subject_key_context(id, from, retention));
        if (!key) return key.error();
        return store::Parameters{
            id, std::string(from), std::string(to),
            crypto::seal(instance, key->bytes(), subject_key_context(id, to, retention), random)
        };
    }
};

Vault::Vault(
    store::Store& store, const InstanceKeys& keys, const std::filesystem::path& files, const base::Clock& clock,
    base::Random& random
)
    : state_(new State{store, keys.instance, keys.index, internal::Folders(files), clock, random}) {}

Vault::~Vault() = default;

base::Result<base::Done> Vault::confirm_keys() {
    const auto bound = context({"key-check"});
    const auto sealed = crypto::seal(state_->instance, base::view_of(check_text), bound, state_->random);
    const auto noted = state_->store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Bytes> {
        transaction.execute(insert_check, {sealed});
        return store::commit(transaction.query(select_check).at(0).bytes(0));
    });
    if (!noted) return noted.error();
    if (const auto opened = crypto::open(state_->instance, *noted, bound); !opened) {
        return base::Error{
            base::ErrorCode::corrupt,
            {"The keys of this installation do not fit its data. Its operator finds the reason in the log."},
            {"instance.key is not the key that this database was sealed with"},
        };
    }
    return base::Done{};
}

base::Result<SealedRecord> Vault::seal(std::string_view subject, std::string_view retention, base::ByteView plain) {
    if (plain.size() > max_record) {
        return base::Error{
            base::ErrorCode::too_large,
            base::by_key("applying.too_long_to_save"),
            {fmt::format("a record of {} bytes", plain.size())},
        };
    }
    auto chosen = state_->key_for(subject, retention);
    if (!chosen) return chosen.error();
    SealedRecord record;
    record.id = base::Uuid::make(state_->clock, state_->random).text();
    record.subject = subject;
    record.retention = retention;
    record.subject_key = chosen->key.id;
    record.subject_key_wrapped = std::move(chosen->wrapped);
    const auto data_key = crypto::SecretKey::make(state_->random);
    record.data_key_wrapped = crypto::seal(
        chosen->key.key, data_key.bytes(), data_key_context("record", record.id, record.subject_key), state_->random
    );
    record.body = crypto::seal(data_key, plain, context({"record", record.id}), state_->random);
    return record;
}

void Vault::put(store::WriteTransaction& transaction, const SealedRecord& record) {
    State::put_key(transaction, record.subject_key, record.subject, record.retention, record.subject_key_wrapped);
    const bool sqlite = transaction.engine() == store::Engine::sqlite;
    transaction.send(
        sqlite ? insert_record_sqlite : insert_record_postgres,
        {record.id, record.subject_key, record.data_key_wrapped, record.body}
    );
}

void Vault::replace(store::WriteTransaction& transaction, const SealedRecord& record, std::string_view old_id) {
    remove(transaction, old_id);
    put(transaction, record);
}

void Vault::remove(store::WriteTransaction& transaction, std::string_view record_id) {
    transaction.send(delete_record, {std::string(record_id)});
}

base::Result<base::Bytes> Vault::open(std::string_view record_id) {
    return state_->store.read([&](store::ReadTransaction& transaction) { return open(transaction, record_id); });
}

base::Result<base::Bytes> Vault::open(store::ReadTransaction& transaction, std::string_view record_id) {
    const auto row = transaction.query_one(select_record, {std::string(record_id)});
    if (!row) return not_found("record");
    const auto key = state_->data_key(*row, "record", record_id);
    if (!key) return key.error();
    return crypto::open(*key, row->bytes(5), context({"record", record_id}));
}

base::Result<SealedFile> Vault::seal_file(std::string_view subject, std::string_view retention, base::ByteView plain) {
    auto chosen = state_->key_for(subject, retention);
    if (!chosen) return chosen.error();
    const auto id = base::Uuid::make(state_->clock, state_->random);
    SealedFile file;
    file.id = id.text();
    file.subject = subject;
    file.retention = retention;
    file.subject_key = chosen->key.id;
    file.subject_key_wrapped = std::move(chosen->wrapped);
    file.size = static_cast<std::int64_t>(plain.size());
    const auto data_key = crypto::SecretKey::make(state_->random);
    file.data_key_wrapped = crypto::seal(
        chosen->key.key, data_key.bytes(), data_key_context("file", file.id, file.subject_key), state_->random
    );
    const auto written = internal::write_sealed_file(state_->files, id, data_key, context({"file", file.id}), plain);
    if (!written) return written.error();
    return file;
}

void Vault::put(store::WriteTransaction& transaction, const SealedFile& file) {
    State::put_key(transaction, file.subject_key, file.subject, file.retention, file.subject_key_wrapped);
    const bool sqlite = transaction.engine() == store::Engine::sqlite;
    transaction.send(
        sqlite ? insert_file_sqlite : insert_file_postgres,
        {file.id, file.subject_key, file.data_key_wrapped, file.size}
    );
}

base::Result<base::Bytes> Vault::open_file(std::string_view file_id) {
    const auto id = base::Uuid::parse(file_id);
    if (!id) return not_found("file");
    const auto row = state_->store.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(select_file, {std::string(file_id)});
    });
    if (!row) return row.error();
    if (!row->has_value()) return not_found("file");
    const auto key = state_->data_key(**row, "file", file_id);
    if (!key) return key.error();
    return internal::read_sealed_file(state_->files.root(), *id, *key, context({"file", file_id}), (*row)->integer(5));
}

void Vault::remove_file(store::WriteTransaction& transaction, std::string_view file_id) {
    transaction.send(delete_file, {std::string(file_id)});
}

std::size_t Vault::sweep_files() {
    const auto before = state_->clock.now() - swept_after;
    std::size_t swept = 0;
    for (unsigned folder = 0; folder < 256; ++folder) {
        const auto found = internal::files_before(state_->files.root(), folder, before);
        if (found.empty()) continue;
        const auto unnamed = state_->store.read([&](store::ReadTransaction& transaction) {
            std::vector<std::filesystem::path> paths;
            for (const auto& file : found) {
                const bool named = file.finished && transaction.query_one(file_exists, {file.id.text()}).has_value();
                if (!named) paths.push_back(file.path);
            }
            return paths;
        });
        if (!unnamed) return swept;  // the database does not answer; the next sweep looks again
        for (const auto& path : *unnamed) {
            std::error_code error;
            if (std::filesystem::remove(path, error)) ++swept;
        }
    }
    return swept;
}

base::Result<std::function<void(store::WriteTransaction&)>> Vault::prepare_move(
    std::string_view from, std::string_view to
) {
    std::vector<store::Parameters> updates;
    if (from == to) return std::function<void(store::WriteTransaction&)>([](store::WriteTransaction&) {});
    const auto rows = state_->store.read([&](store::ReadTransaction& transaction) {
        return transaction.query(select_keys, {std::string(from)});
    });
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
        auto update = state_->moved(row.text(0), row.text(1), row.bytes(2), from, to);
        if (!update) return update.error();
        updates.push_back(*std::move(update));
    }
    return std::function<void(store::WriteTransaction&)>([state = state_.get(), updates = std::move(updates),
                                                          from = std::string(from),
                                                          to = std::string(to)](store::WriteTransaction& transaction) {
        for (const auto& update : updates) transaction.send(move_key, update);
        // Another tab may have sealed for a new class since: rare, and a few microseconds each, so it is done here.
        for (const auto& row : transaction.query(select_keys, {from})) {
            auto update = state->moved(row.text(0), row.text(1), row.bytes(2), from, to);
            if (!update) throw std::runtime_error(update.error().detail.text);
            transaction.send(move_key, *update);
        }
        transaction.send(move_accesses, {from, to});
        state->cache.forget(from);
    });
}

void Vault::erase(store::WriteTransaction& transaction, std::string_view subject, std::string_view retention) {
    const store::Parameters parameters{std::string(subject), std::string(retention)};
    transaction.send(erase_records, parameters);
    transaction.send(erase_files, parameters);
    // A deleted row's bytes may stay in a free page for long; what is overwritten first is gone from the page.
    transaction.send(overwrite_keys, {parameters[0], parameters[1], base::Bytes(72, 0)});
    transaction.send(erase_keys, parameters);
    state_->cache.forget(subject);
}

void Vault::note_access(store::WriteTransaction& transaction, std::string_view subject, const Purpose& purpose) {
    transaction.send(
        insert_access, {base::Uuid::make(state_->clock, state_->random).text(), std::string(subject),
                        base::to_micros(state_->clock.now()), purpose.actor, purpose.code, purpose.about}
    );
}

std::vector<AccessRecord> Vault::accesses(
    store::ReadTransaction& transaction, std::string_view subject, std::size_t limit
) {
    std::vector<AccessRecord> records;
    for (const auto& row :
         transaction.query(select_accesses, {std::string(subject), static_cast<std::int64_t>(limit)})) {
        records.push_back({base::from_micros(row.integer(0)), row.text(1), row.text(2), row.text(3)});
    }
    return records;
}

std::string Vault::token(std::string_view kind, std::string_view text) const {
    const auto bound = context({"token", kind, text});
    return base::to_base64url(crypto::hmac_sha256(state_->index.bytes(), base::view_of(bound)));
}

}  // namespace guildhall::vault
