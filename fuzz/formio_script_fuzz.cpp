// Any bytes as a script of a form: refused, or translated into FEEL that parses, within the limits.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "feel/expression.hpp"
#include "importing/formio/translate.hpp"

namespace {

using namespace guildhall::importing::formio;

struct Form {
    Form() {
        const auto answer = [](Field& in, const char* key, Field::Kind kind) {
            Field& field = in.add(key, Field::Shape::answer);
            field.kind = kind;
            field.feel = key;
        };
        answer(data, "a", Field::Kind::text);
        answer(data, "n", Field::Kind::number);
        answer(data, "d", Field::Kind::date);
        answer(data, "t", Field::Kind::truth);
        Field& boxes = data.add("boxes", Field::Shape::choices);
        boxes.feel = "boxes";
        boxes.options = {"x"};
        Field& land = data.add("land", Field::Shape::labelled);
        land.feel = "land";
        Field& list = data.add("list", Field::Shape::list);
        list.feel = "list_";
        answer(list, "m", Field::Kind::number);
    }
    Field data;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Form form;
    const std::string_view script(reinterpret_cast<const char*>(data), size);
    // A form is JSON: its scripts are valid UTF-8.
    if (!guildhall::base::is_valid_utf8(script)) return 0;
    const std::set<std::string> names{"a", "n"};
    const ReadFrom from{&form.data, &form.data, form.data.child("a"), &names};
    for (const auto& translate : {translate_show, translate_valid, translate_value}) {
        const auto made = translate(script, from);
        if (!made) continue;
        const auto parsed = guildhall::feel::Expression::parse(made->feel, {});
        // Deep nesting alone may be more than FEEL takes: the importer then says so.
        if (!parsed && made->feel.size() < 500) std::abort();
    }
    return 0;
}
