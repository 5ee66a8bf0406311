#pragma once
/// Several people in one application: asking them, the link that is bound to one of them, what they do, and whether it
/// still holds.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "casework/requirement.hpp"
#include "jobs/jobs.hpp"
#include "journeys/drafts.hpp"
#include "journeys/part.hpp"
#include "notifications/notifications.hpp"
#include "store/store.hpp"
#include "vault/vault.hpp"
#include "words/languages.hpp"

namespace guildhall::parties {

enum class State {
    not_asked,  ///< never, or taken back
    asked,      ///< a link is on its way
    opened,     ///< the link is bound to a reader
    done,       ///< signed, or their answers handed in; it holds
    changed,    ///< was done, and does not hold any more
    declined,
};

/// Somebody who takes part, as it stands now.
struct Person {
    journeys::Participant who;  ///< borrows the draft's service
    std::string id{};           ///< in addresses; empty before they were first asked
    State state = State::not_asked;
    bool waits = false;        ///< for somebody before them
    base::Instant asked_at{};  ///< what has not happened is at the epoch
    base::Instant opened_at{};
    base::Instant done_at{};
    std::string signed_name{};     ///< as they typed it
    bool not_them = false;         ///< declined: they are not who was meant
    std::string declined_words{};  ///< what they wrote, perhaps nothing
};

/// Everybody who takes part, in the order of the service.
struct Overview {
    std::vector<Person> people;
    [[nodiscard]] const Person* find(std::string_view id) const;
    /// Everybody who has to is done: the application can be sent in.
    [[nodiscard]] bool ready() const;
    /// Somebody can be asked now and was not.
    [[nodiscard]] bool can_ask() const;
    /// Ids of the service's parties that are done: their answers can be read.
    [[nodiscard]] bool is_done(std::string_view party) const;
    [[nodiscard]] bool anybody_signed() const;
};

/// A link or a page of somebody who takes part, before they are known.
struct Invitation {
    std::string id;
    std::shared_ptr<const catalogue::Service> service;
    std::string asker_first_name;  ///< may be empty
    State state = State::asked;
    bool bound = false;  ///< to the reader who asks
    bool sent_in = false;
};

/// What somebody who takes part has before them.
struct Part {
    journeys::Draft draft;
    const catalogue::Party* party = nullptr;  ///< of the draft's service
    Person person;
    std::string asker;  ///< who applies; may be empty
    bool ready = true;  ///< false: who applies is changing the application, or it is not their turn
};

/// What they do at the end.
struct Act {
    std::string name;   ///< typed, of who signs
    std::string shown;  ///< fingerprint of what they had before them, see `shown_to`
};

/// What stands with an application that was sent in.
struct Signature {
    std::string party;      ///< `your partner`
    std::string name;       ///< as typed; of who only answered, as the applicant gave it
    std::string statement;  ///< empty: they answered and signed nothing
    base::Instant at{};
    std::string commitment;  ///< hex, as in the event; empty when nothing was signed
};
[[nodiscard]] std::vector<Signature> signatures_of(const base::Json& kept);

struct Settings {
    std::string place;   ///< under every message
    std::string origin;  ///< what links begin with
    /// The e-mail address of the account that is this vault subject; empty for a visitor.
    std::function<base::Result<std::string>(const std::string& subject)> account_email;
};

inline constexpr std::chrono::days link_lifetime{14};
inline constexpr std::chrono::days reminded_after{5};
inline constexpr std::chrono::minutes between_links{10};
inline constexpr int most_mails = 20;  ///< to one person about one application
inline constexpr std::size_t longest_name = 100;
inline constexpr std::size_t longest_words = 500;

/// Thread-safe. Borrows what it is made from.
class Parties final : public casework::Requirement {
public:
    Parties(
        store::Store& store, vault::Vault& vault, journeys::Drafts& drafts, notifications::Notifier& notifier,
        const words::Languages& languages, Settings settings, const base::Clock& clock, base::Random& random
    );

    // For who applies; the draft is theirs.

    [[nodiscard]] base::Result<Overview> overview(const journeys::Draft& draft) const;
    /// Asks everybody who can be asked and was not, in the language of `locale`. The applicant's part is complete.
    [[nodiscard]] base::Result<base::Done> ask(const journeys::Draft& draft, const words::Locale& locale);
    /// A new link for one of them, whatever became of the last; `too_many_requests` within ten minutes.
    [[nodiscard]] base::Result<base::Done> ask_again(
        const journeys::Draft& draft, std::string_view id, const words::Locale& locale
    );
    /// Stops the link, and tells them.
    [[nodiscard]] base::Result<base::Done> take_back(const journeys::Draft& draft, std::string_view id);
    /// After a change: what does not hold any more is noted, and who signed it is told.
    [[nodiscard]] base::Result<base::Done> settle(const journeys::Draft& draft);

