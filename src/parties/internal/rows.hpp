#pragma once
/// Rows as the store has them.

#include "parties/internal/row.hpp"

namespace guildhall::parties::internal {

template <class Row>
Row read_row(const store::Row& row) {
    const auto at = [&](std::size_t column) { return base::from_micros(row.integer(column)); };
    Row read;
    read.id = row.text(0);
    read.draft = row.text(1);
    read.subject = row.text(2);
    read.party = row.text(3);
    read.member = row.text(4);
    read.state = row.text(5);
    read.revision = row.integer(6);
    read.record = row.text(7);
    read.key_hash = row.text(8);
    read.open_until = at(9);
    read.bound_to = row.text(10);
    read.asked_at = at(11);
    read.opened_at = at(12);
    read.done_at = at(13);
    read.mailed_at = at(14);
    read.mails = row.integer(15);
    read.seen_at = at(16);
    read.case_id = row.text(17);
    return read;
}

/// False when there is such a row already.
template <class Row>
bool insert_row(store::WriteTransaction& transaction, const Row& row) {
    return transaction.execute(
               insert_one, {row.id, row.draft, row.subject, row.party, row.member, row.state, row.revision, row.record,
                            row.key_hash, base::to_micros(row.open_until), row.bound_to, base::to_micros(row.asked_at),
                            base::to_micros(row.opened_at), base::to_micros(row.done_at),
                            base::to_micros(row.mailed_at), row.mails, base::to_micros(row.seen_at), row.case_id}
           ) == 1;
}

/// Writes the row as it is now over the one of its revision; false when it changed meanwhile or was sent in.
template <class Row>
bool update_row(store::WriteTransaction& transaction, const Row& row) {
    return transaction.execute(
               update_one,
               {row.id, row.revision, row.state, row.record, row.key_hash, base::to_micros(row.open_until),
                row.bound_to, base::to_micros(row.asked_at), base::to_micros(row.opened_at),
                base::to_micros(row.done_at), base::to_micros(row.mailed_at), row.mails, base::to_micros(row.seen_at)}
           ) == 1;
}

}  // namespace guildhall::parties::internal
