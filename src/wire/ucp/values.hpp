// The values that fields hold, by name, and in words for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/ucp/field.hpp"

namespace hermod::wire::ucp {

// NT: which notifications NRq 1 asks for; a sum.
inline constexpr unsigned nt_delivery = 1, nt_failure = 2, nt_buffered = 4;

// MT, one character.
inline constexpr std::string_view mt_numeric = "2", mt_alphanumeric = "3", mt_transparent = "4";

// Dst of 53.
enum class delivery_state : std::uint8_t { delivered = 0, buffered = 1, failed = 2 };

// OTOA: how OAdC is meant; empty is a number as the centre has provisioned it.
inline constexpr std::string_view otoa_international = "1139", otoa_alphanumeric = "5039";

// NPID, LPID, PID.
inline constexpr std::string_view pid_mobile = "0100", pid_tcp = "0539";

// STYP of 60, OTON, ONPI, VERS, OPID.
inline constexpr std::string_view styp_open_session = "1", styp_change_password = "3", styp_open_provisioning = "4",
                                  styp_change_provisioning_password = "6";
inline constexpr std::string_view oton_international = "1", oton_national = "2", oton_abbreviated = "6";
inline constexpr std::string_view onpi_e164 = "1", onpi_x121 = "3", onpi_private = "5";
inline constexpr std::string_view vers_1 = "0100", opid_mobile = "00", opid_pc = "39";

// The number that a field of up to four digits holds; nullopt when it is empty or anything else.
std::optional<unsigned> number_of(std::string_view digits);
std::optional<delivery_state> state_of(std::string_view dst);

// What Rsn says; nullptr for numbers without a meaning that we know.
const char* reason_text(unsigned rsn);

// A value in words: "delivery and failure", "TCP/IP"; empty when there is nothing to add.
std::string words(meaning means, std::string_view value);

}  // namespace hermod::wire::ucp
