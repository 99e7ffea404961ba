// An account's purse: what it has and has spent, and credit put into it.
// An account may look at its own; only administrators put in.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

constexpr std::size_t longest_reference = 64, longest_reason = 255;

using money::amount_text;

net::http_response no_such_account() {
    return to_response(problem("not_found", "there is no such account"));
}

void append_entry(std::string& out, const money::credit_entry& of) {
    object_writer members(out);
    members.text("reference", of.reference);
    members.text("amount", amount_text(of.amount));
    members.time("at", of.at);
    members.text_unless_empty("by", of.by);
    members.text_unless_empty("reason", of.reason);
    members.end();
}

void append_period(std::string& out, const money::counted& sum, std::int64_t quota, std::optional<money::thousandths> cap) {
    object_writer members(out);
    members.number("parts", sum.parts);
    members.text("spent", amount_text(sum.spent));
    if (quota > 0) members.number("quota", quota);
    if (cap) members.text("cap", amount_text(*cap));
    members.end();
}

void append_credit(std::string& out, const money::credit_desk::shown& of) {
    object_writer members(out);
    members.text("account", of.account);
    members.flag("prepaid", of.within.credit);
    members.text("balance", amount_text(of.stands.balance()));
    members.text("reserved", amount_text(of.stands.reserved));
    members.text("paid_in", amount_text(of.stands.credit));
    members.text("charged", amount_text(of.stands.charged));
    members.text("refunded", amount_text(of.stands.refunded));
    append_period(members.name("day"), of.stands.day, of.within.quota_day, of.within.cap_day);
    append_period(members.name("month"), of.stands.month, of.within.quota_month, of.within.cap_month);
    members.name("entries") += '[';
    for (std::size_t i = 0; i < of.entries.entries.size(); ++i) {
        if (i > 0) out += ',';
        append_entry(out, of.entries.entries[i]);
    }
    out += ']';
    if (of.entries.next != 0) members.text("next_cursor", std::to_string(of.entries.next));
    members.end();
}

struct wanted_page {
    std::size_t limit = 50, before = 0;
};

