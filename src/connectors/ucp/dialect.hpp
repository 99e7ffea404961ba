// A centre's habits that need our help, as named flags: where the sources disagree (docs/protocols/ucp.md).
//
// Each flag has a test in outgoing_test.cpp, incoming_test.cpp, remote_id_test.cpp or session_test.cpp and a line in that document.
#pragma once

namespace hermod::connectors::ucp {

struct dialect {
    bool amsg_is_ira = false;     // AMsg carries ASCII, both ways; what ASCII lacks leaves as packed septets in TMsg
    bool text_as_tmsg = false;    // outward, all seven-bit text leaves as packed septets in TMsg
    bool no_dcs_service = false;  // no XSer 02 (as in 3.5): MCLs has the class, DCs names 8-bit data, Unicode is refused
    bool no_otoa = false;         // outward, a number is sent without OTOA: as the centre has provisioned it
    bool prefix_00 = false;       // outward, an international recipient begins with 00
    // 51's result and 53 spell the recipient differently, one of them without the country: then its last 7 digits name it.
    bool national_receipts = false;
    bool numbers_are_international = false;  // inward, 00 and 9 digits or more without OTOA get a '+'
    bool nt_buffered_first = false;          // NT: 1 buffered, 2 delivery, 4 failure
    bool answers_in_result = false;          // the positive result of 55 and 56 is all: no 57 or 58 follows
    bool plain_results = false;              // our results to 52 and 53 have no SM
};

}  // namespace hermod::connectors::ucp
