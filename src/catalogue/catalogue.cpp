#include "catalogue/catalogue.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/parallel.hpp"
#include "catalogue/internal/fold.hpp"
#include "catalogue/internal/folder.hpp"
#include "catalogue/load.hpp"
#include "catalogue/search.hpp"

namespace guildhall::catalogue {

namespace fs = std::filesystem;

namespace {

const store::Query published_hash{
    "catalogue.published_hash",
    "SELECT hash FROM service_versions WHERE service = $1 AND version = $2 AND published = 1"
};
const store::Query publish{
    "catalogue.publish",
    "INSERT INTO service_versions (hash, service, version, published, files) VALUES ($1, $2, $3, 1, $4) "
    "ON CONFLICT (hash) DO UPDATE SET published = 1"
};
const store::Query keep_draft{
    "catalogue.keep_draft",
    "INSERT INTO service_versions (hash, service, version, published, files) VALUES ($1, $2, $3, 0, $4) ON CONFLICT "
    "(hash) DO NOTHING"
};
const store::Query files_by_hash{"catalogue.files_by_hash", "SELECT files FROM service_versions WHERE hash = $1"};

/// Names, sizes and times of everything below a folder: changes when a file does.
std::string stamp_of(const fs::path& folder) {
    std::vector<std::string> lines;
    std::error_code failed;
    for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        std::error_code gone;
        if (!at->is_regular_file(gone)) continue;
        const auto size = at->file_size(gone);
        const auto time = at->last_write_time(gone).time_since_epoch().count();
        if (!gone)
            lines.push_back(
                fmt::format("{} {} {}\n", at->path().lexically_relative(folder).generic_string(), size, time)
            );
    }
    std::sort(lines.begin(), lines.end());
    std::string stamp;
    for (const std::string& line : lines) stamp += line;
    return stamp;
}

bool by_title(const ServicePointer& a, const ServicePointer& b) {
    return std::tie(a->title, a->id) < std::tie(b->title, b->id);
}

std::string slug_of(std::string_view text) {
    std::string slug;
    for (const std::string& word : internal::folded_words(text)) slug += (slug.empty() ? "" : "-") + word;
    return slug;
}

}  // namespace

/// What one look at a folder found.
struct Catalogue::Folder {
    std::string stamp;
    ServicePointer service;  ///< null when broken
    base::Complaints complaints;
};

/// What one look at the directory found.
struct Catalogue::Snapshot {
    std::map<std::string, Folder, std::less<>> folders;
    std::string bank_stamp;
    std::vector<ServicePointer> services;  ///< by title
    std::unique_ptr<SearchIndex> index;
};

Catalogue::Catalogue(CatalogueOptions options, store::Store& store, base::Log& log)
    : options_(std::move(options)), store_(store), log_(log) {}
Catalogue::~Catalogue() = default;

base::Result<std::unique_ptr<Catalogue>> Catalogue::open(
    CatalogueOptions options, store::Store& store, base::Log& log, base::Complaints& complaints
) {
    std::error_code failed;
    if (!fs::is_directory(options.directory, failed)) {
        return base::Error{
            base::ErrorCode::not_found, {"The folder of services is not there."}, {options.directory.string()}
        };
    }
    std::unique_ptr<Catalogue> catalogue(new Catalogue(std::move(options), store, log));
    auto snapshot = catalogue->load(nullptr);
    for (const auto& [id, folder] : snapshot->folders)
        complaints.insert(complaints.end(), folder.complaints.begin(), folder.complaints.end());
    if (!catalogue->options_.dev && base::has_errors(complaints)) {
        const auto first = std::find_if(complaints.begin(), complaints.end(), [](const auto& c) {
            return c.severity == base::Severity::error;
        });
        return base::Error{
            base::ErrorCode::invalid_input,
            {"A service has errors, so nothing is served. `guildhall check` lists them."},
            {first->text()}
        };
    }
    catalogue->snapshot_ = std::move(snapshot);
    return catalogue;
}

void Catalogue::remember(const std::vector<Folder*>& folders) const {
    std::vector<std::string> problems(folders.size());
    const auto kept = store_.write([&](store::WriteTransaction& write) -> store::Outcome<base::Done> {
        for (std::size_t i = 0; i < folders.size(); ++i) {
            const Service& service = *folders[i]->service;
            const auto row = [&] {
                return store::Parameters{
                    service.hash, service.id, std::int64_t{service.version},
                    base::to_bytes(internal::pack(service.files))
                };
            };
            if (options_.dev) {
                write.execute(keep_draft, row());
                continue;
            }
            const auto published = write.query_one(published_hash, {service.id, std::int64_t{service.version}});
            if (!published) {
                write.execute(publish, row());
            } else if (published->text(0) != service.hash) {
                problems[i] = fmt::format(
                    "version {} of `{}` was published with other files; raise `version:` to publish a change",
                    service.version, service.id
                );
            }
        }
        return store::commit();
    });
    if (!kept) std::fill(problems.begin(), problems.end(), kept.error().message.text);
    for (std::size_t i = 0; i < folders.size(); ++i) {
        if (problems[i].empty()) continue;
        const std::string file = folders[i]->service->id + "/service.yaml";
        folders[i]->complaints.push_back({{file, 0, 0}, base::Severity::error, std::move(problems[i])});
        folders[i]->service = nullptr;
    }
}

