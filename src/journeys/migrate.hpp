#pragma once
/// Answers that move on with their service to a newer version. Pure; thread-safe.

#include "catalogue/service.hpp"
#include "journeys/address.hpp"

namespace guildhall::journeys {

/// The answers as the service's `migrate:` has them, given under `version`. What it says nothing of stays as it is:
/// whether it still fits is for stand() to say, which asks again for what does not. Nothing is lost: answers to
/// questions that are gone stay, and count for nothing.
[[nodiscard]] Answers migrate(const catalogue::Service& service, int version, Answers answers);

}  // namespace guildhall::journeys
