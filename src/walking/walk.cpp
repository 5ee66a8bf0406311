#include "walking/walk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "journeys/journey.hpp"
#include "journeys/looked_up.hpp"
#include "journeys/sample.hpp"
#include "walking/internal/browser.hpp"
#include "walking/internal/forms.hpp"
#include "walking/internal/outbox.hpp"

namespace guildhall::walking {
namespace {

using catalogue::Question;
using catalogue::QuestionType;
using internal::Form;
using journeys::Address;

/// The smallest PDF that is one, and a picture of one pixel (PNG).
constexpr std::string_view small_pdf =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
constexpr unsigned char small_png[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
                                       0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
                                       0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00,
                                       0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x64, 0xf8, 0xcf, 0x50,
                                       0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0x00, 0x00,
                                       0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/// `children/born` of `children/2/born`: pages are the same for every member.
std::string page_path(const Address& address) {
    std::string path;
    for (const auto& member : address.members) path += member.repeat + "/";
    return path + address.page;
}

void collect_pages(
    const std::vector<Question>& questions, const std::vector<catalogue::Page>& pages, const std::string& before,
    std::set<std::string>& out
) {
    for (const auto& page : pages) {
        out.insert(before + page.id);
        for (const std::size_t place : page.questions) {
            const Question& question = questions[place];
            if (question.repeat)
                collect_pages(question.repeat->questions, question.repeat->pages, before + question.id + "/", out);
        }
    }
}

/// One visitor on the way.
class Walker {
public:
    Walker(const catalogue::Service& service, const WalkOptions& options, Seen& seen)
        : service_(service),
          options_(options),
          seen_(seen),
          outbox_(options.outbox),
          browser_(std::make_unique<internal::Browser>(options.origin, options.language)),
          seed_(options.seed * 1'000'003) {}

    Walked run() {
        begin();
        while (walked_.problem.empty() && walked_.reference.empty()) {
            if (static_cast<int>(walked_.steps.size()) > options_.most_pages) {
                stop(fmt::format("more than {} pages, and no end", options_.most_pages));
                break;
            }
            step();
        }
        return std::move(walked_);
    }

private:
    void stop(std::string why) { walked_.problem = std::move(why); }

    /// Opens a page of this site and follows where it leads; nothing when it cannot.
    std::optional<internal::ReadPage> open(std::string path) {
        constexpr int most_redirects = 8;
        for (int i = 0; i < most_redirects; ++i) {
            const auto page = browser_->get(path);
            if (!page) {
                stop(page.error().detail.text);
                return std::nullopt;
            }
            if (page->status >= 300 && page->status < 400 && !page->location.empty()) {
                path = page->location;
                continue;
            }
            return arrive(path, *page);
        }
        stop("redirects in a circle at " + path);
        return std::nullopt;
    }

    std::optional<internal::ReadPage> arrive(const std::string& path, const internal::Page& page) {
        path_ = path.substr(0, path.find_first_of("?#"));
        internal::ReadPage read = internal::read_page(page.body);
        const std::string address = address_of(path_);
        walked_.steps.push_back({address, page.status, read.heading});
        if (options_.page) options_.page(address, page.body);
        if (page.status != 200) {
            stop(fmt::format("{} answers {}: {}", path_, page.status, read.errors.empty() ? read.heading : read.errors)
            );
            return std::nullopt;
        }
        return read;
    }

    /// Behind `/apply/DRAFT/` and `/parties/PERSON/answer/`; the whole path elsewhere.
    static std::string address_of(const std::string& path) {
        constexpr std::string_view answer = "/answer/";
        if (path.starts_with("/parties/")) {
            const auto at = path.find(answer);
            return at == std::string::npos ? path : path.substr(at + answer.size());
        }
        constexpr std::string_view apply = "/apply/";
        if (!path.starts_with(apply)) return path;
        const auto slash = path.find('/', apply.size());
        return slash == std::string::npos ? path : path.substr(slash + 1);
    }

    void begin() {
        const std::string guide = "/services/" + service_.id;
        const auto page = open(guide);
        if (!page) return;
        const Form* form = page->form_to(guide + "/start");
        // A guide informs; there is nothing to send in.
        if (!form && service_.questions.empty()) {
            walked_.reference = "-";
            return;
        }
        if (!form) {
            stop("the guide has no button to start");
            return;
        }
        send(*form, {}, {});
    }

    /// Sends a form and goes where it leads. What is refused stops the walk.
    bool send(const Form& form, internal::Fields fields, const std::vector<internal::File>& files) {
        fields.insert(fields.begin(), form.hidden.begin(), form.hidden.end());
        const auto page = browser_->post(form.action, fields, files, form.multipart);
        if (!page) {
            stop(page.error().detail.text);
            return false;
        }
        if (page->status < 300 || page->status >= 400) {
            const auto read = internal::read_page(page->body);
            if (options_.page) options_.page(address_of(form.action), page->body);
            stop(fmt::format(
                "{} does not take the answers ({}): {}", form.action, page->status,
                read.errors.empty() ? read.heading : read.errors
            ));
            return false;
        }
        arrived_ = open(page->location);
        return arrived_.has_value();
    }

    void step() {
        const std::string address = address_of(path_);
        const internal::ReadPage page = *arrived_;
        if (address == "check") {
            finish(page);
            return;
        }
        const auto parsed = Address::parse(address);
        const auto standing = journeys::stand(service_, answers_, options_.now);
        const auto* here = parsed ? standing.find(*parsed) : nullptr;
        const Form* form = page.form_to(path_);
        if (!here || !form) {
            stop(path_ + (here ? " has no form to send" : " is no page that should be asked now"));
            return;
        }
        if (std::count_if(walked_.steps.begin(), walked_.steps.end(), [&](const Step& step) {
                return step.address == address;
            }) > most_visits) {
            stop(path_ + " comes again and again");
            return;
        }
        seen_.pages.insert(page_path(*parsed));
        if (here->page->kind == catalogue::Page::Kind::repeat) {
            answer_repeat(*form, *here);
        } else {
            answer_questions(*form, *here);
        }
    }

    void answer_questions(const Form& form, const journeys::PageStanding& here) {
        internal::Fields fields;
        std::vector<internal::File> files;
        std::vector<std::pair<std::string, base::Json>> given;
        const auto& members = here.address.members;
        journeys::Answers so_far = answers_;
        for (const auto& asked : here.questions) {
            const Question& question = *asked.question;
            // Those that hang on other answers of the page come when these are given.
            if (!asked.is_asked() || asked.perhaps) continue;
            if (question.type == QuestionType::file) {
                given.emplace_back(question.id, hand_in(question, files));
                continue;
            }
            const auto answer = choose(question, so_far, members, page_path(here.address));
            if (!answer) {
                walked_.at_a_loss = true;
                stop(fmt::format("no answer to `{}` on {} could be made up", question.id, path_));
                return;
            }
            for (const auto& [name, value] : journeys::fields_of(question, *answer)) {
                // A control that the page does not have cannot be filled.
                if (std::find(form.controls.begin(), form.controls.end(), name) == form.controls.end()) {
                    stop(fmt::format("{} has no control `{}`", path_, name));
                    return;
                }
                fields.emplace_back(name, value);
            }
            journeys::put(so_far, members, question.id, *answer);
            given.emplace_back(question.id, *answer);
        }
        if (!send(form, std::move(fields), files)) return;
        for (auto& [id, answer] : given) journeys::put(answers_, members, id, std::move(answer));
    }

    base::Json hand_in(const Question& question, std::vector<internal::File>& files) {
        const bool picture = std::find(question.accept.begin(), question.accept.end(), "pdf") == question.accept.end();
        internal::File file;
        file.field = question.id;
        file.name = picture ? "example.png" : "example.pdf";
        file.type = picture ? "image/png" : "application/pdf";
        file.bytes =
            picture ? std::string(reinterpret_cast<const char*>(small_png), sizeof small_png) : std::string{small_pdf};
        files.push_back(file);
        return base::Json::Array{base::Json::Object{{"name", file.name}, {"document", "handed-in"}}};
    }

    /// An answer; of choices one that no walk has given yet, when there is one.
    std::optional<base::Json> choose(
        const Question& question, const journeys::Answers& answers, const journeys::Members& members,
        const std::string& where
    ) {
        const bool is_choice =
            !question.options.empty() || question.type == QuestionType::yes_no || question.type == QuestionType::tick;
        std::optional<base::Json> answer;
        auto& values = seen_.values[where + "/" + question.id];
        const std::size_t tries = is_choice ? 2 * question.options.size() + 4 : 1;
        for (std::size_t i = 0; i < tries; ++i) {
            auto made = journeys::sample_answer(service_, question, answers, members, options_.now, ++seed_);
            if (!made) break;
            answer = std::move(made);
            if (!is_choice || !values.contains(answer->text())) break;
        }
        if (answer && is_choice) values.insert(answer->text());
        return answer;
    }

    void answer_repeat(const Form& form, const journeys::PageStanding& here) {
        const Question& question = *here.questions.front().question;
        const auto& members = here.address.members;
        const auto* group = journeys::answers_at(answers_, members);
        const auto kept = group ? group->find(question.id) : journeys::Answers::const_iterator{};
        const bool any = group && kept != group->end();
        const auto count = any ? static_cast<int>(journeys::members_of(kept->second).size()) : 0;
        // Deeper groups get fewer members, so that every walk ends.
        const int wanted = std::max(question.repeat->least, members.size() > 1 ? 1 : static_cast<int>(++seed_ % 3));
        const bool more = count < std::min(wanted, question.repeat->most) && count < question.repeat->least + 3;
        const bool has_choice = std::find(form.controls.begin(), form.controls.end(), "more") != form.controls.end();
        internal::Fields fields;
        if (has_choice) fields.emplace_back("more", more ? "yes" : "no");
        if (!send(form, std::move(fields), {})) return;
        if (more) {
            journeys::add_member(answers_, members, question.id);
        } else {
            journeys::set_complete(answers_, members, question.id, true);
        }
    }

    /// Asks whoever can be asked, acts as everybody whose invitation is in the mail, and comes back.
    void ask_others(const internal::ReadPage& page) {
        if (!outbox_.is_there()) {
            stop("others have to take part; say with --outbox where the server keeps their mail");
            return;
        }
        const std::string check = path_;
        const auto asks = std::find_if(page.forms.begin(), page.forms.end(), [](const Form& form) {
            return std::find(
                       form.hidden.begin(), form.hidden.end(), std::pair<std::string, std::string>{"do", "ask"}
                   ) != form.hidden.end();
        });
        if (asks != page.forms.end() && !send(*asks, {}, {})) return;
        const auto invitations = outbox_.new_invitations();
        if (invitations.empty()) {
            stop("it waits for others, and no invitation came");
            return;
        }
        auto own = std::move(browser_);
        for (const std::string& invitation : invitations) {
            browser_ = std::make_unique<internal::Browser>(options_.origin, options_.language);
            take_part(invitation);
            if (!walked_.problem.empty()) return;
        }
        browser_ = std::move(own);
        arrived_ = open(check);
    }

    /// As somebody who is asked: opens the link, answers what is theirs, signs.
    void take_part(const std::string& invitation) {
        const auto landing = open(invitation);
        if (!landing) return;
        const Form* form = landing->form_to(path_);
        if (!form) {
            stop(invitation + " has no button to go on");
            return;
        }
        if (!send(*form, {}, {})) return;
        const std::string start = path_;
        arrived_ = open(start + "/answer");
        while (walked_.problem.empty() && path_ != start) {
            if (address_of(path_) == "check") {
                sign();
            } else if (static_cast<int>(walked_.steps.size()) > options_.most_pages) {
                stop("no end for who takes part");
            } else {
                step();
            }
        }
    }

    void sign() {
        const internal::ReadPage page = *arrived_;
        const Form* form = page.form_to(path_);
        if (!form) {
            stop(path_ + " has no form to sign");
            return;
        }
        internal::Fields fields;
        const auto has = [&](std::string_view name) {
            return std::find(form->controls.begin(), form->controls.end(), name) != form->controls.end();
        };
        if (has("agree")) fields.emplace_back("agree", "yes");
        if (has("name")) fields.emplace_back("name", "Somebody Asked");
        send(*form, std::move(fields), {});
    }

    void finish(const internal::ReadPage& page) {
        if (!options_.send_in) {
            walked_.draft = path_.substr(0, path_.rfind('/'));
            walked_.cookies = browser_->cookies();
            walked_.reference = "-";
            return;
        }
        if (question_looked_up()) return;
        const Form* form = page.form_to(path_);
        if (!form && !service_.parties.empty()) {
            ask_others(page);
            return;
        }
        if (!form) {
            stop("the page with all answers has no form to send");
            return;
        }
        if (!send(*form, {}, {})) return;
        if (path_.find("://") != std::string::npos && !pay()) return;
        constexpr std::string_view cases = "/applications/";
        if (!path_.starts_with(cases)) {
            stop("sending in led to " + path_);
            return;
        }
        walked_.reference = path_.substr(cases.size(), path_.find('/', cases.size()) - cases.size());
    }

    /// A fee is paid on the pages of the payment sandbox; others want a card that nobody made up.
    bool pay() {
        const std::string site = path_.substr(0, path_.find('/', path_.find("://") + 3));
        const internal::ReadPage page = *arrived_;
        const Form* form = page.form_to(path_.substr(site.size()));
        if (!form || std::find(form->controls.begin(), form->controls.end(), "card") == form->controls.end()) {
            stop("there is a fee, and " + site + " is not the payment sandbox");
            return false;
        }
        Form there = *form;
        there.action = site + form->action;
        return send(there, {{"card", std::string{good_card}}}, {});
    }

    static constexpr std::string_view good_card = "4444 3333 2222 1111";
    /// Says otherwise, now and then, of an answer that a register or a map gave. True when the walk has moved.
    bool question_looked_up() {
        const auto standing = journeys::stand(service_, answers_, options_.now);
        for (const auto& page : standing.pages) {
            for (const auto& asked : page.questions) {
                const std::string where = page.address.text() + "#" + asked.question->id;
                if (!asked.looked_up || !considered_.insert(where).second) continue;
                constexpr std::uint64_t one_in = 3;
                if (++seed_ % one_in == 0 && claim(standing, page, *asked.question)) return true;
                if (!walked_.problem.empty()) return true;
            }
        }
        return false;
    }

    bool claim(const journeys::Standing& standing, const journeys::PageStanding& page, const Question& question) {
        const auto& members = page.address.members;
        const auto* relevant = journeys::answers_at(standing.relevant, members);
        const auto kept = relevant ? relevant->find(question.id) : journeys::Answers::const_iterator{};
        auto looked_up =
            relevant && kept != relevant->end() ? journeys::LookedUp::read(question, kept->second) : std::nullopt;
        if (!looked_up) return false;
        constexpr int tries = 8;
        for (int i = 0; i < tries && !looked_up->claimed; ++i) {
            auto made = journeys::sample_answer(service_, question, answers_, members, options_.now, ++seed_);
            if (made && !made->is_null() && *made != looked_up->found) looked_up->claimed = std::move(made);
        }
        if (!looked_up->claimed) return false;
        looked_up->why = "It has changed since.";
        const std::string draft = path_.substr(0, path_.rfind('/'));
        const auto shown = open(draft + "/" + page.address.text() + "?from=check&looked-up=" + question.id);
        if (!shown) return false;
        const Form* form = shown->form_to(path_);
        if (!form) {
            stop(path_ + " has no form to question what was looked up");
            return false;
        }
        internal::Fields fields;
        for (const auto& [name, value] : journeys::fields_of(question, *looked_up->claimed))
            fields.emplace_back(name, value);
        fields.emplace_back(question.id + "-why", looked_up->why);
        if (!send(*form, std::move(fields), {})) return false;
        journeys::put(answers_, members, question.id, looked_up->json());
        return true;
    }

    static constexpr int most_visits = 60;

    const catalogue::Service& service_;
    const WalkOptions& options_;
    Seen& seen_;
    internal::Outbox outbox_;
    std::unique_ptr<internal::Browser> browser_;  ///< of whoever acts now
    std::uint64_t seed_;
    journeys::Answers answers_;
    Walked walked_;
    std::string path_;
    std::optional<internal::ReadPage> arrived_;
    std::set<std::string> considered_;  ///< answers that were looked up, and questioned or not
};

}  // namespace

std::set<std::string> pages_of(const catalogue::Service& service) {
    std::set<std::string> pages;
    for (const auto& section : service.journey) collect_pages(service.questions, section.pages, "", pages);
    return pages;
}

Walked walk(const catalogue::Service& service, const WalkOptions& options, Seen& seen) {
    return Walker(service, options, seen).run();
}

}  // namespace guildhall::walking
