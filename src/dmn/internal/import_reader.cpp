#include "dmn/internal/import_reader.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "dmn/internal/reader.hpp"

namespace guildhall::dmn {

namespace {

constexpr std::size_t max_parts = 200;

bool is_model(std::string_view import_type) {
    return import_type.find("/DMN/") != std::string_view::npos || import_type.find("/dmn") != std::string_view::npos;
}

using Rename = std::function<void(std::string& type)>;

void rename_types(const BoxedPointer& box, const Rename& rename);

void rename_types(BoxedFunction& function, const Rename& rename) {
    for (Parameter& parameter : function.parameters) rename(parameter.type);
    rename_types(function.body, rename);
}

void rename_types(NamedBox& box, const Rename& rename) {
    rename(box.type);
    rename_types(box.value, rename);
}

void rename_types(const BoxedPointer& box, const Rename& rename) {
    if (!box) return;
    rename(box->type);
    if (auto* table = std::get_if<BoxedTable>(&box->body)) {
        for (TableColumn& column : table->columns) rename(column.type);
        for (TableOutput& output : table->outputs) rename(output.type);
    } else if (auto* context = std::get_if<BoxedContext>(&box->body)) {
        for (NamedBox& entry : context->entries) rename_types(entry, rename);
        rename_types(context->result, rename);
    } else if (auto* invocation = std::get_if<BoxedInvocation>(&box->body)) {
        for (NamedBox& binding : invocation->bindings) rename_types(binding, rename);
    } else if (auto* list = std::get_if<BoxedList>(&box->body)) {
        for (const BoxedPointer& item : list->items) rename_types(item, rename);
    } else if (auto* relation = std::get_if<BoxedRelation>(&box->body)) {
        for (const auto& row : relation->rows)
            for (const BoxedPointer& cell : row) rename_types(cell, rename);
    } else if (auto* function = std::get_if<BoxedFunction>(&box->body)) {
        rename_types(*function, rename);
    } else if (auto* conditional = std::get_if<BoxedConditional>(&box->body)) {
        for (const auto* part : {&conditional->condition, &conditional->then_value, &conditional->else_value})
            rename_types(*part, rename);
    } else if (auto* filter = std::get_if<BoxedFilter>(&box->body)) {
        rename_types(filter->in, rename);
        rename_types(filter->match, rename);
    } else if (auto* iterator = std::get_if<BoxedIterator>(&box->body)) {
        rename_types(iterator->in, rename);
        rename_types(iterator->body, rename);
    }
}

void rename_types(ItemDefinition& item, const Rename& rename) {
    rename(item.type);
    for (ItemDefinition& component : item.components) rename_types(component, rename);
}

void complete_references(Requirements& required, const std::string& home) {
    for (auto* list : {&required.decision_references, &required.input_references, &required.knowledge_references})
        for (Requirements::Reference& reference : *list)
            if (reference.href.starts_with('#')) reference.href.insert(0, home);
}

class ImportReader {
public:
    ImportReader(
        Definitions& definitions, const ImportSource* source, std::deque<base::XmlDocument>& documents,
        base::Complaints& complaints
    )
        : merged_(definitions), source_(source), documents_(documents), complaints_(complaints) {}

    void run() {
        files_.push_back(std::move(merged_));
        merged_ = Definitions();
        merged_.file = files_[0].file;
        merged_.name = files_[0].name;
        merged_.target_namespace = files_[0].target_namespace;
        merged_.dialect = files_[0].dialect;
        merged_.parts.push_back({files_[0].target_namespace, "", {}});
        for (Part part = 0; part < files_.size(); ++part)
            for (const Import& import : std::vector<Import>(files_[part].imports)) read(part, import);
        for (Part part = 0; part < files_.size(); ++part) add(part);
    }

private:
    void complain(const Import& import, const std::string& why) {
        complaints_.push_back(
            {import.place, base::Severity::error,
             "the import of '" + (import.name.empty() ? import.target_namespace : import.name) + "' " + why}
        );
    }

