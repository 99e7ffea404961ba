// Where centres and applications differ, and the account's papers or a trace say how: named flags.
//
// Each has a test in outgoing_test.cpp, incoming_test.cpp or connector_test.cpp, for the door in door_*_test.cpp, and a line in
// docs/protocols/cimd2.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::connectors::cimd2 {

struct dialect {
    bool latin1_link = false;  // the link carries eight bits: 033 is ISO Latin-1, not ASCII with the conversion for the rest
    bool no_checksum = false;  // packets are written without one
    bool checksum_required = false;  // a packet without one is taken for damaged
    bool no_plus = false;            // outward, an international number is written without its '+'
    // Inward, a number of 9 digits and more gets a '+': 023 has nothing else to say what kind of number it is.
    bool long_numbers_are_international = false;
    bool converted_sender = false;  // 027 goes through the character conversion as 033 does
    bool numbers_in_order = false;  // the door's alone: a packet with another number than the next is nacked, not taken
};

// The words of the key `dialect`, of a connector and of an account at the door.
std::span<const std::string_view> dialect_names();
std::span<const std::string_view> door_dialect_names();
// Words that are none are passed over: the configuration's check has named them.
dialect dialect_of(const std::vector<std::string>& words);

}  // namespace hermod::connectors::cimd2
