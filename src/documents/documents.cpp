#include "documents/documents.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/message.hpp"
#include "base/text.hpp"
#include "documents/internal/clean.hpp"
#include "documents/internal/media_type.hpp"

namespace guildhall::documents {
namespace {

constexpr store::Query insert_document{
    "documents.insert",
    "INSERT INTO documents (id, subject, file, name_record, media_type, size, scan, received_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
};
constexpr store::Query find_document{
    "documents.find",
    "SELECT id, subject, file, media_type, size, scan, received_at, name_record FROM documents WHERE id = $1"
};
constexpr store::Query delete_document{"documents.delete", "DELETE FROM documents WHERE id = $1"};
constexpr store::Query move_documents{"documents.move", "UPDATE documents SET subject = $2 WHERE subject = $1"};

/// What is taken, what people call it, and how its bytes are cleaned.
struct Format {
    std::string_view media_type;
    Kind kind;
    std::string_view words;
    std::optional<base::Bytes> (*clean)(base::ByteView);
};

std::optional<base::Bytes> as_it_is(base::ByteView bytes) {
    return base::Bytes(bytes.begin(), bytes.end());
}

constexpr Format formats[] = {
    {"image/jpeg", Kind::image, "JPEG", clean_jpeg},
    {"image/png", Kind::image, "PNG", clean_png},
    {"image/webp", Kind::image, "WebP", clean_webp},
    {"application/pdf", Kind::pdf, "PDF", as_it_is},
};

const Format* format_of(std::string_view media_type) {
    const auto* const found = std::ranges::find(formats, media_type, &Format::media_type);
    return found == std::end(formats) ? nullptr : found;
}

bool takes(const std::vector<Kind>& allowed, Kind kind) {
    return std::ranges::find(allowed, kind) != allowed.end();
}

std::string kinds_of(const std::vector<Kind>& allowed) {
    std::string kinds;
    for (const Format& format : formats) {
        if (takes(allowed, format.kind)) kinds += (kinds.empty() ? "" : ", ") + std::string(format.words);
    }
    return kinds;
}

/// The type without parameters, in the registered spelling; empty for a claim that says nothing.
std::string claim_of(std::string_view claimed) {
    const std::string type = base::to_lower_ascii(base::trimmed(claimed.substr(0, claimed.find(';'))));
    if (type == "image/jpg" || type == "image/pjpeg") return "image/jpeg";
    if (type == "image/x-png") return "image/png";
    if (type == "application/octet-stream") return {};
    return type;
}

base::Error refused(base::ErrorCode code, base::PublicMessage message, std::string detail) {
    return {code, std::move(message), {std::move(detail)}};
}

base::Result<const Format*> check_type(const Upload& upload) {
    const auto media_type = media_type_of(upload.bytes);
    if (!media_type) return media_type.error();
    const std::string claim = claim_of(upload.claimed_type);
    const Format* format = format_of(*media_type);
    if (format == nullptr || !takes(upload.allowed, format->kind)) {
        if (*media_type == "image/heic" || *media_type == "image/heif") {
            return refused(base::ErrorCode::unsupported_type, base::by_key("answers.file_heic"), *media_type);
        }
        return refused(
            base::ErrorCode::unsupported_type,
            base::by_key("answers.file_wrong_kind", {{"kinds", kinds_of(upload.allowed)}}),
            fmt::format("content {}, claimed {}", *media_type, format_of(claim) ? claim : "another")
        );
    }
    if (!claim.empty() && claim != *media_type) {
        return refused(
            base::ErrorCode::unsupported_type,
            base::by_key("answers.file_mislabelled", {{"kind", std::string(format->words)}}),
            fmt::format("content {}, claimed {}", *media_type, format_of(claim) ? claim : "another")
        );
    }
    return format;
}

base::Error no_document() {
    return refused(base::ErrorCode::not_found, base::by_key("answers.file_gone"), "no such document for this subject");
}

Document document_of(const store::Row& row) {
    return {
        row.text(0),
        row.text(1),
        row.text(2),
        row.text(3),
        row.integer(4),
        row.text(5) == scan_state_name(ScanState::clean) ? ScanState::clean : ScanState::not_scanned,
        base::from_micros(row.integer(6))
    };
}

base::Result<store::Row> row_of(store::Store& store, std::string_view document, std::string_view subject) {
    auto row = store.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_document, {std::string(document)});
    });
    if (!row) return row.error();
    if (!*row || (!subject.empty() && (*row)->text(1) != subject)) return no_document();
    return **std::move(row);
}

}  // namespace

