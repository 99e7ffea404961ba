// The six messages of TS 23.040 section 9.2.2 as structs, each with its one list of fields.
//
// fields(visitor, p) names each field once: first those that are bits of the first octet, then the octets in wire order.
// Decoding, encoding, describing and the tests' generators are visitors over it; a visitor's functions answer false to stop.
// Addresses and times are values; user data and command data are borrowed from the octets that were read and die with them.
#pragma once

#include <optional>
#include <variant>

#include "wire/tpdu/address.hpp"
#include "wire/tpdu/field.hpp"
#include "wire/tpdu/time.hpp"
#include "wire/tpdu/user_data.hpp"
#include "wire/tpdu/values.hpp"

namespace hermod::wire::tpdu {

// What TP-PI announces (9.2.3.27). User data without TP-DCS is GSM 7-bit.
struct optional_parts {
    std::optional<std::uint8_t> pid = {};
    std::optional<std::uint8_t> dcs = {};
    std::optional<user_data> ud = {};
    bool empty() const { return !pid && !dcs && !ud; }
    friend bool operator==(const optional_parts&, const optional_parts&) = default;
};

// 9.2.2.1, from the network.
struct sms_deliver {
    static constexpr message_type type = message_type::deliver;
    bool tp_mms = true;  // set: no more messages are waiting
    bool tp_lp = false;
    bool tp_sri = false;
    bool tp_udhi = false;
    bool tp_rp = false;
    address tp_oa{};
    std::uint8_t tp_pid = 0;
    std::uint8_t tp_dcs = 0;
    timestamp tp_scts{};
    user_data tp_ud{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_mms, p.tp_mms) && v.bit(field::tp_lp, p.tp_lp) && v.bit(field::tp_sri, p.tp_sri) &&
               v.bit(field::tp_udhi, p.tp_udhi) && v.bit(field::tp_rp, p.tp_rp) && v.addressed(field::tp_oa, p.tp_oa) &&
               v.octet(field::tp_pid, p.tp_pid) && v.octet(field::tp_dcs, p.tp_dcs) && v.time(field::tp_scts, p.tp_scts) &&
               v.text(field::tp_ud, p.tp_dcs, p.tp_udhi, p.tp_ud);
    }
    friend bool operator==(const sms_deliver&, const sms_deliver&) = default;
};

// 9.2.2.1a, from the mobile: in an RP-ERROR with TP-FCS, in an RP-ACK without.
struct sms_deliver_report {
    static constexpr message_type type = message_type::deliver_report;
    bool tp_udhi = false;
    std::optional<std::uint8_t> tp_fcs = {};
    optional_parts parts{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_udhi, p.tp_udhi) && v.cause(field::tp_fcs, p.tp_fcs) && v.indicated(field::tp_pi, p.parts) &&
               v.announced(p.tp_udhi, p.parts);
    }
    friend bool operator==(const sms_deliver_report&, const sms_deliver_report&) = default;
};

// 9.2.2.2, from the mobile.
struct sms_submit {
    static constexpr message_type type = message_type::submit;
    bool tp_rd = false;
    bool tp_srr = false;
    bool tp_udhi = false;
    bool tp_rp = false;
    std::uint8_t tp_mr = 0;  // the modem writes its own
    address tp_da{};
    std::uint8_t tp_pid = 0;
    std::uint8_t tp_dcs = 0;
    validity_period tp_vp{};  // its format is TP-VPF
    user_data tp_ud{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_rd, p.tp_rd) && v.format(field::tp_vpf, p.tp_vp) && v.bit(field::tp_srr, p.tp_srr) &&
               v.bit(field::tp_udhi, p.tp_udhi) && v.bit(field::tp_rp, p.tp_rp) && v.octet(field::tp_mr, p.tp_mr) &&
               v.addressed(field::tp_da, p.tp_da) && v.octet(field::tp_pid, p.tp_pid) && v.octet(field::tp_dcs, p.tp_dcs) &&
               v.validity(field::tp_vp, p.tp_vp) && v.text(field::tp_ud, p.tp_dcs, p.tp_udhi, p.tp_ud);
    }
    friend bool operator==(const sms_submit&, const sms_submit&) = default;
};

