#include "connectors/mtn/outgoing.hpp"

#include <algorithm>

#include "connectors/mtn/md5.hpp"
#include "text/national.hpp"
#include "text/split.hpp"
#include "wire/madapi/requests.hpp"
#include "wire/parlayx/envelope.hpp"
#include "wire/parlayx/words.hpp"

namespace hermod::connectors::mtn {

namespace {

namespace madapi = wire::madapi;
namespace parlayx = wire::parlayx;

constexpr std::uint32_t batch = 100;  // messages of a poll

std::size_t characters_of(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string bare(std::string_view address) {
    return std::string(address.starts_with('+') ? address.substr(1) : address);
}

// The text of one part without the others; nullopt: it cannot be cut as it was accepted.
std::optional<std::string> text_of(const message& what, std::uint8_t part) {
    if (what.parts <= 1) return what.body;
    const auto& more = what.more();
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.reference = what.concat_ref;
    if (what.coding == encoding::gsm7)
        as.shift = {text::language_of(more.single_shift).value_or(text::language::none),
                    text::language_of(more.locking_shift).value_or(text::language::none)};
    const auto pieces = text::split(what.body, as);
    if (!pieces || part < 1 || part > pieces->size()) return std::nullopt;
    const auto octets = (*pieces)[static_cast<std::size_t>(part) - 1].payload;
    return what.coding == encoding::gsm7 ? text::decode_gsm7(octets, as.shift).utf8 : text::decode_utf16be(octets).utf8;
}

template <class Error>
unwritable no_call(const Error& wrong) {
    return {std::string(wrong.field) + ": " + make_error_code(wrong.code).message()};
}

template <class Request>
writing madapi_call(const mtn_options& with, const Request& what) {
    auto made = madapi::write(what);
    if (!made) return no_call(made.error());
    return written_call{made->method, with.base + made->path, std::move(made->body)};
}

parlayx::request_header header_of(const mtn_options& with, const std::string& recipient, wall_time now) {
    const auto local =
        std::chrono::local_seconds(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch() + with.utc_offset));
    parlayx::request_header out;
    out.sp_id = with.sp_id;
    out.time_stamp = parlayx::time_stamp(local);
    if (!with.sp_password.empty()) out.sp_password = parlayx::sp_password(with.sp_id, with.sp_password, out.time_stamp, &md5);
    out.service_id = with.service_id;
    out.bundle_id = with.bundle_id;
    if (recipient.empty() || with.addresses == header_addresses::none) return out;
    out.oa = with.addresses == header_addresses::tel ? parlayx::tel_uri(recipient) : recipient;
    out.fa = out.oa;
    return out;
}

writing parlayx_call(const std::string& path, const parlayx::request_header& header, const parlayx::request& what) {
    auto made = parlayx::write(header, what);
    if (!made) return no_call(made.error());
    return written_call{"POST", path, std::move(*made)};
}

// The same in every run: so that what a run left behind can be found and given up.
std::string subscription_name(const mtn_options& with, const std::string& code) {
    return "hermod-" + with.name + "-" + code;
}

}  // namespace

std::string correlator_of(const message& what, std::uint8_t part) {
    return to_text(what.id) + "-" + std::to_string(part);
}

bool is_whole(const mtn_options& with, const message& what) {
    if (what.parts <= 1) return true;
    return with.whole && (with.speaks != interface_kind::madapi_v2 || characters_of(what.body) <= madapi::max_v2_message);
}

writing call_of_part(const mtn_options& with, const message& what, std::uint8_t part, wall_time now) {
    if (what.coding == encoding::binary) return unwritable{"the interface takes no binary messages"};
    if (!what.udh.empty()) return unwritable{"the interface takes no user data header"};
    auto text = is_whole(with, what) ? what.body : text_of(what, part);
    if (!text) return unwritable{"its text cannot be cut into the parts that were accepted"};
    const std::string correlator = correlator_of(what, part);
    switch (with.speaks) {
        case interface_kind::madapi_v1:
            return madapi_call(
                with, madapi::v1::outbound{{what.to}, std::move(*text), what.from, what.receipt ? with.receipts_url() : "", ""});
        case interface_kind::madapi_v2:
            return madapi_call(with, madapi::v2::outbound{what.from, {what.to}, std::move(*text), correlator});
        case interface_kind::madapi_v3:
            return madapi_call(
                with, madapi::v3::outbound{
                          what.from, {what.to}, std::move(*text), correlator, with.service_code, with.keyword, what.receipt});
        case interface_kind::parlayx:
            break;
    }
    parlayx::send_sms send{{bare(what.to)}, what.from, std::move(*text), {}};
    if (what.receipt && !with.public_url.empty()) send.receipt_request = {with.receipts_url(), "SmsNotification", correlator};
    return parlayx_call(with.send_path, header_of(with, bare(what.to), now), send);
}

writing call_to_subscribe(const mtn_options& with, const std::string& code, wall_time now) {
    switch (with.speaks) {
        case interface_kind::madapi_v1:
            return madapi_call(with, madapi::v1::listener{with.messages_url(code), code, ""});
        case interface_kind::madapi_v2:
            return madapi_call(with, madapi::v2::subscription{code, with.receipts_url(code), with.target_system});
        case interface_kind::madapi_v3:
            return madapi_call(
                with, madapi::v3::subscription{code, with.messages_url(code), with.target_system, with.receipts_url(code)});
        case interface_kind::parlayx:
            break;
    }
    const parlayx::simple_reference reference{with.messages_url(code), "notifySmsReception", subscription_name(with, code)};
    return parlayx_call(with.manager_path, header_of(with, {}, now),
                        parlayx::start_sms_notification{reference, code, with.criteria});
}

writing call_to_renew(const mtn_options& with, const std::string& code, const std::string& id, wall_time now) {
    if (with.speaks != interface_kind::madapi_v3 || id.empty()) return call_to_subscribe(with, code, now);
    return madapi_call(with, madapi::v3::subscription_change{
                                 id, {code, with.messages_url(code), with.target_system, with.receipts_url(code)}, {}});
}

writing call_to_unsubscribe(const mtn_options& with, const std::string& code, const std::string& id, wall_time now) {
    switch (with.speaks) {
        case interface_kind::madapi_v1:
            return madapi_call(with, madapi::v1::deletion{code});
        case interface_kind::madapi_v2:
            return madapi_call(with, madapi::v2::deletion{code, id});
        case interface_kind::madapi_v3:
            return madapi_call(with, madapi::v3::deletion{id});
        case interface_kind::parlayx:
            break;
    }
    return parlayx_call(with.manager_path, header_of(with, {}, now),
                        parlayx::stop_sms_notification{subscription_name(with, code)});
}

writing call_to_poll(const mtn_options& with, const std::string& code) {
    if (with.speaks == interface_kind::madapi_v1) return madapi_call(with, madapi::v1::poll{batch});
    return madapi_call(with, madapi::v2::poll{code, batch});
}

writing call_for_status(const mtn_options& with, const asked_part& part, wall_time now) {
    switch (with.speaks) {
        case interface_kind::madapi_v1:
            return madapi_call(with, madapi::v1::status_request{part.their_id});
        case interface_kind::madapi_v2:
            return madapi_call(with, madapi::v2::status_request{part.sender, part.their_id});
        case interface_kind::madapi_v3:
            return unwritable{"version 3 cannot be asked"};
        case interface_kind::parlayx:
            break;
    }
    return parlayx_call(with.send_path, header_of(with, {}, now), parlayx::get_sms_delivery_status{part.their_id});
}

void add_headers(std::vector<net::http_field>& out, const mtn_options& with, const written_call& call,
                 const std::string& authorization) {
    out.clear();
    if (with.is_parlayx()) {
        out.push_back({"Content-Type", parlayx::content_type});
        out.push_back({"SOAPAction", parlayx::soap_action});
        return;
    }
    if (!call.body.empty()) out.push_back({"Content-Type", "application/json"});
    out.push_back({"Accept", "application/json"});
    if (!authorization.empty()) out.push_back({"Authorization", authorization});
    if (!with.api_key.empty()) out.push_back({"x-api-key", with.api_key});
}

}  // namespace hermod::connectors::mtn
