#include "catalogue/internal/read_lookups.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "catalogue/lookup.hpp"
#include "maps/geojson.hpp"
#include "maps/picture.hpp"
#include "registers/addresses.hpp"
#include "registers/register.hpp"

namespace guildhall::catalogue::internal {
namespace {

using base::YamlNode;
using LayerPointer = std::shared_ptr<const maps::Layer>;
using RegisterPointer = std::shared_ptr<const registers::Register>;

/// As complaints name it: the bank stands beside the folder.
std::string shown_data(const Reading& reading, const std::string& file) {
    return file.starts_with("bank/") ? file : reading.shown(file);
}

/// The bytes of a file that is named at `node`; complains when it is not there.
const std::string* data_bytes(Reading& reading, const FoundKey& named, const YamlNode& node, const std::string& file) {
    const auto found = reading.files.find(file);
    if (found != reading.files.end()) {
        reading.used.insert(file);
        return &found->second;
    }
    std::vector<std::string> known;
    const std::string ending = file.substr(file.rfind('.'));
    for (const auto& [name, bytes] : reading.files) {
        if (name.ends_with(ending)) known.push_back(name.substr(0, name.size() - ending.size()));
    }
    reading.error(
        node.place(*named.file),
        no_such(fmt::format("file {}, which would be", file), file.substr(0, file.size() - ending.size()), known)
    );
    return nullptr;
}

LayerPointer layer_at(Reading& reading, const FoundKey& named, const YamlNode& node) {
    const std::string file = data_file(node.text);
    if (const auto known = reading.layers.find(file); known != reading.layers.end()) return known->second;
    const std::string* bytes = data_bytes(reading, named, node, file);
    if (!bytes) return nullptr;
    auto read = maps::read_geojson(*bytes, shown_data(reading, file));
    reading.complaints.insert(reading.complaints.end(), read.complaints.begin(), read.complaints.end());
    return reading.layers[file] = std::move(read.layer);
}

RegisterPointer register_at(Reading& reading, const FoundKey& named, const YamlNode& node) {
    const std::string file = data_file(node.text);
    if (const auto known = reading.registers.find(file); known != reading.registers.end()) return known->second;
    const std::string* bytes = data_bytes(reading, named, node, file);
    if (!bytes) return nullptr;
    auto read = registers::read_register(*bytes, shown_data(reading, file));
    reading.complaints.insert(reading.complaints.end(), read.complaints.begin(), read.complaints.end());
    return reading.registers[file] = std::move(read.table);
}

bool is_layer(std::string_view name) {
    return name.find("layers/") != std::string_view::npos;
}

/// That everything in a column is an answer to the question; the first that is none is complained of.
void check_column(Reading& reading, const Question& question, const registers::Register& table, std::size_t column) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string_view cell = table.cell(row, column);
        if (cell.empty() || answer_text(question, cell)) continue;
        reading.error(
            {shown_data(reading, question.lookup->file), table.line_of(row), 1},
            fmt::format(
                "found `{}` in the column `{}`; `{}` takes no such answer", cell, question.lookup->value, question.id
            )
        );
        return;
    }
}

void check_property(Reading& reading, const Question& question, const base::SourcePlace& place) {
    const Lookup& lookup = *question.lookup;
    for (const maps::Feature& feature : lookup.layer->features()) {
        const std::string& text = feature.text(lookup.value);
        if (text.empty() || answer_text(question, text)) continue;
        reading.error(
            place,
            fmt::format(
                "{} says `{}` under `{}`; `{}` takes no such answer", lookup.file, text, lookup.value, question.id
            )
        );
        return;
    }
}

void read_layer_lookup(Reading& reading, Question& question, const QuestionKeys& keys, const FoundKey& named) {
    Lookup& lookup = *question.lookup;
    lookup.layer = layer_at(reading, named, *named.node);
    if (const FoundKey by = keys.find("by"))
        reading.error(
            by.node->place(*by.file), "`by:` goes with a register; in a layer it is looked up `at:` a location"
        );
    const FoundKey at = keys.find("at");
    if (!at) {
        reading.error(named.node->place(*named.file), "`at:` is missing here: the location that is looked up");
    } else {
        lookup.by = {at.node->text};
        lookup.by_place = at.node->place(*at.file);
    }
    if (!lookup.layer) return;
    if (lookup.value.empty() && (question.type != QuestionType::yes_no || !lookup.layer->has_areas())) {
        reading.error(
            named.node->place(*named.file),
            "`value:` is missing here: the property that is the answer; only a question of the type yes-no in a layer "
            "of "
            "areas can do without"
        );
    } else if (const FoundKey value = keys.find("value")) {
        if (!lookup.layer->has_property(lookup.value)) {
            reading.error(
                value.node->place(*value.file),
                no_such("property of " + lookup.file, lookup.value, lookup.layer->properties())
            );
        } else {
            check_property(reading, question, value.node->place(*value.file));
        }
    }
}

