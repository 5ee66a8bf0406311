#include "notifications/mail.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/bytes.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "notifications/internal/mail_text.hpp"
#include "notifications/internal/smtp_server_for_test.hpp"

namespace guildhall::notifications {
namespace {

const MailSettings settings{
    .server = {},
    .username = {},
    .password = {},
    .certificate_authorities = {},
    .from = "no-reply@town.example",
    .from_name = "Town of Sample",
    .outbox = {}
};

Mail mail(std::string subject, std::string body) {
    return {
        "0193e5a0-7c00-7000-8000-000000000001", "person@example.org", std::move(subject), std::move(body),
        *base::from_rfc3339("2026-11-22T09:11:05Z")
    };
}

/// Undoes quoted-printable, by the rules of RFC 2045 alone.
std::string unquoted(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i + 1, 2) == "\r\n") {
            i += 2;
        } else {
            out += static_cast<char>(base::from_hex(text.substr(i + 1, 2)).value().at(0));
            i += 2;
        }
    }
    return out;
}

/// Undoes folding and encoded words (RFC 2047, the `B` encoding).
std::string decoded_header(std::string text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        constexpr std::string_view begin = "=?UTF-8?B?";
        if (text.compare(at, begin.size(), begin) == 0) {
            const auto end = text.find("?=", at + begin.size());
            out += base::text_of(base::from_base64(text.substr(at + begin.size(), end - at - begin.size())).value());
            at = end + 2;
            if (text.compare(at, 13, "\r\n =?UTF-8?B?") == 0)
                at += 3;  // white space between encoded words does not count
        } else {
            out += text[at++];
        }
    }
    return out;
}

TEST(MailBytes, PlainMessage) {
    const auto bytes =
        mail_bytes(mail("Your application GH-7K3M-9QXD-5", "Dear resident,\n\nAll is well.\n"), settings);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(
        *bytes,
        "Date: Sun, 22 Nov 2026 09:11:05 +0000\r\n"
        "From: \"Town of Sample\" <no-reply@town.example>\r\n"
        "To: person@example.org\r\n"
        "Subject: Your application GH-7K3M-9QXD-5\r\n"
        "Message-ID: <0193e5a0-7c00-7000-8000-000000000001@town.example>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "\r\n"
        "Dear resident,\r\n\r\nAll is well.\r\n"
    );
}

TEST(MailBytes, NoTextAddsAHeader) {
    const std::string attack = "Hello\r\nBcc: everyone@example.org\r\n\r\nbody\n\x01.\n";
    const auto bytes = mail_bytes(mail(attack, attack), settings);
    ASSERT_TRUE(bytes);
    const auto head = bytes->substr(0, bytes->find("\r\n\r\n"));
    EXPECT_EQ(head.find("\r\nBcc"), std::string::npos);
    const auto lines = base::split(head, '\n');
    EXPECT_EQ(
        std::ranges::count_if(lines, [](std::string_view line) { return !line.starts_with(' '); }), 9
    );  // without folds
    for (const char* address :
         {"", "person", "a@b\r\nBcc: c@d", "a b@c", "a@b, c@d", "<a@b>", "a@", "@b", "a@b@c", "-oQ@example.org"}) {
        auto wrong = mail("x", "y");
        wrong.to = address;
        EXPECT_FALSE(mail_bytes(wrong, settings)) << address;
        auto wrong_sender = settings;
        wrong_sender.from = address;
        EXPECT_FALSE(mail_bytes(mail("x", "y"), wrong_sender)) << address;
    }
    auto quoted = settings;
    quoted.from_name = "Town \"of\" \\ Sample\r\nBcc: x@y.example";
    const auto from_quoted = mail_bytes(mail("x", "y"), quoted);
    EXPECT_NE(
        from_quoted->find("From: \"Town \\\"of\\\" \\\\ Sample  Bcc: x@y.example\" <no-reply@town.example>\r\n"),
        std::string::npos
    );
}

TEST(MailText, HeadersGoThereAndBackInShortLines) {
    const std::string texts[] = {
        "Kõik on hästi",
        "=?UTF-8?B?eA==?=",
        std::string(500, 'a'),
        "日本語の件名がとても長いときには折り返します。それでも文字は切れません。",
        "short",
        std::string(80, 'x') + " ü",
        "🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳🌳"
    };
    for (const auto& text : texts) {
        const std::string header = header_text(text);
        EXPECT_EQ(decoded_header(header), text);
        const std::string whole = "Subject: " + header;
        for (const auto line : base::split(whole, '\n')) {
            EXPECT_LE(line.size(), 77U);
            EXPECT_TRUE(std::ranges::all_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x7f; }));
        }
        // Each encoded word is whole text by itself.
        for (auto word : base::split(header, '\n'))
            EXPECT_TRUE(base::is_valid_utf8(decoded_header(std::string(base::trimmed(word)))));
    }
}

