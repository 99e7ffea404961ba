// One row for each field: the specification's name, its greatest length in characters, what it may hold, and how to put its
// value into words. Operations list these rows in their fields(); nothing else knows a field's limits.
//
// The limits are those of EMI-UCP 4.x and 5.x; docs/protocols/ucp.md has the table, and where sources disagree. An empty
// value is allowed everywhere: what an operation needs depends on the centre, and is the connector's to say.
#pragma once

#include <cstdint>
#include <string_view>

#include "wire/ucp/errc.hpp"

namespace hermod::wire::ucp {

enum class kind : std::uint8_t {
    digits,        // up to max
    fixed_digits,  // exactly max
    one_of,        // one character of `allowed`
    hex,           // IRA or octets: pairs of hexadecimal digits
    originator,    // digits, or the hexadecimal digits of a packed name (sender.hpp)
    text,          // printable ASCII but "/"
    minutes,       // DDMMYYHHmm
    seconds,       // DDMMYYhhmmss
};

enum class meaning : std::uint8_t {
    plain,
    secret,  // not shown unless asked for
    originator,
    pid,
    nt,
    dst,
    rsn,
    mt,
    ira_text,  // shown as the text that it is
    octets,
    extra_services,
    otoa,
    oton,
    onpi,
    styp,
    list_styp,
    opid,
    ec,
    dcs,
};

struct field_spec {
    const char* name;
    std::uint16_t max;
    kind is = kind::digits;
    std::string_view allowed{};
    meaning means = meaning::plain;
};

// errc{} when `value` is empty or as the row says; otherwise value_too_long, wrong_size, wrong_characters, not_a_time.
errc fault_of(const field_spec& field, std::string_view value);

namespace field {

using k = kind;
using m = meaning;

inline constexpr field_spec adc{"AdC", 16};
inline constexpr field_spec oadc{"OAdC", 22, k::originator, {}, m::originator};
inline constexpr field_spec oadc_plain{"OAdC", 16};           // 01 to 03, 30
inline constexpr field_spec oadc_login{"OAdC", 16, k::text};  // 60, 61: many centres give out names
inline constexpr field_spec adc_login{"AdC", 16, k::text};    // 31: the same
inline constexpr field_spec ac{"AC", 16, k::text, {}, m::secret};
inline constexpr field_spec oac{"OAC", 16, k::text, {}, m::secret};
inline constexpr field_spec nrq{"NRq", 1, k::one_of, "01"};
inline constexpr field_spec nadc{"NAdC", 16};
inline constexpr field_spec nt{"NT", 1, k::one_of, "01234567", m::nt};
inline constexpr field_spec npid{"NPID", 4, k::fixed_digits, {}, m::pid};
inline constexpr field_spec lrq{"LRq", 1, k::one_of, "01"};
inline constexpr field_spec lrad{"LRAd", 16};
inline constexpr field_spec lpid{"LPID", 4, k::fixed_digits, {}, m::pid};
inline constexpr field_spec dd{"DD", 1, k::one_of, "01"};
inline constexpr field_spec ddt{"DDT", 10, k::minutes};
inline constexpr field_spec vp{"VP", 10, k::minutes};
inline constexpr field_spec rpid{"RPID", 4, k::fixed_digits};
inline constexpr field_spec scts{"SCTS", 12, k::seconds};
inline constexpr field_spec dst{"Dst", 1, k::one_of, "012", m::dst};
inline constexpr field_spec rsn{"Rsn", 3, k::digits, {}, m::rsn};
inline constexpr field_spec dscts{"DSCTS", 12, k::seconds};
inline constexpr field_spec mt{"MT", 1, k::one_of, "234", m::mt};
inline constexpr field_spec nb{"NB", 4};
inline constexpr field_spec nmsg{"NMsg", 160};
inline constexpr field_spec amsg{"AMsg", 640, k::hex, {}, m::ira_text};
inline constexpr field_spec tmsg{"TMsg", 1400, k::hex, {}, m::octets};
inline constexpr field_spec no_msg{"Msg", 0, k::text};  // no MT, no text
inline constexpr field_spec mms{"MMS", 1};
inline constexpr field_spec pr{"PR", 1, k::one_of, "0123"};
inline constexpr field_spec dcs{"DCs", 1, k::one_of, "01", m::dcs};
inline constexpr field_spec mcls{"MCLs", 1, k::one_of, "0123"};
inline constexpr field_spec rpi{"RPI", 1, k::one_of, "012"};
inline constexpr field_spec cpg{"CPg", 1};
inline constexpr field_spec rply{"RPLy", 1};
inline constexpr field_spec otoa{"OTOA", 4, k::fixed_digits, {}, m::otoa};
inline constexpr field_spec hplmn{"HPLMN", 16, k::text};
inline constexpr field_spec xser{"XSer", 400, k::hex, {}, m::extra_services};
inline constexpr field_spec res4{"RES4", 20, k::text};
inline constexpr field_spec res5{"RES5", 20, k::text};

inline constexpr field_spec pid{"PID", 4, k::fixed_digits, {}, m::pid};  // 31

inline constexpr field_spec npl{"NPL", 3};  // 02, 03: how many addresses follow
inline constexpr field_spec ga{"GA", 16, k::text};
inline constexpr field_spec rp{"RP", 1, k::one_of, "01"};
inline constexpr field_spec lrp{"LRP", 16, k::text, {}, m::secret};
inline constexpr field_spec lpr{"LPR", 16, k::text, {}, m::secret};
inline constexpr field_spec um{"UM", 1, k::one_of, "01"};
inline constexpr field_spec lum{"LUM", 16, k::text, {}, m::secret};
inline constexpr field_spec rc{"RC", 1, k::one_of, "01"};
inline constexpr field_spec lrc{"LRC", 16, k::text, {}, m::secret};

inline constexpr field_spec oton{"OTON", 1, k::digits, {}, m::oton};  // 60, 61
inline constexpr field_spec onpi{"ONPI", 1, k::digits, {}, m::onpi};
inline constexpr field_spec styp{"STYP", 1, k::one_of, "123456", m::styp};
inline constexpr field_spec list_styp{"STYP", 1, k::one_of, "123456", m::list_styp};
inline constexpr field_spec pwd{"PWD", 32, k::hex, {}, m::secret};
inline constexpr field_spec npwd{"NPWD", 32, k::hex, {}, m::secret};
inline constexpr field_spec vers{"VERS", 4, k::fixed_digits};
inline constexpr field_spec ladc{"LAdC", 16};
inline constexpr field_spec lton{"LTON", 1, k::digits, {}, m::oton};
inline constexpr field_spec lnpi{"LNPI", 1, k::digits, {}, m::onpi};
inline constexpr field_spec opid{"OPID", 2, k::fixed_digits, {}, m::opid};
inline constexpr field_spec res1{"RES1", 20, k::text};
inline constexpr field_spec res2{"RES2", 20, k::text};

inline constexpr field_spec mvp{"MVP", 10, k::minutes};  // results
inline constexpr field_spec ec{"EC", 2, k::fixed_digits, {}, m::ec};
inline constexpr field_spec sm{"SM", 128, k::text};

// What stands behind MT (and NB) in the 50 series.
constexpr const field_spec& message(std::string_view mt) {
    if (mt == "2") return nmsg;
    if (mt == "3") return amsg;
    return mt == "4" ? tmsg : no_msg;
}

}  // namespace field
}  // namespace hermod::wire::ucp
