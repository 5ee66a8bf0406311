#include "words/locale.hpp"

#include <unicode/coll.h>
#include <unicode/curramt.h>
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/listformatter.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/plurrule.h>
#include <unicode/smpdtfmt.h>
#include <unicode/ucurr.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "words/direction.hpp"

namespace guildhall::words {
namespace {

constexpr std::size_t max_pattern = 20'000;
constexpr std::size_t max_number = 200;

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

bool is_decimal(std::string_view text) {
    if (text.empty() || text.size() > max_number) return false;
    if (text.front() == '-') text.remove_prefix(1);
    const auto point = text.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (point == std::string_view::npos) return digits(text);
    return digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

/// ISO 4217: three capitals. That many formatters of money there can be at most.
bool is_currency(std::string_view code) {
    return code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// How a pattern uses an argument of a name.
enum class Use { text, number, date };

/// Patterns have the time zone of the process, dates have none: noon there is the same day whichever it is.
UDate noon_of(std::chrono::year_month_day day) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(status);
    calendar.clear();
    calendar.set(
        static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())) - 1,
        static_cast<int>(static_cast<unsigned>(day.day())), 12, 0
    );
    return calendar.getTime(status);
}

icu::Formattable number_of(std::string_view decimal) {
    UErrorCode status = U_ZERO_ERROR;
    icu::Formattable number(icu::StringPiece(decimal.data(), static_cast<std::int32_t>(decimal.size())), status);
    return U_SUCCESS(status) ? number : icu::Formattable(from_utf8(decimal));
}

/// Text without braces and apostrophes is its own result.
bool is_plain(std::string_view pattern) {
    return pattern.find_first_of("{}'") == std::string_view::npos;
}

/// A pattern as ICU has read it. Its formatter keeps state while it formats: one thread uses it at a time.
struct ReadPattern {
    std::mutex mutex;
    std::unique_ptr<icu::MessageFormat> format;
    std::map<std::string, Use, std::less<>> uses;  ///< by name; what is not here is text
};

/// `{count, plural, …}` wants a number, `{day, date}` a date; `{name}` and `{kind, select, …}` take any text.
std::map<std::string, Use, std::less<>> uses_of(const icu::UnicodeString& pattern) {
    std::map<std::string, Use, std::less<>> uses;
    UErrorCode status = U_ZERO_ERROR;
    const icu::MessagePattern parsed(pattern, nullptr, status);
    if (U_FAILURE(status)) return uses;
    for (std::int32_t i = 0; i + 1 < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
        const auto type = part.getArgType();
        if (type == UMSGPAT_ARG_TYPE_NONE || type == UMSGPAT_ARG_TYPE_SELECT) continue;
        Use use = Use::number;
        if (type == UMSGPAT_ARG_TYPE_SIMPLE) {
            const auto name = parsed.getSubstring(parsed.getPart(i + 2));
            if (name == u"date" || name == u"time") use = Use::date;
        }
        uses.emplace(to_utf8(parsed.getSubstring(parsed.getPart(i + 1))), use);
    }
    return uses;
}

Names sorted(Names names, const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Collator> collator{icu::Collator::createInstance(locale, status)};
    std::sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
        if (U_FAILURE(status) || !collator) return a.second < b.second;
        UErrorCode compared = U_ZERO_ERROR;
        const auto order = collator->compareUTF8(a.second, b.second, compared);
        return order == UCOL_EQUAL ? a.first < b.first : order == UCOL_LESS;
    });
    return names;
}

}  // namespace

/// Those that were made, by what they format. ICU makes one slowly and uses it fast; they are immutable, and stay where
/// they are.
template <class Key>
class NumberFormatters {
public:
    using Formatter = icu::number::LocalizedNumberFormatter;

    template <class Make>
    const Formatter& get(const Key& key, const Make& make) {
        {
            const std::shared_lock lock(mutex_);
            if (const auto found = made_.find(key); found != made_.end()) return found->second;
        }
        Formatter formatter = make();
        const std::unique_lock lock(mutex_);
        return made_.emplace(key, std::move(formatter)).first->second;
    }

private:
    std::shared_mutex mutex_;
    std::map<Key, Formatter> made_;
};

/// Formatters of dates keep state while they format, so one thread uses them at a time; those of numbers and lists are
/// immutable.
struct Locale::Icu {
    /// English is Britain's: the day stands before the month.
    explicit Icu(const std::string& tag)
        : locale(icu::Locale::forLanguageTag(tag == "en" ? "en-GB" : tag, status)),
          numbers(icu::number::NumberFormatter::withLocale(locale)) {}

