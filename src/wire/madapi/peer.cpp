#include "wire/madapi/peer.hpp"

#include <charconv>
#include <optional>

#include "wire/madapi/json.hpp"

namespace hermod::wire::madapi {
namespace {

using boost::json::value;

// What a request says, taken apart.
struct told {
    std::vector<std::string> ids;  // the {} of the path
    std::uint32_t batch = 0;       // the number in the query
    value body;

    std::string text(std::string_view name) const {
        const value* found = member(body, name);
        return found && found->is_string() ? std::string(found->get_string().data(), found->get_string().size()) : std::string();
    }
    std::vector<std::string> list(std::string_view name) const {
        std::vector<std::string> out;
        if (const value* found = member(body, name); found && found->is_array())
            for (const value& one : found->get_array()) out.push_back(word(&one));
        return out;
    }
    bool flag(std::string_view name) const {
        const value* found = member(body, name);
        return found && found->is_bool() && found->get_bool();
    }
};

v3::subscription v3_subscription(const told& t) {
    return {t.text("serviceCode"), t.text("callbackUrl"), t.text("targetSystem"), t.text("deliveryReportUrl")};
}

struct call {
    version of;
    std::string_view method;
    std::string_view path;  // {} stands for one segment
    request (*read)(const told&);
};
constexpr call calls[] = {
    {version::v3, "POST", "/messages/sms/outbound",
     [](const told& t) -> request {
         return v3::outbound{t.text("senderAddress"),         t.list("receiverAddress"), t.text("message"),
                             t.text("clientCorrelatorId"),    t.text("serviceCode"),     t.text("keyword"),
                             t.flag("requestDeliveryReceipt")};
     }},
    {version::v3, "POST", "/messages/sms/subscription", [](const told& t) -> request { return v3_subscription(t); }},
    {version::v3, "PATCH", "/messages/sms/subscription/{}",
     [](const told& t) -> request {
         return v3::subscription_change{t.ids[0], v3_subscription(t), t.list("keywords")};
     }},
    {version::v3, "DELETE", "/messages/sms/subscription/{}", [](const told& t) -> request { return v3::deletion{t.ids[0]}; }},
    {version::v2, "POST", "/messages/sms/outbound",
     [](const told& t) -> request {
         return v2::outbound{t.text("senderAddress"), t.list("receiverAddress"), t.text("message"), t.text("clientCorrelator")};
     }},
    {version::v2, "GET", "/messages/sms/outbound/{}/{}/deliveryStatus",
     [](const told& t) -> request {
         return v2::status_request{t.ids[0], t.ids[1]};
     }},
    {version::v2, "POST", "/messages/sms/outbound/{}/subscription",
     [](const told& t) -> request {
         return v2::subscription{t.ids[0], t.text("notifyUrl"), t.text("targetSystem")};
     }},
    {version::v2, "DELETE", "/messages/sms/outbound/{}/subscription/{}",
     [](const told& t) -> request {
         return v2::deletion{t.ids[0], t.ids[1]};
     }},
    {version::v2, "GET", "/messages/sms/inbound/registrations/{}/messages",
     [](const told& t) -> request {
         return v2::poll{t.ids[0], t.batch};
     }},
    {version::v1, "POST", "/sms",
     [](const told& t) -> request {
         return v1::outbound{t.list("to"), t.text("body"), t.text("from"), t.text("notificationURL"), t.text("clientId")};
     }},
    {version::v1, "GET", "/sms/{}/status", [](const told& t) -> request { return v1::status_request{t.ids[0]}; }},
    {version::v1, "GET", "/sms", [](const told& t) -> request { return v1::poll{t.batch}; }},
    {version::v1, "POST", "/sms-listeners",
     [](const told& t) -> request {
         return v1::listener{t.text("callbackURL"), t.text("accessCode"), t.text("clientId")};
     }},
    {version::v1, "DELETE", "/sms-listeners/{}", [](const told& t) -> request { return v1::deletion{t.ids[0]}; }},
};

std::string_view next_segment(std::string_view& path) {
    const std::string_view one = path.substr(1, path.find('/', 1) - 1);
    path.remove_prefix(1 + one.size());
    return one;
}

std::optional<std::string> percent_decoded(std::string_view segment) {
    std::string out;
    for (std::size_t at = 0; at < segment.size(); ++at) {
        if (segment[at] != '%') {
            out += segment[at];
            continue;
        }
        std::uint8_t octet = 0;
        const char* digits = segment.data() + at + 1;
        if (segment.size() - at < 3 || std::from_chars(digits, digits + 2, octet, 16).ptr != digits + 2) return std::nullopt;
        out += static_cast<char>(octet);
        at += 2;
    }
    return out;
}

// The {} of `pattern`, as written; nothing when the path is another.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    std::vector<std::string> ids;
    while (!pattern.empty() && path.starts_with('/')) {
        const std::string_view expected = next_segment(pattern), found = next_segment(path);
        if (expected == "{}")
            ids.emplace_back(found);
        else if (expected != found)
            return std::nullopt;
    }
    return pattern.empty() && path.empty() ? std::optional(std::move(ids)) : std::nullopt;
}

bool decode(std::vector<std::string>& ids) {
    for (std::string& one : ids) {
        auto decoded = percent_decoded(one);
        if (!decoded) return false;
        one = std::move(*decoded);
    }
    return true;
}

// The number of "batchSize=20", of whatever name; 0 when there is none.
std::uint32_t number_in(std::string_view query) {
    std::uint32_t read = 0;
    const std::string_view digits = query.substr(std::min(query.find('='), query.size() - 1) + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), read);
    return read;
}

checked<request> read_as(const call& what, told& t, std::string_view body) {
    if (!decode(t.ids)) return codec_error{errc::bad_value, "path"};
    if (!body.empty()) {
        auto json = read_json(body);
        if (!json) return json.error();
        t.body = std::move(*json);
    }
    request out = what.read(t);
    const auto written = std::visit([](const auto& one) { return write(one); }, out);
    if (!written) return written.error();
    return out;
}

}  // namespace

checked<request> read_request(version v, std::string_view method, std::string_view path, std::string_view body) {
    const std::size_t mark = std::min(path.find('?'), path.size());
    told t;
    if (mark < path.size()) t.batch = number_in(path.substr(mark));
    for (const call& one : calls) {
        if (one.of != v || one.method != method) continue;
        auto ids = match(one.path, path.substr(0, mark));
        if (!ids) continue;
        t.ids = std::move(*ids);
        return read_as(one, t, body);
    }
    return codec_error{errc::unknown_call, "path"};
}

}  // namespace hermod::wire::madapi
