#include "wire/at/answers.hpp"

#include <algorithm>
#include <charconv>

#include "wire/at/parameter_reader.hpp"
#include "wire/at/trimmed.hpp"

namespace hermod::wire::at {
namespace {

// [<alpha>],<length>: some modems leave the empty alpha out with its comma.
bool alpha_and_length(parameter_reader& in, std::string& alpha, unsigned& length) {
    return (in.last_number() || in.string("alpha", alpha)) && in.number("length", length);
}

template <class Out>
codec_result<Out> answer(const parameter_reader& in, bool good, Out out) {
    if (!good) return in.error();
    return out;
}

codec_result<delivered_pdu> read_delivered(std::string_view line, std::string_view name) {
    parameter_reader in(line, name);
    delivered_pdu out;
    const bool good = alpha_and_length(in, out.alpha, out.length);
    return answer(in, good, std::move(out));
}

codec_result<stored_notice> read_notice(std::string_view line, std::string_view name) {
    parameter_reader in(line, name);
    stored_notice out;
    const bool good = in.string("mem", out.memory) && in.number("index", out.index);
    return answer(in, good, std::move(out));
}

}  // namespace

codec_result<stored_message> read_cmgl(std::string_view line) {
    parameter_reader in(line, "+CMGL");
    stored_message out;
    const bool good =
        in.number("index", out.index) && in.number("stat", out.status) && alpha_and_length(in, out.alpha, out.length);
    return answer(in, good, std::move(out));
}

codec_result<stored_message> read_cmgr(std::string_view line) {
    parameter_reader in(line, "+CMGR");
    stored_message out;
    const bool good = in.number("stat", out.status) && alpha_and_length(in, out.alpha, out.length);
    return answer(in, good, std::move(out));
}

codec_result<delivered_pdu> read_cmt(std::string_view line) {
    return read_delivered(line, "+CMT");
}
codec_result<delivered_pdu> read_cds(std::string_view line) {
    return read_delivered(line, "+CDS");
}
codec_result<stored_notice> read_cmti(std::string_view line) {
    return read_notice(line, "+CMTI");
}
codec_result<stored_notice> read_cdsi(std::string_view line) {
    return read_notice(line, "+CDSI");
}

codec_result<std::vector<memory_state>> read_cpms(std::string_view line) {
    parameter_reader in(line, "+CPMS");
    std::vector<memory_state> out;
    do {
        memory_state one;
        const bool named = in.next_is_quoted();
        if ((named && !in.string("mem", one.name)) || !in.number("used", one.used) || !in.number("total", one.total))
            return in.error();
        out.push_back(std::move(one));
    } while (!in.at_end());
    return out;
}

codec_result<std::vector<std::vector<std::string>>> read_cpms_choices(std::string_view line) {
    parameter_reader in(line, "+CPMS");
    std::vector<std::vector<std::string>> out;
    do {
        if (!in.list("mem", out.emplace_back())) return in.error();
    } while (!in.at_end());
    return out;
}

codec_result<sent_message> read_cmgs(std::string_view line) {
    parameter_reader in(line, line.starts_with("+CMSS") ? "+CMSS" : "+CMGS");
    sent_message out;
    const bool good = in.number("mr", out.reference, 255) && in.optional_string("ackpdu", out.ack_pdu);
    return answer(in, good, std::move(out));
}

codec_result<number_and_type> read_csca(std::string_view line) {
    parameter_reader in(line, "+CSCA");
    number_and_type out;
    const bool good = in.string("sca", out.number) && in.optional_number("tosca", out.type, 255);
    return answer(in, good, std::move(out));
}

codec_result<news_settings> read_cnmi(std::string_view line) {
    parameter_reader in(line, "+CNMI");
    news_settings out;
    const bool good = in.number("mode", out.mode) && in.number("mt", out.mt) && in.number("bm", out.bm) &&
                      in.optional_number("ds", out.ds) && in.optional_number("bfr", out.bfr);
    return answer(in, good, out);
}

codec_result<std::vector<value_ranges>> read_ranges(std::string_view line, std::string_view name) {
    parameter_reader in(line, name);
    std::vector<value_ranges> out;
    do {
        if (!in.range("range", out.emplace_back())) return in.error();
    } while (!in.at_end());
    return out;
}

bool contains(const value_ranges& ranges, unsigned value) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const auto& r) { return value >= r.first && value <= r.second; });
}

std::optional<int> signal::dbm() const {
    if (rssi <= 31) return -113 + 2 * static_cast<int>(rssi);
    if (rssi >= 100 && rssi <= 191) return -116 + static_cast<int>(rssi - 100);
    return std::nullopt;
}

