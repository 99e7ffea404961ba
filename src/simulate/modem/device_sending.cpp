// Sending and writing messages: 3GPP TS 27.005 sections 3.5 and 4.
#include "simulate/modem/device.hpp"
#include "wire/at/parameter_reader.hpp"
#include "wire/tpdu/decode.hpp"
#include "wire/tpdu/encode.hpp"
#include "wire/tpdu/hex_text.hpp"
#include "wire/tpdu/pdu_mode.hpp"

namespace hermod::simulate::modem {

using namespace wire::tpdu;
using wire::at::parameter_reader;

namespace {

constexpr unsigned not_allowed = 302, invalid_pdu = 304, invalid_text = 305, invalid_index = 321, memory_full = 322,
                   no_centre = 330, no_network = 331;

}  // namespace

reply device::on_format(const command& one) {
    unsigned value = set_.text ? 1 : 0;
    const reply done = setting(one, value, how_.text_only ? "(1)" : "(0,1)", 1);
    if (how_.text_only && value == 0) return cms(303);
    set_.text = value == 1;
    return done;
}

reply device::on_text_settings(const command& one) {
    text_settings& to = set_.outgoing;
    if (one.form == form::test) return {};
    if (one.form == form::read)
        say("+CSMP: " + std::to_string(to.first_octet) + ',' + std::to_string(to.validity) + ',' + std::to_string(to.protocol) +
            ',' + std::to_string(to.coding));
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    std::optional<unsigned> fo, vp, pid, dcs;
    if (!in.optional_number("fo", fo, 255) || !in.optional_number("vp", vp, 255) || !in.optional_number("pid", pid, 255) ||
        !in.optional_number("dcs", dcs, 255))
        return cms(invalid_text);
    to = {fo.value_or(to.first_octet), vp.value_or(to.validity), pid.value_or(to.protocol), dcs.value_or(to.coding)};
    return {};
}

reply device::on_headers(const command& one) {
    unsigned value = set_.headers ? 1 : 0;
    const reply done = setting(one, value, "(0,1)", 1);
    set_.headers = value == 1;
    return done;
}

reply device::on_centre(const command& one) {
    if (const unsigned error = trouble()) return cms(error);
    if (one.form == form::read) say("+CSCA: " + quoted(centre_, set_.characters) + (centre_.starts_with('+') ? ",145" : ",129"));
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    std::string given;
    std::optional<unsigned> type;
    if (!in.string("sca", given) || !in.optional_number("tosca", type, 255)) return cms(invalid_text);
    auto number = read_in(set_.characters, given);
    // A number as it stands is taken too: not every client writes it in the character set.
    if (!number || !parse_address(*number)) number = given;
    if (type == 145 && !number->starts_with('+')) number->insert(0, "+");
    const auto parsed = parse_address(*number);
    if (!parsed || parsed->alphanumeric()) return cms(invalid_text);
    centre_ = *number;
    return {};
}

std::uint8_t device::next_reference() {
    if (how_.zero_references) return 0;
    return reference_++;
}

reply device::open_prompt(prompted what, const command& one) {
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    std::optional<unsigned> type, status;
    announced_ = prompt_status_ = 0;
    prompt_number_.clear();
    if (set_.text && what != prompted::command) {
        std::string given;
        if (!in.string("da", given) || !in.optional_number("toda", type, 255)) return cms(invalid_text);
        const auto number = read_in(set_.characters, given);
        prompt_number_ = number && set_.characters != character_set::gsm ? *number : given;
        if (type == 145 && !prompt_number_.starts_with('+')) prompt_number_.insert(0, "+");
    } else {
        if (!in.number("length", announced_, max_tpdu) || !in.optional_number("stat", status, 3)) return cms(invalid_pdu);
    }
    prompt_status_ = status.value_or(2);
    body_.clear();
    prompt_ = what;
    return {reply::kind::prompt};
}

reply device::on_send(const command& one) {
    if (one.form == form::test) return {};
    if (one.form != form::set) return cms(set_.text ? invalid_text : invalid_pdu);
    if (const unsigned error = trouble()) return cms(error);
    return open_prompt(prompted::send, one);
}

reply device::on_write(const command& one) {
    if (one.form == form::test) return {};
    if (const unsigned error = trouble()) return cms(error);
    return open_prompt(prompted::write, one);
}

reply device::on_command(const command& one) {
    if (one.form == form::test) return {};
    if (const unsigned error = trouble()) return cms(error);
    if (set_.text) return cms(not_allowed);
    return open_prompt(prompted::command, one);
}

void device::prompt_ended() {
    const prompted what = std::exchange(prompt_, prompted::none);
    const std::string body = std::exchange(body_, {});
    reply done;
    switch (what) {
        case prompted::send:
        case prompted::command:
            if (set_.text) {
                std::vector<std::uint8_t> buffer;
                const auto message = submit_of(prompt_number_, body, set_.outgoing, set_.characters, buffer);
                done = message ? hand_over(*message, "+CMGS") : cms(invalid_text);
            } else {
                done = send_pdu(body);
            }
            break;
        case prompted::write:
            done = write_message(body);
            break;
        case prompted::confirm:
            done = confirm_with(prompt_status_);
            break;
        case prompted::none:
            return;
    }
    finish(done);
}

namespace {

// The TPDU behind the SMSC part, if its length is the one that the command announced.
std::optional<octets> tpdu_of(std::string_view hex, unsigned announced, std::vector<std::uint8_t>& buffer,
                              std::size_t& smsc_size) {
    if (!wire::tpdu::from_hex(hex, buffer)) return std::nullopt;
    const auto smsc = read_smsc(buffer);
    if (!smsc || buffer.size() - smsc->size != announced) return std::nullopt;
    smsc_size = smsc->size;
    return octets(buffer).subspan(smsc->size);
}

}  // namespace

reply device::send_pdu(std::string_view hex) {
    std::vector<std::uint8_t> buffer;
    std::size_t smsc_size = 0;
    const auto tpdu = tpdu_of(hex, announced_, buffer, smsc_size);
    const auto read = tpdu ? decode(*tpdu, origin::mobile) : codec_result<any_pdu>(codec_error{});
    if (!tpdu || !read) return ++network_.numbers().bad_pdus, cms(invalid_pdu);
    if (!read->odd.none()) ++network_.numbers().odd_pdus;
    if (centre_.empty() && smsc_size <= 1) return cms(no_centre);
    if (const auto* message = std::get_if<sms_submit>(&read->pdu)) return hand_over(*message, "+CMGS");
    if (const auto* asked = std::get_if<sms_command>(&read->pdu)) {
        const std::uint8_t reference = next_reference();
        network_.command(number_, *asked, reference, now_);
        say("+CMGC: " + std::to_string(reference));
        return {};
    }
    return ++network_.numbers().bad_pdus, cms(invalid_pdu);
}

reply device::hand_over(const sms_submit& message, std::string_view name) {
    const unsigned state = registered_as();
    if (state != 1 && (state < 5 || state > 7)) return cms(no_network);
    const std::uint8_t reference = next_reference();
    const outcome out = network_.submit(number_, message, reference, now_);
    return answer_later(out, std::string(name) + ": " + std::to_string(reference));
}

reply device::answer_later(const outcome& out, std::string answer) {
    late_answer late{now_ + how_.answer_delay, {}, true, out.then};
    if (out.noise) late.text = "\r\n\x1F^%?=\xFE~ noise \x81\r\n";
    if (out.error != 0) {
        late.text += final_text({reply::kind::cms, out.error});
    } else if (out.says != outcome::answer::none) {
        late.text += info(answer);
        if (out.says == outcome::answer::whole) late.text += final_text({});
    }
    if (out.then == outcome::after::hang) late.text.clear();
    if (out.then == outcome::after::unplug) {
        ++network_.numbers().disconnects;
        late.text.resize(how_.disconnect_inside_answer ? late.text.size() / 2 : 0);
    }
    later_ = std::move(late);
    return {reply::kind::later};
}

reply device::write_message(std::string_view body) {
    stored made;
    made.status = prompt_status_ == 3 ? message_status::sent : message_status::unsent;
    if (set_.text) {
        std::vector<std::uint8_t> buffer;
        const auto message = submit_of(prompt_number_, body, set_.outgoing, set_.characters, buffer);
        made.pdu = {0};
        made.smsc_size = 1;
        if (!message || !encode(made.pdu, *message)) return cms(invalid_text);
    } else {
        const auto tpdu = tpdu_of(body, announced_, made.pdu, made.smsc_size);
        if (!tpdu || tpdu->empty()) return ++network_.numbers().bad_pdus, cms(invalid_pdu);
        if (prompt_status_ < 2) made.status = static_cast<message_status>(prompt_status_);
    }
    const auto slot = memories_[selected_[1]].put(std::move(made));
    if (!slot) return cms(memory_full);
    say("+CMGW: " + std::to_string(*slot + habits_.first_index));
    return {};
}

reply device::on_send_stored(const command& one) {
    if (one.form == form::test) return {};
    if (const unsigned error = trouble()) return cms(error);
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    unsigned index = 0;
    std::string other;
    if (!in.number("index", index) || !in.optional_string("da", other)) return cms(invalid_index);
    stored* const what = index < habits_.first_index ? nullptr : memories_[selected_[1]].at(index - habits_.first_index);
    if (what == nullptr) return cms(invalid_index);
    auto read = decode_as<sms_submit>(octets(what->pdu).subspan(what->smsc_size));
    if (!read) return cms(not_allowed);
    if (!other.empty()) {
        const auto number = read_in(set_.characters, other);
        const auto to = parse_address(number ? *number : other);
        if (!to) return cms(invalid_text);
        read->pdu.tp_da = *to;
    }
    const reply done = hand_over(read->pdu, "+CMSS");
    if (done.what == reply::kind::later) what->status = message_status::sent;
    return done;
}

}  // namespace hermod::simulate::modem
