#include "http/internal/compression.hpp"

#include <new>

#include <brotli/encode.h>
#include <zlib.h>

#include "base/text.hpp"

namespace guildhall::http {
namespace {

class Deflater {
public:
    explicit Deflater(int level) {
        // 16 more than the window's bits asks for a gzip wrapper.
        if (deflateInit2(&stream_, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    ~Deflater() { deflateEnd(&stream_); }

    std::string run(std::string_view data) {
        std::string compressed(deflateBound(&stream_, data.size()), '\0');
        // zlib's input is not const for historical reasons; it is not written to.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
        stream_.avail_in = static_cast<uInt>(data.size());
        stream_.next_out = reinterpret_cast<Bytef*>(compressed.data());
        stream_.avail_out = static_cast<uInt>(compressed.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc();
        compressed.resize(stream_.total_out);
        return compressed;
    }

private:
    z_stream stream_{};
};

/// `;q=0`, `;q=0.000`: refused (RFC 9110 section 12.4.2).
bool has_zero_weight(std::string_view parameters) {
    for (const std::string_view parameter : base::split(parameters, ';')) {
        const std::string_view text = base::trimmed(parameter);
        if (text.size() < 3 || (text[0] != 'q' && text[0] != 'Q') || text[1] != '=') continue;
        return text.substr(2).find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
}

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
    for (const std::string_view item : base::split(accept_encoding, ',')) {
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        if (!base::equal_ignoring_case_ascii(base::trimmed(item.substr(0, semicolon)), coding)) continue;
        return semicolon == item.size() || !has_zero_weight(item.substr(semicolon + 1));
    }
    return false;
}

std::string gzip(std::string_view data, int level) {
    return Deflater(level).run(data);
}

std::string brotli(std::string_view data) {
    std::size_t size = BrotliEncoderMaxCompressedSize(data.size());
    std::string compressed(size, '\0');
    if (BrotliEncoderCompress(
            BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, data.size(),
            reinterpret_cast<const std::uint8_t*>(data.data()), &size,
            reinterpret_cast<std::uint8_t*>(compressed.data())
        ) == BROTLI_FALSE) {
        throw std::bad_alloc();
    }
    compressed.resize(size);
    return compressed;
}

}  // namespace guildhall::http
