#include "house.hpp"

#include <stdexcept>

#include "base/ids.hpp"
#include "instance.hpp"

namespace guildhall::bench {
namespace {

template <class T>
T must(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message.text + " (" + result.error().detail.text + ")");
    return *std::move(result);
}

}  // namespace

House::House(const HouseOptions& options)
    : store_(must(app::open_database(options.data, options.database, options.connections, log_))),
      keys_(std::make_unique<vault::InstanceKeys>(must(app::keys_for(*store_, options.data, random_)))),
      vault_(std::make_unique<vault::Vault>(*store_, *keys_, options.data / "files", clock_, random_)) {
    must(vault_->confirm_keys());
    base::Complaints complaints;
    catalogue_ =
        must(catalogue::Catalogue::open({.directory = options.services, .dev = false}, *store_, log_, complaints));
    languages_ = must(words::Languages::open(complaints));
    documents_ = std::make_unique<documents::Documents>(*store_, *vault_, nullptr, clock_, random_);
    drafts_ = std::make_unique<journeys::Drafts>(*store_, *vault_, *catalogue_, *documents_, clock_, random_);
    cases_ = std::make_unique<casework::Cases>(*store_, *vault_, *catalogue_, *drafts_, clock_, random_);
    notifications::MailSettings mail;
    mail.outbox = options.data / "outbox";
    mail.from = "services@localhost.localdomain";
    mail.from_name = "Guildhall";
    mailer_ = must(notifications::make_mailer(mail));
    notifier_ = std::make_unique<notifications::Notifier>(*store_, *vault_, *mailer_, clock_, random_);
    const casework::NoticeSender sender{"Guildhall", "http://localhost:8080", {}, {}};
    notices_ = std::make_unique<casework::CaseNotices>(
        *store_, *vault_, *cases_, *notifier_, *languages_, sender, clock_, log_
    );
    ledger_ = std::make_unique<ledger::Ledger>(*store_, keys_->log, "localhost:8080/log", clock_);
    dispatcher_ = events::start_dispatcher(*store_, clock_, log_, {ledger_.get(), notices_.get(), &performance_});
}

journeys::Draft House::complete_draft(bool granted, bool wants_mail) {
    const auto service = catalogue_->get("fell-a-tree");
    if (!service) throw std::runtime_error("there is no service fell-a-tree");
    auto draft = must(drafts_->start(base::Uuid::make(clock_, random_).text(), service));
    const journeys::SentFields sent{
        {"trunk", granted ? "25" : "70"},
        {"place-text", "Behind the house"},
        {"protected", "yes"},
        {"reason", "It leans over the path to the school."},
        {"contact-name", "Test Person"},
        {"contact-email", "resident@example.org"},
    };
    for (;;) {
        const auto now = clock_.now();
        const auto standing = journeys::stand(*service, draft.answers, now);
        if (standing.complete()) return draft;
        for (const auto& asked : standing.next_page()->questions) {
            if (asked.answered) continue;
            const auto& question = *asked.question;
            if (question.type == catalogue::QuestionType::file) {
                draft.answers.emplace(
                    question.id, base::Json::Array{base::Json::Object{
                                     {"document", base::Uuid::make(clock_, random_).text()},
                                     {"name", "tree.png"},
                                     {"size", 73},
                                     {"type", "image/png"}
                                 }}
                );
                continue;
            }
            auto read = journeys::read_answer(question, sent, languages_->get("en"));
            if (!read.answer)
                throw std::runtime_error(
                    question.id + ": " + read.problems.front().problem.text(languages_->get("en"))
                );
            if (question.type == catalogue::QuestionType::contact && !wants_mail) read.answer->set("email", "");
            draft.answers.emplace(question.id, *std::move(read.answer));
        }
    }
}

casework::Submitted House::submit(const journeys::Draft& draft) {
    auto submitted = must(cases_->submit(draft));
    dispatcher_->wake();
    return submitted;
}

void House::settle() {
    // A drain waits ten seconds at most, and for what was there when it began; what follows events is events again.
    for (int patience = 0; patience < 100; ++patience) {
        const auto before = event_count();
        if (dispatcher_->drain() && event_count() == before) return;
    }
    throw std::runtime_error("the events do not settle");
}

std::int64_t House::event_count() {
    return must(store_->read([](store::ReadTransaction& transaction) { return events::size(transaction); }));
}

}  // namespace guildhall::bench
