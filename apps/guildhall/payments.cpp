// `guildhall payments reconcile`: our payments held against the provider's list.

#include <fmt/format.h>

#include <cstdio>

#include "base/json.hpp"
#include "commands.hpp"
#include "instance.hpp"
#include "payments/reconcile.hpp"
#include "settings.hpp"

namespace guildhall::app {
namespace {

using payments::Difference;

std::optional<base::Instant> start_of(const std::string& day) {
    return day.size() == 10 ? base::from_rfc3339(day + "T00:00:00Z") : std::nullopt;
}

/// What it means, in words.
std::string_view meaning(Difference::Kind kind) {
    using enum Difference::Kind;
    switch (kind) {
        case unknown_here:
            return "paid there, unknown here";
        case unsettled_here:
            return "paid there, not finished here";
        case missing_there:
            return "paid here, not there";
        case amount_differs:
            return "the amounts differ";
        case refund_unknown_here:
            return "given back there, unknown here";
        case refund_missing_there:
            return "given back here, not there";
    }
    return "";
}

base::Json as_json(const payments::Reconciled& found) {
    base::Json::Array list;
    for (const Difference& one : found.differences) {
        base::Json json;
        json.set("kind", payments::difference_name(one.kind));
        json.set("reference", one.reference);
        json.set("payment", one.payment);
        json.set("provider_payment", one.provider_payment);
        json.set("here", one.here);
        json.set("there", one.there);
        list.push_back(std::move(json));
    }
    base::Json json;
    json.set("currency", found.currency);
    json.set("payments", found.payments);
    json.set("paid", found.paid);
    json.set("refunds", found.refunds);
    json.set("refunded", found.refunded);
    json.set("differences", std::move(list));
    return json;
}

}  // namespace

int reconcile_payments(const ReconcileOptions& options) {
    const auto from = start_of(options.from);
    const auto last = start_of(options.to);
    if (!from || !last || *last < *from) {
        return fail(
            {base::ErrorCode::invalid_input, {"--from and --to take days such as 2026-11-30, the earlier one first"}, {}
            },
            options.json
        );
    }
    auto settings = read_settings(options.config);
    if (!settings) return fail(settings.error(), options.json);
    if (settings->payments.url.empty()) {
        return fail(
            {base::ErrorCode::invalid_input, {"The configuration names no payment provider under `payments:`"}, {}},
            options.json
        );
    }
    const auto provider = payments::make_govuk_pay(settings->payments);
    if (!provider) return fail(provider.error(), options.json);
    const auto log = base::make_standard_log(base::LogLevel::warning);
    const std::string database = options.database.empty() ? settings->database : options.database;
    auto store = open_database(options.data, database, 2, *log);
    if (!store) return fail(store.error(), options.json);
    const auto found = payments::reconcile(**store, **provider, *from, *last + std::chrono::days{1});
    if (!found) return fail(found.error(), options.json);
    if (options.json) {
        std::puts(as_json(*found).text().c_str());
        return found->differences.empty() ? 0 : 1;
    }
    const auto money = [&](std::int64_t minor) {
        return words::decimal_of({minor, found->currency}) + " " + found->currency;
    };
    for (const Difference& one : found->differences) {
        fmt::print(
            "{}: {}; here {}, there {}; provider’s id {}{}\n", one.reference, meaning(one.kind), money(one.here),
            money(one.there), one.provider_payment, one.payment.empty() ? "" : ", ours " + one.payment
        );
    }
    fmt::print(
        "{} payments, {}; {} refunds, {}; {} differences\n", found->payments, money(found->paid), found->refunds,
        money(found->refunded), found->differences.size()
    );
    return found->differences.empty() ? 0 : 1;
}

}  // namespace guildhall::app
