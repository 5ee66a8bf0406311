#include "casework/paying.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/log.hpp"
#include "catalogue/testing.hpp"
#include "payments/reconcile.hpp"
#include "payments/testing.hpp"
#include "vault/testing.hpp"

namespace guildhall::casework {
namespace {

using namespace std::chrono_literals;
using payments::ProviderState;
using payments::ScriptedProvider;
using payments::State;

constexpr const char* stall = R"yaml(service: stall
version: 1
title: Put up a stall
summary: A place on the market.
topics: [market]
fee:
  amount: if size = "large" then 48 else 24
  for: A place on the market
questions:
  size:
    ask: How large is it?
    type: radios
    options: {small: Small, large: Large}
  sells:
    ask: What do you sell?
    type: text
  contact:
    from: bank/contact
)yaml";

class Nowhere final : public notifications::Mailer {
public:
    base::Result<base::Done> send(const notifications::Mail&) override { return base::Done{}; }
};

class PayingTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        folder_.write("stall/service.yaml", stall);
        base::Complaints complaints;
        auto opened = catalogue::Catalogue::open({.directory = folder_.path()}, *house_.store, log_, complaints);
        ASSERT_TRUE(opened) << catalogue::testing::all_text(complaints);
        catalogue_ = *std::move(opened);
        documents_.emplace(*house_.store, *house_.vault, nullptr, house_.clock, house_.random);
        drafts_.emplace(*house_.store, *house_.vault, *catalogue_, *documents_, house_.clock, house_.random);
        cases_.emplace(*house_.store, *house_.vault, *catalogue_, *drafts_, house_.clock, house_.random);
        notifier_.emplace(*house_.store, *house_.vault, mailer_, house_.clock, house_.random);
        base::Complaints words;
        auto languages = words::Languages::open(words);
        ASSERT_TRUE(languages);
        languages_ = *std::move(languages);
        notices_.emplace(*house_.store, *house_.vault, *cases_, *notifier_, *languages_, sender_, house_.clock, log_);
        payments_.emplace(*house_.store, provider_, house_.clock, house_.random);
        restart();
    }
    /// As after a kill: nothing is left but the database.
    void restart() {
        paying_.emplace(
            Paying::Rooms{
                *house_.store, *house_.vault, *drafts_, *cases_, *notices_, *notifier_, *languages_, house_.clock, log_
            },
            &*payments_, sender_
        );
    }
    journeys::Draft complete(const std::string& size = "small", const std::string& subject = "visitor") {
        auto draft = drafts_->start(subject, catalogue_->get("stall"));
        EXPECT_TRUE(draft);
        return change(*draft, size);
    }
    journeys::Draft change(const journeys::Draft& draft, const std::string& size, const std::string& sells = "Apples") {
        auto changed = drafts_->change(draft.id, draft.subject, [&](journeys::Answers& answers) {
            answers["size"] = size;
            answers["sells"] = sells;
            answers["contact"] =
                base::Json::Object{{"name", "Someone"}, {"email", "someone@example.org"}, {"phone", ""}};
            return true;
        });
        EXPECT_TRUE(changed) << (changed ? "" : changed.error().detail.text);
        return *changed;
    }
    Begun begin(const journeys::Draft& draft) {
        const auto begun = paying_->begin(draft, *draft.service, "en");
        EXPECT_TRUE(begun) << (begun ? "" : begun.error().detail.text);
        return begun ? *begun : Begun{};
    }
    payments::Payment payment(const std::string& id) { return *payments_->find(id); }
    void pays(const std::string& id) { provider_.becomes(payment(id).provider_payment, ProviderState::success); }
    Settled settle(const std::string& id) {
        const auto settled = paying_->settle(id);
        EXPECT_TRUE(settled) << (settled ? "" : settled.error().detail.text);
        return settled ? *settled : Settled{};
    }
    void poll_later(std::chrono::microseconds after = 1min) {
        house_.clock.advance(after);
        paying_->poll();
    }
    std::int64_t count(const char* sql) {
        const store::Query query{"test.count", sql};
        const auto rows = house_.store->read([&](store::ReadTransaction& read) { return read.query(query); });
        return rows->at(0).integer(0);
    }
    std::int64_t cases() { return count("SELECT COUNT(*) FROM cases"); }
    std::vector<std::string> told(const std::string& subject = "visitor") {
        std::vector<std::string> subjects;
        const auto inbox = notifier_->inbox(subject);
        for (const auto& notice : inbox->notices) subjects.push_back(notice.message.subject);
        return subjects;
    }
    /// What the provider has of the people's money, less what it gave back.
    std::int64_t taken() {
        std::int64_t sum = 0;
        for (const auto& one : provider_.payments()) {
            if (one.state == ProviderState::success) sum += one.amount;
        }
        for (const auto& one : provider_.refunds()) sum -= one.amount;
        return sum;
    }

    base::NullLog log_;
    vault::VaultForTest house_{GetParam()};
    catalogue::testing::ScratchFolder folder_;
    NoticeSender sender_{"Eastmere", "https://example.org", {}, {}};
    Nowhere mailer_;
    std::unique_ptr<catalogue::Catalogue> catalogue_;
    std::unique_ptr<words::Languages> languages_;
    std::optional<documents::Documents> documents_;
    std::optional<journeys::Drafts> drafts_;
    std::optional<Cases> cases_;
    std::optional<notifications::Notifier> notifier_;
    std::optional<CaseNotices> notices_;
    ScriptedProvider provider_{house_.clock};
    std::optional<payments::Payments> payments_;
    std::optional<Paying> paying_;
};