    UErrorCode status = U_ZERO_ERROR;
    icu::Locale locale;
    icu::number::LocalizedNumberFormatter numbers;
    NumberFormatters<std::int32_t> numbers_by_decimals;
    NumberFormatters<std::string> numbers_by_currency;
    std::shared_mutex patterns_mutex;
    std::map<std::string, std::shared_ptr<ReadPattern>, std::less<>> patterns;
    std::mutex dates_mutex;
    std::map<std::string, std::unique_ptr<icu::SimpleDateFormat>, std::less<>> dates;  ///< by skeleton
    std::once_flag countries_once, currencies_once, lists_once, plurals_once;
    Names countries, currencies;
    std::unique_ptr<icu::ListFormatter> lists;
    std::unique_ptr<icu::PluralRules> plurals;

    const icu::PluralRules* plural_rules() {
        std::call_once(plurals_once, [&] {
            UErrorCode failed = U_ZERO_ERROR;
            plurals.reset(icu::PluralRules::forLocale(locale, failed));
        });
        return plurals.get();
    }

    /// A pattern that is kept, read when it is first met; null, with why, when ICU cannot read it.
    std::shared_ptr<ReadPattern> read(std::string_view pattern, UErrorCode& failed) {
        {
            const std::shared_lock lock(patterns_mutex);
            if (const auto found = patterns.find(pattern); found != patterns.end()) return found->second;
        }
        const icu::UnicodeString text = from_utf8(pattern);
        UParseError where;
        auto made = std::make_shared<ReadPattern>();
        made->format = std::make_unique<icu::MessageFormat>(text, locale, where, failed);
        if (U_FAILURE(failed)) return nullptr;
        made->uses = uses_of(text);
        // The texts of services are as many as their authors write, but no more.
        constexpr std::size_t most_kept = 2'000;
        const std::unique_lock lock(patterns_mutex);
        if (patterns.size() >= most_kept) patterns.clear();
        return patterns.emplace(std::string{pattern}, std::move(made)).first->second;
    }

    std::string date(const char* skeleton, std::chrono::year_month_day day) {
        if (!day.ok()) return {};
        const std::scoped_lock lock(dates_mutex);
        UErrorCode failed = U_ZERO_ERROR;
        auto& format = dates[skeleton];
        if (!format) {
            const std::unique_ptr<icu::DateTimePatternGenerator> generator{
                icu::DateTimePatternGenerator::createInstance(locale, failed)
            };
            if (U_FAILURE(failed)) return {};
            format =
                std::make_unique<icu::SimpleDateFormat>(generator->getBestPattern(skeleton, failed), locale, failed);
            if (U_FAILURE(failed)) return {};
            format->setTimeZone(*icu::TimeZone::getGMT());
        }
        const auto days = std::chrono::sys_days{day}.time_since_epoch().count();
        icu::UnicodeString out;
        format->format(static_cast<UDate>(days) * 86'400'000.0, out);
        return to_utf8(out);
    }
};

Direction direction_of(std::string_view tag) {
    UErrorCode failed = U_ZERO_ERROR;
    const icu::Locale locale = icu::Locale::forLanguageTag({tag.data(), static_cast<std::int32_t>(tag.size())}, failed);
    return U_SUCCESS(failed) && locale.isRightToLeft() ? Direction::right_to_left : Direction::left_to_right;
}

Locale::Locale(std::string tag, Messages messages, const Locale* fallback)
    : tag_(std::move(tag)), messages_(std::move(messages)), fallback_(fallback), icu_(std::make_unique<Icu>(tag_)) {
    direction_ = direction_of(tag_);
    icu::UnicodeString own_name;
    icu_->locale.getDisplayLanguage(icu_->locale, own_name);
    own_name.toTitle(nullptr, icu_->locale);
    name_ = to_utf8(own_name);
}

Locale::~Locale() = default;

std::string Locale::text(std::string_view key, const Arguments& arguments) const {
    const auto message = messages_.find(key);
    if (message == messages_.end()) return fallback_ ? fallback_->text(key, arguments) : std::string{key};
    if (is_plain(message->second)) return message->second;
    auto formatted = format(message->second, arguments);
    return formatted ? *std::move(formatted) : message->second;
}

const std::string& Locale::language_of(std::string_view key) const {
    if (has(key) || !fallback_) return tag_;
    return fallback_->language_of(key);
}

std::string Locale::written(const Argument& argument) const {
    if (const auto* text = std::get_if<std::string>(&argument.value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&argument.value)) return number(std::to_string(*whole));
    if (const auto* decimal = std::get_if<Decimal>(&argument.value)) return number(decimal->text);
    return date(std::get<std::chrono::year_month_day>(argument.value));
}

