// An estimate as POST /v1/estimate and `hermod estimate --json` show it.
#pragma once

#include <string>

#include "gateway/inbox.hpp"

namespace hermod::api {

void append_estimate(std::string& out, const estimated& told);
std::string code_point_name(std::uint32_t code_point);  // "U+20AC"

}  // namespace hermod::api
