// TP-Data-Coding-Scheme, 3GPP TS 23.038 section 4: how the text of a message is coded, and what the handset does with it.
//
// Not SMPP's data_coding, though that took over the groups C to F; its values 0 to 14 name other alphabets (single_octet.hpp).
// Every octet is read; reserved ones as 23.038 wants it, as the default alphabet. Writing what was read gives an octet that
// means the same.
#pragma once

#include <cstdint>
#include <optional>

#include "text/encoding.hpp"

namespace hermod::text {

enum class dcs_alphabet : std::uint8_t { gsm7 = 0, octets = 1, ucs2 = 2, reserved = 3 };

// general: 00xx and, for automatic deletion, 01xx. message_class: 1111. waiting: 1100, 1101, 1110. reserved: 1000 to 1011.
enum class dcs_group : std::uint8_t { general, message_class, waiting, reserved };

enum class waiting_kind : std::uint8_t { voice = 0, fax = 1, email = 2, other = 3 };
struct waiting_indication {
    bool store = false;   // the message is kept; otherwise the handset may discard it
    bool active = false;  // something waits; otherwise the indication is taken down
    waiting_kind kind = waiting_kind::voice;
    friend constexpr bool operator==(const waiting_indication&, const waiting_indication&) = default;
};

struct data_coding {
    dcs_group group = dcs_group::general;
    dcs_alphabet alphabet = dcs_alphabet::gsm7;
    std::optional<std::uint8_t> message_class = {};  // 0 flash, 1 ME, 2 SIM, 3 TE
    bool compressed = false;
    bool automatic_deletion = false;
    std::optional<waiting_indication> waiting = {};
    friend constexpr bool operator==(const data_coding&, const data_coding&) = default;
};

data_coding decode_dcs(std::uint8_t octet);

// nullopt for what no octet says: a reserved group, a class above 3, UCS-2 or compression in the class group, a waiting
// indication that is to be discarded in UCS-2, and so on: what the group has no bits for.
std::optional<std::uint8_t> encode_dcs(const data_coding& value);

// For a text or octets, with a class or without. The general group: 00, 04, 08; 10, 14, 18 for flash.
constexpr data_coding dcs_for(encoding coding, std::optional<std::uint8_t> message_class = {}) {
    return {dcs_group::general,
            static_cast<dcs_alphabet>(coding == encoding::gsm7   ? 0
                                      : coding == encoding::ucs2 ? 2
                                                                 : 1),
            message_class,
            false,
            false,
            {}};
}

// How the text is to be read: a reserved alphabet as the default one, compressed text (which nobody sends) as octets.
encoding encoding_of(const data_coding& value);

}  // namespace hermod::text
