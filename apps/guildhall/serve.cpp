// Wires everything by constructor, serves until SIGINT or SIGTERM.

#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <stop_token>
#include <thread>

#include "address_source.hpp"
#include "api/api.hpp"
#include "base/json.hpp"
#include "casework/corrections.hpp"
#include "casework/draft_reminders.hpp"
#include "casework/notices.hpp"
#include "commands.hpp"
#include "demo.hpp"
#include "desk/desk.hpp"
#include "html/accent.hpp"
#include "http/assets.hpp"
#include "http/server.hpp"
#include "instance.hpp"
#include "journeys/bank_answers.hpp"
#include "mandates/mandates.hpp"
#include "parties/parties.hpp"
#include "pay_sandbox.hpp"
#include "payments/reconcile.hpp"
#include "portal/portal.hpp"
#include "settings.hpp"

namespace guildhall::app {
namespace {

using namespace std::chrono_literals;

/// What nobody waits for: reminders of drafts, old drafts, answers remembered long enough, dead sessions, files that
/// nothing names. Once at start and every hour.
class Housekeeping {
public:
    Housekeeping(
        journeys::Drafts& drafts, journeys::BankAnswers& remembered, casework::DraftReminders& reminders,
        parties::Parties& parties, identity::Sessions& sessions, mandates::Mandates& mandates, vault::Vault& vault,
        const base::Clock& clock, base::Log& log
    )
        : thread_([&](const std::stop_token& stop) {
              std::mutex mutex;
              std::condition_variable_any wait;
              std::unique_lock lock(mutex);
              while (!stop.stop_requested()) {
                  const auto reminded = reminders.send_due();
                  const auto expired =
                      drafts.expire(clock.now(), [&](store::WriteTransaction& transaction, const std::string& draft) {
                          parties.forget(transaction, draft);
                      });
                  const auto forgotten = remembered.expire();
                  const auto swept = sessions.sweep(10'000);
                  const auto unanswered = mandates.sweep(1'000);
                  const std::size_t files = vault.sweep_files();
                  if (!reminded || !expired || !forgotten || !swept || !unanswered)
                      log.write(base::LogLevel::warning, "housekeeping.failed");
                  else if (*reminded + *expired + *forgotten + *swept + *unanswered + static_cast<std::int64_t>(files) >
                           0) {
                      log.write(
                          base::LogLevel::info, "housekeeping.done",
                          {{"reminders", std::to_string(*reminded)},
                           {"drafts", std::to_string(*expired)},
                           {"remembered", std::to_string(*forgotten)},
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

/// Payments that nobody came back from, and refunds: every few seconds. Once a day the provider's list is held against
/// ours.
class PaymentKeeping {
public:
    PaymentKeeping(casework::Paying& paying, store::Store& store, const base::Clock& clock)
        : thread_([&](const std::stop_token& stop) {
              std::mutex mutex;
              std::condition_variable_any wait;
              std::unique_lock lock(mutex);
              std::chrono::sys_days reconciled{};
              while (!stop.stop_requested()) {
                  paying.poll();
                  const auto today = std::chrono::floor<std::chrono::days>(clock.now());
                  if (today != reconciled) {
                      enqueue_reconciling(store, today);
                      reconciled = today;
                  }
                  wait.wait_for(lock, stop, 5s, [] { return false; });
              }
          }) {}

private:
    /// The same job for the same day, whichever node asks first.
    static void enqueue_reconciling(store::Store& store, std::chrono::sys_days today) {
        const auto id =
            base::Uuid::parse(fmt::format("00000000-0000-7000-8000-{:012d}", today.time_since_epoch().count()));
        const jobs::NewJob job{
            id.value_or(base::Uuid{}), "payments.reconcile", base::Json::Object{{"day", base::to_rfc3339(today)}}, today
        };
        (void)store.write([&](store::WriteTransaction& transaction) -> store::Outcome<base::Done> {
            jobs::enqueue(transaction, job);
            return store::commit();
        });
    }

    std::jthread thread_;
};

/// The day before the one that the job names, held against the provider's list; what differs is logged.
jobs::Handler reconciling(store::Store& store, payments::Provider& provider, base::Log& log) {
    return [&](const base::Json& payload) -> base::Result<base::Done> {
        const auto day = base::from_rfc3339(payload.string_at("day"));
        if (!day) return base::Done{};
        const auto found = payments::reconcile(store, provider, *day - std::chrono::days{1}, *day);
        if (!found) return found.error();
        for (const auto& one : found->differences) {
            log.write(
                base::LogLevel::warning, "payments.difference",
                {{"kind", std::string{payments::difference_name(one.kind)}},
                 {"reference", one.reference},
                 {"provider_payment", one.provider_payment}}
            );
        }
        log.write(
            base::LogLevel::info, "payments.reconciled",
            {{"day", base::to_rfc3339(*day - std::chrono::days{1})},
             {"payments", std::to_string(found->payments)},
             {"differences", std::to_string(found->differences.size())}}
        );
        return base::Done{};
    };
}

struct Started {
    std::string address;
    std::string data;
    std::string log_key;
    std::string pay_sandbox;  ///< where its pages are; empty: none runs
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
        if (!started.pay_sandbox.empty()) answer.set("pay_sandbox", started.pay_sandbox);
        std::puts(answer.text().c_str());
    } else {
        fmt::print("listening on {}\ndata in {}\nlog key {}\n", started.address, started.data, started.log_key);
        if (!started.pay_sandbox.empty()) fmt::print("payments go to the sandbox at {}\n", started.pay_sandbox);
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
    // Else every one of the many worker threads gets an arena of its own, which keeps what it once held. One more than
    // there are cores: with fewer, services that load on all cores wait for each other's memory.
    mallopt(M_ARENA_MAX, static_cast<int>(1 + std::max(1U, std::thread::hardware_concurrency())));
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

    const std::filesystem::path web = options.web.empty() ? web_folder() : options.web;
    std::map<std::string, std::string> styles;
    portal::Place place{
        .name = settings->name, .origin = origin, .agency = settings->agency, .contact = settings->contact
    };
    if (options.dev) place.folders = options.services;
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
    const std::string& signature = place.agency.empty() ? place.name : place.agency;
    mandates::Mandates mandates{
        **store, vault, accounts, documents, notifier, reader_languages, **languages, {signature, origin},
        clock,   random
    };
    const auto helper_email = [&](const casework::OnBehalf& helper) -> base::Result<std::string> {
        return mandates.acting(helper.mandate, helper.helper).subject.empty() ? std::string{}
                                                                              : account_email(helper.helper);
    };
    parties::Parties parties{**store, vault, drafts, notifier, **languages, {signature, origin, account_email},
                             clock,   random};
    journeys::BankAnswers remembered{**store, vault, **catalogue, clock};
    casework::Cases cases{**store, vault, **catalogue, drafts, clock, random, {&parties}};
    casework::Corrections corrections{**store, vault, drafts, clock, random};
    const casework::NoticeSender notice_sender{
        signature, origin, account_email, [&](const std::string& subject) { return reader_languages.of(subject); },
        helper_email
    };
    casework::CaseNotices notices{**store, vault, cases, notifier, **languages, notice_sender, clock, *log};
    std::unique_ptr<PaySandbox> sandbox;
    payments::ProviderSettings pay = settings->payments;
    if (pay.url.empty() && options.demo) {
        auto door = http::Listener::open("127.0.0.1", 0);
        if (!door) return fail(door.error(), options.json);
        pay.key = make_sandbox_key(random);
        auto started = PaySandbox::start(*std::move(door), {.web = web, .key = pay.key}, clock, random, *log);
        if (!started) return fail(started.error(), options.json);
        sandbox = *std::move(started);
        pay.url = sandbox->api();
        pay.page_origins = {sandbox->origin()};
    }
    std::unique_ptr<payments::Provider> provider;
    std::optional<payments::Payments> fees;
    if (!pay.url.empty()) {
        auto made = payments::make_govuk_pay(pay);
        if (!made) return fail(made.error(), options.json);
        provider = *std::move(made);
        fees.emplace(**store, *provider, clock, random);
    }
    for (const auto& service : (*catalogue)->all()) {
        if (!service->fee || (provider && provider->currency() == service->fee->currency)) continue;
        // It is offered all the same: its guide informs, and answers are kept.
        log->write(
            base::LogLevel::warning, "service.fee_cannot_be_paid",
            {{"service", service->id}, {"currency", service->fee->currency}}
        );
    }
    const auto on_behalf = [&](const std::string& helper, const std::string& mandate) {
        const auto profile = accounts.profile(helper);
        const std::string name = !profile ? std::string{} : profile->name.empty() ? profile->email : profile->name;
        return std::optional{casework::OnBehalf{helper, mandate, name, mandates.acting(mandate, helper).person}};
    };
    casework::Paying paying{
        {**store, vault, drafts, cases, notices, notifier, **languages, clock, *log, on_behalf},
        fees ? &*fees : nullptr,
        notice_sender
    };
    casework::DraftReminders reminders{**store, drafts, **catalogue, notifier, **languages, notice_sender, clock, *log};

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
    std::map<std::string, jobs::Handler> handlers{
        {"mail.send", notifier.mail_handler()},
        {"password.mail", password_resets.mail_handler()},
        {"party.remind", parties.remind_handler()}
    };
    if (provider) handlers.emplace("payments.reconcile", reconciling(**store, *provider, *log));
    auto runner = jobs::start_runner(**store, clock, random, *log, std::move(handlers), 2);

    std::vector<identity::DemoAccount> demo;
    if (options.demo) {
        auto made = identity::create_demo_accounts(accounts, "green-spaces");
        if (!made) return fail(made.error(), options.json);
        demo = *std::move(made);
        const auto helper = create_demo_helper(accounts, mandates, sessions, clock);
        if (!helper) return fail(helper.error(), options.json);
        demo.insert(demo.begin() + 1, helper->begin(), helper->end());
    }

    maps::Pictures pictures;
    const auto addresses = address_source(*settings);
    if (!addresses) return fail(addresses.error(), options.json);
    const portal::Parts portal_parts{
        place,    clock,      **store,     **catalogue, drafts,          parties,  cases,
        notices,  paying,     documents,   accounts,    password_resets, sessions, reader_languages,
        notifier, feedback,   ledger,      *dispatcher, vault,           *assets,  **languages,
        mandates, remembered, corrections, pictures,    addresses->get()
    };
    const desk::Parts desk_parts{settings->name, place.theme, clock,       **store,  **catalogue,
                                 cases,          paying,      documents,   accounts, feedback,
                                 *dispatcher,    *assets,     **languages, mandates, corrections};
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

    std::unique_ptr<PaymentKeeping> payment_keeping;
    if (provider) payment_keeping = std::make_unique<PaymentKeeping>(paying, **store, clock);
    auto housekeeping =
        std::make_unique<Housekeeping>(drafts, remembered, reminders, parties, sessions, mandates, vault, clock, *log);
    http::ServerOptions server_options;
    server_options.workers = settings->workers;
    server_options.read_timeout = std::chrono::seconds{settings->request_seconds};
    server_options.trusted_proxies = settings->trusted_proxies;
    server_options.page_language = [&](const http::Request& request) {
        return portal::page_language(portal_parts, request);
    };
    auto server = http::start_server(server_options, *std::move(listener), router, *log, clock);
    if (!server) return fail(server.error(), options.json);

    print_start(
        {fmt::format("http://{}:{}", address->host, port), std::filesystem::absolute(options.data).string(),
         ledger.verifier_key(), sandbox ? sandbox->origin() : std::string{}},
        demo, options.json
    );

    int signal_number = 0;
    sigwait(&ending, &signal_number);
    log->write(base::LogLevel::info, "server.stopping");
    // First all that records events, then the one that passes them on: so the log is whole when the program has ended.
    server->reset();
    payment_keeping.reset();
    housekeeping.reset();
    runner.reset();
    dispatcher->drain();
    return 0;
}

}  // namespace guildhall::app