/// `{name}` alone between plain texts: put together without ICU, and numbers as exact as they are.
std::optional<std::string> Locale::filled_simply(std::string_view pattern, const Arguments& arguments) const {
    std::string out;
    while (!pattern.empty()) {
        const auto brace = pattern.find_first_of("{}'");
        out += pattern.substr(0, brace);
        if (brace == std::string_view::npos) return out;
        const auto end = pattern.find('}', brace);
        if (pattern[brace] != '{' || end == std::string_view::npos) return std::nullopt;
        const std::string_view name = pattern.substr(brace + 1, end - brace - 1);
        const auto argument =
            std::find_if(arguments.begin(), arguments.end(), [&](const Argument& given) { return given.name == name; });
        if (argument == arguments.end()) return std::nullopt;
        out += written(*argument);
        pattern.remove_prefix(end + 1);
    }
    return out;
}

base::Result<std::string> Locale::format(std::string_view pattern, const Arguments& arguments) const {
    if (is_plain(pattern)) return std::string{pattern};
    if (auto simple = filled_simply(pattern, arguments)) return *std::move(simple);
    const auto refused = [&](std::string why) {
        return base::Error{base::ErrorCode::invalid_input, {"This text cannot be shown."}, {std::move(why)}};
    };
    if (pattern.size() > max_pattern) return refused("the pattern is too long");
    UErrorCode status = U_ZERO_ERROR;
    const auto read = icu_->read(pattern, status);
    if (!read) {
        const std::string problem = problem_of_pattern(pattern);
        return refused(problem.empty() ? u_errorName(status) : problem);
    }
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (const Argument& argument : arguments) {
        const auto found = read->uses.find(argument.name);
        const Use use = found == read->uses.end() ? Use::text : found->second;
        const auto* whole = std::get_if<std::int64_t>(&argument.value);
        const auto* decimal = std::get_if<Decimal>(&argument.value);
        const auto* day = std::get_if<std::chrono::year_month_day>(&argument.value);
        names.push_back(from_utf8(argument.name));
        if (use == Use::number && whole) {
            values.emplace_back(*whole);
        } else if (use == Use::number && decimal) {
            values.push_back(number_of(decimal->text));
        } else if (use == Use::date && day && day->ok()) {
            values.emplace_back(noon_of(*day), icu::Formattable::kIsDate);
        } else {
            values.emplace_back(from_utf8(written(argument)));
        }
    }
    icu::UnicodeString out;
    const std::scoped_lock lock(read->mutex);
    read->format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
    if (U_FAILURE(status)) return refused(u_errorName(status));
    return to_utf8(out);
}

std::string Locale::number(std::string_view decimal) const {
    if (!is_decimal(decimal)) return std::string{decimal};
    UErrorCode status = U_ZERO_ERROR;
    const auto point = decimal.find('.');
    const auto decimals = static_cast<std::int32_t>(point == std::string_view::npos ? 0 : decimal.size() - point - 1);
    const auto& formatter = icu_->numbers_by_decimals.get(decimals, [&] {
        return icu_->numbers.precision(icu::number::Precision::fixedFraction(decimals));
    });
    const auto formatted =
        formatter.formatDecimal(icu::StringPiece(decimal.data(), static_cast<std::int32_t>(decimal.size())), status);
    if (U_FAILURE(status)) return std::string{decimal};
    return to_utf8(formatted.toString(status));
}

std::string Locale::money(std::string_view decimal, std::string_view currency) const {
    if (!is_decimal(decimal) || !is_currency(currency)) return std::string{decimal};
    UErrorCode status = U_ZERO_ERROR;
    const auto& formatter = icu_->numbers_by_currency.get(std::string{currency}, [&] {
        const icu::CurrencyUnit unit(from_utf8(currency).getTerminatedBuffer(), status);
        return icu_->numbers.unit(unit).unitWidth(UNUM_UNIT_WIDTH_NARROW);
    });
    if (U_FAILURE(status)) return std::string{decimal};
    const auto formatted =
        formatter.formatDecimal(icu::StringPiece(decimal.data(), static_cast<std::int32_t>(decimal.size())), status);
    if (U_FAILURE(status)) return std::string{decimal};
    return to_utf8(formatted.toString(status));
}

