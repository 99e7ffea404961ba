// A modem's stream, cut anywhere, gives the same lines; every line can be asked for everything, and what is written from it as an
// argument has one line end. The first octet seeds the cuts and says what was sent before, the rest is the stream.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "wire/at/answers.hpp"
#include "wire/at/command.hpp"
#include "wire/at/command_line.hpp"
#include "wire/at/line_kind.hpp"
#include "wire/at/line_reader.hpp"

using namespace hermod::wire::at;

namespace {

constexpr std::size_t bound = 300;

void require(bool condition) {
    if (!condition) std::abort();
}

void send(line_reader& reader, unsigned choice) {
    static constexpr const char* commands[] = {"AT+CMGS=23\r", "AT+CMGL=4\r", "ATI\r", "AT+CREG?\r", "AT+CUSD=1,\"*100#\",15\r"};
    if (choice % 8 == 7) return;
    reader.sent(commands[choice % 5], choice % 5 == 0 ? line_reader::prompt_wish::wanted : line_reader::prompt_wish::none);
    if (choice & 0x40) reader.sent_pdu("0011000B916407281553F80000AA0AE8329BFD4697D9EC37\x1A");
}

template <class Piece>
std::vector<line> hear(std::string_view stream, unsigned choice, Piece piece) {
    line_reader reader(line_limits{bound});
    send(reader, choice);
    std::vector<line> out;
    const auto drain = [&] {
        while (auto l = reader.next()) out.push_back(std::move(*l));
    };
    while (!stream.empty()) {
        const std::size_t size = std::min<std::size_t>(stream.size(), piece());
        reader.feed(stream.substr(0, size));
        stream.remove_prefix(size);
        drain();
    }
    while (auto l = reader.flush()) out.push_back(std::move(*l));
    return out;
}

template <class Answer>
void inside(const Answer& answer, std::string_view line) {
    require(answer.has_value() || (answer.error().offset <= line.size() && answer.error().code != errc{}));
}

void ask_everything(std::string_view text) {
    inside(read_command_line(text), text);
    if (const auto given = read_command_line("AT" + std::string(text)))
        for (const given_command& one : *given) require(!one.name.empty() && one.arguments.size() <= text.size());
    inside(read_cmgl(text), text);
    inside(read_cmgr(text), text);
    inside(read_cmt(text), text);
    inside(read_cds(text), text);
    inside(read_cmti(text), text);
    inside(read_cdsi(text), text);
    inside(read_cpms(text), text);
    inside(read_cpms_choices(text), text);
    inside(read_cmgs(text), text);
    inside(read_csca(text), text);
    inside(read_cnmi(text), text);
    inside(read_ranges(text, name_of(text)), text);
    inside(read_csq(text), text);
    inside(read_cops(text), text);
    inside(read_registration(text), text);
    inside(read_cpin(text), text);
    inside(read_cnum(text), text);
    inside(read_cusd(text), text);
    (void)read_identity(text, "+CGMI");
    for (const auto& line : {command("+X").string(text).line(), command("+X").word(text).line(), whole_line(text)}) {
        require(line.has_error() || line->find_first_of("\r\n\x1A\x1B") == line->size() - 1);
    }
    const auto pdu = pdu_text(text);
    require(pdu.has_error() || pdu->find_first_of("\r\n\x1A\x1B") == pdu->size() - 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::uint32_t seed = data[0];
    const std::string stream(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = hear(stream, data[0], [&] { return stream.size(); });
    const auto single = hear(stream, data[0], [] { return std::size_t{1}; });
    const auto cut = hear(stream, data[0], [&] { return 1 + (seed = seed * 1664525u + 1013904223u) / 0x4000000u; });
    require(whole == single && whole == cut);
    for (const line& l : whole) {
        require(l.text.size() <= bound && l.pdu.size() <= bound && !l.text.empty());
        require(l.pdu.empty() || is_hex(l.pdu));
        ask_everything(l.text);
    }
    ask_everything(stream);
    return 0;
}
