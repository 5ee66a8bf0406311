#pragma once
/// What can go wrong, in three parts that cannot be mixed up: a stable code for machines, a
/// message for the person, and a detail for the log.

#include <string>
#include <string_view>

namespace guildhall::base {

/// The closed list of error codes. A code, once released, keeps its name and meaning. Whoever adds
/// one also adds it to `error_code_name` and to `http::status_of`.
enum class ErrorCode {
    invalid_input,      ///< what was sent cannot be understood or is not allowed
    too_large,          ///< more bytes, items or depth than the limit
    unsupported_type,   ///< a content type that is not taken here
    not_signed_in,      ///< needs an account
    forbidden,          ///< signed in, but not allowed
    not_found,          ///< no such thing, or not for this person
    conflict,           ///< changed meanwhile, or already done
    expired,            ///< a session, link or draft whose time is over
    too_many_requests,  ///< a rate limit
    busy,               ///< no capacity now; try again later
    unavailable,        ///< a part that is needed does not answer (database, mail)
    corrupt,            ///< stored bytes fail their check
    internal,           ///< a fault of the program
};

/// The stable name that APIs and logs show, such as `invalid_input`.
[[nodiscard]] std::string_view error_code_name(ErrorCode code);

/// Plain words for the person who reads the page: what happened and what to do next.
struct PublicMessage {
    std::string text;
};

/// For the log alone; may name internals, never holds personal data or secrets.
struct InternalDetail {
    std::string text;
};

/// An outcome that a caller is expected to handle. A value type; copies are independent.
struct Error {
    ErrorCode code = ErrorCode::internal;
    PublicMessage message;
    InternalDetail detail;
};

}  // namespace guildhall::base