TEST_P(PayingTest, NothingWithAFeeIsSentInUnpaid) {
    const auto draft = complete();
    EXPECT_FALSE(cases_->submit(draft));
    const Paid less{{2300, "GBP"}, house_.clock.now(), [](std::string_view) {
                        return [](store::WriteTransaction&) { return true; };
                    }};
    EXPECT_FALSE(cases_->submit(draft, std::nullopt, &less));
    EXPECT_EQ(cases(), 0);
}

TEST_P(PayingTest, WhoPaidAndComesBackHasSentIn) {
    const auto draft = complete();
    const Begun begun = begin(draft);
    EXPECT_EQ(begun.page, "https://pay.example.org/there1");
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::unpaid);
    EXPECT_EQ(cases(), 0);
    pays(begun.payment);
    const Settled settled = settle(begun.payment);
    EXPECT_EQ(settled.stage, PaymentStage::sent_in);
    EXPECT_FALSE(settled.reference.empty());
    EXPECT_EQ(settle(begun.payment).reference, settled.reference) << "the page loaded again";
    const auto found = cases_->load_own(settled.reference, "visitor");
    ASSERT_TRUE(found && found->payment);
    EXPECT_EQ(found->payment->payment.amount, (words::Money{2400, "GBP"}));
    EXPECT_EQ(taken(), 2400);
}

TEST_P(PayingTest, WhatDidNotWorkTakesNothingAndCanBeTriedAgain) {
    const auto draft = complete();
    for (const auto state : {ProviderState::declined, ProviderState::cancelled, ProviderState::expired}) {
        const Begun begun = begin(draft);
        provider_.becomes(payment(begun.payment).provider_payment, state);
        EXPECT_EQ(settle(begun.payment).stage, PaymentStage::failed);
    }
    EXPECT_EQ(cases(), 0);
    const Begun begun = begin(draft);
    pays(begun.payment);
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::sent_in);
    EXPECT_EQ(taken(), 2400);
}

TEST_P(PayingTest, WhileTheBankThinksNothingIsChargedAgain) {
    const auto draft = complete();
    const Begun begun = begin(draft);
    provider_.becomes(payment(begun.payment).provider_payment, ProviderState::submitted);
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::waiting);
    EXPECT_EQ(begin(draft).payment, begun.payment) << "trying again comes to the same payment";
    EXPECT_EQ(provider_.payments().size(), 1U);
}

TEST_P(PayingTest, WhoPaidAndNeverCameBackHasSentInAllTheSame) {
    const Begun begun = begin(complete());
    pays(begun.payment);
    poll_later();
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(payment(begun.payment).state, State::used);
    poll_later(1h);
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(taken(), 2400);
}