void read_register_lookup(Reading& reading, Question& question, const QuestionKeys& keys, const FoundKey& named) {
    Lookup& lookup = *question.lookup;
    if (const FoundKey at = keys.find("at"))
        reading.error(
            at.node->place(*at.file), "`at:` goes with a layer; in a register it is looked up `by:` other answers"
        );
    const RegisterPointer table = register_at(reading, named, *named.node);
    const FoundKey by = keys.find("by");
    const FoundKey value = keys.find("value");
    if (!by) reading.error(named.node->place(*named.file), "`by:` is missing here: the questions that are looked up");
    if (!value)
        reading.error(named.node->place(*named.file), "`value:` is missing here: the column that is the answer");
    if (!table || !by || !value) return;
    lookup.by_place = by.node->place(*by.file);
    if (by.node->kind == YamlNode::Kind::list) {
        for (const YamlNode& item : by.node->items) lookup.by.push_back(item.text);
    } else {
        lookup.by = {by.node->text};
    }
    std::vector<std::size_t> columns;
    const auto column_of = [&](const std::string& name, base::SourcePlace place) {
        const auto column = table->column(name);
        if (!column) reading.error(std::move(place), no_such("column of " + lookup.file, name, table->columns()));
        return column;
    };
    for (const std::string& name : lookup.by) {
        const auto column = column_of(name, lookup.by_place);
        if (!column) return;
        columns.push_back(*column);
    }
    const auto answer = column_of(lookup.value, value.node->place(*value.file));
    if (!answer) return;
    lookup.rows = std::make_shared<const registers::RegisterIndex>(
        table, columns, shown_data(reading, lookup.file), reading.complaints
    );
    check_column(reading, question, *table, *answer);
}

void read_lookup(Reading& reading, Question& question, const QuestionKeys& keys) {
    const FoundKey named = keys.find("lookup");
    if (!named) return;
    const base::SourcePlace place = named.node->place(*named.file);
    const bool is_yes = named.node->boolean().has_value();
    if (question.type == QuestionType::address) {
        if (is_yes) {
            if (*named.node->boolean()) question.addresses.emplace();
            return;
        }
        AddressLookup& found = question.addresses.emplace();
        found.file = data_file(named.node->text);
        if (is_layer(named.node->text)) {
            reading.error(
                place, "addresses are looked up in a register, such as `bank/registers/addresses`, not in a layer"
            );
            return;
        }
        const RegisterPointer table = register_at(reading, named, *named.node);
        if (!table) return;
        if (auto source = registers::addresses_of(table)) {
            found.source = *std::move(source);
        } else {
            reading.error(place, source.error().message.text);
        }
        return;
    }
    if (is_yes) {
        reading.error(place, "found a yes or no; expected a layer or register such as `layers/protected-areas`");
        return;
    }
    if (!can_be_looked_up(question.type)) {
        reading.error(
            place,
            fmt::format(
                "`lookup:` goes with the types text, long-text, name, number, money, yes-no, radios, select, date, "
                "year and address; the type of `{}` is {}",
                question.id, question_type_name(question.type)
            )
        );
        return;
    }
    Lookup& lookup = question.lookup.emplace();
    lookup.file = data_file(named.node->text);
    lookup.value = keys.text("value");
    if (is_layer(named.node->text)) {
        read_layer_lookup(reading, question, keys, named);
    } else {
        read_register_lookup(reading, question, keys, named);
    }
}

