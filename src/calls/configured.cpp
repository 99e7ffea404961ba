#include "calls/configured.hpp"

#include "net/http_characters.hpp"

namespace hermod::calls {

void read_traffic(settings::table_reader& table, call_options& out) {
    table.number("connections", out.connections, 1, 1'024);
    table.number("rate", out.rate, 0, 1'000'000);
    if (table.number("burst", out.burst, 1, 1'000'000) && out.rate == 0) table.error("burst", "goes with rate");
    std::uint32_t connect = 10, answer = 30, least = 500, most = 30'000;
    table.number("connect_seconds", connect, 1, 600);
    table.number("answer_seconds", answer, 1, 600);
    table.number("reconnect_min_ms", least, 1, 3'600'000);
    table.number("reconnect_max_ms", most, 1, 3'600'000);
    if (least > most)
        table.error(table.has("reconnect_min_ms") ? "reconnect_min_ms" : "reconnect_max_ms",
                    "reconnect_min_ms is more than reconnect_max_ms");
    out.connect_timeout = std::chrono::seconds{connect};
    out.answer_timeout = std::chrono::seconds{answer};
    out.reconnect_least = std::chrono::milliseconds{least};
    out.reconnect_most = std::chrono::milliseconds{most};
}

void read_tls(settings::table_reader& table, bool any_https, call_options& out) {
    table.file("tls_authorities", out.tls_authorities);
    table.text("tls_name", out.tls_name, 253);
    if (any_https) return;
    for (const char* key : {"tls_authorities", "tls_name"})
        if (table.has(key)) table.error(key, "needs an https URL");
}

bool read_public_url(settings::table_reader& table, std::string& out) {
    if (!table.text("public_url", out, 500)) return !table.has("public_url");
    while (out.ends_with('/')) out.pop_back();
    if (net::parse_http_url(out)) return true;
    table.error("public_url", "is no URL: write https://HOST, as the provider reaches the program");
    return false;
}

bool read_path(settings::table_reader& table, std::string_view key, std::string& out) {
    if (!table.text(key, out, 500)) return false;
    if (net::is_target(out) && out.size() >= 2 && out.find('?') == std::string::npos) return true;
    table.error(key, "is no path: write \"/in/NAME/receipts\"");
    return false;
}

}  // namespace hermod::calls
