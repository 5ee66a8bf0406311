#include "portal/internal/upload.hpp"

#include <fmt/format.h>

#include "words/said.hpp"

namespace guildhall::portal {
namespace {

documents::Upload upload_of(
    const http::UploadedFile& file, std::string_view subject, const catalogue::Question& question
) {
    documents::Upload upload;
    upload.subject = subject;
    upload.retention = "case";
    upload.bytes = file.body;
    upload.claimed_type = file.content_type;
    upload.file_name = file.file_name;
    for (const auto& kind : question.accept) {
        if (const auto known = documents::parse_kind(kind)) upload.allowed.push_back(*known);
    }
    return upload;
}

base::Json named(const documents::AcceptedUpload& accepted) {
    base::Json file;
    file.set("document", accepted.document.id);
    file.set("name", accepted.name);
    file.set("type", accepted.document.media_type);
    file.set("size", accepted.document.size);
    return file;
}

}  // namespace

base::Result<TakenFiles> take_files(
    const Parts& parts, const http::Request& request, std::string_view subject, const catalogue::Question& question,
    const base::Json& saved, const words::Locale& locale
) {
    std::vector<const http::UploadedFile*> sent;
    for (const auto& file : request.files) {
        if (file.field == question.id && !file.body.empty()) sent.push_back(&file);
    }
    base::Json::Array files = saved.array() ? *saved.array() : base::Json::Array{};
    const auto limit = static_cast<std::size_t>(question.limits.max_files.value_or(1));
    TakenFiles taken;
    const std::size_t before = limit == 1 ? 0 : files.size();
    if (before + sent.size() > limit) {
        // Keeping some of several would lose the others without a word.
        taken.problems.push_back(
            {question.id, {"answers.too_many_files", {{"limit", static_cast<std::int64_t>(limit)}}}}
        );
        sent.clear();
    } else if (sent.empty() && files.empty() && !question.optional) {
        taken.problems.push_back({question.id, {"answers.missing_file", {{"question", question.ask}}}});
    }
    if (limit == 1 && !sent.empty()) files.clear();

    std::vector<documents::AcceptedUpload> accepted;
    for (const auto* file : sent) {
        auto upload = parts.documents.accept(upload_of(*file, subject, question));
        if (upload) {
            files.push_back(named(*upload));
            accepted.push_back(*std::move(upload));
            continue;
        }
        const auto code = upload.error().code;
        if (code == base::ErrorCode::internal || code == base::ErrorCode::unavailable) return upload.error();
        std::string words = words::said(locale, upload.error().message.text);
        if (sent.size() > 1) words = fmt::format("{}: {}", documents::display_name(file->file_name), words);
        taken.problems.push_back({question.id, {.key = "", .arguments = {}, .own_words = std::move(words)}});
    }
    // What was there stays while nothing takes its place.
    if (limit == 1 && accepted.empty() && saved.array()) files = *saved.array();
    if (!accepted.empty()) {
        const auto kept = parts.store.write(
            [&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
                for (const auto& upload : accepted) parts.documents.put(transaction, upload);
                return store::commit();
            },
            store::Isolation::snapshot
        );
        if (!kept) return kept.error();
        taken.changed = true;
    }
    if (!files.empty()) taken.answer = std::move(files);
    return taken;
}

base::Json without_file(const base::Json& saved, std::string_view document) {
    base::Json::Array left;
    if (const auto* files = saved.array()) {
        for (const base::Json& file : *files) {
            if (file.string_at("document") != document) left.push_back(file);
        }
    }
    return left.empty() ? base::Json{} : base::Json{std::move(left)};
}

}  // namespace guildhall::portal
