#pragma once
/// The languages, opened once for all tests of a program.

#include <stdexcept>

#include "words/languages.hpp"

namespace guildhall::words::testing {

inline const Languages& languages() {
    static const std::unique_ptr<Languages> opened = [] {
        base::Complaints complaints;
        auto made = Languages::open(complaints, true);
        if (!made) throw std::logic_error(complaints.empty() ? "no languages" : complaints.front().text());
        return *std::move(made);
    }();
    return *opened;
}

inline const Locale& english() {
    return languages().get("en");
}

}  // namespace guildhall::words::testing
