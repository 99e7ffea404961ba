// POST /v1/routes/test: what would become of a message, and why. For administrators: it shows all rules and connectors.
#include <boost/json.hpp>

#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/request.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

struct route_question {
    std::string account, from, to, text, tags, door, connector;
    std::optional<encoding> coding;
    std::optional<wall_time> at;
    bool from_handset = false;

    submission view() const {
        submission out;
        out.account = account_id{name_hash(account)};
        out.way = from_handset ? direction::from_handset : direction::to_handset;
        out.came_in = connector_id{name_hash(from_handset ? connector : door)};
        out.to = to;
        out.from = from;
        out.body = text;
        out.coding = coding;
        out.tags = tags;
        return out;
    }
};

class question_reader {
public:
    explicit question_reader(const boost::json::object& body) : body_(body) {}

    void text(std::string_view name, std::string& to, bool required) {
        const auto* value = ask(name);
        if (!value) {
            if (required) wrong(name, "is missing");
        } else if (!value->is_string()) {
            wrong(name, "a text is wanted");
        } else {
            to = value->as_string();
        }
    }
    template <class Value, class Parse>
    void parsed(std::string_view name, std::optional<Value>& to, std::string_view form, Parse parse) {
        std::string written;
        if (!body_.if_contains(name)) return void(ask(name));
        text(name, written, false);
        to = parse(written);
        if (!to) wrong(name, std::string(form) + " is wanted");
    }
    void wrong(std::string_view name, std::string sentence) {
        errors_.push_back({"/" + std::string(name), "invalid_message", std::move(sentence)});
    }
    std::vector<field_error> finish() {
        for (const auto& member : body_)
            if (std::find(asked_.begin(), asked_.end(), member.key()) == asked_.end())
                wrong(member.key(), "there is no such member");
        return std::move(errors_);
    }

private:
    const boost::json::value* ask(std::string_view name) {
        asked_.emplace_back(name);
        return body_.if_contains(name);
    }
    const boost::json::object& body_;
    std::vector<std::string> asked_;
    std::vector<field_error> errors_;
};

std::optional<encoding> coding_of(std::string_view word) {
    for (const auto one : {encoding::gsm7, encoding::ucs2})
        if (word == to_text(one)) return one;
    return std::nullopt;
}

std::variant<route_question, problem> read_route_question(const net::http_request& request) {
    if (!is_json(request.header("content-type"))) return problem("unsupported_media_type");
    boost::system::error_code fault;
    const boost::json::value body = boost::json::parse(request.body, fault);
    if (fault || !body.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
    route_question out;
    out.door = "http";
    question_reader read(body.as_object());
    std::string way;
    read.text("direction", way, false);
    out.from_handset = way == "from_handset";
    if (!way.empty() && !out.from_handset && way != "to_handset") read.wrong("direction", "to_handset or from_handset is wanted");
    read.text("account", out.account, true);
    read.text("from", out.from, out.from_handset);
    read.text("to", out.to, true);
    read.text("text", out.text, true);
    read.text("tags", out.tags, false);
    read.text("door", out.door, false);
    read.text("connector", out.connector, out.from_handset);
    read.parsed("encoding", out.coding, "gsm7 or ucs2", coding_of);
    read.parsed("at", out.at, "an instant as RFC 3339 has it", parse_rfc3339);
    if (auto errors = read.finish(); !errors.empty()) return problem_of(std::move(errors));
    return out;
}

void append_copies(object_writer& members, const std::vector<message_ptr>& copies, const name_lookup& names) {
    if (copies.empty()) return;
    std::string& out = members.name("copies") += '[';
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const message& m = *copies[i];
        if (i) out += ',';
        object_writer copy(out);
        copy.text("account", names.account(m.account));
        copy.text("connector", names.connector(m.connector));
        copy.text("to", m.to);
        copy.end();
    }
    out += ']';
}

void append_outcome(object_writer& members, const prepared& outcome, const name_lookup& names) {
    members.flag("accepted", outcome.ready != nullptr);
    if (outcome.refused) {
        object_writer why(members.name("refusal"));
        why.text_unless_empty("field", outcome.refused->field);
        why.text("code", outcome.refused->code);
        why.text("detail", outcome.refused->detail);
        why.end();
    }
    if (!outcome.ready) return;
    const message& m = *outcome.ready;
    members.text_unless_empty("route", m.route);
    members.text("account", names.account(m.account));
    members.text("connector", names.connector(m.connector));
    members.text("from", m.from);
    members.text("to", m.to);
    members.text("text", m.body);
    members.text("encoding", to_text(m.coding));
    members.number("parts", m.parts);
    members.number("price", m.price);
    members.text_unless_empty("tags", m.more().tags);
    if (m.not_before != wall_time{}) members.time("not_before", m.not_before);
}

void append_steps(std::string& out, const std::vector<explanation::step>& steps) {
    out += '[';
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i) out += ',';
        object_writer step(out);
        step.text("stage", steps[i].stage);
        step.text("name", steps[i].name);
        step.flag("took", steps[i].took);
        step.text("sentence", steps[i].sentence);
        step.end();
    }
    out += ']';
}

}  // namespace

http_door::answer http_door::test_route(const net::http_request& request, caller who) {
    if (!who.admin) co_return to_response(problem("forbidden", "rules and connectors are shown to an administrator only"));
    auto read = read_route_question(request);
    if (const auto* wrong = std::get_if<problem>(&read)) co_return to_response(*wrong);
    if (!parts_.explain) co_return to_response(problem("not_found", "this gateway explains nothing"));
    const auto& asked = std::get<route_question>(read);
    const explanation told = parts_.explain(asked.view(), parts_.wall(), asked.at);
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    append_outcome(members, told.outcome, parts_.names);
    append_copies(members, told.copies, parts_.names);
    append_steps(members.name("steps"), told.steps);
    members.end();
    co_return out;
}

}  // namespace hermod::api
