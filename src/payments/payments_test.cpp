#include "payments/payments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "base/log.hpp"
#include "payments/reconcile.hpp"
#include "payments/testing.hpp"
#include "store/testing.hpp"

namespace guildhall::payments {
namespace {

using namespace std::chrono_literals;

/// Those that tests can run on here.
std::vector<store::Engine> engines() {
    std::vector<store::Engine> all{store::Engine::sqlite, store::Engine::postgres};
    std::erase_if(all, [](store::Engine engine) { return !store::TestDatabase::available(engine); });
    return all;
}

class PaymentsTest : public testing::TestWithParam<store::Engine> {
protected:
    void SetUp() override {
        database_.emplace(GetParam());
        store_ = database_->open(store::all_migrations());
        payments_.emplace(*store_, provider_, clock_, random_);
    }
    static NewFee fee(std::int64_t minor = 2400, std::int64_t revision = 3) {
        return {
            .draft = "draft",
            .draft_revision = revision,
            .service = "fell-a-tree",
            .amount = {minor, "GBP"},
            .description = "A permit",
            .language = "en",
            .return_url = [](const std::string& payment) { return "https://example.org/pay/" + payment; }
        };
    }
    Payment begun(const NewFee& wanted) {
        auto looked = payments_->begin(wanted);
        EXPECT_TRUE(looked) << (looked ? "" : looked.error().detail.text);
        return looked ? looked->payment : Payment{};
    }
    /// Paid there, and written down here as waiting.
    Payment held() {
        const Payment payment = begun(fee());
        provider_.becomes(payment.provider_payment, ProviderState::success);
        EXPECT_TRUE(*payments_->hold(payment));
        return *payments_->find(payment.id);
    }
    base::Result<Refund> back(const Payment& payment, std::int64_t amount) {
        const auto refund = payments_->prepare_refund(payment, amount, Why::staff, "somebody");
        if (!refund) return refund.error();
        const auto asked = store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
            return store::commit(Payments::ask(transaction, *refund));
        });
        if (!asked) return asked.error();
        if (!*asked) return base::Error{base::ErrorCode::conflict, {}, {"not asked"}};
        return payments_->carry_out(refund->refund.id);
    }
    bool use(const Payment& payment, const std::string& case_id) {
        const auto prepared = payments_->prepare_use(payment, case_id);
        const auto used = store_->write([&](store::WriteTransaction& transaction) -> store::Outcome<bool> {
            return store::commit(Payments::use(transaction, prepared));
        });
        return used && *used;
    }
    std::vector<std::string> event_types() {
        static constexpr store::Query all{"test.events", "SELECT type FROM events ORDER BY event_id"};
        std::vector<std::string> types;
        const auto rows = store_->read([&](store::ReadTransaction& read) { return read.query(all); });
        for (const auto& row : *rows) types.push_back(row.text(0));
        return types;
    }

