#include "net/base64.hpp"

#include <openssl/evp.h>

namespace hermod::net {

std::string base64(std::string_view octets) {
    std::string out((octets.size() + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(octets.data()),
                                       static_cast<int>(octets.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

}  // namespace hermod::net
