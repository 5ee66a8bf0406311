#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "vault/internal/descriptor.hpp"
#include "vault/vault.hpp"

namespace guildhall::vault {
namespace {

using internal::Descriptor;
using internal::system_detail;

constexpr std::array<std::string_view, 3> file_names{"instance.key", "index.key", "log.key"};
/// 64 hexadecimal digits and a line break: can be read aloud, printed and typed again.
constexpr std::size_t file_size = 65;

base::Error refused(base::ErrorCode code, std::string detail) {
    return {
        code,
        {"The keys of this installation cannot be used. Its operator finds the reason in the log."},
        {std::move(detail)}
    };
}

base::Result<base::Done> write_key(const std::filesystem::path& path, base::ByteView key) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.open()) {
        const auto code = errno == EEXIST ? base::ErrorCode::conflict : base::ErrorCode::unavailable;
        return refused(code, system_detail("cannot create the key file", path));
    }
    const auto text = base::to_hex(key) + "\n";
    // The mode that open() was given goes through the umask, which can only narrow it; fchmod makes it exact.
    if (::fchmod(file.number(), 0600) != 0 || !internal::write_all(file.number(), base::view_of(text)) ||
        ::fsync(file.number()) != 0) {
        auto error = refused(base::ErrorCode::unavailable, system_detail("cannot write the key file", path));
        ::unlink(path.c_str());
        return error;
    }
    return base::Done{};
}

base::Result<base::Done> check_directory(const std::filesystem::path& directory) {
    struct stat status{};
    if (::lstat(directory.c_str(), &status) != 0) {
        return refused(
            errno == ENOENT ? base::ErrorCode::not_found : base::ErrorCode::unavailable,
            system_detail("cannot find the directory of the keys (`guildhall keys init` makes it)", directory)
        );
    }
    if (!S_ISDIR(status.st_mode)) {
        return refused(base::ErrorCode::invalid_input, directory.string() + " is not a directory");
    }
    if ((status.st_mode & 077) != 0) {
        return refused(
            base::ErrorCode::forbidden, fmt::format(
                                            "{} has mode {:04o}: others may look into it; run chmod 0700 on it",
                                            directory.string(), status.st_mode & 07777
                                        )
        );
    }
    return base::Done{};
}

base::Result<base::Bytes> read_key(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file.open()) {
        if (errno == ENOENT) {
            return refused(
                base::ErrorCode::not_found, path.string() +
                                                " is missing; bring it back from the backup of the keys (`guildhall "
                                                "keys init` makes keys for an empty database alone)"
            );
        }
        return refused(base::ErrorCode::unavailable, system_detail("cannot open the key file", path));
    }
    struct stat status{};
    if (::fstat(file.number(), &status) != 0) {
        return refused(base::ErrorCode::unavailable, system_detail("cannot look at the key file", path));
    }
    if (!S_ISREG(status.st_mode))
        return refused(base::ErrorCode::invalid_input, path.string() + " is not a plain file");
    if ((status.st_mode & 077) != 0) {
        return refused(
            base::ErrorCode::forbidden,
            fmt::format(
                "{} has mode {:04o}: others may read it; run chmod 0600 on it, and think of the key as known",
                path.string(), status.st_mode & 07777
            )
        );
    }
    if (status.st_size != static_cast<off_t>(file_size)) {
        return refused(
            base::ErrorCode::invalid_input,
            fmt::format(
                "{} holds {} bytes; a key file holds {}: 64 hexadecimal digits and a line break", path.string(),
                status.st_size, file_size
            )
        );
    }
    std::array<std::uint8_t, file_size> text{};
    if (internal::read_up_to(file.number(), text) != static_cast<std::ptrdiff_t>(text.size())) {
        return refused(base::ErrorCode::unavailable, system_detail("cannot read the key file", path));
    }
    auto key = base::from_hex(base::text_of(base::ByteView(text).first(file_size - 1)));
    if (!key || text.back() != '\n') {
        return refused(
            base::ErrorCode::invalid_input, path.string() + " does not hold 64 hexadecimal digits and a line break"
        );
    }
    return *std::move(key);
}

InstanceKeys assemble(const std::array<base::Bytes, 3>& keys) {
    crypto::SigningKey log;
    std::ranges::copy(keys[2], log.seed.begin());
    return {crypto::SecretKey(keys[0]), crypto::SecretKey(keys[1]), log};
}

}  // namespace

base::Result<InstanceKeys> create_keys(const std::filesystem::path& directory, base::Random& random) {
    std::error_code error;
    if (directory.has_parent_path()) std::filesystem::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return refused(base::ErrorCode::unavailable, system_detail("cannot make the directory of the keys", directory));
    }
    if (const auto checked = check_directory(directory); !checked) return checked.error();
    for (const auto name : file_names) {
        if (std::filesystem::exists(std::filesystem::symlink_status(directory / name, error))) {
            return refused(
                base::ErrorCode::conflict, (directory / name).string() +
                                               " is there already; keys are never overwritten. Move the directory away "
                                               "if no data was sealed with them"
            );
        }
    }
    std::array<base::Bytes, 3> keys;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i] = random.bytes(32);
        if (const auto written = write_key(directory / file_names[i], keys[i]); !written) {
            // What this call made is of no use to anybody; what another made (O_EXCL) stays.
            for (std::size_t made = 0; made < i; ++made) std::filesystem::remove(directory / file_names[made], error);
            return written.error();
        }
    }
    const auto parent = directory.has_parent_path() ? directory.parent_path() : std::filesystem::path(".");
    if (!internal::sync_directory(directory) || !internal::sync_directory(parent)) {
        return refused(base::ErrorCode::unavailable, system_detail("cannot sync the directory of the keys", directory));
    }
    return assemble(keys);
}

base::Result<InstanceKeys> load_keys(const std::filesystem::path& directory) {
    if (const auto checked = check_directory(directory); !checked) return checked.error();
    std::array<base::Bytes, 3> keys;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto key = read_key(directory / file_names[i]);
        if (!key) return key.error();
        keys[i] = *std::move(key);
    }
    return assemble(keys);
}

}  // namespace guildhall::vault
