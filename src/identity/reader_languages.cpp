#include "identity/reader_languages.hpp"

#include "base/bytes.hpp"

namespace guildhall::identity {
namespace {

constexpr std::string_view retention = "account";

constexpr store::Query find_language{"reader_languages.find", "SELECT record FROM reader_languages WHERE subject = $1"};
constexpr store::Query put_language{
    "reader_languages.put",
    "INSERT INTO reader_languages (subject, record) VALUES ($1, $2) ON CONFLICT (subject) DO UPDATE SET record = $2"
};
constexpr store::Query move_language{
    "reader_languages.move", "UPDATE reader_languages SET subject = $2 WHERE subject = $1"
};
constexpr store::Query delete_language{"reader_languages.delete", "DELETE FROM reader_languages WHERE subject = $1"};

}  // namespace

ReaderLanguages::ReaderLanguages(store::Store& store, vault::Vault& vault) : store_(store), vault_(vault) {}

base::Result<std::string> ReaderLanguages::of(std::string_view subject) {
    const auto row = store_.read([&](store::ReadTransaction& transaction) {
        return transaction.query_one(find_language, {std::string{subject}});
    });
    if (!row) return row.error();
    if (!*row) return std::string{};
    const auto plain = vault_.open((*row)->text(0));
    if (plain) return std::string{base::text_of(*plain)};
    // Erased, or replaced since: it is asked again.
    if (plain.error().code == base::ErrorCode::not_found) return std::string{};
    return plain.error();
}

base::Result<base::Done> ReaderLanguages::keep(std::string_view subject, std::string_view language) {
    const auto known = of(subject);
    if (!known) return known.error();
    if (*known == language) return base::Done{};
    const auto sealed = vault_.seal(subject, retention, base::view_of(language));
    if (!sealed) return sealed.error();
    return store_.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
        if (const auto old = transaction.query_one(find_language, {std::string{subject}}))
            vault_.remove(transaction, old->text(0));
        vault_.put(transaction, *sealed);
        transaction.execute(put_language, {std::string{subject}, sealed->id});
        return store::commit();
    });
}

void ReaderLanguages::move(store::WriteTransaction& transaction, std::string_view from, std::string_view to) {
    const auto visitors = transaction.query_one(find_language, {std::string{from}});
    if (!visitors) return;
    if (transaction.query_one(find_language, {std::string{to}})) {
        vault_.remove(transaction, visitors->text(0));
        transaction.execute(delete_language, {std::string{from}});
        return;
    }
    transaction.execute(move_language, {std::string{from}, std::string{to}});
}

}  // namespace guildhall::identity