Documents::Documents(
    store::Store& store, vault::Vault& vault, Scanner* scanner, const base::Clock& clock, base::Random& random
)
    : store_(store), vault_(vault), scanner_(scanner), clock_(clock), random_(random) {}

base::Result<AcceptedUpload> Documents::accept(const Upload& upload) {
    if (upload.bytes.empty())
        return refused(base::ErrorCode::invalid_input, base::by_key("answers.file_empty"), "no bytes");
    if (upload.bytes.size() > max_document_bytes) {
        return refused(
            base::ErrorCode::too_large, base::by_key("answers.file_too_big", {{"limit", "10 MB"}}),
            fmt::format("{} bytes", upload.bytes.size())
        );
    }
    const auto format = check_type(upload);
    if (!format) return format.error();

    ScanState scan = ScanState::not_scanned;
    if (scanner_ != nullptr) {
        const auto verdict = scanner_->scan(upload.bytes);
        if (!verdict) return verdict.error();
        if (verdict->infected) {
            return refused(base::ErrorCode::invalid_input, base::by_key("answers.file_virus"), verdict->signature);
        }
        scan = ScanState::clean;
    }

    const auto cleaned = (*format)->clean(upload.bytes);
    if (!cleaned) {
        return refused(
            base::ErrorCode::invalid_input, base::by_key("answers.file_damaged"), std::string((*format)->media_type)
        );
    }

    auto name = display_name(upload.file_name);
    auto sealed_file = vault_.seal_file(upload.subject, upload.retention, *cleaned);
    if (!sealed_file) return sealed_file.error();
    auto sealed_name = vault_.seal(upload.subject, upload.retention, base::view_of(name));
    if (!sealed_name) return sealed_name.error();
    Document document{
        base::Uuid::make(clock_, random_).text(),   upload.subject, sealed_file->id, std::string((*format)->media_type),
        static_cast<std::int64_t>(cleaned->size()), scan,           clock_.now()
    };
    return AcceptedUpload{std::move(document), std::move(name), *std::move(sealed_file), *std::move(sealed_name)};
}

void Documents::put(store::WriteTransaction& transaction, const AcceptedUpload& upload) {
    const Document& document = upload.document;
    vault_.put(transaction, upload.sealed_file);
    vault_.put(transaction, upload.sealed_name);
    transaction.execute(
        insert_document,
        {document.id, document.subject, document.file, upload.sealed_name.id, document.media_type, document.size,
         std::string(scan_state_name(document.scan)), base::to_micros(document.received)}
    );
}

void Documents::remove(store::WriteTransaction& transaction, std::string_view document) {
    const auto row = transaction.query_one(find_document, {std::string(document)});
    if (!row) return;
    transaction.execute(delete_document, {row->text(0)});
    vault_.remove(transaction, row->text(7));
    vault_.remove_file(transaction, row->text(2));
}

void Documents::move(store::WriteTransaction& transaction, std::string_view from_subject, std::string_view to_subject) {
    transaction.execute(move_documents, {std::string(from_subject), std::string(to_subject)});
}

base::Result<Document> Documents::find(std::string_view document, std::string_view subject) {
    const auto row = row_of(store_, document, subject);
    if (!row) return row.error();
    return document_of(*row);
}

base::Result<OpenedDocument> Documents::open(std::string_view document, std::string_view subject) {
    const auto row = row_of(store_, document, subject);
    if (!row) return row.error();
    OpenedDocument opened{document_of(*row), {}, {}};
    const auto name = vault_.open(row->text(7));
    if (!name) return name.error();
    opened.name = base::text_of(*name);
    auto bytes = vault_.open_file(opened.document.file);
    if (!bytes) return bytes.error();
    opened.bytes = *std::move(bytes);
    return opened;
}

}  // namespace guildhall::documents
