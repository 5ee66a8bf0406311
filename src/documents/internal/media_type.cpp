#include "documents/internal/media_type.hpp"

#include <magic.h>

#include <memory>

namespace guildhall::documents {
namespace {

base::Error cannot_tell(const char* why) {
    return {
        base::ErrorCode::unavailable,
        {"Files cannot be taken at the moment. Try again later."},
        {std::string("libmagic: ") + (why ? why : "no reason given")}
    };
}

}  // namespace

base::Result<std::string> media_type_of(base::ByteView bytes) {
    // A cookie is not thread-safe, and loading maps a file that the kernel keeps: one a call. Only the pattern tables
    // are asked: the special readers (archives, ELF, CDF, …) would parse what this program never takes.
    constexpr int flags = MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                          MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TEXT | MAGIC_NO_CHECK_CDF |
                          MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_ENCODING | MAGIC_NO_CHECK_JSON;
    const std::unique_ptr<magic_set, decltype(&magic_close)> cookie(magic_open(flags), magic_close);
    if (!cookie) return cannot_tell("no memory");
    if (magic_load(cookie.get(), nullptr) != 0) return cannot_tell(magic_error(cookie.get()));
    const char* type = magic_buffer(cookie.get(), bytes.data(), bytes.size());
    if (type == nullptr) return cannot_tell(magic_error(cookie.get()));
    return std::string(type);
}

}  // namespace guildhall::documents