// 9.2.2.2a, from the network.
struct sms_submit_report {
    static constexpr message_type type = message_type::submit_report;
    bool tp_udhi = false;
    std::optional<std::uint8_t> tp_fcs = {};
    optional_parts parts{};
    timestamp tp_scts{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_udhi, p.tp_udhi) && v.cause(field::tp_fcs, p.tp_fcs) && v.indicated(field::tp_pi, p.parts) &&
               v.time(field::tp_scts, p.tp_scts) && v.announced(p.tp_udhi, p.parts);
    }
    friend bool operator==(const sms_submit_report&, const sms_submit_report&) = default;
};

// 9.2.2.3, from the network. TP-PI and what it announces may be missing altogether.
struct sms_status_report {
    static constexpr message_type type = message_type::status_report;
    bool tp_mms = true;
    bool tp_lp = false;
    bool tp_srq = false;  // set: the report answers an SMS-COMMAND
    bool tp_udhi = false;
    std::uint8_t tp_mr = 0;
    address tp_ra{};
    timestamp tp_scts{};
    timestamp tp_dt{};
    std::uint8_t tp_st = 0;
    optional_parts parts{};

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_mms, p.tp_mms) && v.bit(field::tp_lp, p.tp_lp) && v.bit(field::tp_srq, p.tp_srq) &&
               v.bit(field::tp_udhi, p.tp_udhi) && v.octet(field::tp_mr, p.tp_mr) && v.addressed(field::tp_ra, p.tp_ra) &&
               v.time(field::tp_scts, p.tp_scts) && v.time(field::tp_dt, p.tp_dt) && v.octet(field::tp_st, p.tp_st) &&
               v.if_indicated(field::tp_pi, p.parts) && v.announced(p.tp_udhi, p.parts);
    }
    friend bool operator==(const sms_status_report&, const sms_status_report&) = default;
};

// 9.2.2.4, from the mobile.
struct sms_command {
    static constexpr message_type type = message_type::command;
    bool tp_srr = false;
    bool tp_udhi = false;
    std::uint8_t tp_mr = 0;
    std::uint8_t tp_pid = 0;
    std::uint8_t tp_ct = 0;
    std::uint8_t tp_mn = 0;  // the TP-MR of the message meant
    address tp_da{};
    octets tp_cd{};  // TP-CDL is its size

    static constexpr bool fields(auto& v, auto& p) {
        return v.bit(field::tp_srr, p.tp_srr) && v.bit(field::tp_udhi, p.tp_udhi) && v.octet(field::tp_mr, p.tp_mr) &&
               v.octet(field::tp_pid, p.tp_pid) && v.octet(field::tp_ct, p.tp_ct) && v.octet(field::tp_mn, p.tp_mn) &&
               v.addressed(field::tp_da, p.tp_da) && v.data(field::tp_cdl, field::tp_cd, p.tp_cd);
    }
    friend bool operator==(const sms_command& a, const sms_command& b) {
        return a.tp_srr == b.tp_srr && a.tp_udhi == b.tp_udhi && a.tp_mr == b.tp_mr && a.tp_pid == b.tp_pid &&
               a.tp_ct == b.tp_ct && a.tp_mn == b.tp_mn && a.tp_da == b.tp_da &&
               std::equal(a.tp_cd.begin(), a.tp_cd.end(), b.tp_cd.begin(), b.tp_cd.end());
    }
};

using pdu_variant = std::variant<sms_deliver, sms_deliver_report, sms_status_report, sms_command, sms_submit, sms_submit_report>;

// SMS-SUBMIT with the greatest of everything; nothing is longer.
inline constexpr std::size_t max_tpdu = 164;

}  // namespace hermod::wire::tpdu