    void read(Part from, const Import& import) {
        if (!is_model(import.type))
            return complain(import, "is of the type '" + import.type + "'; expected a DMN model");
        for (const auto& [name, part] : merged_.parts[from].imports)
            if (name == import.name && !name.empty()) return complain(import, "has the name of another import");
        const auto known = std::find_if(merged_.parts.begin(), merged_.parts.end(), [&](const PartOfModel& part) {
            return part.target_namespace == import.target_namespace;
        });
        if (known != merged_.parts.end()) {
            merged_.parts[from].imports.emplace_back(import.name, static_cast<Part>(known - merged_.parts.begin()));
            return;
        }
        auto found = source_ ? source_->find(import.target_namespace) : std::nullopt;
        if (!found)
            return complain(
                import, "cannot be read: no file at hand has the namespace '" + import.target_namespace + "'"
            );
        if (files_.size() >= max_parts)
            return complain(import, "cannot be read: the model has more than " + std::to_string(max_parts) + " files");
        const base::XmlDocument& document = documents_.emplace_back(base::parse_xml(found->xml, found->file));
        complaints_.insert(complaints_.end(), document.complaints.begin(), document.complaints.end());
        auto read_file =
            document.root ? read_definitions(*document.root, found->file, complaints_) : std::optional<Definitions>();
        if (!read_file) return complain(import, "cannot be read: '" + found->file + "' is no DMN file");
        const std::string& above = merged_.parts[from].path;
        const std::string path = above.empty() || import.name.empty() ? above + import.name : above + "." + import.name;
        merged_.parts[from].imports.emplace_back(import.name, files_.size());
        merged_.parts.push_back({import.target_namespace, path, {}});
        files_.push_back(std::move(*read_file));
    }

    /// What a type is called in the whole model.
    [[nodiscard]] std::string global_type(std::string_view type, Part part) const {
        for (const std::string_view generic : {"list<", "range<"})
            if (type.starts_with(generic) && type.ends_with('>'))
                return std::string(generic) +
                       global_type(base::trimmed(type.substr(generic.size(), type.size() - generic.size() - 1)), part) +
                       ">";
        for (const ItemDefinition& item : files_[part].items)
            if (item.name == type) return qualified(type, part);
        for (const auto& [name, imported] : merged_.parts[part].imports) {
            if (name.empty()) {
                for (const ItemDefinition& item : files_[imported].items)
                    if (item.name == type) return qualified(type, imported);
            } else if (type.starts_with(name) && type.substr(name.size()).starts_with('.')) {
                return global_type(type.substr(name.size() + 1), imported);
            }
        }
        return std::string(type);
    }

    [[nodiscard]] std::string qualified(std::string_view name, Part part) const {
        const std::string& path = merged_.parts[part].path;
        return path.empty() ? std::string(name) : path + "." + std::string(name);
    }

    void add(Part part) {
        // Types are renamed in a copy: the names in `files_` are still needed to look them up.
        Definitions& file = files_[part];
        const std::string home = file.target_namespace;
        const Rename rename = [&](std::string& type) { type = global_type(type, part); };
        for (ItemDefinition item : file.items) {
            rename_types(item, rename);
            item.name = qualified(item.name, part);
            merged_.items.push_back(std::move(item));
        }
        for (InputData& input : file.inputs) {
            rename(input.type);
            input.part = part;
            const auto same = [&](const InputData& other) { return other.name == input.variable; };
            if (part != 0 && std::any_of(merged_.inputs.begin(), merged_.inputs.end(), same))
                input.name = qualified(input.variable, part);
            merged_.inputs.push_back(std::move(input));
        }
        for (Decision& decision : file.decisions) {
            rename(decision.type);
            rename_types(decision.expression, rename);
            complete_references(decision.requires_, home);
            decision.part = part;
            decision.name = qualified(decision.name, part);
            merged_.decisions.push_back(std::move(decision));
        }
        for (KnowledgeModel& knowledge : file.knowledge) {
            rename(knowledge.type);
            rename_types(knowledge.function, rename);
            complete_references(knowledge.requires_, home);
            knowledge.part = part;
            knowledge.name = qualified(knowledge.name, part);
            merged_.knowledge.push_back(std::move(knowledge));
        }
        for (DecisionService& service : file.services) {
            rename(service.type);
            for (auto* list :
                 {&service.output_references, &service.input_decision_references, &service.input_data_references})
                for (Requirements::Reference& reference : *list)
                    if (reference.href.starts_with('#')) reference.href.insert(0, home);
            service.part = part;
            service.name = qualified(service.name, part);
            merged_.services.push_back(std::move(service));
        }
    }

    Definitions& merged_;
    const ImportSource* source_;
    std::deque<base::XmlDocument>& documents_;
    base::Complaints& complaints_;
    std::vector<Definitions> files_;
};

}  // namespace

void read_imports(
    Definitions& definitions, const ImportSource* source, std::deque<base::XmlDocument>& documents,
    base::Complaints& complaints
) {
    ImportReader(definitions, source, documents, complaints).run();
}

}  // namespace guildhall::dmn
