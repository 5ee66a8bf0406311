// Wires everything by constructor, serves until SIGINT or SIGTERM.

#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <stop_token>
#include <thread>

#include "api/api.hpp"
#include "base/json.hpp"
#include "casework/notices.hpp"
#include "commands.hpp"
#include "demo.hpp"
#include "desk/desk.hpp"
#include "html/accent.hpp"
#include "http/assets.hpp"
#include "http/server.hpp"
#include "instance.hpp"
#include "mandates/mandates.hpp"
#include "parties/parties.hpp"
#include "portal/portal.hpp"
#include "settings.hpp"

namespace guildhall::app {
namespace {

using namespace std::chrono_literals;

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

std::optional<Address> parse_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    unsigned port = 0;
    const std::string_view digits = text.substr(colon + 1);
    if (digits.empty() || digits.size() > 5) return std::nullopt;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        port = port * 10 + static_cast<unsigned>(c - '0');
    }
    if (port > 65535) return std::nullopt;
    return Address{std::string{text.substr(0, colon)}, static_cast<std::uint16_t>(port)};
}

bool is_loopback(const std::string& host) {
    return host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1";
}

/// What nobody waits for: old drafts, dead sessions, files that nothing names. Once at start and every hour.
class Housekeeping {
public:
    Housekeeping(
        journeys::Drafts& drafts, parties::Parties& parties, identity::Sessions& sessions, mandates::Mandates& mandates,
        vault::Vault& vault, const base::Clock& clock, base::Log& log
    )
        : thread_([&](const std::stop_token& stop) {
              std::mutex mutex;
              std::condition_variable_any wait;
              std::unique_lock lock(mutex);
              while (!stop.stop_requested()) {
                  const auto expired = drafts.expire(
                      clock.now() - std::chrono::days{30},
                      [&](store::WriteTransaction& transaction, const std::string& draft) {
                          parties.forget(transaction, draft);
                      }
                  );
                  const auto swept = sessions.sweep(10'000);
                  const auto unanswered = mandates.sweep(1'000);
                  const std::size_t files = vault.sweep_files();
                  if (!expired || !swept || !unanswered)
                      log.write(base::LogLevel::warning, "housekeeping.failed");
                  else if (*expired + *swept + *unanswered + static_cast<std::int64_t>(files) > 0) {
                      log.write(
                          base::LogLevel::info, "housekeeping.done",
                          {{"drafts", std::to_string(*expired)},
                           {"sessions", std::to_string(*swept)},
                           {"invitations", std::to_string(*unanswered)},
                           {"files", std::to_string(files)}}
                      );
                  }
                  wait.wait_for(lock, stop, 1h, [] { return false; });
              }
          }) {}

private:
    std::jthread thread_;
};

struct Started {
    std::string address;
    std::string data;
    std::string log_key;
};

void print_start(const Started& started, const std::vector<identity::DemoAccount>& demo, bool json) {
    if (json) {
        base::Json::Array accounts;
        for (const auto& account : demo) {
            base::Json one;
            one.set("role", identity::role_name(account.role));
            one.set("email", account.email);
            one.set("password", account.password);
            accounts.push_back(std::move(one));
        }
        base::Json answer;
        answer.set("listening", started.address);
        answer.set("data", started.data);
        answer.set("log_key", started.log_key);
        answer.set("demo", std::move(accounts));
        std::puts(answer.text().c_str());
    } else {
        fmt::print("listening on {}\ndata in {}\nlog key {}\n", started.address, started.data, started.log_key);
        for (const auto& account : demo) {
            fmt::print(
                "demo {}: {} with password {}\n", identity::role_name(account.role), account.email, account.password
            );
        }
    }
    std::fflush(stdout);
}

}  // namespace

int serve(const ServeOptions& options) {
    // Else every one of the many worker threads gets an arena of its own, which keeps what it once held.
    mallopt(M_ARENA_MAX, static_cast<int>(std::max(2U, std::thread::hardware_concurrency())));
    // Before any thread starts, so that none of them takes the signals that end the program.
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    signal(SIGPIPE, SIG_IGN);

    const auto log = base::make_standard_log(base::LogLevel::info);
    const base::SystemClock clock;
    base::SystemRandom random;

    auto settings = read_settings(options.config);
    if (!settings) return fail(settings.error(), options.json);
    const auto address = parse_address(options.listen);
    if (!address)
        return fail(
            {base::ErrorCode::invalid_input, {"--listen takes an address and a port, such as 127.0.0.1:8080"}, {}},
            options.json
        );
    if (options.demo && !is_loopback(address->host)) {
        return fail(
            {base::ErrorCode::forbidden,
             {"--demo makes accounts with known passwords, so it only listens on loopback addresses"},
             {}},
            options.json
        );
    }
    if (options.test_language && !is_loopback(address->host)) {
        return fail(
            {base::ErrorCode::forbidden,
             {"--test-language is for trying pages, so it only listens on loopback addresses"},
             {}},
            options.json
        );
    }
    auto listener = http::Listener::open(address->host, address->port);
    if (!listener) return fail(listener.error(), options.json);
    const std::uint16_t port = listener->port();
    const std::string origin = settings->origin.empty() ? fmt::format("http://localhost:{}", port) : settings->origin;

    std::filesystem::path web = options.web;
    if (web.empty()) {
        std::error_code ignored;
        web = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "web";
    }
    std::map<std::string, std::string> styles;
    portal::Place place{
        .name = settings->name, .origin = origin, .agency = settings->agency, .contact = settings->contact
    };
    if (!settings->accent.empty()) {
        const auto accent = html::accent_styles(settings->accent);
        if (!accent) return fail(accent.error(), options.json);
        styles.emplace("app.css", accent->css);
        place.theme = accent->theme;
    }
    auto assets = http::Assets::load(web, styles);
    if (!assets) return fail(assets.error(), options.json);

    const std::string database = options.database.empty() ? settings->database : options.database;
    std::optional<DataLock> data_lock;
    if (database.empty()) {
        auto taken = DataLock::take(options.data);
        if (!taken) return fail(taken.error(), options.json);
        data_lock.emplace(*std::move(taken));
    }
    auto store = open_database(options.data, database, settings->database_connections, *log);
    if (!store) return fail(store.error(), options.json);
    auto keys = keys_for(**store, options.data, random);
    if (!keys) return fail(keys.error(), options.json);
    vault::Vault vault{**store, *keys, options.data / "files", clock, random};
    if (const auto right = vault.confirm_keys(); !right) return fail(right.error(), options.json);

    base::Complaints complaints;
    auto catalogue =
        catalogue::Catalogue::open({.directory = options.services, .dev = options.dev}, **store, *log, complaints);
    for (const auto& complaint : complaints) std::fputs((complaint.text() + "\n").c_str(), stderr);
    if (!catalogue) return fail(catalogue.error(), options.json);

    base::Complaints word_complaints;
    const auto languages = words::Languages::open(word_complaints, options.test_language);
    if (!languages) return fail(languages.error(), options.json);

    std::unique_ptr<documents::Scanner> scanner;
    if (!settings->virus_scanner.empty()) {
        auto made = documents::make_clamd_scanner(settings->virus_scanner);
        if (!made) return fail(made.error(), options.json);
        scanner = *std::move(made);
    }
    documents::Documents documents{**store, vault, scanner.get(), clock, random};
    journeys::Drafts drafts{**store, vault, **catalogue, documents, clock, random};
    notifications::MailSettings mail = settings->mail;
    mail.outbox = options.data / "outbox";
    if (mail.from.empty()) mail.from = "services@localhost.localdomain";
    if (mail.from_name.empty()) mail.from_name = settings->name;
    auto mailer = notifications::make_mailer(mail);
    if (!mailer) return fail(mailer.error(), options.json);
    notifications::Notifier notifier{**store, vault, **mailer, clock, random};
    identity::Accounts accounts{**store, vault, clock, random};
    const auto account_email = [&](const std::string& subject) -> base::Result<std::string> {
        const auto profile = accounts.profile(subject);
        if (profile) return profile->email;
        if (profile.error().code == base::ErrorCode::not_found) return std::string{};
        return profile.error();
    };
    identity::ReaderLanguages reader_languages{**store, vault};
    mandates::Mandates mandates{**store,   vault,    accounts,
                                documents, notifier, {place.agency.empty() ? place.name : place.agency, origin},
                                clock,     random};
    const auto helper_email = [&](const casework::OnBehalf& helper) -> base::Result<std::string> {
        return mandates.acting(helper.mandate, helper.helper).subject.empty() ? std::string{}
                                                                              : account_email(helper.helper);
    };
    const std::string& signature = place.agency.empty() ? place.name : place.agency;
    parties::Parties parties{**store, vault, drafts, notifier, **languages, {signature, origin, account_email},
                             clock,   random};
    casework::Cases cases{**store, vault, **catalogue, drafts, clock, random, {&parties}};
    casework::CaseNotices notices{
        **store,
        vault,
        cases,
        notifier,
        **languages,
        {place.agency.empty() ? place.name : place.agency, origin, account_email,
         [&](const std::string& subject) { return reader_languages.of(subject); }, helper_email},
        clock,
        *log
    };

    // What a visitor did before signing in becomes the account's, in the transaction of the sign-in.
    const identity::MoveDrafts move_everything = [&](const std::string& from, const std::string& to
                                                 ) -> base::Result<std::function<void(store::WriteTransaction&)>> {
        return std::function<void(store::WriteTransaction&)>{[&, from, to](store::WriteTransaction& transaction) {
            drafts.move(transaction, from, to);
            parties.move(transaction, from, to);
            cases.move(transaction, from, to);
            documents.move(transaction, from, to);
            notifier.move(transaction, from, to);
            reader_languages.move(transaction, from, to);
            mandates.move(transaction, from, to);
        }};
    };
    const identity::FindActing find_acting = [&](const std::string& mandate, const std::string& helper) {
        return mandates.acting(mandate, helper);
    };
    identity::Sessions sessions{**store, vault, clock, random, *log, {move_everything}, {}, find_acting};
    identity::PasswordResets password_resets{
        **store,
        vault,
        sessions,
        clock,
        random,
        [&](const identity::ResetMail& asked) {
            const auto message = portal::password_mail(place, (*languages)->get(asked.language), asked.token);
            return (*mailer)->send({asked.id, asked.email, message.subject, message.body, clock.now(), message.language}
            );
        }
    };
    insight::FeedbackBox feedback{**store, vault, clock, random};
    insight::PerformanceCounter performance;

    // The log's origin is the site's name without its scheme, as tlog checkpoints want it.
    const std::string log_origin = origin.substr(origin.find("://") + 3) + "/log";
    ledger::Ledger ledger{**store, keys->log, log_origin, clock};
    const auto dispatcher = events::start_dispatcher(**store, clock, *log, {&ledger, &notices, &performance});
    auto runner = jobs::start_runner(
        **store, clock, random, *log,
        {{"mail.send", notifier.mail_handler()},
         {"password.mail", password_resets.mail_handler()},
         {"party.remind", parties.remind_handler()}},
        2
    );

    std::vector<identity::DemoAccount> demo;
    if (options.demo) {
        auto made = identity::create_demo_accounts(accounts, "green-spaces");
        if (!made) return fail(made.error(), options.json);
        demo = *std::move(made);
        const auto helper = create_demo_helper(accounts, mandates, sessions, clock);
        if (!helper) return fail(helper.error(), options.json);
        demo.insert(demo.begin() + 1, helper->begin(), helper->end());
    }

    const portal::Parts portal_parts{
        place,    clock,     **store,     **catalogue,     drafts,   parties,          cases,
        notices,  documents, accounts,    password_resets, sessions, reader_languages, notifier,
        feedback, ledger,    *dispatcher, vault,           *assets,  **languages,      mandates
    };
    const desk::Parts desk_parts{settings->name, place.theme, clock,       **store, **catalogue, cases,   documents,
                                 accounts,       feedback,    *dispatcher, *assets, **languages, mandates};
    const api::Parts api_parts{**store, ledger};
    std::vector<http::Route> routes = portal::routes(portal_parts);
    for (auto& route : desk::routes(desk_parts)) routes.push_back(std::move(route));
    for (auto& route : api::routes(api_parts)) routes.push_back(std::move(route));
    routes.push_back(assets->route());
    const http::Router router{
        std::move(routes),
        sessions,
        [&](const http::Request& request, const http::Caller& caller, const base::Error& error) {
            return portal::error_page(portal_parts, request, caller, error);
        },
        portal::sign_in_page,
        *log,
        random,
        origin
    };

    auto housekeeping = std::make_unique<Housekeeping>(drafts, parties, sessions, mandates, vault, clock, *log);
    http::ServerOptions server_options;
    server_options.workers = settings->workers;
    server_options.read_timeout = std::chrono::seconds{settings->request_seconds};
    server_options.trusted_proxies = settings->trusted_proxies;
    auto server = http::start_server(server_options, *std::move(listener), router, *log, clock);
    if (!server) return fail(server.error(), options.json);

    print_start(
        {fmt::format("http://{}:{}", address->host, port), std::filesystem::absolute(options.data).string(),
         ledger.verifier_key()},
        demo, options.json
    );

    int signal_number = 0;
    sigwait(&ending, &signal_number);
    log->write(base::LogLevel::info, "server.stopping");
    // First all that records events, then the one that passes them on: so the log is whole when the program has ended.
    server->reset();
    housekeeping.reset();
    runner.reset();
    dispatcher->drain();
    return 0;
}

}  // namespace guildhall::app
