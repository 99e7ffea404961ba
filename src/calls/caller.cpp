#include "calls/caller.hpp"

#include <algorithm>

#include "net/form_text.hpp"
#include "net/http_characters.hpp"
#include "net/same_secret.hpp"

namespace hermod::calls {

namespace {

bool in_networks(const std::vector<net::network>& networks, const std::string& address) {
    error_code bad;
    const auto parsed = boost::asio::ip::make_address(address, bad);
    return !bad && std::any_of(networks.begin(), networks.end(), [&](const net::network& one) { return one.contains(parsed); });
}

bool shows_secret(const caller_options& wanted, const visit& what) {
    if (!wanted.header.empty()) return net::same_in_constant_time(header_of(what, wanted.header), wanted.secret);
    const net::pairs queried = net::parse_pairs(what.query);
    return net::same_in_constant_time(net::value_of(queried, wanted.query), wanted.secret);
}

}  // namespace

std::string_view header_of(const visit& what, std::string_view name) {
    for (const auto& [key, text] : what.headers)
        if (net::same_ignoring_case(key, name)) return text;
    return {};
}

std::optional<settings::table_reader> caller_table(settings::table_reader& connector) {
    auto caller = connector.table("caller");
    if (!caller && !connector.has("caller"))
        connector.error("caller",
                        "is missing: anybody could bring receipts and messages; say what a caller must show, or open = true");
    return caller;
}

bool read_caller(settings::table_reader& caller, const secret_reader& read, asked_beside beside, caller_options& out) {
    std::vector<std::string> blocks;
    bool right = true;
    caller.flag("open", out.open);
    caller.text("header", out.header, 200);
    caller.text("query", out.query, 200);
    if (caller.has("secret")) right = read(caller, "secret", out.secret);
    if (caller.networks("networks", blocks))
        for (const std::string& one : blocks)
            if (const auto parsed = net::network::parse(one)) out.networks.push_back(*parsed);
    const bool named = !out.header.empty() || !out.query.empty();
    if (right && (named != !out.secret.empty() || (!out.header.empty() && !out.query.empty()))) {
        caller.error(caller.has("secret") ? "secret" : "header",
                     "a secret stands in one place: write secret with either header or query");
        right = false;
    }
    if (right && !out.open && !named && out.networks.empty() && !beside.asked) {
        caller.error("open", "nothing is asked of a caller: write header or query with secret, " + std::string(beside.named) +
                                 (beside.named.empty() ? "" : ", ") + "networks, or open = true");
        right = false;
    }
    return right;
}

std::string_view refuse_caller(const caller_options& wanted, const visit& what) {
    if (!wanted.networks.empty() && !in_networks(wanted.networks, what.remote_address))
        return "its address is in none of the networks";
    if (!wanted.secret.empty() && !shows_secret(wanted, what)) return "it does not show the secret";
    return {};
}

}  // namespace hermod::calls
