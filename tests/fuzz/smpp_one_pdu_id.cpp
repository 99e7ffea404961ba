// Which PDU the target is about: compiled once a target, with FUZZED_PDU defined (CMakeLists.txt).
#include "wire/smpp/command_id.hpp"

extern const hermod::wire::smpp::command_id fuzzed_pdu;
const hermod::wire::smpp::command_id fuzzed_pdu = hermod::wire::smpp::command_id::FUZZED_PDU;