double number_in(std::string_view text) {
    double value = 0;
    text = base::trimmed(text);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void read_map(Reading& reading, Question& question, const QuestionKeys& keys) {
    const FoundKey found = keys.find("map");
    if (!found) return;
    ShownMap& map = question.map.emplace();
    for (const YamlNode& item : found.node->find("layers")->items) {
        if (LayerPointer layer = layer_at(reading, found, item)) map.layers.push_back(std::move(layer));
    }
    if (map.layers.empty()) return;
    const YamlNode* around = found.node->find("around");
    if (around) {
        const auto comma = around->text.find(',');
        map.latitude = number_in(std::string_view{around->text}.substr(0, comma));
        map.longitude = number_in(std::string_view{around->text}.substr(comma + 1));
        if (!maps::is_on_earth({map.latitude, map.longitude}))
            reading.error(
                around->place(*found.file), "found a place that is not on earth; expected latitude, longitude"
            );
    } else {
        const maps::Place middle = map.layers.front()->extent().middle();
        map.latitude = middle.latitude;
        map.longitude = middle.longitude;
    }
    if (const YamlNode* zoom = found.node->find("zoom"))
        map.zoom = static_cast<int>(zoom->integer().value_or(map.zoom));
    std::vector<const maps::Layer*> layers;
    maps::Box all;
    for (const LayerPointer& layer : map.layers) {
        layers.push_back(layer.get());
        all.add(layer->extent());
    }
    if (around && !all.holds({map.latitude, map.longitude}))
        reading.warn(
            around->place(*found.file), "the middle of the map lies outside of all its layers, so it is empty"
        );
    map.legend = maps::kinds_for_legend(layers);
}

/// One list of questions with its pages: that each look-up reads what stands before it.
void check_list(Reading& reading, const std::vector<Question>& questions, const std::vector<const Page*>& pages) {
    std::vector<std::size_t> order(questions.size(), 0);
    std::size_t position = 0;
    for (const Page* page : pages) {
        for (const std::size_t place : page->questions) order[place] = ++position;
    }
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const Question& question = questions[i];
        if (question.repeat) {
            std::vector<const Page*> inner;
            for (const Page& page : question.repeat->pages) inner.push_back(&page);
            check_list(reading, question.repeat->questions, inner);
        }
        if (!question.lookup) continue;
        for (const std::string& id : question.lookup->by) {
            const Question* read = find_question(questions, id);
            if (!read) {
                std::vector<std::string> known;
                for (const Question& other : questions) known.push_back(other.id);
                reading.error(question.lookup->by_place, no_such("question beside `" + question.id + "`", id, known));
                continue;
            }
            const bool is_layer_lookup = question.lookup->layer != nullptr;
            if (is_layer_lookup ? read->type != QuestionType::location : !can_be_key(read->type)) {
                reading.error(
                    question.lookup->by_place,
                    fmt::format(
                        "`{}` is of the type {}; expected {}", id, question_type_name(read->type),
                        is_layer_lookup ? "a location" : "an answer on one line, such as text or an identifier"
                    )
                );
                continue;
            }
            const std::size_t at = order[static_cast<std::size_t>(read - questions.data())];
            if (!read->compute && (at == 0 || at >= order[i])) {
                reading.error(
                    question.lookup->by_place,
                    fmt::format("`{}` is looked up by `{}`, which is asked later; move it before", question.id, id)
                );
            }
        }
    }
}

}  // namespace

std::string data_file(std::string_view name) {
    return std::string{name} + (is_layer(name) ? ".geojson" : ".csv");
}

bool is_data_file(std::string_view file) {
    return (file.starts_with("layers/") && file.ends_with(".geojson")) ||
           (file.starts_with("registers/") && file.ends_with(".csv"));
}

void collect_bank_data(const YamlNode& question, std::set<std::string>& names) {
    const auto take = [&](const YamlNode* node) {
        if (!node || node->kind != YamlNode::Kind::scalar) return;
        const std::string_view text = node->text;
        const bool is_named = text.starts_with("bank/layers/") || text.starts_with("bank/registers/");
        const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
        });
        if (is_named && is_plain && std::count(text.begin(), text.end(), '/') == 2) names.insert(node->text);
    };
    take(question.find("lookup"));
    take(question.find("within"));
    if (const YamlNode* map = question.find("map")) {
        if (const YamlNode* layers = map->find("layers")) {
            for (const YamlNode& item : layers->items) take(&item);
        }
    }
}

void read_places(Reading& reading, Question& question, const QuestionKeys& keys) {
    read_lookup(reading, question, keys);
    if (question.type != QuestionType::location) return;
    read_map(reading, question, keys);
    if (const FoundKey within = keys.find("within")) {
        question.within = layer_at(reading, within, *within.node);
        if (question.within && !question.within->has_areas()) {
            reading.error(
                within.node->place(*within.file),
                fmt::format("{} has no areas, so no place can lie within it", data_file(within.node->text))
            );
        }
    }
}

void check_lookups(Reading& reading) {
    std::vector<const Page*> pages;
    for (const Section& section : reading.service.journey) {
        for (const Page& page : section.pages) pages.push_back(&page);
    }
    check_list(reading, reading.service.questions, pages);
}

}  // namespace guildhall::catalogue::internal
