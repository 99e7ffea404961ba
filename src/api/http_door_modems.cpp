// What is asked about modems: their state, and USSD. For administrators: modems belong to no account, and a USSD code may cost
// money.
#include <boost/json.hpp>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

constexpr std::size_t longest_code = 182;  // characters of one USSD message

template <class Number>
void number_if(object_writer& members, std::string_view name, const std::optional<Number>& value) {
    if (value) members.number(name, *value);
}

void append_modem(std::string& out, std::string_view connector, const modem_status& of) {
    object_writer members(out);
    members.text("connector", connector);
    members.text("name", of.name);
    members.text("device", of.device);
    members.flag("usable", of.usable);
    members.text("state", of.word);
    members.text_unless_empty("detail", of.sentence);
    members.text_unless_empty("manufacturer", of.manufacturer);
    members.text_unless_empty("model", of.model);
    members.text_unless_empty("revision", of.revision);
    members.text_unless_empty("imei", of.imei);
    members.text_unless_empty("imsi", of.imsi);
    members.text_unless_empty("number", of.number);
    members.text_unless_empty("smsc", of.smsc);
    members.text_unless_empty("sim", of.sim);
    members.text_unless_empty("operator", of.operator_name);
    members.flag("registered", of.registered);
    members.text_unless_empty("registration", of.registration);
    number_if(members, "access", of.access);
    number_if(members, "signal_dbm", of.signal_dbm);
    members.text_unless_empty("storage", of.storage);
    number_if(members, "storage_used", of.storage_used);
    number_if(members, "storage_size", of.storage_size);
    members.number("sent", of.sent);
    members.number("received", of.received);
    members.number("restarts", of.restarts);
    members.number("sent_minute", of.sent_minute);
    members.number("sent_day", of.sent_day);
    members.number("limit_minute", of.limit_minute);
    members.number("limit_day", of.limit_day);
    members.end();
}

net::http_response only_administrators_see_modems() {
    return to_response(problem("forbidden", "modems belong to no account; only an administrator sees them"));
}

struct question {
    std::string modem, code;
};

std::variant<question, problem> read_question(const net::http_request& request) {
    if (!is_json(request.header("content-type"))) return problem("unsupported_media_type");
    boost::system::error_code fault;
    const boost::json::value body = boost::json::parse(request.body, fault);
    if (fault || !body.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
    question out;
    std::vector<field_error> errors;
    const auto read = [&](std::string_view name, std::string& to, std::size_t most) {
        const auto* value = body.as_object().if_contains(name);
        const bool good = value && value->is_string() && value->as_string().size() <= most;
        if (good)
            to = value->as_string();
        else
            errors.push_back(
                {"/" + std::string(name), "invalid_message", "a text of at most " + std::to_string(most) + " octets is wanted"});
    };
    read("modem", out.modem, 200);
    read("code", out.code, longest_code);
    for (const auto& member : body.as_object())
        if (member.key() != "modem" && member.key() != "code")
            errors.push_back({"/" + std::string(member.key()), "invalid_message", "there is no such member"});
    if (!errors.empty()) return problem_of(std::move(errors));
    return out;
}

}  // namespace

http_door::answer http_door::list_modems(caller who) {
    if (!who.admin) co_return only_administrators_see_modems();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("modems") += '[';
    bool first = true;
    if (parts_.modems.look)
        for (const auto& group : parts_.modems.look())
            for (const modem_status& one : *group.modems) {
                if (!std::exchange(first, false)) out.body += ',';
                append_modem(out.body, group.connector, one);
            }
    out.body += ']';
    members.end();
    co_return out;
}

http_door::answer http_door::ask_ussd(const net::http_request& request, caller who, std::size_t lane) {
    if (!who.admin) co_return only_administrators_see_modems();
    auto read = read_question(request);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    if (!parts_.modems.ask) co_return to_response(problem("modem_unavailable", "there are no modems"));
    auto& asked = std::get<question>(read);
    // Shared: the answer may come when nobody waits for it any more.
    const auto heard = std::make_shared<net::arrival<ussd_answer>>(*lanes_[lane]);
    const ussd_heard then = [heard](ussd_answer answer) { heard->set(std::move(answer)); };
    parts_.modems.ask(std::move(asked.modem), std::move(asked.code), then);
    const ussd_answer answer = co_await heard->wait();
    if (answer.is == ussd_answer::kind::unavailable) co_return to_response(problem("modem_unavailable", answer.text));
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.text("result", to_text(answer.is));
    members.text("text", answer.text);
    members.end();
    co_return out;
}

}  // namespace hermod::api
