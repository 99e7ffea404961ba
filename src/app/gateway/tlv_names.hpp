// The TLVs that the HTTP API takes and shows, by name: those of the configuration and those of SMPP's own table.
#pragma once

#include <memory>
#include <vector>

#include "api/tlv_words.hpp"
#include "app/config/config.hpp"

namespace hermod::app {

// Only what a submit_sm may carry is taken; whatever came from a network is shown.
std::shared_ptr<const api::tlv_words> make_tlv_names(std::vector<tlv_config> configured);

}  // namespace hermod::app
