// Questions that are answered by handing in files.

#include "html/button.hpp"
#include "html/form.hpp"
#include "html/list.hpp"
#include "html/text.hpp"
#include "portal/internal/question_parts.hpp"

namespace guildhall::portal {
namespace {

/// What was added so far, with a button each to take it away again.
html::Html added_files(const QuestionParts& parts) {
    const auto* files = parts.state.answer ? parts.state.answer->array() : nullptr;
    if (!files || files->empty()) return {};
    html::SummaryList list;
    for (const base::Json& file : *files) {
        const std::string name = file.string_at("name");
        html::Button remove;
        remove.text = html::escape(parts.text("form.remove")) + html::hidden_words(" " + name);
        remove.name = std::string{remove_file_prefix} + file.string_at("document");
        remove.value = parts.question.id;
        remove.classes = html::secondary_button;
        list.rows.push_back(html::summary_row(name, html::button(remove)));
    }
    return html::heading({.text = parts.text("form.files_added"), .level = 2, .size = html::Size::s}) +
           html::summary_list(list);
}

}  // namespace

std::string media_types(const catalogue::Question& question) {
    std::string types;
    for (const auto& kind : question.accept) {
        if (!types.empty()) types += ",";
        types += kind == "image" ? "image/jpeg,image/png,image/webp" : kind == "pdf" ? "application/pdf" : kind;
    }
    return types;
}

html::Html files_view(const QuestionParts& parts) {
    const catalogue::Question& question = parts.question;
    const int limit = question.limits.max_files.value_or(1);
    const auto* files = parts.state.answer ? parts.state.answer->array() : nullptr;
    const int count = files ? static_cast<int>(files->size()) : 0;

    std::string more;
    if (limit > 1)
        more = parts.text("files.limit", {{"count", limit}});
    else if (count > 0)
        more = parts.text("files.replace");

    html::FileUpload upload;
    upload.id = upload.name = question.id;
    upload.label = parts.label();
    upload.hint = parts.hint(more);
    upload.error = parts.error(question.id);
    upload.multiple = limit > 1;
    upload.accept = media_types(question);
    upload.form_group.attributes = {
        {"data-module", "gh-files"},
        {"data-drop", parts.text("files.drop")},
        {"data-sending", parts.text("files.sending", {{"percent", "%{percent}"}})},
    };
    html::Html controls = html::file_upload(upload);
    if (limit > 1) {
        controls += html::button(
            {.text = parts.text("form.choose_more"),
             .name = std::string{add_files_prefix} + question.id,
             .value = "yes",
             .classes = html::secondary_button}
        );
    }
    return controls + added_files(parts);
}

}  // namespace guildhall::portal
