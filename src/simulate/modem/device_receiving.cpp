// What comes from the network: 3GPP TS 27.005 sections 3.4.1 to 3.4.4.
#include "simulate/modem/device.hpp"
#include "text/dcs.hpp"
#include "wire/at/answers.hpp"
#include "wire/at/parameter_reader.hpp"
#include "wire/tpdu/decode.hpp"
#include "wire/tpdu/hex_text.hpp"

namespace hermod::simulate::modem {

using namespace wire::tpdu;
using wire::at::parameter_reader;

namespace {

constexpr unsigned not_supported = 303, no_confirmation_expected = 340, invalid_pdu = 304;
constexpr std::uint8_t on_sim = 2, for_terminal = 3;  // message classes

std::optional<std::uint8_t> class_of(const delivery& what) {
    const auto read = decode_as<sms_deliver>(what.tpdu);
    return read ? text::decode_dcs(read->pdu.tp_dcs).message_class : std::nullopt;
}

}  // namespace

std::vector<std::uint8_t> device::with_centre(const std::vector<std::uint8_t>& tpdu, std::size_t& smsc_size) const {
    const auto smsc = parse_address(how_.centre.empty() ? "+491710760000" : how_.centre);
    const auto written = write_smsc(smsc ? *smsc : address());
    std::vector<std::uint8_t> out{0};
    if (written) out.assign(written->view().begin(), written->view().end());
    smsc_size = out.size();
    out.insert(out.end(), tpdu.begin(), tpdu.end());
    return out;
}

reception device::receive(const delivery& what, mono_time now) {
    now_ = now;
    if (hung_ || unconfirmed_ || registered_as() == 0 || registered_as() == 2 || trouble() != 0) return reception::kept;
    if (what.report) {
        if (set_.reports == 1) {
            if (!attached_) return reception::kept;
            return route(what, "+CDS", now), reception::taken;
        }
        const memory_name where = habits_.report_memory ? memory_name::sr : selected_[2];
        if (set_.reports == 2) return store(what, where, "+CDSI: ");
        if (how_.reports_to_device) return store(what, selected_[2], "");
        network_.received(what);  // nobody wants it
        return reception::taken;
    }
    const auto its_class = class_of(what);
    const bool direct = (set_.news == 2 && its_class != on_sim) || (set_.news == 3 && its_class == for_terminal);
    if (!direct) return store(what, its_class == on_sim ? memory_name::sm : selected_[2], set_.news != 0 ? "+CMTI: " : "");
    if (!attached_) return reception::kept;
    return route(what, "+CMT", now), reception::taken;
}

reception device::store(const delivery& what, memory_name where, std::string_view notice) {
    stored made;
    made.pdu = with_centre(what.tpdu, made.smsc_size);
    const auto slot = memories_[where].put(std::move(made));
    if (!slot) {
        if (!std::exchange(full_told_, true)) {
            ++network_.numbers().deliveries_refused;
            if (how_.family == family::huawei) news("^SMMEMFULL: \"" + std::string(memories_[where].name()) + '"');
        }
        return reception::kept;
    }
    network_.received(what);
    if (notice.empty()) return reception::taken;
    const bool misnamed = habits_.reports_called_sm && where == memory_name::sr;
    const std::string name(misnamed ? "SM" : memories_[where].name());
    news(std::string(notice) + '"' + name + "\"," + std::to_string(misnamed ? 0 : *slot + habits_.first_index));
    return reception::taken;
}

void device::route(const delivery& what, std::string_view name, mono_time now) {
    std::size_t smsc_size = 0;
    const auto pdu = with_centre(what.tpdu, smsc_size);
    const std::string prefix = std::string(name) + ": ";
    if (!set_.text) {
        news(prefix + (what.report ? "" : ",") + std::to_string(what.tpdu.size()) + "\r\n" + wire::tpdu::to_hex(pdu));
    } else if (const auto report = decode_as<sms_status_report>(what.tpdu); what.report && report) {
        news(prefix + show_report(report->pdu, "", set_.characters).header);
    } else if (const auto deliver = decode_as<sms_deliver>(what.tpdu)) {
        const shown text = show_deliver(deliver->pdu, "", set_.characters, set_.headers);
        news(prefix + text.header.substr(text.header.find(',') + 1) + "\r\n" + text.body);
    }
    if (set_.phase == 0) return network_.received(what);
    unconfirmed_ = unconfirmed{what, now + how_.confirm_within};
}

reply device::on_service(const command& one) {
    if (one.form == form::test) say("+CSMS: (0,1)");
    if (one.form == form::read) say("+CSMS: " + std::to_string(set_.phase) + ",1,1,1");
    if (one.form != form::set) return {};
    if (one.arguments != "0" && one.arguments != "1") return cms(not_supported);
    set_.phase = one.arguments == "1" ? 1 : 0;
    say("+CSMS: 1,1,1");
    return {};
}

reply device::on_news(const command& one) {
    if (one.form == form::test) say("+CNMI: " + std::string(habits_.news_ranges));
    if (one.form == form::read)
        say("+CNMI: " + std::to_string(set_.news_mode) + ',' + std::to_string(set_.news) + ',' + std::to_string(set_.broadcasts) +
            ',' + std::to_string(set_.reports) + ',' + std::to_string(set_.buffer));
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer(), ranges = "+CNMI: " + std::string(habits_.news_ranges);
    parameter_reader in(answer, one.name), allowed(ranges, "+CNMI");
    unsigned* const fields[] = {&set_.news_mode, &set_.news, &set_.broadcasts, &set_.reports, &set_.buffer};
    unsigned values[5];
    for (std::size_t i = 0; i < 5; ++i) {
        std::optional<unsigned> value;
        wire::at::value_ranges may_be;
        if (!in.optional_number("value", value) || !allowed.range("range", may_be)) return cms(not_supported);
        values[i] = value.value_or(*fields[i]);
        if (!wire::at::contains(may_be, values[i])) return cms(not_supported);
    }
    for (std::size_t i = 0; i < 5; ++i) *fields[i] = values[i];
    return {};
}

reply device::on_confirm(const command& one) {
    if (one.form == form::test) return say("+CNMA: (0-2)"), reply{};
    if (set_.phase == 0 || !unconfirmed_) return cms(no_confirmation_expected);
    if (one.form != form::set) return confirm_with(0);
    const std::string answer = one.as_answer();
    parameter_reader in(answer, one.name);
    std::optional<unsigned> length;
    unsigned how = 0;
    if (!in.number("n", how, 2) || !in.optional_number("length", length, max_tpdu)) return cms(invalid_pdu);
    if (length.value_or(0) == 0) return confirm_with(how);
    body_.clear();
    prompt_status_ = how;
    prompt_ = prompted::confirm;
    return {reply::kind::prompt};
}

// 0 and 1: RP-ACK. 2: RP-ERROR, and the network tries again later.
reply device::confirm_with(unsigned how) {
    if (!unconfirmed_) return cms(no_confirmation_expected);
    const delivery what = std::move(unconfirmed_->what);
    unconfirmed_.reset();
    if (how != 2) return network_.received(what), reply{};
    ++network_.numbers().deliveries_refused;
    network_.again(what, now_);
    return {};
}

}  // namespace hermod::simulate::modem