TEST_P(PayingTest, AnswersThatChangedAreNotSentInForAnybodyButThePaymentCounts) {
    const auto draft = complete();
    const Begun begun = begin(draft);
    pays(begun.payment);
    const auto changed = change(draft, "small", "Pears");
    poll_later();
    EXPECT_EQ(cases(), 0);
    EXPECT_EQ(payment(begun.payment).state, State::held);
    EXPECT_EQ(told(), std::vector<std::string>{"We have your payment"});
    poll_later(2h);
    EXPECT_EQ(told().size(), 1U) << "told once";
    const Begun again = begin(changed);
    EXPECT_FALSE(again.reference.empty()) << "sent in without paying again";
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(taken(), 2400);
    EXPECT_EQ(payment(begun.payment).state, State::used);
}

TEST_P(PayingTest, APaymentOfAnotherAmountGoesBackWhenTheNewOneBegins) {
    const auto draft = complete("small");
    const Begun begun = begin(draft);
    pays(begun.payment);
    const auto changed = change(draft, "large");
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::held);
    EXPECT_EQ(cases(), 0);
    const Begun again = begin(changed);
    EXPECT_TRUE(again.reference.empty());
    EXPECT_EQ(taken(), 0) << "the 24 went back";
    pays(again.payment);
    EXPECT_EQ(settle(again.payment).stage, PaymentStage::sent_in);
    EXPECT_EQ(taken(), 4800);
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::given_back);
}

TEST_P(PayingTest, PaidTwiceGoesBackOnceAndThePersonIsTold) {
    const auto draft = complete();
    // Two tabs at the same moment: each sees no payment yet, so each begins one.
    std::string second;
    bool first = true;
    provider_.before_create = [&] {
        if (!std::exchange(first, false)) return;
        payments::Payments other(*house_.store, provider_, house_.clock, house_.random);
        const auto rows = *other.of_draft(draft.id);
        ASSERT_EQ(rows.size(), 1U);
        // The other tab's look comes before this one's payment exists at the provider.
        second = begin(change(draft, "small", "Apples, too")).payment;
    };
    const Begun begun = begin(draft);
    ASSERT_NE(begun.payment, second);
    pays(begun.payment);
    pays(second);
    const Settled of_second = settle(second);
    EXPECT_EQ(of_second.stage, PaymentStage::sent_in);
    const Settled of_first = settle(begun.payment);
    EXPECT_EQ(of_first.stage, PaymentStage::given_back);
    EXPECT_EQ(of_first.reference, of_second.reference);
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(taken(), 2400);
    EXPECT_EQ(told(), std::vector<std::string>{"We are paying you back £24.00"});
    poll_later(2h);
    poll_later(2h);
    EXPECT_EQ(taken(), 2400);
    EXPECT_EQ(provider_.refunds().size(), 1U);
}

TEST_P(PayingTest, ManyAtOnceSettleAPaymentOnce) {
    const Begun begun = begin(complete());
    pays(begun.payment);
    std::atomic<int> sent_in = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&] {
                const auto settled = paying_->settle(begun.payment);
                if (settled && settled->stage == PaymentStage::sent_in) ++sent_in;
            });
        }
    }
    EXPECT_EQ(sent_in, 6) << "all hear the same";
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM events WHERE type = 'payment.received'"), 1);
    EXPECT_EQ(taken(), 2400);
}

TEST_P(PayingTest, ACrashBetweenProviderAndDatabaseLosesNothing) {
    const auto draft = complete();
    provider_.after_create = [] { return std::optional{ScriptedProvider::crash()}; };
    EXPECT_FALSE(paying_->begin(draft, *draft.service, "en"));
    provider_.after_create = {};
    // The provider has it, we do not know; the person pays it nevertheless (from a page that came through late).
    provider_.becomes("there1", ProviderState::success);
    restart();
    poll_later(2min);
    EXPECT_EQ(cases(), 1);
    EXPECT_EQ(taken(), 2400);
    const auto found = payments::reconcile(*house_.store, provider_, house_.clock.now() - 1h, house_.clock.now() + 1h);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->differences.empty());
}

