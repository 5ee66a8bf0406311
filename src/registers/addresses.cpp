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
        for (const std::uint32_t row : rows_with(words_of(asked.substr(0, longest_question)))) {
            found.push_back(address(row));
            if (found.size() == most_addresses) break;
        }
        return found;
    }

private:
    using Rows = std::vector<std::uint32_t>;
    using ByWord = std::map<std::string, Rows, std::less<>>;

    /// The words of addresses that begin so, and how many rows stand under them.
    struct Beginning {
        std::string text;
        ByWord::const_iterator first, last;
        std::size_t count = 0;
    };
    [[nodiscard]] Beginning beginning(const std::string& text) const {
        Beginning found{text, by_word_.lower_bound(text), by_word_.lower_bound(text)};
        for (; found.last != by_word_.end() && found.last->first.starts_with(text); ++found.last)
            found.count += found.last->second.size();
        return found;
    }

    /// The rows, in order, where each of these begins a word. From the rarest on, so that the others are only asked of
    /// what it leaves.
    [[nodiscard]] Rows rows_with(const std::vector<std::string>& wanted) const {
        if (wanted.empty()) return {};
        std::vector<Beginning> beginnings;
        for (const std::string& text : wanted) beginnings.push_back(beginning(text));
        std::sort(beginnings.begin(), beginnings.end(), [](const auto& a, const auto& b) { return a.count < b.count; });
        Rows rows;
        for (auto word = beginnings[0].first; word != beginnings[0].last; ++word)
            rows.insert(rows.end(), word->second.begin(), word->second.end());
        std::sort(rows.begin(), rows.end());
        rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
        for (std::size_t i = 1; i < beginnings.size(); ++i) keep(rows, beginnings[i]);
        return rows;
    }

    void keep(Rows& rows, const Beginning& with) const {
        // Reading an address costs as much as marking this many rows.
        constexpr std::size_t reading = 200;
        if (rows.size() * reading < with.count) {
            std::erase_if(rows, [&](std::uint32_t row) {
                const auto words = words_of(address(row).text());
                return std::none_of(words.begin(), words.end(), [&](const auto& word) {
                    return word.starts_with(with.text);
                });
            });
            return;
        }
        std::vector<bool> marked(table_->rows());
        for (auto word = with.first; word != with.last; ++word) {
            for (const std::uint32_t row : word->second) marked[row] = true;
        }
        std::erase_if(rows, [&](std::uint32_t row) { return !marked[row]; });
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
    ByWord by_word_;  ///< rows in order
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
