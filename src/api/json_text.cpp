#include "api/json_text.hpp"

#include <sodium.h>

namespace hermod::api {

void append_base64(std::string& out, std::string_view octets) {
    const std::size_t size = sodium_base64_ENCODED_LEN(octets.size(), sodium_base64_VARIANT_ORIGINAL);  // with its NUL
    out += '"';
    const std::size_t begin = out.size();
    out.resize(begin + size);
    sodium_bin2base64(out.data() + begin, size, reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.back() = '"';
}

}  // namespace hermod::api
