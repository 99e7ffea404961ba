#include "net/same_secret.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

namespace hermod::net {

namespace {

using sum = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

sum sum_of(std::string_view text) {
    sum out{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data());
    return out;
}

}  // namespace

bool same_in_constant_time(std::string_view a, std::string_view b) {
    const sum one = sum_of(a), other = sum_of(b);
    return CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace hermod::net
