// Who does not want to be written to: listed, added, taken back. An account has its own; an administrator names one, or "*" for
// what everybody sends.
#include <boost/json.hpp>
#include <charconv>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

constexpr std::size_t most_rows = 1'000, longest_sender = 44;
constexpr std::string_view everybody = "*";

struct changed_reply final : opt_outs_reply {
    explicit changed_reply(net::resumptions& home) : arrived(home) {}
    void opt_outs_done(std::optional<std::size_t> changed) noexcept override { arrived.set(changed); }
    net::arrival<std::optional<std::size_t>> arrived;
};

std::string account_text(const std::optional<account_id>& account, const name_lookup& names) {
    if (!account) return std::string(everybody);
    std::string name = names.account ? names.account(*account) : std::string();
    if (!name.empty()) return name;
    char digits[8];  // of an account that is configured no more
    return "#" + std::string(digits, std::to_chars(digits, digits + sizeof digits, account->value, 16).ptr);
}

// Whose opt-outs are meant: a name, "#" and the hexadecimal id of an account that is configured no more, or "*".
struct whose {
    std::optional<account_id> account;
    bool everybodys = false;
};
std::optional<whose> read_account(std::string_view text, const name_lookup& names) {
    if (text == everybody) return whose{std::nullopt, true};
    account_id id{name_hash(text)};
    if (text.starts_with('#')) {
        const auto [end, fault] = std::from_chars(text.data() + 1, text.data() + text.size(), id.value, 16);
        if (fault != std::errc{} || end != text.data() + text.size() || id.value == 0) return std::nullopt;
        return whose{id, false};
    }
    if (!names.account || names.account(id) != text) return std::nullopt;
    return whose{id, false};
}

// A row's place in the order of pages, as a cursor: hexadecimal, so that it may stand in an address.
std::string cursor_of(const opt_out_row& row) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::string text = row.to + '/' + (row.account ? std::to_string(row.account->value) : "0") + '/' + row.from;
    std::string out;
    for (const char c : text) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::optional<opt_out_row> read_cursor(std::string_view text) {
    std::string plain;
    if (text.size() % 2 != 0 || text.size() > 400) return std::nullopt;
    for (std::size_t at = 0; at < text.size(); at += 2) {
        unsigned value = 0;
        const auto [end, fault] = std::from_chars(text.data() + at, text.data() + at + 2, value, 16);
        if (fault != std::errc{} || end != text.data() + at + 2) return std::nullopt;
        plain += static_cast<char>(value);
    }
    const auto first = plain.find('/'), second = plain.find('/', first + 1);
    if (first == std::string::npos || second == std::string::npos) return std::nullopt;
    opt_out_row out;
    out.to = plain.substr(0, first);
    account_id id;
    const auto [end, fault] = std::from_chars(plain.data() + first + 1, plain.data() + second, id.value);
    if (fault != std::errc{} || end != plain.data() + second) return std::nullopt;
    if (id.value != 0) out.account = id;
    out.from = plain.substr(second + 1);
    return out;
}

problem bad_parameter(const std::string& name, const std::string& why) {
    problem out("invalid_query", '"' + name.substr(0, 64) + "\" " + why);
    out.errors.push_back({"?" + name.substr(0, 64), "invalid_value", out.detail});
    return out;
}

struct asked_for {
    opt_out_question what;
    std::string from;
    bool from_given = false;
};

// to, from, account, cursor, limit.
std::variant<asked_for, problem> read_question(std::string_view query, const caller& who, const opt_outs& all,
                                               const name_lookup& names, bool for_list) {
    asked_for out;
    if (!who.admin) out.what.account = who.account;
    for (const parameter& one : parse_query(query)) {
        if (one.name == "to") {
            if (!all.is_number(one.value)) return bad_parameter("to", "is no international number");
            out.what.to = one.value;
        } else if (one.name == "account" && who.admin) {
            const auto found = read_account(one.value, names);
            if (!found) return bad_parameter("account", "is no account; \"*\" is everybody");
            out.what.account = found->account;
            out.what.everybodys = found->everybodys;
        } else if (one.name == "from" && !for_list) {
            out.from = one.value;
            out.from_given = true;
        } else if (one.name == "cursor" && for_list) {
            out.what.after = read_cursor(one.value);
            if (!out.what.after) return bad_parameter("cursor", "is no cursor; give next_cursor of the page before");
        } else if (one.name == "limit" && for_list) {
            const auto limit = read_limit("limit=" + one.value, 0);
            if (const auto* wrong = std::get_if<problem>(&limit)) return *wrong;
            out.what.limit = std::get<std::size_t>(limit);
        } else {
            return bad_parameter(one.name, "is no parameter of this path");
        }
    }
    return out;
}

class body_reader {
public:
    body_reader(const caller& who, const opt_outs& all, const name_lookup& names, wall_time now)
        : who_(who), all_(all), names_(names), now_(now) {}

