#include "app/config/smpp_options.hpp"

#include <charconv>

#include "base/nearest.hpp"

namespace hermod::app {
namespace {

// Hexadecimal or decimal: 0x00000014, 20.
std::optional<std::uint32_t> status_number(std::string_view text) {
    const bool hex = text.starts_with("0x") || text.starts_with("0X");
    if (hex) text.remove_prefix(2);
    std::uint32_t out = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), out, hex ? 16 : 10);
    if (wrong != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

std::optional<std::uint32_t> status_of(std::string_view text, const smpp_vocabulary& vocabulary) {
    for (const auto& known : vocabulary.statuses)
        if (known.name == text) return known.value;
    return status_number(text);
}

void read_errors(table_reader& table, const smpp_vocabulary& vocabulary, smpp_options& out) {
    const auto* rules = table.free_table("errors");
    if (!rules) return;
    std::vector<std::string_view> names;
    for (const auto& known : vocabulary.statuses) names.push_back(known.name);
    table_reader reader(*rules, table.path() + ".errors", table.out());
    for (const auto& e : rules->entries) {
        auto rule = error_rule::final;
        const bool right = reader.word(
            e.key, rule,
            {{"final", error_rule::final}, {"retry", error_rule::retry}, {"throttled", error_rule::throttled}});
        const auto status = status_of(e.key, vocabulary);
        if (!status || *status == 0) {
            const auto near = nearest(e.key, names);
            table.out().error(e.at, reader.path() + '.' + e.key,
                              status ? "0 is no error"
                              : near.empty() ? "is no command_status: write its name or its number, like 0x14"
                                             : "unknown command_status" + suggestion(e.key, names),
                              std::string(near));
        } else if (right && !out.errors.emplace(*status, rule).second) {
            table.out().error(e.at, reader.path() + '.' + e.key, "this command_status has a rule already");
        }
    }
}

// SHA-256 of a certificate's public key, in base64: 32 octets are 43 characters, of which the last has two bits to spare.
bool is_pin(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (!text.starts_with("sha256/") || !text.ends_with('=')) return false;
    text = text.substr(7, text.size() - 8);
    return text.size() == 43 && text.find_first_not_of(alphabet) == std::string_view::npos && alphabet.find(text.back()) % 4 == 0;
}

void read_tls(table_reader& table, smpp_options& out) {
    table.flag("tls", out.tls);
    table.file("tls_authorities", out.tls_authorities);
    table.text("tls_name", out.tls_name, 253);
    table.file("tls_certificate", out.tls_certificate);
    table.file("tls_key", out.tls_key, true);
    if (table.texts("tls_pin", out.tls_pin))
        for (std::size_t i = 0; i < out.tls_pin.size(); ++i)
            if (!is_pin(out.tls_pin[i]))
                table.error("tls_pin", "is no pin: write \"sha256/\" and the public key's SHA-256 in base64, 44 characters", i);
    if (table.has("tls_certificate") != table.has("tls_key"))
        table.error(table.has("tls_key") ? "tls_key" : "tls_certificate", "tls_certificate and tls_key need each other");
    // Whoever writes one of them believes the connection safe.
    for (const auto key : {"tls_authorities", "tls_name", "tls_certificate", "tls_key", "tls_pin"})
        if (table.has(key) && !out.tls) table.error(key, "needs tls = true");
}

void read_translation(table_reader& table, const smpp_vocabulary& vocabulary, smpp_options& out) {
    table.word("concat", out.concat,
               {{"udh8", smpp_concat::udh8}, {"udh16", smpp_concat::udh16}, {"sar", smpp_concat::sar}, {"payload", smpp_concat::payload}});
    table.text("service_type", out.service_type, 5);
    table.number("protocol_id", out.protocol_id, 0, 255);
    table.number("priority", out.priority, 0, 3);
    table.word("validity", out.validity,
               {{"relative", smpp_validity::relative}, {"absolute", smpp_validity::absolute}, {"none", smpp_validity::none}});
    table.words_of("dialect", out.dialect, vocabulary.dialect_flags);
}

void read_timers(table_reader& table, smpp_options& out) {
    table.number("enquire_link_seconds", out.enquire_link_seconds, 0, 3'600);
    table.number("response_seconds", out.response_seconds, 1, 3'600);
    table.number("inactivity_seconds", out.inactivity_seconds, 0, 86'400);
    table.number("bind_seconds", out.bind_seconds, 1, 600);
    table.number("reconnect_min_ms", out.reconnect_min_ms, 1, 3'600'000);
    table.number("reconnect_max_ms", out.reconnect_max_ms, 1, 3'600'000);
    if (out.reconnect_min_ms > out.reconnect_max_ms)
        table.error(table.has("reconnect_min_ms") ? "reconnect_min_ms" : "reconnect_max_ms",
                    "reconnect_min_ms (" + std::to_string(out.reconnect_min_ms) + ") is more than reconnect_max_ms (" +
                        std::to_string(out.reconnect_max_ms) + ")");
}

void read_submit_multi(table_reader& table, smpp_options& out) {
    if (!table.number("submit_multi", out.submit_multi, 0, 254)) return;  // 3.4, section 5.2.24
    if (out.submit_multi == 1) table.error("submit_multi", "is 0 (never) or 2 to 254: one destination is a submit_sm");
    if (out.submit_multi != 0 && out.data_sm) table.warning("submit_multi", "has no effect with data_sm = true");
}

void read_outbind(table_reader& table, smpp_options& out) {
    std::vector<endpoint> listen;
    if (table.addresses("outbind_listen", listen)) {
        if (listen.size() > 1) table.error("outbind_listen", "one address is enough");
        if (!listen.empty()) out.outbind_listen = listen.front();
    }
    table.text("outbind_system_id", out.outbind_system_id, 15);
    table.secret("outbind_password", out.outbind_password);
    table.word("outbind_mode", out.outbind_mode, {{"receiver", smpp_mode::receiver}, {"transceiver", smpp_mode::transceiver}});
    table.number("outbind_connections", out.outbind_connections, 1, 64);
    if (out.outbind_listen) return;
    for (const char* key : {"outbind_system_id", "outbind_password", "outbind_mode", "outbind_connections"})
        if (table.has(key)) table.warning(key, "has no effect without outbind_listen");
}

}  // namespace

smpp_options read_smpp_options(table_reader& table, const smpp_vocabulary& vocabulary) {
    smpp_options out;
    table.require({"address", "system_id"});
    table.address("address", out.address);
    // The lengths are those of SMPP 3.4, section 5.2.1 to 5.2.7, without the terminator.
    table.text("system_id", out.system_id, 15);
    if (table.secret("password", out.password) && out.password.size() > 8)
        table.warning("password", "SMPP 3.4 allows 8 octets: some operators refuse a longer one");
    table.text("system_type", out.system_type, 12);
    table.text("address_range", out.address_range, 40);
    table.word("mode", out.mode,
               {{"transceiver", smpp_mode::transceiver}, {"transmitter", smpp_mode::transmitter}, {"receiver", smpp_mode::receiver},
                {"pair", smpp_mode::pair}});
    table.flag("data_sm", out.data_sm);
    table.words("questions", out.questions,
                {{"query", smpp_question::query}, {"cancel", smpp_question::cancel}, {"replace", smpp_question::replace}});
    read_submit_multi(table, out);
    read_outbind(table, out);
    table.number("binds", out.binds, 1, 64);
    table.number("window", out.window, 1, 10'000);
    table.number("rate", out.rate, 0, 1'000'000);
    read_timers(table, out);
    table.number("source_ton", out.source_ton, 0, 255);
    table.number("source_npi", out.source_npi, 0, 255);
    table.number("dest_ton", out.dest_ton, 0, 255);
    table.number("dest_npi", out.dest_npi, 0, 255);
    if (table.number("interface_version", out.interface_version, 0, 255) && out.interface_version != 0x33 &&
        out.interface_version != 0x34 && out.interface_version != 0x50)
        table.error("interface_version", "is none of 0x33, 0x34, 0x50");
    read_tls(table, out);
    read_translation(table, vocabulary, out);
    read_errors(table, vocabulary, out);
    return out;
}

}  // namespace hermod::app
