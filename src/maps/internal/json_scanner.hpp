#pragma once
/// JSON (RFC 8259) value by value, without a tree: for files of many numbers. Strict; knows where it stands.

#include <string>
#include <string_view>

#include "base/complaint.hpp"

namespace guildhall::maps::internal {

/// What stops the reading; caught by whoever made the scanner.
struct Wrong {
    std::size_t at = 0;  ///< byte
    std::string message;
};

/// Borrows the bytes; one thread. Every function throws Wrong for what is no JSON.
class JsonScanner {
public:
    explicit JsonScanner(std::string_view bytes) : bytes_(bytes) {}

    enum class Kind { object, array, string, number, boolean, null };
    /// The kind of the value that comes next.
    [[nodiscard]] Kind next();
    /// Whether an array comes next that begins with a number.
    [[nodiscard]] bool next_is_array_of_numbers() const;
    [[nodiscard]] std::size_t at() const { return at_; }

    /// Calls `member(name)` for each, which reads its value.
    template <class Member>
    void object(const Member& member);
    /// Calls `item()` for each, which reads it.
    template <class Item>
    void array(const Item& item);
    [[nodiscard]] std::string string();
    /// As it was written.
    [[nodiscard]] std::string_view number();
    [[nodiscard]] bool boolean();
    /// A value of any kind, which nobody needs.
    void skip();
    /// Nothing but blanks may be left.
    void finish();

    [[noreturn]] void fail(std::string message) const { throw Wrong{at_, std::move(message)}; }
    [[noreturn]] static void fail(std::size_t at, std::string message) { throw Wrong{at, std::move(message)}; }

private:
    static constexpr int max_depth = 32;

    void blanks();
    /// Whether the character comes next, after blanks; it is then passed.
    [[nodiscard]] bool passed(char wanted);
    void want(char wanted, std::string_view where);
    void enter();
    void word(std::string_view wanted);
    void add_escape(std::string& out);
    [[nodiscard]] unsigned hex4();

    std::string_view bytes_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

/// Line and column (in characters) of a byte, from 1.
[[nodiscard]] base::SourcePlace place_of(std::string_view bytes, std::size_t at, const std::string& file);

template <class Member>
void JsonScanner::object(const Member& member) {
    want('{', "an object");
    enter();
    if (!passed('}')) {
        do {
            if (next() != Kind::string) fail("expected a name in quotes");
            const std::string name = string();
            want(':', "`:` after a name");
            member(name);
        } while (passed(','));
        want('}', "`,` or `}`");
    }
    --depth_;
}

template <class Item>
void JsonScanner::array(const Item& item) {
    want('[', "an array");
    enter();
    if (!passed(']')) {
        do {
            item();
        } while (passed(','));
        want(']', "`,` or `]`");
    }
    --depth_;
}

}  // namespace guildhall::maps::internal
