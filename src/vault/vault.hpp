#pragma once
/// Personal data, encrypted at rest, with a record of who looked.
///
/// Keys: the instance key (a file, mode 0600) wraps the key of each subject and retention class, which wraps the
/// data key of each record and file. Erasing is destroying keys. A subject is an account or an anonymous draft.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "crypto/crypto.hpp"
#include "store/store.hpp"

namespace guildhall::vault {

/// The three keys of an instance, in one file each under `--data`/keys, mode 0600.
struct InstanceKeys {
    crypto::SecretKey instance;  ///< wraps subject keys
    crypto::SecretKey index;     ///< keys the HMAC tokens by which personal text is found (an e-mail address)
    crypto::SigningKey log;      ///< signs checkpoints
};
/// Never overwrites: an error (`conflict`) when any of the three is there. Durable when it returns.
[[nodiscard]] base::Result<InstanceKeys> create_keys(const std::filesystem::path& directory, base::Random& random);
/// Refuses files that others may read, that are no plain files of this account, or that do not hold a key; the
/// detail says which file and what to do. `not_found` when the directory or a file is missing.
[[nodiscard]] base::Result<InstanceKeys> load_keys(const std::filesystem::path& directory);

/// A record sealed outside the transaction, ready to be written in it.
struct SealedRecord {
    std::string id;
    std::string subject;
    std::string retention;
    std::string subject_key;          ///< id of the key that wraps the data key
    base::Bytes subject_key_wrapped;  ///< when the subject and class had no key yet, else empty
    base::Bytes data_key_wrapped;
    base::Bytes body;
};

/// A file that is encrypted and fsynced under a name of its own; counts only once `put` names it in a transaction.
struct SealedFile {
    std::string id;
    std::string subject;
    std::string retention;
    std::string subject_key;
    base::Bytes subject_key_wrapped;
    base::Bytes data_key_wrapped;
    std::int64_t size = 0;  ///< of the plain bytes
};

/// Why personal data is read; shown to the person.
struct Purpose {
    std::string actor;  ///< account id of who reads
    std::string code;   ///< `own`, `decide-case`, `review-case`, `send-notice`, …
    std::string about;  ///< case or draft id
};

struct AccessRecord {
    base::Instant at;
    std::string actor;
    std::string code;
    std::string about;
};

/// Records are for answers and messages; what is larger is a file.
inline constexpr std::size_t max_record = std::size_t{4} << 20;

/// Thread-safe.
class Vault {
public:
    /// Makes the folder of the files when it is not there; throws when it cannot.
    Vault(
        store::Store& store, const InstanceKeys& keys, const std::filesystem::path& files, const base::Clock& clock,
        base::Random& random
    );
    ~Vault();

    /// Whether these are the keys that the data was sealed with: the first call on an empty database notes a check
    /// value, later ones compare (`corrupt` when the instance key is another). Call it at start.
    [[nodiscard]] base::Result<base::Done> confirm_keys();

    /// Encrypts; `retention` is a class such as `draft` or `case`. Reads the subject's key when there is one (kept
    /// in memory for a minute, so sealing page after page costs no read). Records up to `max_record` bytes.
    [[nodiscard]] base::Result<SealedRecord> seal(
        std::string_view subject, std::string_view retention, base::ByteView plain
    );
    /// A statement that fails when the subject's key was erased meanwhile, so that nothing is stored unreadable.
    void put(store::WriteTransaction& transaction, const SealedRecord& record);
    /// Writes `record` (under its own new id) in place of `old_id`, which is gone afterwards.
    void replace(store::WriteTransaction& transaction, const SealedRecord& record, std::string_view old_id);
    void remove(store::WriteTransaction& transaction, std::string_view record_id);
    /// Decrypts. Reading another person's data first calls `note_access` in a write; one's own needs none.
    /// `not_found` when there is none (any more), `corrupt` when any byte, key or place differs.
    [[nodiscard]] base::Result<base::Bytes> open(std::string_view record_id);
    /// The same in the caller's snapshot: for a record that others replace, beside the row that names it.
    [[nodiscard]] base::Result<base::Bytes> open(store::ReadTransaction& transaction, std::string_view record_id);

    /// The file is on disk, fsynced with its directory, when this returns. Not inside a write function.
    [[nodiscard]] base::Result<SealedFile> seal_file(
        std::string_view subject, std::string_view retention, base::ByteView plain
    );
    void put(store::WriteTransaction& transaction, const SealedFile& file);
    [[nodiscard]] base::Result<base::Bytes> open_file(std::string_view file_id);
    /// Forgets the file; `sweep_files` deletes its bytes, which nothing can read any more.
    void remove_file(store::WriteTransaction& transaction, std::string_view file_id);
    /// Deletes files that are a day old and that no transaction names. Returns how many.
    std::size_t sweep_files();

    /// Moves everything of one subject (a visitor's draft) to another (the account that signed in): rewraps keys,
    /// nothing else. Access records go along.
    [[nodiscard]] base::Result<std::function<void(store::WriteTransaction&)>> prepare_move(
        std::string_view from, std::string_view to
    );
    /// Destroys the subject's keys of a class (all when empty): its records and files can never be read again.
    void erase(store::WriteTransaction& transaction, std::string_view subject, std::string_view retention = {});

    /// One record per page and subject, in the caller's transaction.
    void note_access(store::WriteTransaction& transaction, std::string_view subject, const Purpose& purpose);
    /// Newest first.
    [[nodiscard]] std::vector<AccessRecord> accesses(
        store::ReadTransaction& transaction, std::string_view subject, std::size_t limit
    );

    /// HMAC token by which a personal text is found without being stored: `kind` separates uses. 43 characters of
    /// base64url. The text is taken as it is: callers bring it to one form first.
    [[nodiscard]] std::string token(std::string_view kind, std::string_view text) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace guildhall::vault