    // For who was asked. `reader` is the vault subject of their session or account.

    /// `not_found` when there is no such person. Says nothing of the application but its service.
    [[nodiscard]] base::Result<Invitation> invitation(std::string_view id, std::string_view reader) const;
    /// Whether the key opens it now.
    [[nodiscard]] base::Result<bool> opens(std::string_view id, std::string_view key) const;
    /// Binds the link to the reader: it works for nobody else then. `forbidden` for who applies themselves, `expired`
    /// when the key is used or too old.
    [[nodiscard]] base::Result<base::Done> bind(std::string_view id, std::string_view key, std::string_view reader);
    /// Mails a fresh link to the address that was asked, at most one in ten minutes. The answer is the same whether
    /// there is such a person or not.
    [[nodiscard]] base::Result<base::Done> send_link(std::string_view id);
    /// `not_found` unless bound to the reader and open.
    [[nodiscard]] base::Result<Part> part(std::string_view id, std::string_view reader) const;
    /// Leaves an access record that who applies can see, and an event; one in half an hour.
    [[nodiscard]] base::Result<base::Done> note_reading(const Part& part);
    /// Signs, or hands the answers in. `conflict` when the answers are others than those shown.
    [[nodiscard]] base::Result<base::Done> finish(const Part& part, const Act& act, const words::Locale& locale);
    [[nodiscard]] base::Result<base::Done> decline(const Part& part, bool not_them, std::string_view said);
    /// Fingerprint of what the person has before them.
    [[nodiscard]] std::string shown_to(const Part& part, const words::Locale& locale) const;

    /// Who read under this id, by the name that the applicant gave; empty when it is nobody's of this subject.
    [[nodiscard]] std::string name_of_reader(std::string_view subject, std::string_view actor) const;

    // Wiring.

    /// In the transaction of a sign-in.
    void move(store::WriteTransaction& transaction, std::string_view from, std::string_view to);
    /// In the transaction that erases a draft.
    void forget(store::WriteTransaction& transaction, const std::string& draft);
    /// For the job runner, as `party.remind`.
    [[nodiscard]] jobs::Handler remind_handler();

    [[nodiscard]] std::string_view name() const override { return "signatures"; }
    [[nodiscard]] base::Result<casework::Met> meet(const journeys::Draft& draft, const journeys::Standing& standing)
        const override;

private:
    struct Row;
    struct Loaded;
    struct Ask;
    enum class Mail { first, again, after_change, fresh, reminder };

    [[nodiscard]] base::Result<std::vector<Loaded>> load(const journeys::Draft& draft) const;
    [[nodiscard]] base::Result<Loaded> load_one(std::string_view id) const;
    [[nodiscard]] Overview overview_of(const journeys::Draft& draft, const std::vector<Loaded>& rows) const;
    [[nodiscard]] Person person_of(
        const journeys::Draft& draft, const journeys::Answers& answers, const journeys::Participant& who,
        const Loaded* row
    ) const;
    [[nodiscard]] bool holds(
        const journeys::Draft& draft, const journeys::Answers& answers, const journeys::Participant& who,
        const Loaded& row
    ) const;
    [[nodiscard]] base::Result<Ask> prepare_ask(
        const journeys::Draft& draft, const Person& person, const Loaded* row, const words::Locale& locale, Mail mail
    );
    [[nodiscard]] bool apply(store::WriteTransaction& transaction, const Ask& ask);
    [[nodiscard]] base::Result<notifications::PreparedNotice> tell_applicant(
        const journeys::Draft& draft, const notifications::Message& message
    );
    [[nodiscard]] base::Result<notifications::PreparedNotice> tell_person(
        const Loaded& row, const notifications::Message& message
    );
    [[nodiscard]] base::Result<vault::SealedRecord> seal(std::string_view subject, const base::Json& record);

    store::Store& store_;
    vault::Vault& vault_;
    journeys::Drafts& drafts_;
    notifications::Notifier& notifier_;
    const words::Languages& languages_;
    const Settings settings_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace guildhall::parties
