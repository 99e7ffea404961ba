// The part of door_submission that reads the operations before 51.
#include "connectors/ucp/door_submission.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;
using ucp::error_code;

ucp::submit_message as_submit(const ucp::sms_transfer& pdu) {
    ucp::submit_message as{.adc = pdu.adc, .oadc = pdu.oadc, .ac = pdu.ac, .nrq = pdu.nrq, .nadc = pdu.nadc, .npid = pdu.npid};
    as.dd = pdu.dd;
    as.ddt = pdu.ddt;
    as.vp = pdu.vp;
    as.mt = ucp::mt_alphanumeric;
    as.msg = pdu.amsg;
    return as;
}

namespace {

ucp::submit_message as_plain(std::string_view adc, const auto& pdu) {
    ucp::submit_message as{.adc = adc, .oadc = pdu.oadc, .ac = pdu.oac};
    as.mt = pdu.mt;
    as.nb = pdu.nb;
    as.msg = pdu.msg;
    return as;
}

}  // namespace

ucp::submit_message as_submit(const ucp::call_input& pdu) {
    return as_plain(pdu.adc, pdu);
}

ucp::submit_message as_submit(const ucp::multiple_call_input& pdu, std::string_view adc) {
    return as_plain(adc, pdu);
}

error_code refusal_of(const ucp::supplementary_call_input& pdu) {
    if (pdu.ga.size() != 0) return error_code{9};  // geographical areas are pagers'
    if (pdu.rp == "1") return error_code{10};
    if (pdu.rc == "1") return error_code{16};
    return error_code::none;
}

ucp::submit_message as_submit(const ucp::supplementary_call_input& pdu) {
    ucp::submit_message as = as_plain(pdu.adc, pdu);
    as.dd = pdu.dd;
    as.ddt = pdu.ddt;
    as.pr = pdu.um == "1" ? std::string_view("3") : pdu.pr;
    return as;
}

}  // namespace hermod::connectors::ucp
