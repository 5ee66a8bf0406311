#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace guildhall::base {
namespace {

Error bad_json(std::string detail) {
    return {ErrorCode::invalid_input, {"This is not valid JSON."}, {std::move(detail)}};
}

boost::json::value to_boost(const Json& json) {
    if (const auto* value = json.boolean()) return *value;
    if (const auto* value = json.integer()) return *value;
    if (const auto* value = json.real()) return *value;
    if (const auto* value = json.string()) return boost::json::string(*value);
    if (const auto* value = json.array()) {
        boost::json::array out;
        for (const Json& item : *value) out.push_back(to_boost(item));
        return out;
    }
    if (const auto* value = json.object()) {
        boost::json::object out;
        for (const auto& [name, member] : *value) out.emplace(name, to_boost(member));
        return out;
    }
    return nullptr;
}

void write_pretty(const Json& json, std::size_t indent, std::string& out) {
    const std::string inner(indent + 2, ' ');
    if (const auto* array = json.array(); array && !array->empty()) {
        out += "[\n";
        for (std::size_t i = 0; i < array->size(); ++i) {
            out += inner;
            write_pretty((*array)[i], indent + 2, out);
            out += i + 1 < array->size() ? ",\n" : "\n";
        }
        out += std::string(indent, ' ') + "]";
    } else if (const auto* object = json.object(); object && !object->empty()) {
        out += "{\n";
        std::size_t i = 0;
        for (const auto& [name, member] : *object) {
            out += inner + Json{name}.text() + ": ";
            write_pretty(member, indent + 2, out);
            out += ++i < object->size() ? ",\n" : "\n";
        }
        out += std::string(indent, ' ') + "}";
    } else {
        out += json.text();
    }
}

/// Builds the value while Boost.JSON reads. Boost's own tree would keep the last of members with one name, and of 1.81
/// the doubles are rounded more than once.
class Builder {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Code = boost::json::error_code;
    using Text = boost::json::string_view;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) { return begin(Json::Object{}); }
    bool on_object_end(std::size_t, Code&) { return end(); }
    bool on_array_begin(Code&) { return begin(Json::Array{}); }
    bool on_array_end(std::size_t, Code&) { return end(); }
    bool on_key_part(Text part, std::size_t, Code&) { return collect(part); }
    bool on_key(Text part, std::size_t, Code& code) {
        collect(part);
        Open& object = open_.back();
        object.name = std::exchange(text_, {});
        if (!object.value.object()->contains(object.name)) return true;
        code = boost::json::error::syntax;
        return false;
    }
    bool on_string_part(Text part, std::size_t, Code&) { return collect(part); }
    bool on_string(Text part, std::size_t, Code&) {
        collect(part);
        return take(Json{std::exchange(text_, {})});
    }
    bool on_number_part(Text part, Code&) { return collect(part); }
    bool on_int64(std::int64_t value, Text, Code&) {
        text_.clear();
        return take(Json{value});
    }
    bool on_uint64(std::uint64_t value, Text, Code&) {
        text_.clear();
        return take(Json{static_cast<double>(value)});
    }
    bool on_double(double nearly, Text part, Code& code) {
        collect(part);
        double value = nearly;
        const auto [stop, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        text_.clear();
        if (error == std::errc::result_out_of_range) {
            // Too near to zero is zero; too far from it is no number of ours (RFC 8259 section 6).
            if (std::abs(nearly) > 1) {
                code = boost::json::error::exponent_overflow;
                return false;
            }
            value = std::copysign(0.0, nearly);
        }
        return take(Json{value});
    }
    bool on_bool(bool value, Code&) { return take(Json{value}); }
    bool on_null(Code&) { return take(Json{}); }
    bool on_comment_part(Text, Code&) { return true; }
    bool on_comment(Text, Code&) { return true; }

    [[nodiscard]] Json take_root() { return std::move(root_); }

private:
    struct Open {
        Json value;        ///< an array or an object
        std::string name;  ///< of the member that is being read
    };

    bool collect(Text part) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool begin(Json empty) {
        open_.push_back({std::move(empty), {}});
        return true;
    }
    bool end() {
        Json value = std::move(open_.back().value);
        open_.pop_back();
        return take(std::move(value));
    }
    bool take(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (Open& last = open_.back(); last.value.array()) {
            last.value.push_back(std::move(value));
        } else {
            last.value.set(std::exchange(last.name, {}), std::move(value));
        }
        return true;
    }

    std::vector<Open> open_;
    std::string text_;  ///< of the key, string or number that is being read
    Json root_;
};

const Json& null_json() {
    static const Json null;
    return null;
}

}  // namespace

Result<Json> Json::parse(std::string_view text, std::size_t max_depth) {
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::system::error_code code;
    boost::json::basic_parser<Builder> parser(options);
    const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
    if (!code && text.find_first_not_of(" \t\r\n", used) != std::string_view::npos)
        return bad_json("text after the end");
    if (code) return bad_json(code.message());
    return parser.handler().take_root();
}

std::string Json::text() const {
    return boost::json::serialize(to_boost(*this));
}

std::string Json::pretty() const {
    std::string out;
    write_pretty(*this, 0, out);
    return out;
}

const Json& Json::operator[](std::string_view name) const {
    if (const auto* members = object()) {
        const auto found = members->find(name);
        if (found != members->end()) return found->second;
    }
    return null_json();
}

std::string Json::string_at(std::string_view name) const {
    const auto* value = (*this)[name].string();
    return value ? *value : std::string{};
}

void Json::set(std::string name, Json value) {
    if (!object()) value_ = Object{};
    std::get<Object>(value_).insert_or_assign(std::move(name), std::move(value));
}

void Json::push_back(Json value) {
    if (!array()) value_ = Array{};
    std::get<Array>(value_).push_back(std::move(value));
}

}  // namespace guildhall::base
