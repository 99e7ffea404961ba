// The two halves of the fuzzer of the SMPP door: the session's dialogue, and what becomes of the PDUs that it hands on.
#pragma once

#include <cstdlib>

#include "connectors/smpp/door_submission.hpp"

inline void require(bool condition) {
    if (!condition) std::abort();
}

// Each for several accounts; whatever comes of it must be fit for accept/.
void try_submission(const hermod::wire::smpp::submit_sm& pdu);
void try_submission(const hermod::wire::smpp::data_sm& pdu);
void try_submission(const hermod::wire::smpp::submit_multi& pdu);
void try_replacement(const hermod::wire::smpp::replace_sm& pdu);
// The input as the frame of each PDU kind that carries a message, its header made right.
void try_as_frames(hermod::wire::smpp::octets input);
