// The part of the language that is ParlayX's.
#include <openssl/evp.h>

#include "simulate/mtn/mtn_language.hpp"
#include "simulate/mtn/texts.hpp"
#include "wire/parlayx/credentials.hpp"

namespace hermod::simulate::mtn {

namespace parlayx_wire = wire::parlayx;
using provider::submitted;

namespace {

parlayx_wire::md5_octets md5(std::string_view what) {
    parlayx_wire::md5_octets out{};
    unsigned size = 0;
    EVP_Digest(what.data(), what.size(), out.data(), &size, EVP_md5(), nullptr);
    return out;
}

}  // namespace

mtn_language::reading mtn_language::read_parlayx(const net::http_request& request) {
    const auto read = parlayx_wire::read_request(request.body);
    if (!read)
        return soap_failure({400, "SVC0002"},
                            std::string(read.error().field) + ": " + make_error_code(read.error().code).message());
    const auto& header = read->header;
    const bool known = header.sp_id == how_.sp_id &&
                       header.sp_password == parlayx_wire::sp_password(how_.sp_id, how_.sp_password, header.time_stamp, &md5);
    if (!how_.sp_id.empty() && !known) return soap_failure({500, "SVC0901"}, "the service provider is not known");
    return std::visit([this](const auto& what) { return answer(what); }, read->body);
}

mtn_language::reading mtn_language::answer(const parlayx_wire::send_sms& what) {
    submitted out;
    out.form = parlayx;
    out.to = what.addresses;
    out.from = what.sender_name;
    out.text = what.message;
    if (what.receipt_request) {
        out.reference = what.receipt_request->correlator;
        out.receipt_url = what.receipt_request->endpoint;
    }
    out.receipt = true;
    return out;
}

mtn_language::reading mtn_language::answer(const parlayx_wire::get_sms_delivery_status& what) {
    const fate* known = fate_of(what.request_identifier);
    if (!known) return soap_failure({400, "SVC0002"}, "no such message");
    return soap_answer(200, parlayx_wire::get_sms_delivery_status_response{{{known->to, known->word}}});
}

mtn_language::reading mtn_language::answer(const parlayx_wire::start_sms_notification& what) {
    const auto& reference = what.reference;
    if (!registered_.add({parlayx, reference.correlator, what.sms_service_activation_number, reference.endpoint, {}}))
        return soap_failure({400, "SVC0005"}, "the correlator is in use");
    return soap_answer(200, parlayx_wire::start_sms_notification_response{});
}

mtn_language::reading mtn_language::answer(const parlayx_wire::stop_sms_notification& what) {
    if (!registered_.remove(registered_.by_id(parlayx, what.correlator)))
        return soap_failure({400, "SVC0002"}, "no such correlator");
    return soap_answer(200, parlayx_wire::stop_sms_notification_response{});
}

}  // namespace hermod::simulate::mtn
