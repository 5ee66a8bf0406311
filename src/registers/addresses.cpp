#include "registers/addresses.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "base/text.hpp"

namespace guildhall::registers {
namespace {

constexpr std::size_t longest_part = 200;
constexpr std::size_t longest_question = 200;

/// The words of a text, ASCII letters small, punctuation left out.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == ',' || c == '.' || c == '\t' || c == '\n';
        if (blank) {
            inside = false;
            continue;
        }
        if (!inside) words.emplace_back();
        inside = true;
        words.back() += c;
    }
    for (std::string& word : words) word = base::to_lower_ascii(word);
    return words;
}

/// By postcode and by words through indexes.
class RegisterAddresses final : public AddressSource {
public:
    explicit RegisterAddresses(std::shared_ptr<const Register> table) : table_(std::move(table)) {
        for (const char* name : {"line1", "line2", "town", "county", "postcode"})
            columns_.push_back(table_->column(name));
        for (std::size_t row = 0; row < table_->rows(); ++row) {
            by_postcode_.emplace(key_text(table_->cell(row, *columns_[4])), row);
            for (std::string& word : words_of(address(row).text())) {
                auto& rows = by_word_[std::move(word)];
                if (rows.empty() || rows.back() != row) rows.push_back(static_cast<std::uint32_t>(row));
            }
        }
    }

    [[nodiscard]] base::Result<std::vector<PostalAddress>> find(std::string_view asked) const override {
        std::vector<PostalAddress> found;
        const std::string key = key_text(asked.substr(0, longest_question));
        if (key.empty()) return found;
        const auto [first, last] = by_postcode_.equal_range(key);
        for (auto at = first; at != last && found.size() < most_addresses; ++at) found.push_back(address(at->second));
        if (!found.empty()) return found;
        const auto rows = rows_with(words_of(asked.substr(0, longest_question)));
        for (std::size_t row = 0; row < rows.size() && found.size() < most_addresses; ++row) {
            if (rows[row]) found.push_back(address(row));
        }
        return found;
    }

private:
    /// By row: whether each of these words begins one of the address. Empty when there are no words.
    [[nodiscard]] std::vector<bool> rows_with(const std::vector<std::string>& beginnings) const {
        std::vector<bool> all;
        for (const std::string& beginning : beginnings) {
            std::vector<bool> rows(table_->rows());
            for (auto at = by_word_.lower_bound(beginning); at != by_word_.end() && at->first.starts_with(beginning);
                 ++at) {
                for (const std::uint32_t row : at->second) rows[row] = all.empty() || all[row];
            }
            all = std::move(rows);
        }
        return all;
    }

    [[nodiscard]] PostalAddress address(std::size_t row) const {
        const auto cell = [&](std::size_t part) {
            return columns_[part] ? std::string{table_->cell(row, *columns_[part])} : std::string{};
        };
        return {cell(0), cell(1), cell(2), cell(3), cell(4)};
    }

    std::shared_ptr<const Register> table_;
    std::vector<std::optional<std::size_t>> columns_;
    std::multimap<std::string, std::size_t, std::less<>> by_postcode_;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_word_;  ///< rows in order
};

base::Error bad_answer(std::string why) {
    return {base::ErrorCode::corrupt, {"The list of addresses cannot be read."}, {std::move(why)}};
}

}  // namespace

std::string PostalAddress::text() const {
    std::string out;
    for (const std::string* part : {&line1, &line2, &town, &county, &postcode}) {
        if (part->empty()) continue;
        out += (out.empty() ? "" : ", ") + *part;
    }
    return out;
}

base::Result<std::unique_ptr<AddressSource>> addresses_of(std::shared_ptr<const Register> table) {
    for (const char* name : {"line1", "town", "postcode"}) {
        if (!table->column(name)) {
            return base::Error{
                base::ErrorCode::invalid_input,
                {std::string{"the register of addresses has no column `"} + name + "`"},
                {"addresses"}
            };
        }
    }
    return std::unique_ptr<AddressSource>{std::make_unique<RegisterAddresses>(std::move(table))};
}

base::Result<std::vector<PostalAddress>> read_addresses(std::string_view json) {
    constexpr std::size_t deepest = 8;
    const auto read = base::Json::parse(json, deepest);
    if (!read) return bad_answer("the address server answered no JSON");
    const auto* list = (*read)["addresses"].array();
    if (!list) return bad_answer("the address server's answer has no list `addresses`");
    std::vector<PostalAddress> found;
    for (const base::Json& item : *list) {
        if (found.size() >= most_addresses) break;
        PostalAddress address{
            item.string_at("line1"), item.string_at("line2"), item.string_at("town"), item.string_at("county"),
            item.string_at("postcode")
        };
        if (address.line1.empty() || address.town.empty()) return bad_answer("an address without `line1` or `town`");
        for (std::string* part : {&address.line1, &address.line2, &address.town, &address.county, &address.postcode}) {
            if (part->size() > longest_part) return bad_answer("a part of an address is too long");
            std::replace_if(
                part->begin(), part->end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' '
            );
        }
        found.push_back(std::move(address));
    }
    return found;
}

}  // namespace guildhall::registers
