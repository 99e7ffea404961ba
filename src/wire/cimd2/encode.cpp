#include "wire/cimd2/encode.hpp"

#include <algorithm>
#include <charconv>

#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::wire::cimd2 {
namespace {

// A visitor over the lists of operations.hpp that appends. After the first fault it appends nothing more.
class writer {
public:
    writer(std::string& out, bool failed) : out_(out), start_(out.size()), failed_(failed) {}

    void must(parameter id, const auto& value) {
        if (!value && !failed_) refuse(errc::missing_parameter, id, 0);
        may(id, value);
    }
    void may(parameter id, const text_value& value) {
        if (value) put(id, *value);
    }
    void may(parameter id, const integer_value& value) {
        if (!value) return;
        char digits[12];
        const auto end = std::to_chars(digits, digits + sizeof digits, *value).ptr;
        put(id, {digits, static_cast<std::size_t>(end - digits)});
    }
    void many(parameter id, const values& all) {
        if (all.empty()) refuse(errc::missing_parameter, id, 0);
        all.for_each([&](const given& each) { put(id, each.value); });
    }
    void any_of(const parameters& all, auto... ids) {
        for (const given& each : all)
            if (((each.id == ids) || ...)) put(each.id, each.value);
    }
    void either(parameter one, parameter other) {
        const parameters written(octet_view(out_).substr(start_));
        if (written.find(one) && written.find(other)) refuse(errc::conflicting_parameters, other, 0);
    }
    void refuse(errc code, parameter id, std::uint32_t offset) {
        if (!fault_) fault_ = codec_error{code, name(id), offset};
    }
    // Not checked but for what would break the packet.
    void extra(const parameters& all) {
        for (const given& each : all) {
            const auto fault = fault_of({each.id, "", kind::user_data, 0xFFFF}, each.value);
            if (fault) refuse(fault->code, each.id, fault->offset);
            if (!fault_) append_parameter(out_, each.id, each.value);
        }
    }
    const std::optional<codec_error>& fault() const { return fault_; }

private:
    void put(parameter id, std::string_view value) {
        if (const auto fault = fault_of(*find_parameter(id), value)) refuse(fault->code, id, fault->offset);
        if (!fault_) append_parameter(out_, id, value);
    }

    std::string& out_;
    std::size_t start_;
    bool failed_;
    std::optional<codec_error> fault_{};
};

void append_number(std::string& out, unsigned number, unsigned hundreds) {
    for (unsigned unit = hundreds; unit > 0; unit /= 10) out += static_cast<char>('0' + number / unit % 10);
}

template <class Operation>
bool says_failed(const Operation& pdu) {
    if constexpr (requires { pdu.error_code; }) return pdu.error_code.has_value();
    return false;
}

}  // namespace

template <class Operation>
codec_result<void> encode(std::string& out, std::uint8_t number, const Operation& pdu, const encode_options& options) {
    const std::size_t start = out.size();
    out += stx;
    append_number(out, static_cast<unsigned>(Operation::code), 10);
    out += ':';
    append_number(out, number, 100);
    out += tab;
    writer visitor(out, says_failed(pdu));
    Operation::fields(visitor, pdu);
    visitor.extra(options.extra);
    std::optional<codec_error> fault = visitor.fault();
    if (!fault && out.size() - start + 3 > max_packet_length) fault = codec_error{errc::packet_too_long, "packet", 0};
    if (fault) {
        out.resize(start);
        return *fault;
    }
    if (options.checksum) {
        const auto sum = static_cast<char>(checksum_of(octet_view(out).substr(start)));
        out += to_hex({&sum, 1});
    }
    out += etx;
    return {};
}

codec_result<void> encode(std::string& out, std::uint8_t number, const any_operation& pdu, const encode_options& options) {
    return std::visit([&](const auto& one) { return encode(out, number, one, options); }, pdu);
}

// Each operation's, compiled here once.
#define HERMOD_CIMD2_ENCODE(OPERATION) \
    template codec_result<void> encode(std::string&, std::uint8_t, const OPERATION&, const encode_options&)
HERMOD_CIMD2_ENCODE(login);
HERMOD_CIMD2_ENCODE(login_response);
HERMOD_CIMD2_ENCODE(logout);
HERMOD_CIMD2_ENCODE(logout_response);
HERMOD_CIMD2_ENCODE(submit_message);
HERMOD_CIMD2_ENCODE(submit_message_response);
HERMOD_CIMD2_ENCODE(enquire_message_status);
HERMOD_CIMD2_ENCODE(enquire_message_status_response);
HERMOD_CIMD2_ENCODE(delivery_request);
HERMOD_CIMD2_ENCODE(delivery_request_response);
HERMOD_CIMD2_ENCODE(cancel_message);
HERMOD_CIMD2_ENCODE(cancel_message_response);
HERMOD_CIMD2_ENCODE(set);
HERMOD_CIMD2_ENCODE(set_response);
HERMOD_CIMD2_ENCODE(get);
HERMOD_CIMD2_ENCODE(get_response);
HERMOD_CIMD2_ENCODE(deliver_message);
HERMOD_CIMD2_ENCODE(deliver_message_response);
HERMOD_CIMD2_ENCODE(deliver_status_report);
HERMOD_CIMD2_ENCODE(deliver_status_report_response);
HERMOD_CIMD2_ENCODE(alive);
HERMOD_CIMD2_ENCODE(alive_response);
HERMOD_CIMD2_ENCODE(general_error_response);
HERMOD_CIMD2_ENCODE(nack);
#undef HERMOD_CIMD2_ENCODE

}  // namespace hermod::wire::cimd2