codec_result<signal> read_csq(std::string_view line) {
    parameter_reader in(line, "+CSQ");
    signal out;
    std::optional<unsigned> ber;
    const bool good = in.number("rssi", out.rssi) && in.optional_number("ber", ber);
    out.ber = ber.value_or(99);
    return answer(in, good, out);
}

codec_result<operator_state> read_cops(std::string_view line) {
    parameter_reader in(line, "+COPS");
    operator_state out;
    const bool good = in.number("mode", out.mode) && in.optional_number("format", out.format) &&
                      in.optional_string("oper", out.name) && in.optional_number("AcT", out.access);
    return answer(in, good, std::move(out));
}

codec_result<registration> read_registration(std::string_view line, std::string_view name) {
    parameter_reader in(line, name);
    registration out;
    unsigned first = 0;
    bool good = in.number("stat", first);
    out.state = first;
    // <n>,<stat>: the second parameter is a number only in the answer.
    if (good && !in.at_end() && !in.next_is_quoted()) good = in.number("stat", out.state);
    good = good && in.optional_string("lac", out.area) && in.optional_string("ci", out.cell) &&
           in.optional_number("AcT", out.access);
    return answer(in, good, std::move(out));
}

std::string_view words_of_registration(unsigned state) {
    static constexpr std::string_view words[] = {
        "not registered", "home network",           "searching",         "denied",        "unknown",
        "roaming",        "home network, SMS only", "roaming, SMS only", "emergency only"};
    return state < std::size(words) ? words[state] : "reserved";
}

codec_result<pin_state> read_cpin(std::string_view line) {
    parameter_reader in(line, "+CPIN");
    std::string code;
    if (!in.string("code", code)) return in.error();
    static constexpr struct {
        std::string_view code;
        pin_state state;
    } rows[] = {{"READY", pin_state::ready},
                {"SIM PIN", pin_state::sim_pin},
                {"SIM PUK", pin_state::sim_puk},
                {"SIM PIN2", pin_state::sim_pin2},
                {"SIM PUK2", pin_state::sim_puk2},
                {"PH-SIM PIN", pin_state::device_lock},
                {"PH-FSIM PIN", pin_state::device_lock},
                {"PH-FSIM PUK", pin_state::device_lock},
                {"PH-NET PIN", pin_state::network_lock},
                {"PH-NET PUK", pin_state::network_lock}};
    for (const auto& row : rows) {
        if (row.code == code) return row.state;
    }
    return pin_state::other;
}

std::string read_identity(std::string_view line, std::string_view name) {
    if (line.starts_with(name) && line.substr(name.size()).starts_with(':')) line.remove_prefix(name.size() + 1);
    line = trimmed(line);
    if (line.size() >= 2 && line.starts_with('"') && line.ends_with('"')) line = line.substr(1, line.size() - 2);
    return std::string(line);
}

codec_result<own_number> read_cnum(std::string_view line) {
    parameter_reader in(line, "+CNUM");
    own_number out;
    const bool good =
        in.string("alpha", out.alpha) && in.string("number", out.number) && in.optional_number("type", out.type, 255);
    return answer(in, good, std::move(out));
}

// The string may hold quotes, commas and line ends: it is what stands between the first quote and the last.
codec_result<ussd> read_cusd(std::string_view line) {
    parameter_reader in(line, "+CUSD");
    ussd out;
    if (!in.number("m", out.state)) return in.error();
    const std::size_t first = line.find('"');
    if (first == std::string_view::npos) {
        const bool good = in.optional_string("str", out.text) && in.optional_number("dcs", out.dcs, 255);
        return answer(in, good, std::move(out));
    }
    const std::size_t last = line.rfind('"');
    out.text = line.substr(first + 1, last == first ? std::string_view::npos : last - first - 1);
    if (last == first) return out;  // never closed
    std::string_view rest = trimmed(line.substr(last + 1));
    if (!rest.starts_with(',')) return out;
    rest = trimmed(rest.substr(1));
    unsigned dcs = 0;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), dcs);
    if (rest.empty()) return out;
    const auto at = static_cast<std::uint32_t>(rest.data() - line.data());
    if (fault != std::errc{} || end != rest.data() + rest.size()) return codec_error{errc::not_a_number, "dcs", at};
    if (dcs > 255) return codec_error{errc::out_of_range, "dcs", at};
    out.dcs = dcs;
    return out;
}

}  // namespace hermod::wire::at
