#include "disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace guildhall::bench {
namespace {

constexpr std::size_t record_size = 4096;

/// A file that goes when this goes.
class Scratch {
public:
    explicit Scratch(const std::filesystem::path& directory) : path_(directory / "disk.bench") {
        descriptor_ = ::open(path_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_TRUNC | O_CLOEXEC, 0600);
        if (descriptor_ < 0) throw std::runtime_error("cannot write to " + path_.string());
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        ::close(descriptor_);
        ::unlink(path_.c_str());
    }
    void append_and_sync(std::size_t records) const {
        const std::string bytes(record_size * records, 'x');
        if (::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
            ::fdatasync(descriptor_) != 0)
            throw std::runtime_error("cannot write to " + path_.string());
    }

private:
    std::filesystem::path path_;
    int descriptor_;
};

}  // namespace

base::Json measure_disk(const DiskOptions& options) {
    const Scratch file(options.directory);
    base::Json figures;
    for (const std::size_t batch : {std::size_t{1}, options.batch}) {
        Durations each;
        const auto began = Steady::now();
        auto now = began;
        while (now - began < options.time) {
            file.append_and_sync(batch);
            const auto after = Steady::now();
            each.add(after - now);
            now = after;
        }
        const double rate = static_cast<double>(each.count()) / seconds(now - began);
        base::Json summary = each.summary();
        summary.set("syncs_per_second", rate);
        summary.set("records_per_second", rate * static_cast<double>(batch));
        figures.set(batch == 1 ? "single" : "batched", summary);
    }
    return figures;
}

}  // namespace guildhall::bench
