// Addresses and texts that people give, up to the bytes of a mail: an address that the form takes can be written to,
// and no text adds a header or a line that is too long.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "identity/accounts.hpp"
#include "notifications/internal/mail_text.hpp"
#include "notifications/mail.hpp"

namespace {

using namespace guildhall;

void expect(bool holds) {
    if (!holds) std::abort();
}

void check_lines(std::string_view bytes) {
    for (auto line : base::split(bytes, '\n')) {
        if (line.data() + line.size() != bytes.data() + bytes.size()) expect(line.ends_with('\r'));
        if (line.ends_with('\r')) line.remove_suffix(1);
        expect(line.size() <= 998);  // RFC 5322 section 2.1.1
        for (const char c : line) expect((static_cast<unsigned char>(c) >= 0x20 && c < 0x7f && c > 0) || c == '\t');
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = base::text_of(base::ByteView(data, size));
    if (!identity::problem_with_email(text)) {
        const std::string address = identity::normalised_email(text);
        expect(!identity::problem_with_email(address) && identity::normalised_email(address) == address);
        expect(notifications::is_mail_address(address));
    }
    (void)identity::problem_with_name(text);
    (void)identity::problem_with_password(text, text);

    notifications::MailSettings settings;
    settings.from = "office@example.org";
    settings.from_name = std::string(text);
    notifications::Mail mail;
    mail.id = std::string(text);
    mail.to = "resident@example.org";
    mail.subject = std::string(text);
    mail.body = std::string(text);
    const auto bytes = notifications::mail_bytes(mail, settings);
    expect(bytes.ok());
    check_lines(*bytes);
    const std::string_view head = std::string_view(*bytes).substr(0, bytes->find("\r\n\r\n"));
    int headers = 0;
    for (const auto line : base::split(head, '\n')) headers += line.starts_with(' ') ? 0 : 1;
    expect(headers == 9);

    mail.to = std::string(text);
    if (const auto addressed = notifications::mail_bytes(mail, settings)) {
        expect(notifications::is_mail_address(text));
        check_lines(*addressed);
    }
    return 0;
}