TEST(MailText, BodiesGoThereAndBackInShortLines) {
    base::SeededRandom random{3};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        std::string expected;
        constexpr std::string_view pieces[] = {
            "a", " ", "\t", "=", ".", "ä", "€", "🌳", "From ", "word word word word ", "\n"
        };
        for (std::uint64_t left = random.number() % 300; left > 0; --left)
            text += pieces[random.number() % std::size(pieces)];
        if (!text.ends_with('\n')) text += '\n';
        for (const char c : text) expected += c == '\n' ? std::string("\r\n") : std::string(1, c);
        const std::string quoted = quoted_printable(text);
        ASSERT_EQ(unquoted(quoted), expected);
        for (const auto line : base::split(quoted, '\n')) {
            ASSERT_LE(line.size(), 77U);  // with the carriage return
            ASSERT_FALSE(
                line.ends_with(" \r") || line.ends_with("\t\r") || line.starts_with('.') || line.starts_with("From ")
            );
        }
    }
    EXPECT_EQ(quoted_printable("a\r\nb\rc\nd"), "a\r\nb\r\nc\r\nd\r\n");
}

TEST(MailText, DatesFollowRfc5322) {
    EXPECT_EQ(mail_date(*base::from_rfc3339("2024-02-29T23:59:59.999999Z")), "Thu, 29 Feb 2024 23:59:59 +0000");
    EXPECT_EQ(mail_date(*base::from_rfc3339("2027-01-01T00:00:00Z")), "Fri, 01 Jan 2027 00:00:00 +0000");
}

MailSettings with_server(const SmtpServerForTest& server) {
    auto with = settings;
    with.server = server.address();
    return with;
}

TEST(SmtpMailer, HandsTheMailToTheServer) {
    const SmtpServerForTest server;
    const auto mailer = make_mailer(with_server(server));
    ASSERT_TRUE(mailer);
    const auto letter = mail("Kõik on hästi", "Tere!\n.\n.. kaks punkti\n" + std::string(5000, 'x') + "\n");
    const auto sent = (*mailer)->send(letter);
    ASSERT_TRUE(sent) << sent.error().detail.text;
    ASSERT_TRUE((*mailer)->send(letter));
    const auto taken = server.taken();
    ASSERT_EQ(taken.size(), 2U);
    EXPECT_TRUE(taken[0].from.starts_with("<no-reply@town.example>"));
    EXPECT_EQ(taken[0].to, std::vector<std::string>{"<person@example.org>"});
    EXPECT_EQ(taken[0].data, *mail_bytes(letter, settings));
    EXPECT_EQ(server.commands().front(), "EHLO town.example");
}

TEST(SmtpMailer, SignsInWhenToldTo) {
    const SmtpServerForTest server("250 good", {"AUTH PLAIN"});
    auto with = with_server(server);
    with.username = "guildhall";
    with.password = "a secret";
    const auto mailer = make_mailer(with);
    const auto sent = (*mailer)->send(mail("x", "y"));
    ASSERT_TRUE(sent) << sent.error().detail.text;
    const auto commands = server.commands();
    using namespace std::string_view_literals;
    const auto wanted = base::to_base64(base::view_of("\0guildhall\0a secret"sv));
    EXPECT_TRUE(std::ranges::any_of(commands, [&](const std::string& line) { return line.ends_with(wanted); }));
}

TEST(SmtpMailer, TellsForGoodFromForNow) {
    const SmtpServerForTest refuses("550 no such mailbox person@example.org");
    const auto never = (*make_mailer(with_server(refuses)))->send(mail("x", "y"));
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().code, base::ErrorCode::invalid_input);
    EXPECT_EQ(never.error().detail.text.find("person"), std::string::npos);

    const SmtpServerForTest busy("451 try again later");
    const auto later = (*make_mailer(with_server(busy)))->send(mail("x", "y"));
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().code, base::ErrorCode::unavailable);

    std::string closed;
    {
        const SmtpServerForTest gone;
        closed = gone.address();
    }
    auto with = settings;
    with.server = closed;
    EXPECT_EQ((*make_mailer(with))->send(mail("x", "y")).error().code, base::ErrorCode::unavailable);
}

TEST(SmtpMailer, SettingsAreChecked) {
    for (const char* bad :
         {"localhost:25", "http://localhost", "smtp://user:secret@localhost", "smtp://localhost/path",
          "file:///etc/passwd", "smtp://"}) {
        auto with = settings;
        with.server = bad;
        EXPECT_FALSE(make_mailer(with)) << bad;
    }
    auto nowhere = settings;
    EXPECT_FALSE(make_mailer(nowhere));
    auto nobody = settings;
    nobody.outbox = "/tmp";
    nobody.from = "";
    EXPECT_FALSE(make_mailer(nobody));
}

TEST(OutboxMailer, KeepsMailAsFilesThatOnlyTheOwnerReads) {
    std::string folder = (std::filesystem::temp_directory_path() / "guildhall-outbox-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    auto with = settings;
    with.outbox = std::filesystem::path(folder) / "outbox";
    const auto mailer = make_mailer(with);
    ASSERT_TRUE(mailer);
    const auto letter = mail("Subject", "Body\n");
    ASSERT_TRUE((*mailer)->send(letter));
    ASSERT_TRUE((*mailer)->send(letter));  // a second try is the same file
    const auto path = with.outbox / (letter.id + ".eml");
    std::ifstream file(path, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), *mail_bytes(letter, with));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(with.outbox), {}), 1);
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    auto elsewhere = letter;
    elsewhere.id = "../escape";
    EXPECT_FALSE((*mailer)->send(elsewhere));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace guildhall::notifications
