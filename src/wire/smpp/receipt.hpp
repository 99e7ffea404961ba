// Delivery receipts: the text of SMPP 3.4 appendix B in its many dialects, and the TLVs that replace it.
//
// Keys may stand anywhere and each may be missing; the TLVs receipted_message_id and message_state win over the text. The
// id is given as it was written: matching its spellings (hex, zeros, case) is receipt/'s work. Views borrow from the PDU.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::wire::smpp {

// "submit date", "done date": local to whoever wrote them unless they carry an offset (the 16-character form).
struct receipt_date {
    std::chrono::local_time<std::chrono::milliseconds> local;
    std::optional<std::chrono::minutes> utc_offset;
    friend bool operator==(const receipt_date&, const receipt_date&) = default;
};

struct network_error {
    std::uint8_t type = 0;  // 3 GSM, 8 MC specific, ...
    std::uint16_t code = 0;
    friend bool operator==(const network_error&, const network_error&) = default;
};

struct receipt_view {
    std::string_view id{};               // of the message reported on; empty when nobody says
    std::optional<message_state> state;  // nullopt: `stat` says something unknown, or nothing
    std::string_view stat{};             // as written
    std::string_view err{};              // as written: digits, hex, operator's own
    std::string_view sub{};
    std::string_view dlvrd{};
    std::optional<receipt_date> submit_date;
    std::optional<receipt_date> done_date;
    std::string_view text{};  // the first characters of the message
    std::optional<network_error> network_error_code;
    bool intermediate = false;  // esm_class says intermediate notification; the state may still be final in truth
    bool id_from_tlv = false;
    bool state_from_tlv = false;
};

// The text alone; an id or stat that it does not have stays empty.
receipt_view parse_receipt(std::string_view text);
// Text and TLVs of a deliver_sm or data_sm.
receipt_view parse_receipt(const deliver_sm& pdu);
receipt_view parse_receipt(const data_sm& pdu);

// Why a deliver_sm or data_sm is taken for a receipt. Mind `text`: a handset's user can write "id:1 stat:DELIVRD" too, so
// believe it only on a connection that is known to leave out esm_class.
enum class receipt_evidence : std::uint8_t { none, text, tlv, esm_class };
receipt_evidence looks_like_receipt(const deliver_sm& pdu);
receipt_evidence looks_like_receipt(const data_sm& pdu);

// "DELIVRD" and its cousins, any case.
std::optional<message_state> state_of(std::string_view stat);
// The seven letters of appendix B; "UNKNOWN" for a state that it does not know.
std::string_view stat_of(message_state state);

struct receipt_content {
    std::string_view id{};
    message_state state = message_state::delivered;
    int parts = 1;
    int delivered = 1;
    wall_time submitted;
    wall_time done;
    int error = 0;            // 0 to 999
    std::string_view text{};  // its first 20 octets are written; cut it at a character's boundary when it is not ASCII
};

// Appends appendix B's text, dates in UTC with minutes: id:... sub:001 dlvrd:001 submit date:... done date:... stat:... err:000
// text:...
void write_receipt(std::string& out, const receipt_content& receipt);

}  // namespace hermod::wire::smpp
