// A frame in one line, for people: `hermod decode ucp`, the log of a refused frame, a trace.
//
// Works on anything: it goes as far as the octets make sense and then names the fault. Allocates freely; not for the hot
// path. Passwords and authentication codes are shown as stars unless asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/ucp/decode.hpp"

namespace hermod::wire::ucp {

struct described_field {
    std::string name{};  // the specification's
    std::uint32_t offset = 0;
    std::string value{};  // as it stands, what is not printable as \xNN
    std::string words{};  // "delivery, failure", the text of an AMsg in quotes; empty when there is nothing to add
};

struct description {
    std::string operation{};  // "submit_message", "operation 99", "no frame"
    std::optional<header> head;
    std::vector<described_field> fields;  // those that are not empty
    std::optional<codec_error> fault;
    oddities odd;
};

struct describe_options {
    bool show_password = false;
};

description describe(std::string_view frame, describe_options options = {});

// "51 submit_message O 18: AdC=012345 NT=4 (buffered) AMsg=\"Message 51\"", then oddities and the fault. No newline.
std::string to_line(const description& d);

}  // namespace hermod::wire::ucp
