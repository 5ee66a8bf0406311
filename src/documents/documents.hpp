#pragma once
/// Files that people hand in: typed by what they contain, cleaned of where they were made, scanned, encrypted.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "documents/scanner.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::documents {

enum class Kind {
    image,  ///< JPEG, PNG, WebP
    pdf,
};
/// Reads `image` and `pdf`, as service folders write them under `accept`.
[[nodiscard]] std::optional<Kind> parse_kind(std::string_view text);

inline constexpr std::size_t max_document_bytes = 10 * 1024 * 1024;
/// What a route that takes one document must let through: the file and the form around it.
inline constexpr std::size_t max_upload_body = max_document_bytes + 64 * 1024;

struct Upload {
    std::string subject;    ///< vault subject that it belongs to
    std::string retention;  ///< vault class, such as `draft`
    base::ByteView bytes;
    std::string claimed_type;  ///< as the browser says; empty when it says nothing
    std::string file_name;     ///< as sent
    std::vector<Kind> allowed;
};

/// What is kept about a file.
struct Document {
    std::string id;
    std::string subject;
    std::string file;        ///< id in the vault
    std::string media_type;  ///< `image/jpeg`, `image/png`, `image/webp`, `application/pdf`
    std::int64_t size = 0;   ///< bytes, of what is kept
    ScanState scan = ScanState::not_scanned;
    base::Instant received{};
};

/// Checked, cleaned and encrypted; counts once `put` names it in a transaction, and is swept away otherwise.
struct AcceptedUpload {
    Document document;
    std::string name;  ///< for display
    vault::SealedFile sealed_file;
    vault::SealedRecord sealed_name;
};

/// A document with what it holds, for a download.
struct OpenedDocument {
    Document document;
    std::string name;  ///< safe in a Content-Disposition header after encoding; no path, no control characters
    base::Bytes bytes;
};

/// The last part of what a browser sent as a name, in characters that can be shown; `document` when nothing is left.
[[nodiscard]] std::string display_name(std::string_view sent);

/// `attachment; filename="…"; filename*=UTF-8''…` (RFC 6266).
[[nodiscard]] std::string attachment_header(std::string_view name);

/// Thread-safe. Borrows what it is made from.
class Documents {
public:
    /// `scanner` may be null: documents are then marked `not-scanned`.
    Documents(
        store::Store& store, vault::Vault& vault, Scanner* scanner, const base::Clock& clock, base::Random& random
    );

    /// Outside any transaction. `too_large`, `unsupported_type` (also for a file that is not what it says),
    /// `invalid_input` (empty, damaged, infected), `unavailable` (the scanner does not answer): each with words for the
    /// field error.
    [[nodiscard]] base::Result<AcceptedUpload> accept(const Upload& upload);
    void put(store::WriteTransaction& transaction, const AcceptedUpload& upload);
    /// Forgets the document, its name and its file.
    void remove(store::WriteTransaction& transaction, std::string_view document);
    /// The documents of one vault subject become another's; goes with `Vault::prepare_move`.
    void move(store::WriteTransaction& transaction, std::string_view from_subject, std::string_view to_subject);

    /// `not_found` also when it belongs to someone else than `subject` (empty: whoever it belongs to, for staff).
    [[nodiscard]] base::Result<Document> find(std::string_view document, std::string_view subject = {});
    [[nodiscard]] base::Result<OpenedDocument> open(std::string_view document, std::string_view subject = {});

private:
    store::Store& store_;
    vault::Vault& vault_;
    Scanner* scanner_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::documents
