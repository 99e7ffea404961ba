// Every operation and its results: a struct of views and one list of its fields.
//
// fields() is the only place that knows the order; reading, writing, describing and the tests are visitors over it.
// A visitor has text(spec, value), list(npl, item, value) and refuse(spec, errc). A value that a frame leaves empty is empty
// here; numbers stay the digits that they are on the wire (values.hpp, time.hpp, message_text.hpp read and make them).
#pragma once

#include <string_view>
#include <variant>

#include "wire/ucp/address_list.hpp"
#include "wire/ucp/field.hpp"
#include "wire/ucp/operation_type.hpp"

namespace hermod::wire::ucp {

// MT and what it announces, in 01 to 03: there, unlike in the 50 series, NB stands only before transparent data.
constexpr bool message_fields(auto& v, auto& p) {
    if (!v.text(field::mt, p.mt)) return false;
    if (p.mt == "4") return v.text(field::nb, p.nb) && v.text(field::tmsg, p.msg);
    if (!p.nb.empty()) return v.refuse(field::nb, errc::not_allowed);
    if (p.mt == "3") return v.text(field::amsg, p.msg);
    if (p.mt == "2") return v.text(field::nmsg, p.msg);
    return v.refuse(field::mt, errc::bad_message_type);
}

struct call_input {
    static constexpr operation_type ot = operation_type::call_input;
    std::string_view adc{}, oadc{}, oac{}, mt{}, nb{}, msg{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::adc, p.adc) && v.text(field::oadc_plain, p.oadc) && v.text(field::oac, p.oac) &&
               message_fields(v, p);
    }
};

struct multiple_call_input {
    static constexpr operation_type ot = operation_type::multiple_call_input;
    address_list adc{};
    std::string_view oadc{}, oac{}, mt{}, nb{}, msg{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.list(field::npl, field::adc, p.adc) && v.text(field::oadc_plain, p.oadc) && v.text(field::oac, p.oac) &&
               message_fields(v, p);
    }
};

struct supplementary_call_input {
    static constexpr operation_type ot = operation_type::supplementary_call_input;
    std::string_view adc{}, oadc{}, oac{};
    address_list ga{};
    std::string_view rp{}, lrp{}, pr{}, lpr{}, um{}, lum{}, rc{}, lrc{}, dd{}, ddt{}, mt{}, nb{}, msg{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::adc, p.adc) && v.text(field::oadc_plain, p.oadc) && v.text(field::oac, p.oac) &&
               v.list(field::npl, field::ga, p.ga) && v.text(field::rp, p.rp) && v.text(field::lrp, p.lrp) &&
               v.text(field::pr, p.pr) && v.text(field::lpr, p.lpr) && v.text(field::um, p.um) && v.text(field::lum, p.lum) &&
               v.text(field::rc, p.rc) && v.text(field::lrc, p.lrc) && v.text(field::dd, p.dd) && v.text(field::ddt, p.ddt) &&
               message_fields(v, p);
    }
};

struct sms_transfer {
    static constexpr operation_type ot = operation_type::sms_transfer;
    std::string_view adc{}, oadc{}, ac{}, nrq{}, nadc{}, npid{}, dd{}, ddt{}, vp{}, amsg{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::adc, p.adc) && v.text(field::oadc_plain, p.oadc) && v.text(field::ac, p.ac) &&
               v.text(field::nrq, p.nrq) && v.text(field::nadc, p.nadc) && v.text(field::npid, p.npid) &&
               v.text(field::dd, p.dd) && v.text(field::ddt, p.ddt) && v.text(field::vp, p.vp) && v.text(field::amsg, p.amsg);
    }
};

struct alert {
    static constexpr operation_type ot = operation_type::alert;
    std::string_view adc{}, pid{};

    static constexpr bool fields(auto& v, auto& p) { return v.text(field::adc_login, p.adc) && v.text(field::pid, p.pid); }
};