std::shared_ptr<const Catalogue::Snapshot> Catalogue::load(const Snapshot* before) const {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->bank_stamp = stamp_of(options_.directory / "bank");
    const bool same_bank = before && before->bank_stamp == snapshot->bank_stamp;
    struct Look {
        fs::path path;
        Folder* folder;
        bool is_new = false;
    };
    std::vector<Look> looks;
    for (const fs::path& path : internal::service_folders(options_.directory))
        looks.push_back({path, &snapshot->folders[path.filename().string()]});
    base::for_each_in_parallel(looks.size(), [&](std::size_t i) {
        auto& [path, folder, is_new] = looks[i];
        folder->stamp = stamp_of(path);
        if (same_bank) {
            const auto known = before->folders.find(path.filename().string());
            if (known != before->folders.end() && known->second.stamp == folder->stamp) {
                *folder = known->second;
                return;
            }
        }
        is_new = true;
        LoadedService loaded = load_folder(path);
        folder->service = std::move(loaded.service);
        folder->complaints = std::move(loaded.complaints);
    });
    std::vector<Folder*> loaded;
    for (const Look& look : looks) {
        if (look.is_new && look.folder->service) loaded.push_back(look.folder);
    }
    remember(loaded);
    for (const auto& [path, folder, is_new] : looks) {
        if (folder->service) snapshot->services.push_back(folder->service);
        if (!is_new) continue;
        log_.write(
            folder->service ? base::LogLevel::info : base::LogLevel::warning,
            folder->service ? "service.loaded" : "service.refused",
            {{"service", path.filename().string()}, {"complaints", std::to_string(folder->complaints.size())}}
        );
    }
    std::sort(snapshot->services.begin(), snapshot->services.end(), by_title);
    snapshot->index = std::make_unique<SearchIndex>(snapshot->services);
    return snapshot;
}

std::shared_ptr<const Catalogue::Snapshot> Catalogue::current() const {
    const auto held = [this] {
        const std::lock_guard lock(mutex_);
        return snapshot_;
    };
    if (!options_.dev) return held();
    const std::lock_guard one_at_a_time(reloading_);
    const auto before = held();
    const auto folders = internal::service_folders(options_.directory);
    const bool same = folders.size() == before->folders.size() &&
                      before->bank_stamp == stamp_of(options_.directory / "bank") &&
                      std::all_of(folders.begin(), folders.end(), [&](const fs::path& path) {
                          const auto known = before->folders.find(path.filename().string());
                          return known != before->folders.end() && known->second.stamp == stamp_of(path);
                      });
    if (same) return before;
    auto now = load(before.get());
    const std::lock_guard lock(mutex_);
    snapshot_ = now;
    return now;
}

ServicePointer Catalogue::get(std::string_view id) const {
    const auto snapshot = current();
    const auto at = snapshot->folders.find(id);
    return at == snapshot->folders.end() ? nullptr : at->second.service;
}

std::vector<ServicePointer> Catalogue::all() const {
    return current()->services;
}

std::vector<ServicePointer> Catalogue::search(std::string_view text) const {
    return current()->index->search(text);
}

std::vector<Topic> Catalogue::topics(std::string_view language) const {
    std::map<std::string, Topic> by_slug;
    for (const ServicePointer& service : current()->services) {
        const Service& worded = service->in_language(language);
        for (std::size_t i = 0; i < service->topics.size(); ++i) {
            std::string slug = slug_of(service->topics[i]);
            Topic& topic = by_slug[slug];
            topic.slug = std::move(slug);
            // Of several services that name it, one speaks the reader's language.
            if (topic.name.empty() || &worded != service.get()) topic.name = worded.topics[i];
            topic.services.push_back(service);
        }
    }
    std::vector<Topic> topics;
    for (auto& [slug, topic] : by_slug) topics.push_back(std::move(topic));
    std::sort(topics.begin(), topics.end(), [](const Topic& a, const Topic& b) { return a.name < b.name; });
    return topics;
}

base::Complaints Catalogue::complaints(std::string_view id) const {
    const auto snapshot = current();
    const auto at = snapshot->folders.find(id);
    if (at == snapshot->folders.end() || at->second.service) return {};
    return at->second.complaints;
}

base::Result<ServicePointer> Catalogue::by_hash(std::string_view hash) const {
    {
        const std::lock_guard lock(mutex_);
        for (const ServicePointer& service : snapshot_->services) {
            if (service->hash == hash) return service;
        }
        if (const auto old = old_versions_.find(hash); old != old_versions_.end()) return old->second;
    }
    const auto row =
        store_.read([&](store::ReadTransaction& read) { return read.query_one(files_by_hash, {std::string(hash)}); });
    if (!row) return row.error();
    const base::PublicMessage message{
        "This version of the service cannot be opened. Please tell us, and try again later."
    };
    if (!*row) return base::Error{base::ErrorCode::not_found, message, {fmt::format("no service version {}", hash)}};
    auto files = internal::unpack(base::text_of((*row)->bytes(0)));
    if (!files || hash_of(*files) != hash)
        return base::Error{base::ErrorCode::corrupt, message, {fmt::format("service version {}", hash)}};
    LoadedService loaded = load_files(std::move(*files));
    if (!loaded.service) {
        const std::string why = loaded.complaints.empty() ? "" : loaded.complaints.front().text();
        return base::Error{
            base::ErrorCode::internal, message, {fmt::format("service version {} no longer loads: {}", hash, why)}
        };
    }
    const std::lock_guard lock(mutex_);
    old_versions_.emplace(hash, loaded.service);
    return loaded.service;
}

}  // namespace guildhall::catalogue