std::string Locale::currency_sign(std::string_view currency) const {
    if (!is_currency(currency)) return std::string{currency};
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    const char16_t* sign = ucurr_getName(
        from_utf8(currency).getTerminatedBuffer(), icu_->locale.getName(), UCURR_NARROW_SYMBOL_NAME, nullptr, &length,
        &status
    );
    if (U_FAILURE(status)) return std::string{currency};
    return to_utf8(icu::UnicodeString(sign, length));
}

std::string Locale::date(std::chrono::year_month_day day) const {
    return icu_->date("yMMMMd", day);
}

std::string Locale::month(int year, unsigned month) const {
    return icu_->date("yMMMM", {std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{1}});
}

std::string Locale::list(const std::vector<std::string>& items) const {
    std::call_once(icu_->lists_once, [&] {
        UErrorCode failed = U_ZERO_ERROR;
        icu_->lists.reset(icu::ListFormatter::createInstance(icu_->locale, failed));
    });
    std::vector<icu::UnicodeString> texts;
    texts.reserve(items.size());
    for (const std::string& item : items) texts.push_back(from_utf8(item));
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out;
    if (icu_->lists) icu_->lists->format(texts.data(), static_cast<std::int32_t>(texts.size()), out, status);
    return to_utf8(out);
}

std::string Locale::capitalised(std::string_view text) const {
    icu::UnicodeString words = from_utf8(text);
    const std::int32_t first = words.moveIndex32(0, 1);
    icu::UnicodeString head = words.tempSubString(0, first);
    head.toUpper(icu_->locale);
    return to_utf8(words.replace(0, first, head));
}

std::string Locale::plural_category(std::int64_t count) const {
    const auto* rules = icu_->plural_rules();
    return rules ? to_utf8(rules->select(static_cast<double>(count))) : "other";
}

std::vector<std::string> Locale::plural_categories() const {
    std::vector<std::string> out;
    const auto* rules = icu_->plural_rules();
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> keywords{rules ? rules->getKeywords(status) : nullptr};
    if (!keywords || U_FAILURE(status)) return {"other"};
    while (const auto* keyword = keywords->snext(status)) out.push_back(to_utf8(*keyword));
    std::sort(out.begin(), out.end());
    return out;
}

const Names& Locale::countries() const {
    std::call_once(icu_->countries_once, [&] {
        Names names;
        for (const char* const* code = icu::Locale::getISOCountries(); *code; ++code) {
            icu::UnicodeString name;
            icu::Locale("", *code).getDisplayCountry(icu_->locale, name);
            names.emplace_back(*code, to_utf8(name));
        }
        icu_->countries = sorted(std::move(names), icu_->locale);
    });
    return icu_->countries;
}

const Names& Locale::currencies() const {
    std::call_once(icu_->currencies_once, [&] {
        UErrorCode status = U_ZERO_ERROR;
        UEnumeration* codes = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
        Names names;
        std::int32_t length = 0;
        while (const char* code = U_SUCCESS(status) ? uenum_next(codes, &length, &status) : nullptr) {
            UErrorCode failed = U_ZERO_ERROR;
            std::int32_t name_length = 0;
            const char16_t* name = ucurr_getName(
                from_utf8(code).getTerminatedBuffer(), icu_->locale.getName(), UCURR_LONG_NAME, nullptr, &name_length,
                &failed
            );
            if (U_SUCCESS(failed)) names.emplace_back(code, to_utf8(icu::UnicodeString(name, name_length)));
        }
        uenum_close(codes);
        icu_->currencies = sorted(std::move(names), icu_->locale);
    });
    return icu_->currencies;
}

std::string problem_of_pattern(std::string_view pattern) {
    if (is_plain(pattern)) return {};
    if (pattern.size() > max_pattern) return "the text is too long";
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
    const icu::MessagePattern parsed(from_utf8(pattern), &where, status);
    if (U_SUCCESS(status)) return {};
    if (status == U_UNMATCHED_BRACES) return "a brace is not closed; write '{' for one that is meant as it stands";
    if (status == U_DEFAULT_KEYWORD_MISSING) return "a plural or a choice has no `other`";
    return "what stands in braces cannot be read; write '{' for a brace that is meant as it stands";
}

std::vector<std::string> arguments_of(std::string_view pattern) {
    std::vector<std::string> names;
    if (is_plain(pattern) || pattern.size() > max_pattern) return names;
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString text = from_utf8(pattern);
    const icu::MessagePattern parsed(text, nullptr, status);
    if (U_FAILURE(status)) return names;
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        const auto type = part.getType();
        if (type == UMSGPAT_PART_TYPE_ARG_NAME || type == UMSGPAT_PART_TYPE_ARG_NUMBER)
            names.push_back(to_utf8(parsed.getSubstring(part)));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace guildhall::words
