// The part of the configuration that says how a provider's receipts and messages are read.
#include <algorithm>

#include "calls/configured.hpp"
#include "connectors/http/inbound.hpp"
#include "net/http_characters.hpp"

namespace hermod::connectors::http {

namespace {

constexpr std::string_view otherwise = "otherwise";

bool read_answer(settings::table_reader& table, visit_answer& out) {
    auto respond = table.table("respond");
    if (!respond) return !table.has("respond");
    respond->number("status", out.status, 200, 299);
    respond->text("content_type", out.content_type, 200);
    respond->text("body", out.body);
    const bool right = net::is_field_value(out.content_type);
    if (!right) respond->error("content_type", "has a character that no header may have");
    respond->finish();
    return right;
}

bool read_common(settings::table_reader& table, arrival_mapping& out) {
    table.require({"path"});
    bool right = calls::read_path(table, "path", out.path);
    table.text("query", out.query);
    if (auto when = table.table("when")) {
        right = out.when.read(*when) && right;
        when->finish();
    }
    right = read_field(table, "each", out.each) && right;
    table.flag("add_plus", out.add_plus);
    return read_answer(table, out.answer) && right;
}

std::optional<std::optional<state>> outcome_of(std::string_view word) {
    if (word == "ignore") return std::optional<state>{};
    const auto one = parse_state(word);
    if (!one || *one < state::submitted || *one == state::unsure) return std::nullopt;
    return one;
}

bool read_states(settings::table_reader& table, receipt_mapping& out) {
    const auto* rows = table.free_table("states");
    if (!rows) return false;
    static constexpr std::string_view words[] = {"delivered", "undelivered", "expired", "rejected", "cancelled", "submitted", "ignore"};
    settings::table_reader reader(*rows, table.path() + ".states", table.out());
    bool right = true;
    for (const auto& one : rows->entries) {
        std::string word;
        if (!reader.text(one.key, word, 64)) {
            right = false;
            continue;
        }
        const auto outcome = outcome_of(word);
        if (!outcome) {
            reader.unknown_word(one.key, {}, word, words);
            right = false;
        } else if (one.key == otherwise) {
            out.otherwise = *outcome;
        } else {
            std::string key = one.key;
            std::transform(key.begin(), key.end(), key.begin(), net::characters::lower);
            out.states[key] = *outcome;
        }
    }
    return right;
}

struct named_field {
    const char* key;
    std::optional<field>* out;
};

bool read_fields(settings::table_reader& table, std::initializer_list<named_field> fields) {
    bool right = true;
    for (const named_field& one : fields) right = read_field(table, one.key, *one.out) && right;
    return right;
}

bool read_receipts(settings::table_reader& table, inbound_options& out) {
    auto receipts = table.table("receipts");
    if (!receipts) return !table.has("receipts");
    receipt_mapping made;
    receipts->require({"id", "state", "states"});
    bool right = read_common(*receipts, made);
    right = read_fields(*receipts, {{"id", &made.id}, {"recipient", &made.recipient}, {"state", &made.state}, {"code", &made.code},
                                    {"detail", &made.detail}, {"time", &made.time}}) &&
            right;
    right = read_states(*receipts, made) && right && made.id && made.state;
    receipts->finish();
    if (right) out.receipts = std::move(made);
    return right;
}

bool read_messages(settings::table_reader& table, inbound_options& out) {
    auto messages = table.table("inbound");
    if (!messages) return !table.has("inbound");
    message_mapping made;
    messages->require({"from", "to"});
    bool right = read_common(*messages, made);
    right = read_fields(*messages, {{"from", &made.from}, {"to", &made.to}, {"text", &made.text}, {"hex", &made.hex}, {"udh", &made.udh}, {"udh_octets", &made.udh_octets},
                                    {"data_coding", &made.data_coding}, {"part", &made.part}, {"parts", &made.parts},
                                    {"reference", &made.reference}}) &&
            right;
    if (!made.text && !made.hex) messages->error("text", "is missing, and so is hex");
    messages->finish();
    right = right && made.from && made.to && (made.text || made.hex);
    if (right) out.messages = std::move(made);
    return right;
}

bool make_urls(settings::table_reader& table, const constants& known, inbound_options& out) {
    const auto add = [&](text_template& to, const arrival_mapping& by) {
        to.add_literal(out.public_url + by.path + (by.query.empty() ? "" : "?"));
        const auto fault = to.add(by.query, standing::url, known);
        if (fault) report(table, "query", *fault);
        return !fault;
    };
    bool right = true;
    if (out.receipts) {
        if (out.public_url.empty()) out.receipt_url = {};
        else right = add(out.receipt_url, *out.receipts);
    }
    if (out.messages && !out.public_url.empty()) {
        text_template whole;
        right = add(whole, *out.messages) && right;
        if (right && !whole.is_constant()) {
            table.error("inbound", "its query must be constant");
            right = false;
        }
        out.inbound_url = whole.leading();
    }
    return right;
}

}  // namespace

bool read_inbound(settings::table_reader& table, const constants& known, inbound_options& out) {
    bool right = calls::read_public_url(table, out.public_url);
    const bool any = table.has("receipts") || table.has("inbound");
    right = read_receipts(table, out) && right;
    right = read_messages(table, out) && right;
    if (!any) {
        if (table.any("caller")) table.warning("caller", "has no effect without receipts or inbound");
        return right;
    }
    right = read_caller(table, known, out.caller) && right;
    if (right && out.caller.signs_url() && out.public_url.empty()) {
        table.error("caller", "a signature over the URL needs public_url");
        right = false;
    }
    return right && make_urls(table, known, out);
}

}  // namespace hermod::connectors::http
