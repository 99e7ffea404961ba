#include "lines/configured.hpp"

#include <algorithm>
#include <charconv>

#include "base/nearest.hpp"

namespace hermod::lines {
namespace {

using settings::endpoint;
using settings::suggestion;

// SHA-256 of a certificate's public key, in base64: 32 octets are 43 characters, of which the last has two bits to spare.
bool is_pin(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (!text.starts_with("sha256/") || !text.ends_with('=')) return false;
    text = text.substr(7, text.size() - 8);
    return text.size() == 43 && text.find_first_not_of(alphabet) == std::string_view::npos && alphabet.find(text.back()) % 4 == 0;
}

void read_tls(table_reader& table, line_options& out) {
    table.flag("tls", out.tls);
    table.file("tls_authorities", out.tls_authorities);
    table.text("tls_name", out.tls_name, 253);
    table.file("tls_certificate", out.tls_certificate);
    table.file("tls_key", out.tls_key, true);
    if (table.texts("tls_pin", out.tls_pins))
        for (std::size_t i = 0; i < out.tls_pins.size(); ++i)
            if (!is_pin(out.tls_pins[i]))
                table.error("tls_pin", "is no pin: write \"sha256/\" and the public key's SHA-256 in base64, 44 characters", i);
    if (table.has("tls_certificate") != table.has("tls_key"))
        table.error(table.has("tls_key") ? "tls_key" : "tls_certificate", "tls_certificate and tls_key need each other");
    // Whoever writes one of them believes the connection safe.
    for (const auto key : {"tls_authorities", "tls_name", "tls_certificate", "tls_key", "tls_pin"})
        if (table.has(key) && !out.tls) table.error(key, "needs tls = true");
}

void read_reconnecting(table_reader& table, line_options& out) {
    using std::chrono::milliseconds;
    read_time<milliseconds>(table, "reconnect_min_ms", out.reconnect_least, 1, 3'600'000);
    read_time<milliseconds>(table, "reconnect_max_ms", out.reconnect_most, 1, 3'600'000);
    if (out.reconnect_least > out.reconnect_most)
        table.error(table.has("reconnect_min_ms") ? "reconnect_min_ms" : "reconnect_max_ms",
                    "reconnect_min_ms (" + std::to_string(out.reconnect_least.count()) + ") is more than reconnect_max_ms (" +
                        std::to_string(out.reconnect_most.count()) + ")");
}

// Hexadecimal or decimal: 0x00000014, 20.
std::optional<std::uint32_t> code_number(std::string_view text, std::uint32_t most) {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex) text.remove_prefix(2);
    std::uint32_t out = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), out, hex ? 16 : 10);
    if (wrong != std::errc{} || end != text.data() + text.size() || out > most) return std::nullopt;
    return out;
}

std::optional<std::uint32_t> code_of(std::string_view text, const code_words& codes) {
    for (const named_code& known : codes.names)
        if (known.name == text) return known.value;
    return code_number(text, codes.most);
}

// Why `written`, which is `code`, is none.
void refuse_code(table_reader& table, const settings::entry& written, std::optional<std::uint32_t> code,
                 const code_words& codes) {
    std::vector<std::string_view> names;
    for (const named_code& known : codes.names) names.push_back(known.name);
    const std::string what(codes.what);
    const auto near = nearest(written.key, names);
    const std::string write =
        (names.empty() ? ": write its number, like " : ": write its name or its number, like ") + std::string(codes.example);
    table.out().error(written.at, table.path() + '.' + written.key,
                      code           ? "0 is no error"
                      : near.empty() ? "is no " + what + write
                                     : "unknown " + what + suggestion(written.key, names),
                      std::string(near));
}

}  // namespace

void read_line_options(table_reader& table, line_options& out) {
    table.require({"address"});
    endpoint address;
    if (table.address("address", address)) {
        out.host = address.host;
        out.port = address.port;
    }
    table.number("binds", out.binds, 1, 64);
    table.number("rate", out.rate, 0, 1'000'000);
    if (table.number("burst", out.burst, 1, 1'000'000) && out.rate == 0) table.error("burst", "goes with rate");
    read_reconnecting(table, out);
    read_tls(table, out);
}

std::vector<std::pair<std::uint32_t, error_meaning>> read_errors(table_reader& table, const code_words& codes) {
    std::vector<std::pair<std::uint32_t, error_meaning>> out;
    const auto* rules = table.free_table("errors");
    if (!rules) return out;
    table_reader reader(*rules, table.path() + ".errors", table.out());
    for (const auto& e : rules->entries) {
        auto meaning = error_meaning::refused;
        const bool right = reader.word(
            e.key, meaning,
            {{"final", error_meaning::refused}, {"next_route", error_meaning::elsewhere}, {"retry", error_meaning::later}, {"throttled", error_meaning::throttled},
             {"unsure", error_meaning::unsure}});
        const auto code = code_of(e.key, codes);
        const bool twice = code && std::any_of(out.begin(), out.end(), [&](const auto& row) { return row.first == *code; });
        if (!code || *code == 0)
            refuse_code(reader, e, code, codes);
        else if (right && twice)
            table.out().error(e.at, reader.path() + '.' + e.key, "this " + std::string(codes.what) + " has a rule already");
        else if (right)
            out.emplace_back(*code, meaning);
    }
    return out;
}

void read_questions(table_reader& table, questions_allowed& out) {
    enum class question { query, cancel, replace };
    std::vector<question> asked;
    if (!table.words("questions", asked,
                     {{"query", question::query}, {"cancel", question::cancel}, {"replace", question::replace}}))
        return;
    const auto has = [&](question what) { return std::find(asked.begin(), asked.end(), what) != asked.end(); };
    out = {has(question::query), has(question::cancel), has(question::replace)};
}

}  // namespace hermod::lines