    std::optional<store::TestDatabase> database_;
    std::unique_ptr<store::Store> store_;
    base::ManualClock clock_{base::from_micros(1'795'000'000'000'000)};
    base::SeededRandom random_{7};
    ScriptedProvider provider_{clock_};
    std::optional<Payments> payments_;
};

TEST_P(PaymentsTest, BeginsOnceForTheSameAnswersAndAmount) {
    const Payment first = begun(fee());
    const Payment again = begun(fee());
    EXPECT_EQ(first.id, again.id);
    EXPECT_EQ(provider_.payments().size(), 1U);
    EXPECT_EQ(first.state, State::open);
    EXPECT_TRUE(first.reference.starts_with("PAY-")) << first.reference;
}

TEST_P(PaymentsTest, CancelsWhatWasBegunForOlderAnswers) {
    const Payment first = begun(fee(2400, 3));
    const Payment second = begun(fee(4800, 4));
    EXPECT_NE(first.id, second.id);
    EXPECT_EQ(provider_.payments()[0].state, ProviderState::cancelled);
    EXPECT_EQ(payments_->find(first.id)->state, State::failed);
    EXPECT_EQ(payments_->find(first.id)->failure, "superseded");
}

TEST_P(PaymentsTest, OfOlderAnswersThatIsPaidMeanwhileIsNotForgotten) {
    const Payment first = begun(fee(2400, 3));
    provider_.becomes(first.provider_payment, ProviderState::success);
    (void)begun(fee(4800, 4));
    const auto looked = payments_->look(*payments_->find(first.id));
    ASSERT_TRUE(looked);
    EXPECT_EQ(looked->payment.state, State::open);
    EXPECT_EQ(looked->there->state, ProviderState::success);
}

TEST_P(PaymentsTest, FindsWhatTheProviderMadeBeforeTheProgramStopped) {
    provider_.after_create = [] { return std::optional{ScriptedProvider::crash()}; };
    EXPECT_FALSE(payments_->begin(fee()));
    const auto rows = payments_->of_draft("draft");
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().state, State::opening);
    provider_.after_create = {};
    // Starting again, or the poller: both find it by its reference, and nothing is made twice.
    Payments restarted(*store_, provider_, clock_, random_);
    const auto looked = restarted.begin(fee());
    ASSERT_TRUE(looked);
    EXPECT_EQ(looked->payment.id, rows->front().id);
    EXPECT_EQ(looked->payment.state, State::open);
    EXPECT_EQ(provider_.payments().size(), 1U);
}

TEST_P(PaymentsTest, GivesUpWhatTheProviderNeverHeardOf) {
    provider_.after_create = [] { return std::optional{ScriptedProvider::crash()}; };
    EXPECT_FALSE(payments_->begin(fee()));
    provider_.forget_payments();
    clock_.advance(1min);
    auto due = payments_->claim_due(10);
    ASSERT_EQ(due->size(), 1U);
    EXPECT_EQ(payments_->look(due->front())->payment.state, State::opening) << "perhaps it is on its way";
    clock_.advance(10min);
    due = payments_->claim_due(10);
    ASSERT_EQ(due->size(), 1U);
    EXPECT_EQ(payments_->look(due->front())->payment.state, State::failed);
    EXPECT_TRUE(payments_->claim_due(10)->empty());
}

TEST_P(PaymentsTest, RefusesACurrencyThatTheAccountDoesNotHave) {
    NewFee euros = fee();
    euros.amount.currency = "EUR";
    const auto looked = payments_->begin(euros);
    ASSERT_FALSE(looked);
    EXPECT_EQ(looked.error().code, base::ErrorCode::unavailable);
    EXPECT_TRUE(payments_->of_draft("draft")->empty());
}

TEST_P(PaymentsTest, NotesWhyNothingWasPaid) {
    for (const auto& [state, failure] :
         {std::pair{ProviderState::declined, "declined"},
          {ProviderState::cancelled, "cancelled"},
          {ProviderState::expired, "expired"},
          {ProviderState::error, "error"}}) {
        const Payment payment = begun(fee());
        provider_.becomes(payment.provider_payment, state);
        const auto looked = payments_->look(payment);
        EXPECT_EQ(looked->payment.state, State::failed);
        EXPECT_EQ(payments_->find(payment.id)->failure, failure);
    }
    EXPECT_EQ(provider_.payments().size(), 4U) << "each try is a payment of its own";
}

TEST_P(PaymentsTest, IsUsedOnceByWhoeverComesFirst) {
    const Payment payment = held();
    std::atomic<int> uses = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&, i] {
                if (use(payment, "case" + std::to_string(i))) ++uses;
            });
        }
    }
    EXPECT_EQ(uses, 1);
    EXPECT_EQ(payments_->find(payment.id)->state, State::used);
    const auto types = event_types();
    EXPECT_EQ(std::count(types.begin(), types.end(), "payment.received"), 1);
}

TEST_P(PaymentsTest, WhatIsGivenBackIsNotUsedAndTheOtherWayRound) {
    const Payment first = held();
    ASSERT_TRUE(back(first, 2400));
    EXPECT_FALSE(use(first, "case")) << "its money is gone";
    NewFee other = fee();
    other.draft = "other";
    const Payment second = begun(other);
    provider_.becomes(second.provider_payment, ProviderState::success);
    EXPECT_TRUE(use(second, "case"));
    EXPECT_FALSE(*payments_->hold(second));
}

TEST_P(PaymentsTest, NeverGivesBackMoreThanWasPaid) {
    const Payment payment = held();
    EXPECT_FALSE(back(payment, 2401));
    EXPECT_FALSE(back(payment, 0));
    EXPECT_FALSE(back(payment, -1));
    ASSERT_TRUE(back(payment, 1000));
    const Payment after = *payments_->find(payment.id);
    EXPECT_EQ(after.left(), 1400);
    EXPECT_FALSE(back(after, 1401));
    EXPECT_FALSE(back(payment, 2400)) << "what it was before counts no more";
    ASSERT_TRUE(back(after, 1400));
    EXPECT_EQ(payments_->find(payment.id)->left(), 0);
    EXPECT_EQ(provider_.payments().front().refundable, 0);
    EXPECT_EQ(provider_.refunds().size(), 2U);
}

TEST_P(PaymentsTest, ManyRefundsAtOnceGiveBackNoMoreThanThereIs) {
    const Payment payment = held();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([&] { (void)back(payment, 900); });
    }
    std::int64_t sum = 0;
    for (const auto& refund : provider_.refunds()) sum += refund.amount;
    EXPECT_EQ(sum, payments_->find(payment.id)->refunded);
    EXPECT_LE(sum, 2400);
    EXPECT_GE(sum, 900);
}

