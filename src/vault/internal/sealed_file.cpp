#include "vault/internal/sealed_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>

#include "crypto/stream.hpp"
#include "vault/internal/descriptor.hpp"

namespace guildhall::vault::internal {
namespace {

constexpr std::string_view unfinished = ".part";

base::Error cannot_store(std::string detail) {
    return {
        base::ErrorCode::unavailable,
        {"We could not save your file. Try again in a few minutes."},
        {std::move(detail)},
    };
}

base::Error unreadable(base::ErrorCode code, std::string detail) {
    return {
        code,
        {"A stored file cannot be read. Please tell the people who run this service."},
        {std::move(detail)},
    };
}

std::size_t chunk_count(std::size_t size) {
    return size == 0 ? 1 : (size + crypto::stream_chunk - 1) / crypto::stream_chunk;
}

bool write_chunks(int file, const crypto::SecretKey& key, std::string_view context, base::ByteView plain) {
    crypto::StreamSealer sealer(key, context);
    if (!write_all(file, sealer.header())) return false;
    do {
        const auto part = plain.first(std::min(plain.size(), crypto::stream_chunk));
        plain = plain.subspan(part.size());
        if (!write_all(file, sealer.chunk(part, plain.empty()))) return false;
    } while (!plain.empty());
    return true;
}

/// When the id was made: UUIDv7 begins with 48 bits of milliseconds (RFC 9562 section 5.7).
base::Instant made_at(const std::string& id) {
    std::int64_t millis = 0;
    const std::string digits = id.substr(0, 8) + id.substr(9, 4);
    std::from_chars(digits.data(), digits.data() + digits.size(), millis, 16);
    return base::from_micros(millis * 1000);
}

}  // namespace

Folders::Folders(const std::filesystem::path& root) : root_(std::filesystem::absolute(root)) {
    std::filesystem::create_directories(root_);
    if (::chmod(root_.c_str(), 0700) != 0 || !sync_directory(root_.parent_path())) {
        throw std::runtime_error(system_detail("cannot prepare the folder of the files,", root_));
    }
}

bool Folders::make(const std::filesystem::path& folder) {
    const auto name = base::from_hex(folder.filename().string());
    auto& durable = durable_.at(name->front());
    if (durable) return true;
    // A folder that is there may be another's, not yet synced: the first use in this process makes sure.
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return false;
    if (!sync_directory(root_)) return false;
    durable = true;
    return true;
}

std::filesystem::path sealed_file_path(const std::filesystem::path& root, const base::Uuid& id) {
    // The end of an id is random; its beginning is the time, which would fill one folder at a time.
    const auto name = id.text();
    return root / name.substr(name.size() - 2) / name;
}

base::Result<base::Done> write_sealed_file(
    Folders& folders, const base::Uuid& id, const crypto::SecretKey& key, std::string_view context, base::ByteView plain
) {
    const auto path = sealed_file_path(folders.root(), id);
    const auto folder = path.parent_path();
    if (!folders.make(folder)) return cannot_store(system_detail("cannot make", folder));
    auto temporary = path;
    temporary += unfinished;
    {
        const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file.open()) return cannot_store(system_detail("cannot create", temporary));
        if (!write_chunks(file.number(), key, context, plain) || ::fsync(file.number()) != 0) {
            auto error = cannot_store(system_detail("cannot write", temporary));
            ::unlink(temporary.c_str());
            return error;
        }
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        auto error = cannot_store(system_detail("cannot rename", temporary));
        ::unlink(temporary.c_str());
        return error;
    }
    if (!sync_directory(folder)) return cannot_store(system_detail("cannot sync", folder));
    return base::Done{};
}

base::Result<base::Bytes> read_sealed_file(
    const std::filesystem::path& root, const base::Uuid& id, const crypto::SecretKey& key, std::string_view context,
    std::int64_t size
) {
    const auto path = sealed_file_path(root, id);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.open()) {
        const auto code = errno == ENOENT ? base::ErrorCode::corrupt : base::ErrorCode::unavailable;
        return unreadable(code, system_detail("cannot open", path));
    }
    struct stat status{};
    if (::fstat(file.number(), &status) != 0) {
        return unreadable(base::ErrorCode::unavailable, system_detail("cannot look at", path));
    }
    const auto plain_size = static_cast<std::size_t>(size);
    const auto expected = crypto::stream_header + plain_size + chunk_count(plain_size) * crypto::stream_overhead;
    if (size < 0 || static_cast<std::uint64_t>(status.st_size) != expected) {
        return unreadable(
            base::ErrorCode::corrupt, fmt::format("{} holds {} bytes, not {}", path.string(), status.st_size, expected)
        );
    }

    base::Bytes buffer(crypto::stream_chunk + crypto::stream_overhead);
    const auto header = std::span(buffer).first(crypto::stream_header);
    if (read_up_to(file.number(), header) != static_cast<std::ptrdiff_t>(header.size())) {
        return unreadable(base::ErrorCode::unavailable, system_detail("cannot read", path));
    }
    auto opener = crypto::StreamOpener::start(key, context, header);
    if (!opener) return opener.error();
    base::Bytes plain;
    plain.reserve(plain_size);
    for (std::size_t left = chunk_count(plain_size); left > 0; --left) {
        const auto got = read_up_to(file.number(), buffer);
        if (got < 0) return unreadable(base::ErrorCode::unavailable, system_detail("cannot read", path));
        const auto chunk = opener->chunk(base::ByteView(buffer).first(static_cast<std::size_t>(got)), left == 1);
        if (!chunk) return chunk.error();
        plain.insert(plain.end(), chunk->begin(), chunk->end());
    }
    if (plain.size() != plain_size) return unreadable(base::ErrorCode::corrupt, path.string() + " has another size");
    return plain;
}

std::vector<FoundFile> files_before(const std::filesystem::path& root, unsigned folder, base::Instant before) {
    std::vector<FoundFile> found;
    std::error_code error;
    std::filesystem::directory_iterator entries(root / fmt::format("{:02x}", folder), error);
    for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        std::string name = entries->path().filename().string();
        const bool finished = !name.ends_with(unfinished);
        if (!finished) name.resize(name.size() - unfinished.size());
        const auto id = base::Uuid::parse(name);
        if (id && made_at(name) < before) found.push_back({*id, entries->path(), finished});
    }
    return found;
}

}  // namespace guildhall::vault::internal
