// command_status: every value of SMPP 3.4 (section 5.1.3) and 5.0 (section 4.7.6).
//
// Peers also send vendor values (0x400 to 0x4FF and others): any 32-bit value is a valid command_status.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hermod::wire::smpp {

enum class command_status : std::uint32_t {
    esme_rok = 0x0,
    esme_rinvmsglen = 0x1,
    esme_rinvcmdlen = 0x2,
    esme_rinvcmdid = 0x3,
    esme_rinvbndsts = 0x4,
    esme_ralybnd = 0x5,
    esme_rinvprtflg = 0x6,
    esme_rinvregdlvflg = 0x7,
    esme_rsyserr = 0x8,
    esme_rinvsrcadr = 0xA,
    esme_rinvdstadr = 0xB,
    esme_rinvmsgid = 0xC,
    esme_rbindfail = 0xD,
    esme_rinvpaswd = 0xE,
    esme_rinvsysid = 0xF,
    esme_rcancelfail = 0x11,
    esme_rreplacefail = 0x13,
    esme_rmsgqful = 0x14,
    esme_rinvsertyp = 0x15,
    esme_rinvnumdests = 0x33,
    esme_rinvdlname = 0x34,
    esme_rinvdestflag = 0x40,
    esme_rinvsubrep = 0x42,
    esme_rinvesmclass = 0x43,
    esme_rcntsubdl = 0x44,
    esme_rsubmitfail = 0x45,
    esme_rinvsrcton = 0x48,
    esme_rinvsrcnpi = 0x49,
    esme_rinvdstton = 0x50,
    esme_rinvdstnpi = 0x51,
    esme_rinvsystyp = 0x53,
    esme_rinvrepflag = 0x54,
    esme_rinvnummsgs = 0x55,
    esme_rthrottled = 0x58,
    esme_rinvsched = 0x61,
    esme_rinvexpiry = 0x62,
    esme_rinvdftmsgid = 0x63,
    esme_rx_t_appn = 0x64,
    esme_rx_p_appn = 0x65,
    esme_rx_r_appn = 0x66,
    esme_rqueryfail = 0x67,
    esme_rinvtlvstream = 0xC0,
    esme_rtlvnotallwd = 0xC1,
    esme_rinvtlvlen = 0xC2,
    esme_rmissingtlv = 0xC3,
    esme_rinvtlvval = 0xC4,
    esme_rdeliveryfailure = 0xFE,
    esme_runknownerr = 0xFF,
    esme_rsertypunauth = 0x100,
    esme_rprohibited = 0x101,
    esme_rsertypunavail = 0x102,
    esme_rsertypdenied = 0x103,
    esme_rinvdcs = 0x104,
    esme_rinvsrcaddrsubunit = 0x105,
    esme_rinvdstaddrsubunit = 0x106,
    esme_rinvbcastfreqint = 0x107,
    esme_rinvbcastalias_name = 0x108,
    esme_rinvbcastareafmt = 0x109,
    esme_rinvnumbcast_areas = 0x10A,
    esme_rinvbcastcnttype = 0x10B,
    esme_rinvbcastmsgclass = 0x10C,
    esme_rbcastfail = 0x10D,
    esme_rbcastqueryfail = 0x10E,
    esme_rbcastcancelfail = 0x10F,
    esme_rinvbcast_rep = 0x110,
    esme_rinvbcastsrvgrp = 0x111,
    esme_rinvbcastchanind = 0x112,
};

// "ESME_RINVSRCADR"; "vendor specific" or "reserved" where the specification names no value.
std::string_view name(command_status status);
// "invalid source address".
std::string_view words(command_status status);

// Every status that the specification names, ascending.
struct status_row {
    std::uint32_t value;
    std::string_view name;
    std::string_view words;
};
std::span<const status_row> command_statuses();

}  // namespace hermod::wire::smpp
