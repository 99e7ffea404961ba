#include "api/recurring.hpp"

#include <boost/json.hpp>

#include "api/json_text.hpp"

namespace hermod::api {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::int64_t least_catch_up = 60, most_catch_up = 7 * 24 * 3600;
constexpr std::string_view members[] = {"rule", "start", "zone", "catch_up_seconds", "message"};

class wish_reader {
public:
    wish_reader(const json::object& from, wall_time now) : from_(from), now_(now) {}

    std::variant<recurring_wish, problem> read() {
        for (const auto& member : from_)
            if (std::find(std::begin(members), std::end(members), std::string_view(member.key())) == std::end(members))
                fault(member.key(), "unknown_field",
                      "there is no such field; there are rule, start, zone, catch_up_seconds and message");
        const auto in = read_zone();
        const auto start = read_start(in.value_or(zones::zone()));
        const auto rule = text("rule", true);
        std::chrono::seconds catch_up{3600};
        if (const json::value* value = given("catch_up_seconds")) {
            if (value->is_int64() && value->as_int64() >= least_catch_up && value->as_int64() <= most_catch_up)
                catch_up = std::chrono::seconds{value->as_int64()};
            else
                fault("catch_up_seconds", "invalid_value", "\"catch_up_seconds\" must be 60 to 604800");
        }
        std::string message = read_message_text();
        std::optional<zones::recurrence> when;
        if (rule && in && start) {
            auto parsed = zones::recurrence::parse(*rule, *start, *in);
            if (auto* wrong = std::get_if<std::string>(&parsed))
                fault("rule", "invalid_value", std::move(*wrong));
            else if (!std::get<zones::recurrence>(parsed).first())
                fault("rule", "invalid_value", "the rule has no occurrence");
            else
                when = std::move(std::get<zones::recurrence>(parsed));
        }
        if (!errors_.empty()) return problem_of(std::move(errors_));
        return recurring_wish{std::move(*when), catch_up, std::move(message)};
    }

private:
    void fault(std::string_view member, std::string_view code, std::string detail) {
        errors_.push_back({"/" + std::string(member.substr(0, 64)), std::string(code), std::move(detail)});
    }
    const json::value* given(std::string_view name) const {
        const json::value* value = from_.if_contains(name);
        return value && !value->is_null() ? value : nullptr;
    }
    std::optional<std::string> text(std::string_view name, bool needed) {
        const json::value* value = given(name);
        if (!value && needed) fault(name, "missing_field", '"' + std::string(name) + "\" is missing");
        if (value && !value->is_string()) fault(name, "wrong_type", '"' + std::string(name) + "\" must be a string");
        if (!value || !value->is_string()) return std::nullopt;
        return std::string(value->as_string());
    }
    std::optional<zones::zone> read_zone() {
        const auto name = text("zone", true);
        if (!name) return std::nullopt;
        const auto found = zones::find_zone(*name);
        if (!found) fault("zone", "unknown_zone", zones::no_such_zone(*name));
        return found;
    }
    std::optional<zones::local_time> read_start(const zones::zone& in) {
        if (!given("start")) return std::chrono::ceil<std::chrono::minutes>(in.local(now_));
        const auto written = text("start", false);
        if (!written) return std::nullopt;
        const auto shown = zones::parse_local(*written);
        if (!shown) fault("start", "invalid_value", "\"start\" must be a local time without an offset, such as 2026-11-27T09:00");
        constexpr std::chrono::hours longest_past{366 * 24};
        if (shown && *shown < in.local(now_) - longest_past)
            fault("start", "invalid_value", "\"start\" may be at most 366 days past");
        return shown;
    }
    std::string read_message_text() {
        const json::value* value = given("message");
        if (!value || !value->is_object()) {
            fault("message", value ? "wrong_type" : "missing_field",
                  "\"message\" must be an object, as POST /v1/messages takes it");
            return {};
        }
        for (const std::string_view name : {"send_at", "zone"})
            if (value->as_object().contains(name))
                fault("message/" + std::string(name), "conflicting_fields",
                      "the rule says when: a repeated message has no \"" + std::string(name) + '"');
        return json::serialize(*value);
    }

    const json::object& from_;
    wall_time now_;
    std::vector<field_error> errors_;
};

std::string string_of(const json::object& from, std::string_view name) {
    const json::value* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}
std::int64_t number_of(const json::object& from, std::string_view name) {
    const json::value* value = from.if_contains(name);
    return value && value->is_int64() ? value->as_int64() : 0;
}

}  // namespace

std::variant<recurring_wish, problem> read_recurring(std::string_view body, wall_time now) {
    boost::system::error_code fault;
    const json::value read = json::parse(body, fault);
    if (fault || !read.is_object()) return problem("malformed_json", fault ? fault.message() : "the body must be an object");
    return wish_reader(read.as_object(), now).read();
}

std::string write_recurring(const recurring& what) {
    std::string out;
    object_writer to(out);
    to.number("account", what.account.value);
    to.number("created", to_micros(what.created_at));
    to.text("asked", what.asked);
    if (what.last) {
        to.number("number", static_cast<std::int64_t>(what.last->number));
        to.number("shown", what.last->shown.time_since_epoch().count());
        to.number("at", to_micros(what.last->at));
    }
    to.number("made", static_cast<std::int64_t>(what.made));
    to.number("skipped", static_cast<std::int64_t>(what.skipped));
    to.text_unless_empty("message", what.last_message);
    to.text_unless_empty("trouble", what.trouble);
    to.end();
    return out;
}

std::optional<recurring> parse_recurring(std::string id, std::string_view note) {
    boost::system::error_code fault;
    const json::value read = json::parse(note, fault);
    if (fault || !read.is_object()) return std::nullopt;
    const json::object& from = read.as_object();
    recurring out;
    out.id = std::move(id);
    out.account = account_id{static_cast<std::uint32_t>(number_of(from, "account"))};
    out.created_at = from_micros(number_of(from, "created"));
    out.asked = string_of(from, "asked");
    if (number_of(from, "number") > 0)
        out.last = zones::occurrence{static_cast<std::uint64_t>(number_of(from, "number")),
                                     zones::local_time{std::chrono::microseconds{number_of(from, "shown")}},
                                     from_micros(number_of(from, "at"))};
    out.made = static_cast<std::uint64_t>(number_of(from, "made"));
    out.skipped = static_cast<std::uint64_t>(number_of(from, "skipped"));
    out.last_message = string_of(from, "message");
    out.trouble = string_of(from, "trouble");
    return out;
}

}  // namespace hermod::api