TEST_P(PayingTest, ACrashWhileGivingBackGivesBackOnce) {
    const auto draft = complete("small");
    const Begun begun = begin(draft);
    pays(begun.payment);
    (void)change(draft, "large");
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::held);
    provider_.after_refund = [] { return std::optional{ScriptedProvider::crash()}; };
    const auto now = *drafts_->load(draft.id, "visitor");
    (void)paying_->begin(now, *now.service, "en");
    EXPECT_EQ(provider_.refunds().size(), 1U);
    provider_.after_refund = {};
    restart();
    poll_later(1h);
    EXPECT_EQ(provider_.refunds().size(), 1U);
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM refunds WHERE state = 'done'"), 1);
}

TEST_P(PayingTest, WhatWasPaidForADraftThatIsNeverSentInGoesBack) {
    const auto draft = complete();
    const Begun begun = begin(draft);
    pays(begun.payment);
    (void)change(draft, "small", "Plums");
    EXPECT_EQ(settle(begun.payment).stage, PaymentStage::held);
    poll_later(std::chrono::days{28});
    EXPECT_EQ(taken(), 2400);
    poll_later(std::chrono::days{2});
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(told().front(), "We are paying you back £24.00");
}

TEST_P(PayingTest, WhatWasPaidForADraftThatIsGoneGoesBack) {
    const auto draft = complete();
    const Begun begun = begin(draft);
    pays(begun.payment);
    ASSERT_EQ(*drafts_->expire(house_.clock.now() + std::chrono::days{31}), 1);
    poll_later();
    EXPECT_EQ(taken(), 0);
    EXPECT_EQ(cases(), 0);
}

TEST_P(PayingTest, StaffGiveBackPartOrAllButNeverMore) {
    const Begun begun = begin(complete());
    pays(begun.payment);
    const std::string reference = settle(begun.payment).reference;
    EXPECT_FALSE(paying_->refund(reference, "staff", "5", "They asked")) << "the case is not on screen";
    ASSERT_TRUE(cases_->open_for_staff(reference, "staff"));
    for (const auto& [amount, reason] :
         {std::pair{"5", ""}, {"", "r"}, {"24.01", "r"}, {"0", "r"}, {"-1", "r"}, {"1.005", "r"}}) {
        const auto refused = paying_->refund(reference, "staff", amount, reason);
        ASSERT_FALSE(refused) << amount;
        EXPECT_EQ(refused.error().code, base::ErrorCode::invalid_input);
    }
    ASSERT_TRUE(paying_->refund(reference, "staff", "5", "It rained"));
    EXPECT_EQ(taken(), 1900);
    EXPECT_FALSE(paying_->refund(reference, "staff", "19.01", "More"));
    ASSERT_TRUE(paying_->refund(reference, "staff", "19.00", "It rained on"));
    EXPECT_EQ(taken(), 0);
    const auto found = cases_->load_own(reference, "visitor");
    ASSERT_EQ(found->payment->refunds.size(), 2U);
    EXPECT_EQ(found->payment->refunds[0].reason, "It rained");
    EXPECT_EQ(found->payment->payment.left(), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM events WHERE type = 'payment.refunded'"), 2);
    EXPECT_EQ(told().size(), 2U);
}

TEST_P(PayingTest, WithoutAProviderNothingIsPaidAndNothingSentIn) {
    Paying without(
        {*house_.store, *house_.vault, *drafts_, *cases_, *notices_, *notifier_, *languages_, house_.clock, log_},
        nullptr, sender_
    );
    const auto draft = complete();
    const auto standing = journeys::stand(*draft.service, draft.answers, house_.clock.now());
    EXPECT_FALSE(without.standing_of(draft, standing)->can_pay);
    EXPECT_FALSE(without.begin(draft, *draft.service, "en"));
    without.poll();
}

INSTANTIATE_TEST_SUITE_P(Engines, PayingTest, testing::ValuesIn(vault::engines_for_test()), [](const auto& engine) {
    return engine.param == store::Engine::sqlite ? "sqlite" : "postgres";
});

}  // namespace
}  // namespace guildhall::casework
