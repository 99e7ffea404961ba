// One row for each field of a TPDU: TS 23.040's name, and how to put its value into words. TPDUs list these rows in their
// fields(); nothing else knows them.
#pragma once

#include <cstdint>

namespace hermod::wire::tpdu {

enum class meaning : std::uint8_t { plain, pid, dcs, status, failure_cause, command_type, validity_format };

struct field_spec {
    const char* name;
    meaning means = meaning::plain;
    std::uint8_t bit = 0;  // of the first octet, for the fields that live there
};

namespace field {

using m = meaning;

inline constexpr field_spec tp_mti{"TP-MTI"};                         // 9.2.3.1
inline constexpr field_spec tp_mms{"TP-MMS", m::plain, 2};            // 9.2.3.2
inline constexpr field_spec tp_vpf{"TP-VPF", m::validity_format, 3};  // 9.2.3.3
inline constexpr field_spec tp_sri{"TP-SRI", m::plain, 5};            // 9.2.3.4
inline constexpr field_spec tp_srr{"TP-SRR", m::plain, 5};            // 9.2.3.5
inline constexpr field_spec tp_mr{"TP-MR"};                           // 9.2.3.6
inline constexpr field_spec tp_oa{"TP-OA"};                           // 9.2.3.7
inline constexpr field_spec tp_da{"TP-DA"};                           // 9.2.3.8
inline constexpr field_spec tp_pid{"TP-PID", m::pid};                 // 9.2.3.9
inline constexpr field_spec tp_dcs{"TP-DCS", m::dcs};                 // 9.2.3.10
inline constexpr field_spec tp_scts{"TP-SCTS"};                       // 9.2.3.11
inline constexpr field_spec tp_vp{"TP-VP"};                           // 9.2.3.12
inline constexpr field_spec tp_dt{"TP-DT"};                           // 9.2.3.13
inline constexpr field_spec tp_ra{"TP-RA"};                           // 9.2.3.14
inline constexpr field_spec tp_st{"TP-ST", m::status};                // 9.2.3.15
inline constexpr field_spec tp_udl{"TP-UDL"};                         // 9.2.3.16
inline constexpr field_spec tp_rp{"TP-RP", m::plain, 7};              // 9.2.3.17
inline constexpr field_spec tp_mn{"TP-MN"};                           // 9.2.3.18
inline constexpr field_spec tp_ct{"TP-CT", m::command_type};          // 9.2.3.19
inline constexpr field_spec tp_cdl{"TP-CDL"};                         // 9.2.3.20
inline constexpr field_spec tp_cd{"TP-CD"};                           // 9.2.3.21
inline constexpr field_spec tp_fcs{"TP-FCS", m::failure_cause};       // 9.2.3.22
inline constexpr field_spec tp_udhi{"TP-UDHI", m::plain, 6};          // 9.2.3.23
inline constexpr field_spec tp_ud{"TP-UD"};                           // 9.2.3.24
inline constexpr field_spec tp_rd{"TP-RD", m::plain, 2};              // 9.2.3.25
inline constexpr field_spec tp_srq{"TP-SRQ", m::plain, 5};            // 9.2.3.26
inline constexpr field_spec tp_pi{"TP-PI"};                           // 9.2.3.27
inline constexpr field_spec tp_lp{"TP-LP", m::plain, 3};              // 9.2.3.28

}  // namespace field
}  // namespace hermod::wire::tpdu
