#pragma once
/// A provider over HTTP that speaks the API of GOV.UK Pay (its version 1), as it is or as others copy it.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "payments/provider.hpp"

namespace guildhall::payments {

struct ProviderSettings {
    std::string url{};                          ///< `https://publicapi.payments.service.gov.uk`; http on loopback alone
    std::string key{};                          ///< the API key, sent as a bearer token
    std::string currency = "GBP";               ///< of the account
    std::vector<std::string> page_origins{};    ///< of its pages; empty: those of GOV.UK Pay
    std::string certificate_authorities{};      ///< a PEM file to trust instead of the system's; empty: the system's
    std::chrono::milliseconds timeout{20'000};  ///< for one request
};

/// `invalid_input` when the address is none, the key is empty, or the key would travel in the clear.
[[nodiscard]] base::Result<std::unique_ptr<Provider>> make_govuk_pay(ProviderSettings settings);

}  // namespace guildhall::payments
