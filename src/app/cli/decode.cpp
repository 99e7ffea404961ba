// decode smpp HEX: a PDU field by field. decode ucp FRAME, decode cimd2 HEX: a frame, a packet in one line.
#include <iostream>
#include <optional>
#include <vector>

#include "app/cli/commands.hpp"
#include "base/log.hpp"
#include "wire/cimd2/describe.hpp"
#include "wire/smpp/describe.hpp"
#include "wire/ucp/describe.hpp"

namespace hermod::app {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Blanks and colons between octets are passed over; nullopt for anything else that is no hexadecimal digit.
std::optional<std::vector<std::uint8_t>> octets_of(std::string_view hex) {
    std::vector<std::uint8_t> out;
    int high = -1;
    for (const char c : hex) {
        if (c == ' ' || c == ':' || c == '\n' || c == '\t' || c == '\r') continue;
        const int digit = digit_of(c);
        if (digit < 0) return std::nullopt;
        if (high < 0) {
            high = digit;
        } else {
            out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
            high = -1;
        }
    }
    if (high >= 0) return std::nullopt;
    return out;
}

// Of what stands on the command line; says what is wrong with it otherwise.
std::optional<std::vector<std::uint8_t>> octets_or_complaint(const std::vector<std::string>& pieces, int& code) {
    std::string all;
    for (const std::string& piece : pieces) all += piece;
    auto octets = octets_of(all);
    if (!octets) {
        std::cerr << "hermod: that is not hexadecimal: two digits an octet, blanks and colons allowed\n";
        code = exit_usage;
    }
    return octets;
}

void text_field(std::string& out, std::string_view key, std::string_view value) {
    if (out.back() != '{') out += ',';
    out.append("\"").append(key).append("\":\"");
    append_percent(out, value);
    out += '"';
}

template <class Fault>
void append_fault(std::string& out, const std::optional<Fault>& fault) {
    out += ",\"fault\":";
    if (!fault) {
        out += "null";
        return;
    }
    out += "{\"offset\":" + std::to_string(fault->offset);
    text_field(out, "field", fault->field);
    text_field(out, "error", make_error_code(fault->code).message());
    out += '}';
}

std::string as_json(const wire::smpp::description& d) {
    std::string out = "{";
    text_field(out, "pdu", d.pdu);
    text_field(out, "section", d.section);
    out += ",\"fields\":[";
    for (const auto& f : d.fields) {
        if (out.back() == '}') out += ',';
        out += "{\"offset\":" + std::to_string(f.offset) + ",\"length\":" + std::to_string(f.length);
        text_field(out, "name", f.name);
        text_field(out, "hex", f.hex);
        text_field(out, "value", f.value);
        text_field(out, "words", f.words);
        out += '}';
    }
    out += ']';
    append_fault(out, d.fault);
    return out + "}\n";
}

std::string as_json(const wire::ucp::description& d) {
    std::string out = "{";
    text_field(out, "operation", d.operation);
    if (d.head) {
        out += ",\"ot\":" + std::to_string(static_cast<int>(d.head->ot)) + ",\"trn\":" + std::to_string(d.head->trn);
        out += d.head->is_result ? ",\"result\":true" : ",\"result\":false";
    }
    out += ",\"fields\":[";
    for (const auto& f : d.fields) {
        if (out.back() == '}') out += ',';
        out += "{\"offset\":" + std::to_string(f.offset);
        text_field(out, "name", f.name);
        text_field(out, "value", f.value);
        text_field(out, "words", f.words);
        out += '}';
    }
    out += ']';
    append_fault(out, d.fault);
    return out + "}\n";
}

// The frame itself, or its octets in hexadecimal, which has no "/". STX and ETX are added where a terminal has lost them.
std::optional<std::string> ucp_frame_of(const std::string& given) {
    if (given.find('/') == std::string::npos) {
        const auto octets = octets_of(given);
        return octets ? std::optional(std::string(octets->begin(), octets->end())) : std::nullopt;
    }
    std::string frame = given;
    if (frame.front() != wire::ucp::stx) frame.insert(frame.begin(), wire::ucp::stx);
    if (frame.back() != wire::ucp::etx) frame += wire::ucp::etx;
    return frame;
}

void add_ucp(CLI::App& command, int& code) {
    auto* ucp = command.add_subcommand("ucp", "a UCP/EMI frame in one line; works on broken ones as far as it gets");
    auto given = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    ucp->add_option("frame", *given, "the frame, with or without STX and ETX, or its octets in hexadecimal")->required();
    ucp->add_flag("--json", *json, "as JSON");
    ucp->footer(
        "Example: hermod decode ucp 01/00045/O/30/66677789///1//////68656C6C6F/CE\nExit code 1: the frame is broken; the fault "
        "is named.");
    ucp->callback([given, json, &code] {
        std::string all;
        for (const std::string& piece : *given) all.append(all.empty() ? "" : " ").append(piece);
        const auto frame = ucp_frame_of(all);
        if (!frame) {
            std::cerr
                << "hermod: that is neither a frame nor hexadecimal: fields with \"/\" between them, or two digits an octet\n";
            code = exit_usage;
            return;
        }
        const auto d = wire::ucp::describe(*frame);
        std::cout << (*json ? as_json(d) : wire::ucp::to_line(d) + "\n");
        code = d.fault ? exit_failed : exit_done;
    });
}

void add_cimd2(CLI::App& command, int& code) {
    auto* cimd2 = command.add_subcommand("cimd2", "a CIMD2 packet in one line; works on broken ones as far as it gets");
    auto hex = std::make_shared<std::vector<std::string>>();
    auto latin1 = std::make_shared<bool>(false);
    cimd2->add_option("hex", *hex, "the packet in hexadecimal, STX and ETX included; blanks and colons do not matter")->required();
    cimd2->add_flag("--latin1", *latin1, "user data of a link of eight bits; otherwise of seven");
    cimd2->footer("Example: hermod decode cimd2 02 34303A303031 09 03\nExit code 1: the packet is broken; the fault is named.");
    cimd2->callback([hex, latin1, &code] {
        const auto octets = octets_or_complaint(*hex, code);
        if (!octets) return;
        using namespace wire::cimd2;
        const octet_view frame(reinterpret_cast<const char*>(octets->data()), octets->size());
        std::cout << describe(frame, {.form = *latin1 ? link_form::latin1 : link_form::seven_bit}) << '\n';
        code = decode(frame).has_error() ? exit_failed : exit_done;
    });
}

}  // namespace

void add_decode(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("decode", "show what octets mean");
    command->require_subcommand(1);
    auto* smpp = command->add_subcommand("smpp", "an SMPP PDU, field by field; works on broken ones as far as it gets");
    auto hex = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    smpp->add_option("hex", *hex, "the PDU in hexadecimal; blanks and colons do not matter")->required();
    smpp->add_flag("--json", *json, "as JSON");
    smpp->footer(
        "Example: hermod decode smpp 0000001000000015 00000000 00000001\nExit code 1: the PDU is broken; the fault is named.");
    smpp->callback([hex, json, &code] {
        const auto octets = octets_or_complaint(*hex, code);
        if (!octets) return;
        const auto d = wire::smpp::describe(*octets);
        std::cout << (*json ? as_json(d) : wire::smpp::to_text(d));
        code = d.fault ? exit_failed : exit_done;
    });
    add_ucp(*command, code);
    add_cimd2(*command, code);
}

}  // namespace hermod::app
