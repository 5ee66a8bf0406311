#include "vault/internal/descriptor.hpp"

#include <fcntl.h>

#include <cerrno>
#include <system_error>

namespace guildhall::vault::internal {

bool write_all(int descriptor, base::ByteView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

std::ptrdiff_t read_up_to(int descriptor, std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
        const auto got = ::read(descriptor, out.data() + done, out.size() - done);
        if (got < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<std::ptrdiff_t>(done);
}

bool sync_directory(const std::filesystem::path& directory) {
    const Descriptor descriptor(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return descriptor.open() && ::fsync(descriptor.number()) == 0;
}

std::string system_detail(std::string_view what, const std::filesystem::path& path) {
    const int code = errno;
    return fmt::format("{} {}: {}", what, path.string(), std::generic_category().message(code));
}

}  // namespace guildhall::vault::internal
