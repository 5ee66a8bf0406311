#pragma once
/// The services that this program offers, and every version of them that the database has seen.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "catalogue/service.hpp"
#include "store/store.hpp"

namespace guildhall::catalogue {

using ServicePointer = std::shared_ptr<const Service>;

/// Services under one heading. `slug` is made of the heading in the service's own language, for addresses.
struct Topic {
    std::string slug;
    std::string name;
    std::vector<ServicePointer> services;  ///< by title
};

struct CatalogueOptions {
    std::filesystem::path directory;  ///< one folder a service, and `bank/`
    bool dev = false;                 ///< reload what changed; a version may change its bytes
};

/// Thread-safe. What it hands out stays whole while it is held, whatever is reloaded meanwhile.
/// In dev mode every function first looks (by stat) for changed folders and may write to the store, and `by_hash`
/// may read it: so none is called from inside a store transaction.
class Catalogue {
public:
    /// Loads every folder and stores its bytes by hash. Refused, with all complaints in `complaints`: a folder with
    /// errors, and changed bytes under a version that was published before. In dev mode both are let through;
    /// a folder with errors is then no service, and `complaints(id)` says why. Borrows `store` and `log`.
    [[nodiscard]] static base::Result<std::unique_ptr<Catalogue>> open(
        CatalogueOptions options, store::Store& store, base::Log& log, base::Complaints& complaints
    );
    ~Catalogue();
    Catalogue(const Catalogue&) = delete;
    Catalogue& operator=(const Catalogue&) = delete;

    /// The current version, or null.
    [[nodiscard]] ServicePointer get(std::string_view id) const;
    /// By title.
    [[nodiscard]] std::vector<ServicePointer> all() const;
    /// The best first; empty when nothing fits.
    [[nodiscard]] std::vector<ServicePointer> search(std::string_view text) const;
    /// By name, in a language where the services have its words.
    [[nodiscard]] std::vector<Topic> topics(std::string_view language = {}) const;
    /// What is wrong with a folder, in dev mode; empty when it is whole or not there.
    [[nodiscard]] base::Complaints complaints(std::string_view id) const;
    /// The version whose files have this hash: current or old. `not_found` when the database never saw it.
    [[nodiscard]] base::Result<ServicePointer> by_hash(std::string_view hash) const;

private:
    struct Folder;
    struct Snapshot;
    Catalogue(CatalogueOptions options, store::Store& store, base::Log& log);
    [[nodiscard]] std::shared_ptr<const Snapshot> current() const;
    /// Loads the folders whose stamp differs from the one in `before`, on all cores.
    [[nodiscard]] std::shared_ptr<const Snapshot> load(const Snapshot* before) const;
    /// Keeps the files of services in the database; one that cannot be kept is a service no longer, with a complaint.
    void remember(const std::vector<Folder*>& folders) const;

    CatalogueOptions options_;
    store::Store& store_;
    base::Log& log_;
    mutable std::mutex mutex_;  ///< over the two below
    mutable std::shared_ptr<const Snapshot> snapshot_;
    mutable std::map<std::string, ServicePointer, std::less<>> old_versions_;
    mutable std::mutex reloading_;  ///< one reload at a time; taken before mutex_
};

}  // namespace guildhall::catalogue