std::variant<wanted_page, problem> read_page(std::string_view query) {
    wanted_page out;
    std::vector<field_error> errors;
    for (const parameter& one : parse_query(query)) {
        const bool is_limit = one.name == "limit";
        if (!is_limit && one.name != "cursor") {
            errors.push_back({"?" + one.name, "unknown_field", "there is no such parameter: limit, cursor"});
            continue;
        }
        std::size_t& value = is_limit ? out.limit : out.before;
        const auto [end, fault] = std::from_chars(one.value.data(), one.value.data() + one.value.size(), value);
        if (fault != std::errc{} || end != one.value.data() + one.value.size() || value == 0 || (is_limit && value > 1'000))
            errors.push_back(
                {"?" + one.name, "invalid_value", is_limit ? "is not a whole number from 1 to 1000" : "is no cursor of ours"});
    }
    if (errors.empty()) return out;
    problem wrong("invalid_query", errors.front().detail);
    wrong.errors = std::move(errors);
    return wrong;
}

std::optional<money::thousandths> amount_in(const boost::json::value& from) {
    if (from.is_string()) return money::read_amount(from.as_string());
    if (from.is_int64()) return money::amount_of(from.as_int64());
    if (from.is_double()) return money::amount_of(from.as_double());
    return std::nullopt;
}

bool is_visible(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::variant<money::credit_entry, problem> read_entry(const net::http_request& request) {
    if (!is_json(request.header("content-type"))) return problem("unsupported_media_type");
    boost::system::error_code fault;
    const boost::json::value body = boost::json::parse(request.body, fault);
    if (fault || !body.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
    money::credit_entry out;
    std::vector<field_error> errors;
    const auto wrong = [&](std::string_view name, const char* sentence) {
        errors.push_back(
            {"/" + std::string(name), body.as_object().contains(name) ? "invalid_value" : "missing_field", sentence});
    };
    const auto* amount = body.as_object().if_contains("amount");
    const auto read = amount ? amount_in(*amount) : std::nullopt;
    if (read && *read != 0)
        out.amount = *read;
    else
        wrong("amount", "an amount that is not 0, with up to three decimals, is wanted");
    const auto* reference = body.as_object().if_contains("reference");
    if (reference && reference->is_string()) out.reference = reference->as_string();
    if (out.reference.empty() || out.reference.size() > longest_reference || !is_visible(out.reference))
        wrong("reference", "1 to 64 visible ASCII characters are wanted");
    if (const auto* reason = body.as_object().if_contains("reason")) {
        if (reason->is_string() && reason->as_string().size() <= longest_reason)
            out.reason = reason->as_string();
        else
            wrong("reason", "a text of at most 255 octets is wanted");
    }
    for (const auto& member : body.as_object())
        if (member.key() != "amount" && member.key() != "reference" && member.key() != "reason")
            errors.push_back({"/" + std::string(member.key()), "unknown_field", "there is no such member"});
    if (!errors.empty()) return problem_of(std::move(errors));
    return out;
}

struct answered {
    money::credit_outcome outcome;
    money::credit_entry entry;
};

money::credit_desk::heard tell(std::shared_ptr<net::arrival<answered>> whom) {
    return [whom = std::move(whom)](money::credit_outcome outcome, const money::credit_entry& as) { whom->set({outcome, as}); };
}

net::http_response outcome_of(const answered& result, const money::credit_desk& desk, wall_time now) {
    if (result.outcome == money::credit_outcome::failed) return to_response(problem("store_failed", "nothing was changed"));
    if (result.outcome == money::credit_outcome::conflict)
        return to_response(
            problem("reference_conflict", "under this reference " + amount_text(result.entry.amount) + " was put in"));
    const auto shown = desk.look(result.entry.account, now, 1, 0);
    net::http_response out(result.outcome == money::credit_outcome::added ? 201 : 200, json_type, {});
    object_writer members(out.body);
    members.text("account", result.entry.account);
    append_entry(members.name("entry"), result.entry);
    members.text("balance", amount_text(shown ? shown->stands.balance() : 0));
    members.end();
    return out;
}

}  // namespace

http_door::answer http_door::get_credit(std::string_view account, std::string_view query, caller who) {
    const bool own = account_id{name_hash(account)} == who.account;
    if (!who.admin && !own)
        co_return to_response(problem("forbidden", "only an administrator sees the credit of another account"));
    const auto page = read_page(query);
    if (const auto* wrong = std::get_if<problem>(&page)) co_return to_response(*wrong);
    const auto& [limit, before] = std::get<wanted_page>(page);
    const auto found = parts_.credit ? parts_.credit->look(account, parts_.wall(), limit, before) : std::nullopt;
    if (!found) co_return no_such_account();
    net::http_response out(200, json_type, {});
    append_credit(out.body, *found);
    co_return out;
}

http_door::answer http_door::add_credit(const net::http_request& request, std::string_view account, caller who,
                                        std::size_t lane) {
    if (!who.admin) co_return to_response(problem("forbidden", "only an administrator puts credit in"));
    auto read = read_entry(request);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    auto& entry = std::get<money::credit_entry>(read);
    entry.account = account;
    entry.at = parts_.wall();
    if (parts_.names.account) entry.by = parts_.names.account(who.account);
    // Shared: the store may answer when nobody waits any more.
    const auto heard = std::make_shared<net::arrival<answered>>(*lanes_[lane]);
    if (!parts_.credit || !parts_.credit->add(std::move(entry), tell(heard))) co_return no_such_account();
    const answered result = co_await heard->wait();
    co_return outcome_of(result, *parts_.credit, parts_.wall());
}

}  // namespace hermod::api
