// An estimate as POST /v1/estimate and `hermod estimate --json` show it.
#pragma once

#include <string>

#include "gateway/explanation.hpp"

namespace hermod::api {

void append_estimate(std::string& out, const estimated& told);
// The same of the text as it would leave, and with it all else.
void append_foreseen(std::string& out, const foreseen& told);
std::string code_point_name(std::uint32_t code_point);  // "U+20AC"

}  // namespace hermod::api
