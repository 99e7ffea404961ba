#include "connectors/ucp/outgoing_older.hpp"

#include "connectors/ucp/spelling.hpp"
#include "message/message_class.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

namespace {

// Empty: it can be said. `octets`: the operation has TMsg.
std::string_view refusal(const message& what, const ucp::submit_message& as, bool octets) {
    const message_extras& more = what.more();
    if (what.parts > 1) return "the text is longer than one message, and this operation has no place for a header (submit_as)";
    if (!what.udh.empty() || more.single_shift != 0 || more.locking_shift != 0)
        return "this operation has no place for a user data header (submit_as)";
    if (what.coding == encoding::ucs2) return "this operation cannot be told of Unicode (submit_as)";
    if (what.coding == encoding::binary && !octets) return "this operation carries no octets (submit_as)";
    if (what.coding == encoding::gsm7 && as.mt != ucp::mt_alphanumeric) return "this text does not fit AMsg (submit_as)";
    if (message_class_of(what.data_coding)) return "this operation has no place for a message class (submit_as)";
    if (as.otoa == ucp::otoa_alphanumeric) return "this operation takes no name as sender (submit_as)";
    if (as.oadc.size() > ucp::field::oadc_plain.max)
        return "the sender has more than the 16 digits that this operation takes (submit_as)";
    if (more.protocol_id != 0) return "this operation has no place for a protocol id (submit_as)";
    if ((more.esm_class & reply_path) != 0) return "this operation has no place for a reply path (submit_as)";
    return {};
}

}  // namespace

older_outcome as_older(submit_form form, const message& what, const ucp::submit_message& as) {
    const bool call = form == submit_form::call_input;
    if (const auto why = refusal(what, as, call); !why.empty()) return {std::nullopt, why};
    if (call && what.receipt)
        return {std::nullopt, "operation 01 cannot ask for a receipt, and this message wants one (submit_as)"};
    if (call) return {ucp::call_input{.adc = as.adc, .oadc = as.oadc, .oac = as.ac, .mt = as.mt, .nb = as.nb, .msg = as.msg}};
    return {ucp::sms_transfer{.adc = as.adc,
                              .oadc = as.oadc,
                              .ac = as.ac,
                              .nrq = as.nrq,
                              .nadc = as.nadc,
                              .npid = as.npid,
                              .vp = as.vp,
                              .amsg = as.msg}};
}

}  // namespace hermod::connectors::ucp