// The 50 series: one list of 33 fields for all; each operation leaves those empty that it does not use.
template <operation_type Ot>
struct message_operation {
    static constexpr operation_type ot = Ot;
    std::string_view adc{}, oadc{}, ac{}, nrq{}, nadc{}, nt{}, npid{}, lrq{}, lrad{}, lpid{}, dd{}, ddt{}, vp{}, rpid{}, scts{};
    std::string_view dst{}, rsn{}, dscts{}, mt{}, nb{};
    std::string_view msg{};  // NMsg, AMsg or TMsg, as mt says
    std::string_view mms{}, pr{}, dcs{}, mcls{}, rpi{}, cpg{}, rply{}, otoa{}, hplmn{}, xser{}, res4{}, res5{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::adc, p.adc) && v.text(field::oadc, p.oadc) && v.text(field::ac, p.ac) && v.text(field::nrq, p.nrq) &&
               v.text(field::nadc, p.nadc) && v.text(field::nt, p.nt) && v.text(field::npid, p.npid) &&
               v.text(field::lrq, p.lrq) && v.text(field::lrad, p.lrad) && v.text(field::lpid, p.lpid) &&
               v.text(field::dd, p.dd) && v.text(field::ddt, p.ddt) && v.text(field::vp, p.vp) && v.text(field::rpid, p.rpid) &&
               v.text(field::scts, p.scts) && v.text(field::dst, p.dst) && v.text(field::rsn, p.rsn) &&
               v.text(field::dscts, p.dscts) && v.text(field::mt, p.mt) && v.text(field::nb, p.nb) &&
               v.text(field::message(p.mt), p.msg) && v.text(field::mms, p.mms) && v.text(field::pr, p.pr) &&
               v.text(field::dcs, p.dcs) && v.text(field::mcls, p.mcls) && v.text(field::rpi, p.rpi) &&
               v.text(field::cpg, p.cpg) && v.text(field::rply, p.rply) && v.text(field::otoa, p.otoa) &&
               v.text(field::hplmn, p.hplmn) && v.text(field::xser, p.xser) && v.text(field::res4, p.res4) &&
               v.text(field::res5, p.res5);
    }
};

struct session_management {
    static constexpr operation_type ot = operation_type::session_management;
    std::string_view oadc{}, oton{}, onpi{}, styp{}, pwd{}, npwd{}, vers{}, ladc{}, lton{}, lnpi{}, opid{}, res1{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::oadc_login, p.oadc) && v.text(field::oton, p.oton) && v.text(field::onpi, p.onpi) &&
               v.text(field::styp, p.styp) && v.text(field::pwd, p.pwd) && v.text(field::npwd, p.npwd) &&
               v.text(field::vers, p.vers) && v.text(field::ladc, p.ladc) && v.text(field::lton, p.lton) &&
               v.text(field::lnpi, p.lnpi) && v.text(field::opid, p.opid) && v.text(field::res1, p.res1);
    }
};

struct list_management {
    static constexpr operation_type ot = operation_type::list_management;
    std::string_view oadc{}, oton{}, onpi{}, styp{}, pwd{}, npwd{}, vers{}, ladc{}, lton{}, lnpi{}, res1{}, res2{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.text(field::oadc_login, p.oadc) && v.text(field::oton, p.oton) && v.text(field::onpi, p.onpi) &&
               v.text(field::list_styp, p.styp) && v.text(field::pwd, p.pwd) && v.text(field::npwd, p.npwd) &&
               v.text(field::vers, p.vers) && v.text(field::ladc, p.ladc) && v.text(field::lton, p.lton) &&
               v.text(field::lnpi, p.lnpi) && v.text(field::res1, p.res1) && v.text(field::res2, p.res2);
    }
};

// The positive result: A/MVP/SM for 30 and the 50 series, A/SM for the others. In 51's, SM is AdC:SCTS (message_reference.hpp).
struct ack {
    operation_type ot{};
    std::string_view mvp{}, sm{};

    static constexpr bool fields(auto& v, auto& p) {
        if (!has_mvp(p.ot)) return (p.mvp.empty() || v.refuse(field::mvp, errc::not_allowed)) && v.text(field::sm, p.sm);
        return v.text(field::mvp, p.mvp) && v.text(field::sm, p.sm);
    }
};

// The negative result of any operation: N/EC/SM.
struct nak {
    operation_type ot{};
    std::string_view ec{}, sm{};

    static constexpr bool fields(auto& v, auto& p) { return v.text(field::ec, p.ec) && v.text(field::sm, p.sm); }
};

using submit_message = message_operation<operation_type::submit_message>;
using deliver_message = message_operation<operation_type::deliver_message>;
using delivery_notification = message_operation<operation_type::delivery_notification>;
using modify_message = message_operation<operation_type::modify_message>;
using inquiry_message = message_operation<operation_type::inquiry_message>;
using delete_message = message_operation<operation_type::delete_message>;
using inquiry_response = message_operation<operation_type::inquiry_response>;
using delete_response = message_operation<operation_type::delete_response>;

// The frequent ones first: decode() compares in this order.
using pdu_variant = std::variant<submit_message, ack, nak, deliver_message, delivery_notification, alert, session_management,
                                 sms_transfer, call_input, multiple_call_input, supplementary_call_input, modify_message,
                                 inquiry_message, delete_message, inquiry_response, delete_response, list_management>;

template <class Pdu>
inline constexpr bool is_result = std::is_same_v<Pdu, ack> || std::is_same_v<Pdu, nak>;

inline operation_type operation_of(const pdu_variant& pdu) {
    return std::visit([](const auto& p) { return p.ot; }, pdu);
}

}  // namespace hermod::wire::ucp
