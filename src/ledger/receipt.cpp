#include "base/json.hpp"
#include "ledger/internal/fault.hpp"
#include "ledger/internal/note.hpp"
#include "ledger/ledger.hpp"

namespace guildhall::ledger {
namespace {

using base::Json;
using internal::fault;

constexpr std::string_view format_name = "guildhall-receipt-1";
constexpr std::size_t largest_receipt = std::size_t{1} << 20;
/// A path through a tree of 2^63 leaves.
constexpr std::size_t longest_proof = 63;
constexpr std::size_t salt_size = 32;

base::Result<std::string> text_member(const Json& json, std::string_view name) {
    const auto* const text = json[name].string();
    if (text == nullptr) return fault(fmt::format("The receipt's \"{}\" is missing or not a text.", name));
    return *text;
}

base::Result<base::Done> check_members(const Json& json) {
    const auto* const members = json.object();
    if (members == nullptr) return fault("The receipt is not a JSON object.");
    static constexpr std::array<std::string_view, 6> known{"checkpoint", "event", "format", "index", "opened", "proof"};
    for (const auto& [name, value] : *members) {
        if (std::ranges::find(known, name) == known.end()) {
            return fault(fmt::format("The receipt has a member \"{}\" that this format does not know.", name));
        }
    }
    if (json.string_at("format") != format_name) {
        return fault(fmt::format("The receipt's format is not {}.", format_name));
    }
    return base::Done{};
}

base::Result<Receipt> parse_receipt(std::string_view text) {
    if (text.size() > largest_receipt) return fault("The receipt is larger than 1 MiB.", base::ErrorCode::too_large);
    const auto json = Json::parse(text, 8);
    if (!json) return fault("The receipt is not valid JSON: " + json.error().detail.text);
    if (const auto checked = check_members(*json); !checked) return checked.error();
    Receipt receipt;
    auto event = text_member(*json, "event");
    if (!event) return event.error();
    receipt.event_body = *std::move(event);
    auto checkpoint = text_member(*json, "checkpoint");
    if (!checkpoint) return checkpoint.error();
    receipt.checkpoint = *std::move(checkpoint);
    const auto* const index = (*json)["index"].integer();
    if (index == nullptr || *index < 0) return fault("The receipt's \"index\" is not a whole number from 0.");
    receipt.index = static_cast<std::uint64_t>(*index);
    const auto* const proof = (*json)["proof"].array();
    if (proof == nullptr || proof->size() > longest_proof) {
        return fault(fmt::format("The receipt's \"proof\" is not a list of at most {} hashes.", longest_proof));
    }
    for (const auto& item : *proof) {
        const auto bytes = item.string() == nullptr ? std::nullopt : base::from_base64(*item.string());
        if (!bytes || bytes->size() != sizeof(Hash)) {
            return fault(
                fmt::format("Hash {} of the receipt's proof is not 32 bytes in base64.", receipt.proof.size() + 1)
            );
        }
        std::ranges::copy(*bytes, receipt.proof.emplace_back().begin());
    }
    receipt.opened = (*json)["opened"];
    if (receipt.opened.object() == nullptr) return fault("The receipt's \"opened\" is not an object.");
    return receipt;
}

base::Result<base::Done> check_opened(const Json& event, const std::string& name, const Json& value) {
    const auto* const members = value.object();
    const auto* const text = value["text"].string();
    const auto* const salt_text = value["salt"].string();
    if (members == nullptr || members->size() != 2 || text == nullptr || salt_text == nullptr) {
        return fault(fmt::format("The opened value \"{}\" does not hold a salt and a text and nothing else.", name));
    }
    const auto salt = base::from_hex(*salt_text);
    if (!salt || salt->size() != salt_size) {
        return fault(fmt::format("The salt of the opened value \"{}\" is not 32 bytes in hexadecimal.", name));
    }
    const auto* const committed = event["data"][name].string();
    if (committed == nullptr) return fault(fmt::format("The event holds no commitment \"{}\".", name));
    if (*committed != commitment(*salt, *text)) {
        return fault(fmt::format("The opened value \"{}\" is not the one that the event commits to.", name));
    }
    return base::Done{};
}

}  // namespace

std::string receipt_text(const Receipt& receipt) {
    Json proof(Json::Array{});
    for (const auto& hash : receipt.proof) proof.push_back(base::to_base64(hash));
    Json json(Json::Object{});
    json.set("format", format_name);
    json.set("event", receipt.event_body);
    json.set("index", static_cast<std::int64_t>(receipt.index));
    json.set("proof", std::move(proof));
    json.set("checkpoint", receipt.checkpoint);
    json.set("opened", receipt.opened.is_null() ? Json(Json::Object{}) : receipt.opened);
    return json.pretty();
}

base::Result<std::vector<std::string>> verify_receipt(std::string_view receipt_json, std::string_view verifier_key) {
    const auto receipt = parse_receipt(receipt_json);
    if (!receipt) return receipt.error();
    const auto key = internal::parse_verifier_key(verifier_key);
    if (!key) return key.error();
    const auto checkpoint = verify_checkpoint(receipt->checkpoint, verifier_key);
    if (!checkpoint) return checkpoint.error();

    if (receipt->index >= checkpoint->size) {
        return fault(fmt::format(
            "The receipt names entry {}, but the checkpoint covers only {} entries.", receipt->index, checkpoint->size
        ));
    }
    const auto leaf = leaf_hash(base::view_of(receipt->event_body));
    if (!verify_inclusion(leaf, receipt->index, checkpoint->size, receipt->proof, checkpoint->root)) {
        return fault(fmt::format(
            "The proof does not lead from the event, as entry {}, to the root hash that the checkpoint signs.",
            receipt->index
        ));
    }

    const auto event = Json::parse(receipt->event_body);
    if (!event || event->object() == nullptr) return fault("The event in the receipt is not a JSON object.");
    for (const auto* const name : {"at", "id", "subject", "type"}) {
        if ((*event)[name].string() == nullptr)
            return fault(fmt::format("The event in the receipt has no \"{}\".", name));
    }
    std::vector<std::string> proved{
        fmt::format(
            "The checkpoint of the log {} over {} {} carries a valid signature by the key {}.", checkpoint->origin,
            checkpoint->size, checkpoint->size == 1 ? "entry" : "entries", base::to_hex(key->id)
        ),
        fmt::format(
            "The event is entry number {} of that log, counted from 0: its proof leads to the signed root hash.",
            receipt->index
        ),
        fmt::format(
            "The event says: {}, at {}, about {}; its id is {}.", event->string_at("type"), event->string_at("at"),
            event->string_at("subject"), event->string_at("id")
        ),
    };
    for (const auto& [name, value] : *receipt->opened.object()) {
        if (const auto checked = check_opened(*event, name, value); !checked) return checked.error();
        proved.push_back(fmt::format("The opened value \"{}\" is the one that the event commits to.", name));
    }
    return proved;
}

}  // namespace guildhall::ledger
