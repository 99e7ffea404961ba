// A packet in one line, for people: `hermod decode`, the log of a refused packet, a trace.
//
// Works on anything: it goes as far as the octets make sense and then names the fault. Allocates freely; not for the hot
// path. Passwords are stars unless asked for, and nothing that a peer sends reaches a terminal raw.
#pragma once

#include <string>

#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/user_data.hpp"

namespace hermod::wire::cimd2 {

struct describe_options {
    bool show_password = false;
    link_form form = link_form::seven_bit;
};

// 'submit_message 03:007 destination_address=46701234567 user_data="Hello" checksum=5F'; no newline.
std::string describe(octet_view frame, describe_options options = {});

// "destination_address at octet 8: an address has only digits, + and -"
std::string to_text(const codec_error& fault);

}  // namespace hermod::wire::cimd2
