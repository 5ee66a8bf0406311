#pragma once
/// An open file of the operating system that closes itself.

#include <unistd.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace guildhall::vault::internal {

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Writes all bytes; false (with errno) when that cannot be done.
[[nodiscard]] bool write_all(int descriptor, base::ByteView bytes);
/// Reads exactly `out.size()` bytes unless the file ends before; the count, or -1 with errno.
[[nodiscard]] std::ptrdiff_t read_up_to(int descriptor, std::span<std::uint8_t> out);
/// Makes names in the directory durable.
[[nodiscard]] bool sync_directory(const std::filesystem::path& directory);
/// What errno says, as a detail for the log.
[[nodiscard]] std::string system_detail(std::string_view what, const std::filesystem::path& path);

}  // namespace guildhall::vault::internal
