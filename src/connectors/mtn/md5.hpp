// MD5, which spPassword is made with (wire/parlayx/credentials.hpp): what the SDP asks for, and nothing else uses.
#pragma once

#include "wire/parlayx/credentials.hpp"

namespace hermod::connectors::mtn {

wire::parlayx::md5_octets md5(std::string_view what);

}  // namespace hermod::connectors::mtn
