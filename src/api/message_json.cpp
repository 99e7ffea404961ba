#include "api/message_json.hpp"

#include <utility>

#include "api/json_text.hpp"
#include "gateway/holds.hpp"
#include "message/language.hpp"
#include "message/message_class.hpp"
#include "money/purses.hpp"
#include "message/tags.hpp"

namespace hermod::api {
namespace {

std::string_view named(const std::function<std::string(connector_id)>& lookup, connector_id id, std::string& keep) {
    if (lookup) keep = lookup(id);
    return keep;
}

bool speaks_of_trouble(const event& e) {
    switch (e.kind) {
        case event_kind::deferred:
        case event_kind::refused:
        case event_kind::unsure:
        case event_kind::expired:
        case event_kind::cancelled:
            return true;
        case event_kind::receipt:
            return is_final(e.outcome) && e.outcome != state::delivered;
        default:
            return false;
    }
}

void append_event(std::string& out, const event& e) {
    object_writer members(out);
    members.time("at", e.at);
    members.text("event", to_text(e.kind));
    if (e.part > 0) members.number("part", e.part);
    members.text("state", to_text(e.outcome));
    if (e.code > 0) members.number("code", e.code);
    members.text_unless_empty("detail", e.detail);
    if (e.possible_duplicate) members.flag("possible_duplicate", true);
    members.end();
}

event at_the_door(event_kind kind, wall_time at) {
    event e;
    e.kind = kind;
    e.at = at;
    return e;
}

void append_timeline(std::string& out, const record& what) {
    out += '[';
    append_event(out, at_the_door(event_kind::accepted, what.what->accepted_at));
    out += ',';
    append_event(out, at_the_door(event_kind::stored, what.stored_at));
    for (const auto& e : what.events) {
        if (e.kind == event_kind::accepted) continue;  // the carrier of a callback; the moment is told above
        out += ',';
        append_event(out, e);
    }
    out += ']';
}

void append_content(object_writer& members, const message& m) {
    if (m.coding == encoding::binary)
        append_base64(members.name("data_base64"), m.body);
    else
        members.text("text", m.body);
    if (!m.udh.empty()) append_base64(members.name("udh_base64"), m.udh);
}

// The whole message that a part went into.
std::string_view whole_of(const record& what) {
    for (const auto& e : what.events)
        if (e.kind == event_kind::joined) return e.detail;
    return {};
}

// As they were given, where rules have made others of them.
void append_originals(object_writer& members, const message& m) {
    if (!m.extras) return;
    members.text_unless_empty("original_from", m.extras->was_from);
    members.text_unless_empty("original_to", m.extras->was_to);
}

void append_tags(object_writer& members, std::string_view tags) {
    if (tags.empty()) return;
    std::string& out = members.name("tags");
    char before = '[';
    any_tag(tags, [&](std::string_view one) {
        out += std::exchange(before, ',');
        append_json_text(out, one);
        return false;
    });
    out += ']';
}

void append_tlvs(object_writer& members, std::string_view octets, const tlv_words& words) {
    std::string& out = members.name("tlvs");
    object_writer all(out);
    for (const shown_tlv& one : words.decode(octets)) {
        std::string& value = all.name(one.name);
        if (one.form == tlv_form::as_named) {
            append_json_text(value, one.value);
            continue;
        }
        object_writer raw(value);
        raw.text(one.form == tlv_form::hex ? "hex" : "text", one.value);
        raw.end();
    }
    all.end();
}

// What a handset's message was taken for; of one to a handset the rule that held it.
void append_keyword(object_writer& members, const message& m) {
    const std::string_view keyword = m.more().keyword;
    if (m.way == direction::from_handset) members.text_unless_empty("opt_out", keyword);
    else if (keyword.starts_with(hold_mark)) members.text("held_by", keyword.substr(hold_mark.size()));
}

}  // namespace

void append_language(object_writer& members, std::uint8_t single_shift, std::uint8_t locking_shift) {
    members.text_unless_empty("language", language_name(locking_shift != 0 ? locking_shift : single_shift));
}

void append_changes(object_writer& members, std::span<const text_change> changes) {
    if (changes.empty()) return;
    std::string& out = members.name("changes");
    for (std::size_t i = 0; i < changes.size(); ++i) {
        out += i == 0 ? '[' : ',';
        object_writer one(out);
        one.number("at", changes[i].at);
        one.text("from", changes[i].from);
        one.text("to", changes[i].to);
        one.end();
    }
    out += ']';
}

void append_price(object_writer& members, const message& m) {
    if (m.price > 0) members.word("price", money::amount_text(m.price));
}

void append_wishes(object_writer& members, const message& m, const tlv_words* words) {
    if (const auto is = message_class_of(m.data_coding)) members.number("message_class", unsigned{*is});
    if (m.data_coding != 0) members.number("data_coding", unsigned{m.data_coding});
    if (m.not_before != wall_time{}) members.time("send_at", m.not_before);
    members.text_unless_empty("window", m.more().window);
    if (!m.extras) return;
    append_language(members, m.extras->single_shift, m.extras->locking_shift);
    members.text_unless_empty("service_type", m.extras->service_type);
    if (m.extras->protocol_id != 0) members.number("protocol_id", unsigned{m.extras->protocol_id});
    if (m.extras->priority != 0) members.number("priority", unsigned{m.extras->priority});
    if (!m.extras->tlvs.empty() && words) append_tlvs(members, m.extras->tlvs, *words);
}

const event* trouble_of(const record& what) {
    if (what.now == state::delivered || what.now == state::submitted) return nullptr;
    for (auto e = what.events.rbegin(); e != what.events.rend(); ++e)
        if (speaks_of_trouble(*e)) return &*e;
    return nullptr;
}

std::string in_words(const event& trouble) {
    if (!trouble.detail.empty()) return trouble.detail;
    const auto code = trouble.code > 0 ? " (code " + std::to_string(trouble.code) + ")" : std::string();
    switch (trouble.kind) {
        case event_kind::deferred:
            return "the network said later" + code;
        case event_kind::refused:
            return "refused" + code;
        case event_kind::unsure:
            return "written to the network and never answered";
        case event_kind::expired:
            return "its validity ended before it could be sent";
        case event_kind::cancelled:
            return "cancelled by the application";
        default:
            return "the network reports " + std::string(to_text(trouble.outcome)) + code;
    }
}

void append_message(std::string& out, const record& what, detail_level how_much, const name_lookup& names) {
    const message& m = *what.what;
    std::string connector;
    object_writer members(out);
    members.text("id", to_text(m.id));
    members.text("direction", to_text(m.way));
    members.text("state", to_text(what.now));
    if (const event* trouble = trouble_of(what)) {
        members.text("reason", in_words(*trouble));
        if (trouble->code > 0) members.number("code", trouble->code);
    }
    members.text("from", m.from);
    members.text("to", m.to);
    append_originals(members, m);
    append_content(members, m);
    members.text("encoding", to_text(m.coding));
    members.number("parts", m.parts);
    append_price(members, m);
    if (money::gives_back(m, what.now)) members.flag("refunded", true);
    if (m.more().missing_parts != 0) members.number("missing_parts", unsigned{m.more().missing_parts});
    append_keyword(members, m);
    members.text_unless_empty("part_of", whole_of(what));
    append_wishes(members, m, names.tlvs.get());
    append_tags(members, m.more().tags);
    members.text_unless_empty("client_ref", m.client_ref);
    members.text_unless_empty("route", m.route);
    members.text_unless_empty("connector", named(names.connector, m.connector, connector));
    members.time("accepted_at", m.accepted_at);
    members.time("expires_at", m.expires_at);
    members.flag("possible_duplicate", what.possible_duplicate);
    if (how_much == detail_level::timeline) append_timeline(members.name("timeline"), what);
    members.end();
}

void append_unmatched(std::string& out, const store::unmatched_receipt& what, const name_lookup& names) {
    const auto& r = what.receipt;
    std::string connector;
    object_writer members(out);
    members.number("sequence", what.sequence);
    members.text_unless_empty("connector", named(names.connector, r.connector, connector));
    members.text("remote_id", r.remote_id);
    members.text_unless_empty("recipient", r.recipient);
    members.text("state", to_text(r.outcome));
    if (r.code > 0) members.number("code", r.code);
    members.time("at", r.at);
    members.text_unless_empty("detail", r.detail);
    members.end();
}

void append_notice(std::string& out, const store::notice& what, bool with_account, const name_lookup& names) {
    const message& m = *what.what;
    object_writer members(out);
    members.text("id", to_text(m.id));
    members.text("event", to_text(what.happened.kind));
    members.text("state", to_text(what.now));
    members.time("at", what.happened.at);
    if (what.happened.part > 0) members.number("part", what.happened.part);
    if (what.happened.code > 0) members.number("code", what.happened.code);
    members.text_unless_empty("detail", what.happened.detail);
    members.text("direction", to_text(m.way));
    members.text("from", m.from);
    members.text("to", m.to);
    append_originals(members, m);
    if (with_account && names.account) members.text_unless_empty("account", names.account(m.account));
    members.text_unless_empty("client_ref", m.client_ref);
    if (what.ended) members.flag("ended", true);
    if (what.possible_duplicate || what.happened.possible_duplicate) members.flag("possible_duplicate", true);
    members.end();
}

}  // namespace hermod::api