TEST_P(PaymentsTest, ARefundThatTheProgramDidNotLiveToNoteIsNotMadeAgain) {
    const Payment payment = held();
    provider_.after_refund = [] { return std::optional{ScriptedProvider::crash()}; };
    EXPECT_FALSE(back(payment, 1000));
    provider_.after_refund = {};
    Payments restarted(*store_, provider_, clock_, random_);
    clock_.advance(1s);
    const auto due = restarted.claim_due_refunds(10);
    ASSERT_EQ(due->size(), 1U);
    int told = 0;
    const auto done = restarted.carry_out(due->front().id, [&](store::WriteTransaction&) { ++told; });
    ASSERT_TRUE(done);
    EXPECT_EQ(done->progress, RefundProgress::done);
    EXPECT_EQ(done->provider_refund, "back1");
    EXPECT_EQ(provider_.refunds().size(), 1U);
    EXPECT_EQ(told, 1);
    EXPECT_EQ(restarted.carry_out(due->front().id)->progress, RefundProgress::done) << "and once more changes nothing";
    EXPECT_EQ(provider_.refunds().size(), 1U);
}

TEST_P(PaymentsTest, ARefundBesideOneMadeByHandIsLeftToAPerson) {
    const Payment payment = held();
    provider_.give_back(payment.provider_payment, 500);
    const auto refund = back(payment, 1000);
    ASSERT_TRUE(refund);
    EXPECT_EQ(refund->progress, RefundProgress::failed);
    EXPECT_EQ(provider_.refunds().size(), 1U) << "only what was done by hand";
    EXPECT_EQ(payments_->find(payment.id)->left(), 2400);
}

TEST_P(PaymentsTest, ReconcilingFindsNothingWhereAllIsWell) {
    const Payment payment = held();
    ASSERT_TRUE(back(payment, 400));
    const auto found = reconcile(*store_, provider_, clock_.now() - 1h, clock_.now() + 1h);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->differences.empty());
    EXPECT_EQ(found->payments, 1);
    EXPECT_EQ(found->paid, 2400);
    EXPECT_EQ(found->refunded, 400);
}

TEST_P(PaymentsTest, ReconcilingFindsWhatDiffersBothWays) {
    const Payment unsettled = begun(fee());
    provider_.becomes(unsettled.provider_payment, ProviderState::success);
    NewFee other = fee();
    other.draft = "other";
    const Payment undone = begun(other);
    provider_.becomes(undone.provider_payment, ProviderState::success);
    ASSERT_TRUE(*payments_->hold(undone));
    provider_.becomes(undone.provider_payment, ProviderState::error);
    const auto stranger = provider_.create({"k", "PAY-STRANGER", {100, "GBP"}, "", "", ""});
    provider_.becomes(stranger->id, ProviderState::success);
    other.draft = "third";
    const Payment by_hand = begun(other);
    provider_.becomes(by_hand.provider_payment, ProviderState::success);
    ASSERT_TRUE(*payments_->hold(by_hand));
    provider_.give_back(by_hand.provider_payment, 300);

    const auto found = reconcile(*store_, provider_, clock_.now() - 1h, clock_.now() + 1h);
    ASSERT_TRUE(found);
    std::set<std::string> kinds;
    for (const auto& one : found->differences)
        kinds.insert(std::string{difference_name(one.kind)} + " " + one.reference);
    EXPECT_EQ(
        kinds, (std::set<std::string>{
                   "unsettled-here " + unsettled.reference, "missing-there " + undone.reference,
                   "unknown-here PAY-STRANGER", "refund-unknown-here " + by_hand.reference
               })
    );
    provider_.forget_payments();
    const auto lost = reconcile(*store_, provider_, clock_.now() - 1h, clock_.now() + 1h);
    ASSERT_TRUE(lost);
    EXPECT_EQ(
        std::count_if(
            lost->differences.begin(), lost->differences.end(),
            [](const Difference& one) { return one.kind == Difference::Kind::missing_there; }
        ),
        2
    );
}

TEST_P(PaymentsTest, IsAskedAboutByOneAtATimeAndMoreSeldomWithAge) {
    (void)begun(fee());
    EXPECT_TRUE(payments_->claim_due(10)->empty()) << "somebody is just paying";
    clock_.advance(30s);
    EXPECT_EQ(payments_->claim_due(10)->size(), 1U);
    EXPECT_TRUE(payments_->claim_due(10)->empty());
    clock_.advance(2h);
    EXPECT_EQ(payments_->claim_due(10)->size(), 1U);
    clock_.advance(20min);
    EXPECT_TRUE(payments_->claim_due(10)->empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, PaymentsTest, testing::ValuesIn(engines()), [](const auto& test) {
    return test.param == store::Engine::sqlite ? "sqlite" : "postgres";
});

}  // namespace
}  // namespace guildhall::payments
