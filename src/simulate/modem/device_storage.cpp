// Stored messages: 3GPP TS 27.005 sections 3.2.2, 3.4 and 3.5.4.
#include "simulate/modem/device.hpp"
#include "wire/at/parameter_reader.hpp"
#include "wire/tpdu/decode.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::simulate::modem {

using namespace wire::tpdu;
using wire::at::parameter_reader;

namespace {

constexpr unsigned not_supported = 303, invalid_text = 305, invalid_index = 321;
constexpr std::string_view words[] = {"REC UNREAD", "REC READ", "STO UNSENT", "STO SENT"};
constexpr unsigned all_of_them = 4;

// <stat> as number or word; nullopt: neither.
std::optional<unsigned> wanted_status(const std::string& given, bool text) {
    if (!text) {
        if (given.empty()) return 0;
        return given.size() == 1 && given[0] >= '0' && given[0] <= '4' ? std::optional<unsigned>(given[0] - '0') : std::nullopt;
    }
    if (given.empty()) return 0;
    if (given == "ALL") return all_of_them;
    for (unsigned i = 0; i < std::size(words); ++i)
        if (words[i] == given) return i;
    return std::nullopt;
}

}  // namespace

std::string device::memory_state(bool named) {
    std::string out = "+CPMS: ";
    for (const memory_name which : selected_) {
        const memory& one = memories_[which];
        if (out.size() > 7) out += ',';
        if (named) out += '"' + std::string(one.name()) + "\",";
        out += std::to_string(one.used()) + ',' + std::to_string(one.total());
    }
    return out;
}

reply device::on_memory(const command& one) {
    if (const unsigned error = trouble()) return cms(error);
    if (one.form == form::test) {
        const std::string first = habits_.report_memory ? "\"SM\",\"ME\",\"SR\"" : "\"SM\",\"ME\"";
        const std::string inner = '(' + first + "),(\"SM\",\"ME\"),(\"SM\",\"ME\")";
        say(habits_.double_parentheses ? "+CPMS: (" + inner + ')' : "+CPMS: " + inner);
    }
    if (one.form == form::read) say(memory_state(true));
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    memory_name wanted[3] = {selected_[0], selected_[1], selected_[2]};
    for (std::size_t i = 0; i < 3; ++i) {
        std::string name;
        if (!in.optional_string("mem", name)) return cms(not_supported);
        if (name.empty()) continue;
        const auto which = memory_called(name);
        const bool is_for_reports = which == memory_name::sr;
        if (!which || (is_for_reports && (i != 0 || !habits_.report_memory))) return cms(not_supported);
        wanted[i] = *which;
    }
    std::copy(std::begin(wanted), std::end(wanted), std::begin(selected_));
    say(memory_state(false));
    return {};
}

std::optional<std::size_t> device::slot_of(unsigned index) {
    if (index < habits_.first_index || !reading().has(index - habits_.first_index)) return std::nullopt;
    return index - habits_.first_index;
}

void device::show(std::string_view name, std::optional<std::size_t> slot, const stored& what) {
    const octets tpdu = octets(what.pdu).subspan(what.smsc_size);
    const std::string index = slot ? std::to_string(*slot + habits_.first_index) + ',' : "";
    const auto status = static_cast<unsigned>(what.status);
    const std::string prefix = std::string(name) + ": " + index;
    if (!set_.text) {
        say(prefix + std::to_string(status) + ",," + std::to_string(tpdu.size()));
        output_ += wire::tpdu::to_hex(what.pdu) + "\r\n";
        return;
    }
    const auto read = decode(tpdu, status >= 2 ? origin::mobile : origin::network);
    shown text;
    if (!read) {
        text.header = quoted(words[status], character_set::ira) + ",\"\",,";
    } else if (const auto* deliver = std::get_if<sms_deliver>(&read->pdu)) {
        text = show_deliver(*deliver, words[status], set_.characters, set_.headers);
    } else if (const auto* submit = std::get_if<sms_submit>(&read->pdu)) {
        text = show_submit(*submit, words[status], set_.characters, set_.headers);
    } else if (const auto* report = std::get_if<sms_status_report>(&read->pdu)) {
        text = show_report(*report, words[status], set_.characters);
    }
    say(prefix + text.header);
    if (!text.body.empty() || text.header.find(",6,") == std::string::npos) output_ += text.body + "\r\n";
}

reply device::on_list(const command& one) {
    if (const unsigned error = trouble()) return cms(error);
    if (one.form == form::test) {
        say(set_.text ? "+CMGL: (\"REC UNREAD\",\"REC READ\",\"STO UNSENT\",\"STO SENT\",\"ALL\")" : "+CMGL: (0-4)");
        return {};
    }
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    std::string given;
    if (!in.optional_string("stat", given)) return cms(invalid_text);
    const auto wanted = wanted_status(given, set_.text);
    if (!wanted) return cms(invalid_text);
    for (std::size_t slot = 0; slot < reading().total(); ++slot) {
        stored* const what = reading().at(slot);
        if (what == nullptr || (*wanted != all_of_them && static_cast<unsigned>(what->status) != *wanted)) continue;
        show("+CMGL", slot, *what);
        if (what->status == message_status::unread) what->status = message_status::read;
    }
    return {};
}

reply device::on_read(const command& one) {
    if (const unsigned error = trouble()) return cms(error);
    if (one.form == form::test) return {};
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    unsigned index = 0;
    if (!in.number("index", index)) return cms(invalid_index);
    const auto slot = slot_of(index);
    if (!slot) return cms(invalid_index);
    stored* const what = reading().at(*slot);
    if (what == nullptr) {
        if (habits_.empty == empty_slot::invalid_index) return cms(invalid_index);
        if (habits_.empty == empty_slot::zeros) say("+CMGR: 0,,0");
        return {};
    }
    show("+CMGR", std::nullopt, *what);
    if (what->status == message_status::unread) what->status = message_status::read;
    return {};
}

reply device::on_delete(const command& one) {
    if (const unsigned error = trouble()) return cms(error);
    if (one.form == form::test) {
        std::string indices;
        for (std::size_t slot = 0; slot < reading().total(); ++slot)
            if (reading().at(slot) != nullptr)
                indices += (indices.empty() ? "" : ",") + std::to_string(slot + habits_.first_index);
        say("+CMGD: (" + indices + "),(0-4)");
        return {};
    }
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    unsigned index = 0;
    std::optional<unsigned> flag;
    if (!in.number("index", index) || !in.optional_number("delflag", flag, 4)) return cms(invalid_index);
    if (flag.value_or(0) == 0) {
        const auto slot = slot_of(index);
        if (!slot) return cms(invalid_index);
        reading().clear(*slot);
    }
    // 1: read; 2: and sent; 3: and unsent; 4: all.
    static constexpr unsigned from_flag[] = {4, 1, 3, 2};  // unread, read, unsent, sent
    for (std::size_t slot = 0; slot < reading().total() && flag.value_or(0) != 0; ++slot) {
        const stored* const what = reading().at(slot);
        if (what != nullptr && *flag >= from_flag[static_cast<std::size_t>(what->status)]) reading().clear(slot);
    }
    full_told_ = false;
    return {};
}

}  // namespace hermod::simulate::modem
