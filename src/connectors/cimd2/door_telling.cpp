#include "connectors/cimd2/door_telling.hpp"

#include <algorithm>

#include "connectors/cimd2/door_names.hpp"
#include "connectors/cimd2/outgoing.hpp"
#include "connectors/cimd2/times.hpp"
#include "text/dcs.hpp"
#include "text/language.hpp"
#include "text/national.hpp"
#include "wire/cimd2/codes.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/user_data.hpp"

namespace hermod::connectors::cimd2 {

namespace cimd2 = wire::cimd2;
using cimd2::status_code_value;

namespace {

constexpr std::uint8_t first_dcs_of_its_own = 0x10;
constexpr std::int32_t dcs_octets = 4, dcs_ucs2 = 8;
constexpr std::uint32_t most_error_code = 999;

bool is_address(std::string_view text) {
    const auto* row = cimd2::find_parameter(cimd2::parameter::originating_address);
    return !text.empty() && !cimd2::fault_of(*row, text);
}

std::string_view written(std::string_view address, const dialect& quirks) {
    return address.substr(quirks.no_plus && address.starts_with('+') ? 1 : 0);
}

// What of it an address may hold: who hears of a message from a handset must not miss it for a star in a short code.
std::string address_in(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, 64))
        if ((c >= '0' && c <= '9') || c == '+' || c == '-') out += c;
    return out.substr(0, cimd2::find_parameter(cimd2::parameter::destination_address)->max_length);
}

// A sender that is a name, as 027 has it.
std::string name_in(std::string_view sender, const dialect& quirks) {
    const auto converted = quirks.converted_sender ? cimd2::write_user_data(sender, cimd2::link_form::seven_bit)
                                                   : cimd2::sayable<text::octets>(text::octets(sender));
    std::string out = converted ? *converted : std::string(sender);
    for (char& c : out)
        if (c < ' ' || c > '~') c = '?';
    return out;
}

// The octet that came, when it says the alphabet in which we say it again; otherwise that alphabet's plain one.
std::optional<std::int32_t> scheme_for(const message& m, text::encoding said) {
    if (m.data_coding >= first_dcs_of_its_own &&
        (said == text::encoding::binary || text::encoding_of(text::decode_dcs(m.data_coding)) == said))
        return m.data_coding;
    if (said == text::encoding::gsm7) return std::nullopt;
    return said == text::encoding::ucs2 ? dcs_ucs2 : dcs_octets;
}

}  // namespace

std::int32_t status_code_for(state now) {
    switch (now) {
        case state::delivered:
            return static_cast<std::int32_t>(status_code_value::delivery_successful);
        case state::expired:
            return static_cast<std::int32_t>(status_code_value::validity_period_expired);
        case state::undelivered:
        case state::rejected:
            return static_cast<std::int32_t>(status_code_value::delivery_failed);
        case state::cancelled:
            return static_cast<std::int32_t>(status_code_value::message_deleted_by_cancel);
        case state::unsure:  // given up, and nobody said what became of it
            return static_cast<std::int32_t>(status_code_value::last_no_response);
        case state::accepted:
        case state::held:
        case state::scheduled:
        case state::queued:
        case state::submitted:
            break;
    }
    return static_cast<std::int32_t>(status_code_value::in_process);
}

std::size_t door_telling::prepare(const telling& what, const dialect& quirks, std::chrono::minutes offset) {
    is_report_ = what.what->way == direction::to_handset;
    extra_.clear();
    latin1_ = quirks.latin1_link;
    if (is_report_) {
        status_report(what, quirks, offset);
        return 1;
    }
    return handset_message(*what.what, quirks, offset) ? parts_.size() : 0;
}

void door_telling::status_report(const telling& what, const dialect& quirks, std::chrono::minutes offset) {
    message_name name = name_of(*what.what, offset);
    timestamp_ = std::move(name.timestamp);
    destination_ = std::move(name.destination);
    report_ = {};
    // As the application wrote it; only one that came by another road has a form of ours.
    report_.destination_address =
        is_named(*what.what, timestamp_) ? std::string_view(destination_) : written(destination_, quirks);
    report_.service_centre_timestamp = timestamp_;
    report_.status_code = status_code_for(what.now);
    if (what.code != 0 && what.code <= most_error_code) report_.status_error_code = static_cast<std::int32_t>(what.code);
    if (!is_final(what.now)) return;
    time_ = centre_time(what.at, offset);
    report_.discharge_time = time_;
}

bool door_telling::handset_message(const hermod::message& what, const dialect& quirks, std::chrono::minutes offset) {
    if (!split(what)) return false;
    message_ = {};
    destination_ = address_in(written(what.to, quirks));
    message_.destination_address = destination_;
    if (is_address(written(what.from, quirks))) {
        sender_ = written(what.from, quirks);
    } else {
        sender_.clear();
        if (!what.from.empty())
            cimd2::append_parameter(extra_, cimd2::parameter::alphanumeric_originating_address, name_in(what.from, quirks));
    }
    message_.originating_address = sender_;
    timestamp_ = centre_time(what.accepted_at, offset);
    message_.service_centre_timestamp = timestamp_;
    message_.data_coding_scheme = scheme_for(what, coding_);
    if (what.more().protocol_id != 0) message_.protocol_identifier = what.more().protocol_id;
    return true;
}

bool door_telling::split(const hermod::message& what) {
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.own_header = what.udh;
    as.reference = static_cast<std::uint16_t>(what.id.value);
    if (as.coding == text::encoding::gsm7) {
        as.shift = {text::language_of(what.more().single_shift).value_or(text::language::none),
                    text::language_of(what.more().locking_shift).value_or(text::language::none)};
        if (!text::is_gsm7(what.body, as.shift)) {
            as.coding = text::encoding::ucs2;
            as.shift = {};
        }
    }
    auto made = text::split(what.body, as);
    if (!made) return false;
    parts_ = std::move(*made);
    coding_ = as.coding;
    return true;
}

const cimd2::deliver_message& door_telling::message(std::size_t index) {
    const text::part piece = parts_[index];
    message_.user_data_header.reset();
    message_.user_data.reset();
    message_.user_data_binary.reset();
    if (!piece.header.empty()) {
        header_ = cimd2::to_hex(piece.header);
        message_.user_data_header = header_;
    }
    if (coding_ == text::encoding::gsm7) {
        data_ = cimd2::write_septets(piece.payload, latin1_ ? cimd2::link_form::latin1 : cimd2::link_form::seven_bit);
        message_.user_data = data_;
    } else {
        data_ = cimd2::to_hex(piece.payload);
        message_.user_data_binary = data_;
    }
    return message_;
}

}  // namespace hermod::connectors::cimd2
