// The provider over HTTP against the sandbox, which runs here as a server of its own.

#include "payments/govuk_pay.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/log.hpp"
#include "http/server.hpp"
#include "payments/internal/pay_json.hpp"
#include "sandbox/sandbox.hpp"

namespace guildhall::payments {
namespace {

using namespace std::chrono_literals;
using base::ErrorCode;

class Nobody final : public http::Authenticator {
public:
    http::Caller authenticate(const http::Request&) override { return {}; }
};

class GovukPayTest : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "guildhall-pay-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        for (const char* file : {"app.css", "app.js", "icon.svg"}) std::ofstream(folder_ / file) << "/**/";
        auto assets = http::Assets::load(folder_);
        ASSERT_TRUE(assets) << assets.error().detail.text;
        assets_.emplace(*std::move(assets));
        auto listener = http::Listener::open("127.0.0.1", 0);
        ASSERT_TRUE(listener);
        url_ = "http://127.0.0.1:" + std::to_string(listener->port());
        parts_.emplace(sandbox::Parts{till_, *assets_, "a-key", url_});
        router_.emplace(
            sandbox::routes(*parts_), nobody_,
            [this](const http::Request&, const http::Caller&, const base::Error& error) {
                return sandbox::error_page(*parts_, error);
            },
            [](const http::Request&, http::Access) { return http::Response::redirect("/"); }, log_, random_, url_
        );
        http::ServerOptions options;
        options.workers = 2;
        auto server = http::start_server(options, *std::move(listener), *router_, log_, clock_);
        ASSERT_TRUE(server);
        server_ = *std::move(server);
        provider_ = provider("a-key");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<Provider> provider(const std::string& key) {
        auto made = make_govuk_pay({.url = url_ + "/", .key = key, .timeout = 5s});
        EXPECT_TRUE(made) << made.error().message.text;
        return *std::move(made);
    }
    static NewPayment wanted(const std::string& key = "k1", std::int64_t amount = 2400) {
        return {key, "PAY-" + key, {amount, "GBP"}, "A permit", "https://example.org/back", "en"};
    }
    void pays(const ProviderPayment& payment, const char* card) {
        (void)till_.pay(payment.page.substr(payment.page.rfind('/') + 1), sandbox::card_of(card));
    }

