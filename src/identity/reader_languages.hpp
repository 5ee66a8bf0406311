#pragma once
/// In which language a person reads: chosen on one device, known on the next, and used in what is written to them.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"

namespace guildhall::identity {

/// By vault subject: an account, or a visitor's session. The language itself lies sealed. Thread-safe; borrows what it
/// is made from.
class ReaderLanguages {
public:
    ReaderLanguages(store::Store& store, vault::Vault& vault);

    /// A BCP 47 tag; empty while it is not known, or was erased.
    [[nodiscard]] base::Result<std::string> of(std::string_view subject);
    /// Writes nothing when it is the one that is known.
    [[nodiscard]] base::Result<base::Done> keep(std::string_view subject, std::string_view language);
    /// In the transaction of a sign-in: what the visitor read in is the account's, which had none.
    void move(store::WriteTransaction& transaction, std::string_view from, std::string_view to);

private:
    store::Store& store_;
    vault::Vault& vault_;
};

}  // namespace guildhall::identity
