#include "connectors/mtn/md5.hpp"

#include <openssl/evp.h>

namespace hermod::connectors::mtn {

wire::parlayx::md5_octets md5(std::string_view what) {
    wire::parlayx::md5_octets out{};
    unsigned size = 0;
    EVP_Digest(what.data(), what.size(), out.data(), &size, EVP_md5(), nullptr);
    return out;
}

}  // namespace hermod::connectors::mtn