    base::ManualClock clock_{*base::from_rfc3339("2026-11-22T09:00:00Z")};
    base::SystemRandom random_;
    base::NullLog log_;
    std::filesystem::path folder_;
    std::string url_;
    Nobody nobody_;
    sandbox::Till till_{clock_, random_, "GBP", 90min};
    std::optional<http::Assets> assets_;
    std::optional<sandbox::Parts> parts_;
    std::optional<http::Router> router_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<Provider> provider_;
};

TEST_F(GovukPayTest, MakesAPaymentOnceForAKey) {
    const auto made = provider_->create(wanted());
    ASSERT_TRUE(made) << made.error().detail.text;
    EXPECT_EQ(made->state, ProviderState::created);
    EXPECT_EQ(made->amount, 2400);
    EXPECT_TRUE(made->page.starts_with(url_ + "/card/"));
    EXPECT_EQ(made->created_at, clock_.now());
    EXPECT_EQ(provider_->create(wanted())->id, made->id);
    NewPayment other = wanted();
    other.amount.minor = 1;
    const auto refused = provider_->create(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(GovukPayTest, SaysWhatBecameOfIt) {
    int tried = 0;
    for (const auto& [card, state] :
         {std::pair{"4444333322221111", ProviderState::success},
          {"4000000000000002", ProviderState::declined},
          {"4000 0000 0000 9995", ProviderState::declined},
          {"4000000000000069", ProviderState::declined},
          {"4000000000000119", ProviderState::error},
          {"4000000000000259", ProviderState::submitted},
          {"4000000000000341", ProviderState::success}}) {
        const auto made = provider_->create(wanted(fmt::format("k{}", ++tried)));
        ASSERT_TRUE(made) << card;
        pays(*made, card);
        const auto found = provider_->find(made->id);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->state, state) << card;
        EXPECT_TRUE(found->page.empty()) << card;
        EXPECT_EQ(found->refundable, state == ProviderState::success ? 2400 : 0);
    }
    const auto slow = provider_->create(wanted("slow"));
    pays(*slow, "4000000000000259");
    clock_.advance(10s);
    EXPECT_EQ(provider_->find(slow->id)->state, ProviderState::success);
    const auto abandoned = provider_->create(wanted("abandoned"));
    clock_.advance(90min);
    EXPECT_EQ(provider_->find(abandoned->id)->state, ProviderState::expired);
    const auto unwanted = provider_->create(wanted("unwanted"));
    ASSERT_TRUE(provider_->cancel(unwanted->id));
    EXPECT_EQ(provider_->find(unwanted->id)->state, ProviderState::cancelled);
    const auto again = provider_->cancel(unwanted->id);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(GovukPayTest, FindsByOurReferenceAlone) {
    const auto made = provider_->create(wanted("one"));
    (void)provider_->create(wanted("one-more"));
    const auto found = provider_->find_by_reference("PAY-one");
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->id, made->id);
    EXPECT_FALSE(*provider_->find_by_reference("PAY-on"));
    EXPECT_EQ(provider_->find("none").error().code, ErrorCode::not_found);
}

TEST_F(GovukPayTest, GivesBackNoMoreThanThereIs) {
    const auto made = provider_->create(wanted());
    pays(*made, "4444333322221111");
    const auto part = provider_->refund({"r1", made->id, 1000, 2400});
    ASSERT_TRUE(part) << part.error().detail.text;
    EXPECT_EQ(part->amount, 1000);
    EXPECT_EQ(provider_->refund({"r1", made->id, 1000, 2400})->id, part->id) << "the same key";
    EXPECT_EQ(provider_->refund({"r2", made->id, 1000, 2400}).error().code, ErrorCode::conflict);
    EXPECT_EQ(provider_->refund({"r3", made->id, 1500, 1400}).error().code, ErrorCode::invalid_input);
    ASSERT_TRUE(provider_->refund({"r4", made->id, 1400, 1400}));
    EXPECT_EQ(provider_->refund({"r5", made->id, 1, 0}).error().code, ErrorCode::invalid_input);
    EXPECT_EQ(provider_->find(made->id)->refundable, 0);
    EXPECT_EQ(provider_->refunds_of(made->id)->size(), 2U);
}

TEST_F(GovukPayTest, ListsAllPagesBetweenTwoInstants) {
    const base::Instant start = clock_.now();
    constexpr int many = 503;  // more than a page of the search
    for (int i = 0; i < many; ++i)
        (void)till_.create(
            base::Json::Object{
                {"amount", 1}, {"reference", std::to_string(i)}, {"description", "d"}, {"return_url", "https://e.org"}
            },
            ""
        );
    clock_.advance(1h);
    (void)provider_->create(wanted("later"));
    const auto list = provider_->payments_between(start, start + 1h);
    ASSERT_TRUE(list) << list.error().detail.text;
    EXPECT_EQ(list->size(), static_cast<std::size_t>(many));
    EXPECT_EQ(provider_->payments_between(start, start + 2h)->size(), many + 1U);
    EXPECT_TRUE(provider_->refunds_between(start, start + 2h)->empty());
}

TEST_F(GovukPayTest, AWrongKeyIsAClearError) {
    const auto refused = provider("another")->create(wanted());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
    EXPECT_NE(refused.error().detail.text.find("401"), std::string::npos);
}

TEST_F(GovukPayTest, WhereNobodyAnswersNothingIsKnown) {
    server_.reset();
    const auto silent = provider_->create(wanted());
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, ErrorCode::unavailable);
}

TEST(GovukPaySettings, AreRefusedWhenTheyCannotBeRight) {
    const auto code = [](const std::string& url, const std::string& key, const std::string& currency = "GBP") {
        const auto made = make_govuk_pay({.url = url, .key = key, .currency = currency});
        return made ? std::string{} : made.error().message.text;
    };
    EXPECT_EQ(code("https://publicapi.payments.service.gov.uk", "key"), "");
    EXPECT_EQ(code("http://localhost:9000", "key"), "");
    for (const char* url : {"", "ftp://example.org", "https://", "https://user:secret@example.org", "example.org"})
        EXPECT_NE(code(url, "key"), "") << url;
    EXPECT_NE(code("http://pay.example.org", "key"), "") << "a key in the clear";
    EXPECT_NE(code("https://pay.example.org", ""), "");
    EXPECT_NE(code("https://pay.example.org", "two\nlines"), "");
    EXPECT_NE(code("https://pay.example.org", "key", "pounds"), "");
}

TEST(PayJson, RefusesWhatItCannotRead) {
    const auto read = [](const char* text) { return internal::read_payment(*base::Json::parse(text)).ok(); };
    const char* good =
        R"j({"payment_id":"a1","amount":5,"reference":"r","created_date":"2016-01-21T17:15:00.000Z","state":{"status":"created"},"_links":{"next_url":{"href":"https://x.org/y"}}})j";
    EXPECT_TRUE(read(good));
    for (const char* bad :
         {"{}", "[]", "null",
          R"j({"payment_id":"a1","amount":"5","created_date":"2016-01-21T17:15:00Z","state":{"status":"created"}})j",
          R"j({"payment_id":"../x","amount":5,"created_date":"2016-01-21T17:15:00Z","state":{"status":"created"}})j",
          R"j({"payment_id":"a1","amount":-5,"created_date":"2016-01-21T17:15:00Z","state":{"status":"created"}})j",
          R"j({"payment_id":"a1","amount":5,"created_date":"yesterday","state":{"status":"created"}})j",
          R"j({"payment_id":"a1","amount":5,"created_date":"2016-01-21T17:15:00Z","state":{"status":"paid"}})j",
          R"j({"payment_id":"a1","amount":5,"created_date":"2016-01-21T17:15:00Z","state":{"status":"created"},"_links":{"next_url":{"href":"javascript:alert(1)"}}})j"
         })
        EXPECT_FALSE(read(bad)) << bad;
    EXPECT_EQ(internal::read_time("2016-01-21T17:15:00.123Z"), base::from_rfc3339("2016-01-21T17:15:00.123000Z"));
    EXPECT_FALSE(internal::read_time("2016-01-21T17:15:00.Z"));
    EXPECT_FALSE(internal::read_time("2016-01-21T17:15:00.x1Z"));
}

}  // namespace
}  // namespace guildhall::payments
