#include "base/json.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "base/text.hpp"

namespace guildhall::base {
namespace {

Error bad_json(std::string detail) {
    return {ErrorCode::invalid_input, {"This is not valid JSON."}, {std::move(detail)}};
}

Result<Json> from_boost(const boost::json::value& value) {
    switch (value.kind()) {
        case boost::json::kind::null:
            return Json{};
        case boost::json::kind::bool_:
            return Json{value.get_bool()};
        case boost::json::kind::int64:
            return Json{std::int64_t{value.get_int64()}};
        case boost::json::kind::uint64:
            return Json{static_cast<double>(value.get_uint64())};
        case boost::json::kind::double_:
            return Json{value.get_double()};
        case boost::json::kind::string:
            return Json{std::string{value.get_string()}};
        case boost::json::kind::array: {
            Json::Array out;
            for (const auto& item : value.get_array()) {
                auto inner = from_boost(item);
                if (!inner) return inner.error();
                out.push_back(*std::move(inner));
            }
            return Json{std::move(out)};
        }
        case boost::json::kind::object: {
            Json::Object out;
            for (const auto& member : value.get_object()) {
                auto inner = from_boost(member.value());
                if (!inner) return inner.error();
                out.insert_or_assign(std::string{member.key()}, *std::move(inner));
            }
            return Json{std::move(out)};
        }
    }
    return bad_json("unknown kind");
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

/// Boost.JSON 1.81 keeps the last of members with one name; this handler refuses the second instead.
class StrictHandler {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Code = boost::json::error_code;
    using Text = boost::json::string_view;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code&) {
        names_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Code&) {
        names_.pop_back();
        return true;
    }
    bool on_array_begin(Code&) { return true; }
    bool on_array_end(std::size_t, Code&) { return true; }
    bool on_key_part(Text part, std::size_t, Code&) {
        key_.append(part.data(), part.size());
        return true;
    }
    bool on_key(Text part, std::size_t, Code& code) {
        key_.append(part.data(), part.size());
        const bool fresh = names_.back().insert(std::exchange(key_, {})).second;
        if (!fresh) code = boost::json::error::syntax;
        return fresh;
    }
    bool on_string_part(Text, std::size_t, Code&) { return true; }
    bool on_string(Text, std::size_t, Code&) { return true; }
    bool on_number_part(Text, Code&) { return true; }
    bool on_int64(std::int64_t, Text, Code&) { return true; }
    bool on_uint64(std::uint64_t, Text, Code&) { return true; }
    bool on_double(double, Text, Code&) { return true; }
    bool on_bool(bool, Code&) { return true; }
    bool on_null(Code&) { return true; }
    bool on_comment_part(Text, Code&) { return true; }
    bool on_comment(Text, Code&) { return true; }

private:
    std::vector<std::set<std::string>> names_;
    std::string key_;
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
    boost::json::basic_parser<StrictHandler> strict(options);
    const std::size_t used = strict.write_some(false, text.data(), text.size(), code);
    if (!code && text.find_first_not_of(" \t\r\n", used) != std::string_view::npos)
        return bad_json("text after the end");
    if (code) return bad_json(code.message());
    const auto value = boost::json::parse({text.data(), text.size()}, code, {}, options);
    if (code) return bad_json(code.message());
    return from_boost(value);
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
