/// `keep:`, `open:` and `after-sending:` of service.yaml: how long, until when, and what can still be changed.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalogue/internal/reading.hpp"
#include "catalogue/periods.hpp"

namespace guildhall::catalogue::internal {

using base::YamlNode;

namespace {

std::optional<std::chrono::sys_days> read_day(Reading& reading, const YamlNode& node, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto date = read_date(text);
    if (!date) {
        reading.error(
            node.place(reading.shown("service.yaml")), fmt::format("found `{}`, which is no day of the calendar", text)
        );
        return std::nullopt;
    }
    return std::chrono::sys_days{std::chrono::days{date->days_since_epoch()}};
}

/// `[2026-01-01..2026-03-31]`, either end of which may be left out.
void read_open(Reading& reading, const YamlNode& root) {
    const YamlNode* node = root.find("open");
    if (!node) return;
    const std::string& text = node->text;
    const auto dots = text.find("..");
    OpenDays& open = reading.service.open;
    open.first = read_day(reading, *node, text.substr(1, dots - 1));
    open.last = read_day(reading, *node, text.substr(dots + 2, text.size() - dots - 3));
    if (open.first && open.last && *open.last < *open.first) {
        reading.error(
            node->place(reading.shown("service.yaml")), fmt::format("found `{}`, which ends before it starts", text)
        );
    }
}

void check_draft(Reading& reading, const YamlNode& item, const KeepRule& rule) {
    const std::string file = reading.shown("service.yaml");
    if (rule.records != "draft") {
        if (const YamlNode* remind = item.find("remind"))
            reading.error(
                remind->place(file),
                fmt::format("`remind:` goes with the records `draft`; these are `{}`", rule.records)
            );
        return;
    }
    if (rule.after != "last change") {
        reading.error(
            item.find("after")->place(file),
            fmt::format("found `after: {}`; a draft was never sent in, so it is kept `after: last change`", rule.after)
        );
    }
    const base::Instant any{};
    if (!rule.remind.empty() && earlier(later(any, rule.duration), rule.remind) <= any) {
        reading.error(
            item.find("remind")->place(file),
            fmt::format(
                "found `remind: {}`, which is before a draft that is kept {} begins; expected less", rule.remind,
                rule.duration
            )
        );
    }
}

void read_keep(Reading& reading, const YamlNode& root) {
    const YamlNode* keep = root.find("keep");
    if (!keep) return;
    const std::string file = reading.shown("service.yaml");
    Service& service = reading.service;
    std::vector<std::string> laws;
    for (const Law& law : service.laws) laws.push_back(law.id);
    for (const YamlNode& item : keep->items) {
        KeepRule rule{
            text_at(item, "records"), text_at(item, "for"), text_at(item, "after"), text_at(item, "under"),
            text_at(item, "remind")
        };
        check_draft(reading, item, rule);
        if (std::any_of(service.keep.begin(), service.keep.end(), [&](const KeepRule& other) {
                return other.records == rule.records && rule.records == "draft";
            })) {
            reading.error(item.place(file), "a second rule for the records `draft`; the first one counts");
        }
        service.keep.push_back(std::move(rule));
        if (const YamlNode* under = item.find("under");
            under && std::find(laws.begin(), laws.end(), under->text) == laws.end()) {
            reading.error(under->place(file), no_such("law under `law:`", under->text, laws));
        }
    }
}

/// What an expression reads, through values that are calculated too.
void collect_reads(const Service& service, const feel::Expression& expression, std::set<std::string>& reads) {
    for (const std::string& name : expression.free_names()) {
        if (!reads.insert(name).second) continue;
        const Question* question = service.find(name);
        if (question && question->compute) collect_reads(service, *question->compute, reads);
    }
}

/// What was signed and what was paid for stays as it was.
void check_after_sending(Reading& reading, const AfterSending& after, const base::SourcePlace& place) {
    const Service& service = reading.service;
    for (const Party& party : service.parties) {
        if (!party.signs) continue;
        for (const std::string& id : party.sees) {
            if (after.allows(id))
                reading.error(
                    place, fmt::format("`{}` signs for `{}`, so it cannot be changed afterwards", party.id, id)
                );
        }
    }
    if (!service.fee) return;
    std::set<std::string> reads;
    collect_reads(service, service.fee->amount, reads);
    for (const std::string& id : reads) {
        if (service.find(id) && after.allows(id))
            reading.error(place, fmt::format("`fee:` reads `{}`, so it cannot be changed once it is paid", id));
    }
}

void read_after_sending(Reading& reading, const YamlNode& root) {
    const YamlNode* node = root.find("after-sending");
    if (!node) return;
    const std::string file = reading.shown("service.yaml");
    AfterSending after;
    after.until = text_at(*node, "until");
    const YamlNode& change = *node->find("change");
    if (change.kind == YamlNode::Kind::scalar) {
        after.all = true;
    } else {
        std::vector<std::string> ids;
        for (const Question& question : reading.service.questions) {
            if (question.is_asked()) ids.push_back(question.id);
        }
        for (const YamlNode& item : change.items) {
            if (std::find(ids.begin(), ids.end(), item.text) == ids.end())
                reading.error(item.place(file), no_such("question that is asked", item.text, ids));
            after.change.push_back(item.text);
        }
    }
    check_after_sending(reading, after, node->place(file));
    reading.service.after_sending = std::move(after);
}

}  // namespace

void read_keeping(Reading& reading, const YamlNode& root) {
    read_keep(reading, root);
    read_open(reading, root);
    read_after_sending(reading, root);
}

}  // namespace guildhall::catalogue::internal