    std::variant<std::vector<opt_out_change>, problem> read(std::string_view body) {
        boost::system::error_code fault;
        const boost::json::value parsed = boost::json::parse(body, fault);
        if (fault || !parsed.is_object())
            return problem("malformed_json", fault ? fault.message() : "the body must be an object");
        const auto& object = parsed.as_object();
        const auto* many = object.if_contains("opt_outs");
        if (!many) {
            read_row(object, "");
        } else if (!many->is_array() || object.size() != 1) {
            errors_.push_back({"/opt_outs", "invalid_message", "a list is wanted, and nothing beside it"});
        } else if (many->as_array().size() > most_rows) {
            return problem("too_many_messages", "at most 1,000 opt-outs in a request");
        } else {
            for (std::size_t i = 0; i < many->as_array().size(); ++i)
                read_item(many->as_array()[i], "/opt_outs/" + std::to_string(i));
        }
        if (!errors_.empty()) return problem_of(std::move(errors_));
        return std::move(rows_);
    }

private:
    void read_item(const boost::json::value& item, const std::string& base) {
        if (item.is_object())
            read_row(item.as_object(), base);
        else
            wrong(base, "an object is wanted");
    }
    void wrong(const std::string& pointer, std::string detail, const char* code = "invalid_message") {
        if (errors_.size() < 100) errors_.push_back({pointer, code, std::move(detail)});
    }
    std::optional<std::string> text(const boost::json::object& from, std::string_view name, const std::string& base) {
        const auto* value = from.if_contains(name);
        if (!value || value->is_null()) return std::nullopt;
        if (value->is_string()) return std::string(value->as_string());
        wrong(base + '/' + std::string(name), "a text is wanted");
        return std::nullopt;
    }
    void read_row(const boost::json::object& from, const std::string& base) {
        opt_out_change out;
        out.what.since = now_;
        out.what.account = who_.account;
        for (const auto& member : from)
            if (member.key() != "to" && member.key() != "from" && member.key() != "account" && member.key() != "since" &&
                member.key() != "by")
                wrong(base + '/' + std::string(member.key()), "there is no such member", "unknown_field");
        const auto to = text(from, "to", base);
        if (!to || !all_.is_number(*to))
            wrong(base + "/to", "an international number is wanted", "invalid_number");
        else
            out.what.to = *to;
        if (const auto sender = text(from, "from", base)) {
            if (sender->size() > longest_sender) wrong(base + "/from", "a sender has at most 44 octets", "invalid_sender");
            out.what.from = *sender;
        }
        if (const auto account = text(from, "account", base)) {
            const auto found = read_account(*account, names_);
            if (!found || (!who_.admin && found->account != who_.account))
                wrong(base + "/account", "is no account that you may name");
            else
                out.what.account = found->account;
            if (found && found->everybodys && !out.what.from.empty())
                wrong(base + "/from", "everybody's opt-outs are of all senders");
        }
        if (const auto since = text(from, "since", base)) {
            const auto at = parse_rfc3339(*since);
            if (!at)
                wrong(base + "/since", "is no RFC 3339 time, 2026-11-23T15:00:23Z for one");
            else
                out.what.since = *at;
        }
        rows_.push_back(std::move(out));
    }

    const caller& who_;
    const opt_outs& all_;
    const name_lookup& names_;
    wall_time now_;
    std::vector<opt_out_change> rows_;
    std::vector<field_error> errors_;
};

net::http_response changed_so(std::size_t changed) {
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.number("changed", changed);
    members.end();
    return out;
}

}  // namespace

http_door::answer http_door::list_opt_outs(std::string_view query, caller who) {
    const auto read = read_question(query, who, *parts_.opted_out, parts_.names, true);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    const auto& asked = std::get<asked_for>(read).what;
    const auto found = parts_.opted_out->list(asked);
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("opt_outs") += '[';
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0) out.body += ',';
        object_writer row(out.body);
        row.text("to", found[i].to);
        row.text_unless_empty("from", found[i].from);
        row.text("account", account_text(found[i].account, parts_.names));
        row.time("since", found[i].since);
        row.text("by", found[i].by);
        row.end();
    }
    out.body += ']';
    if (found.size() == asked.limit) members.text("next_cursor", cursor_of(found.back()));
    members.end();
    co_return out;
}

http_door::answer http_door::add_opt_outs(const net::http_request& request, caller who, std::size_t lane) {
    if (!is_json(request.header("content-type"))) co_return to_response(problem("unsupported_media_type"));
    auto read = body_reader(who, *parts_.opted_out, parts_.names, parts_.wall()).read(request.body);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    changed_reply reply(*lanes_[lane]);
    parts_.opted_out->change(std::move(std::get<0>(read)), reply);
    const auto changed = co_await reply.arrived.wait();
    if (!changed) co_return to_response(problem("store_failed", "nothing is certain"));
    co_return changed_so(*changed);
}

http_door::answer http_door::remove_opt_out(std::string_view query, caller who, std::size_t lane) {
    const auto read = read_question(query, who, *parts_.opted_out, parts_.names, false);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    const auto& asked = std::get<asked_for>(read);
    if (asked.what.to.empty()) co_return to_response(bad_parameter("to", "is missing"));
    opt_out_change gone;
    gone.what.to = asked.what.to;
    gone.what.from = asked.from;
    if (!asked.what.everybodys) gone.what.account = asked.what.account.value_or(who.account);
    gone.taken_back = true;
    std::vector<opt_out_change> all;
    all.push_back(std::move(gone));
    changed_reply reply(*lanes_[lane]);
    parts_.opted_out->change(std::move(all), reply);
    const auto changed = co_await reply.arrived.wait();
    if (!changed) co_return to_response(problem("store_failed", "nothing is certain"));
    if (*changed == 0) co_return to_response(problem("not_found", "there is no such opt-out"));
    co_return changed_so(*changed);
}

}  // namespace hermod::api
