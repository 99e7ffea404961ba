#include "api/digest.hpp"

#include <openssl/evp.h>

#include <memory>
#include <new>

namespace hermod::api {
namespace {

struct freeing {
    void operator()(EVP_MD* md) const { EVP_MD_free(md); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetched once: OpenSSL 3 looks an algorithm up by name each time otherwise, which costs more than hashing a key.
const EVP_MD* algorithm() {
    static const std::unique_ptr<EVP_MD, freeing> fetched(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    return fetched.get();
}

}  // namespace

digest sha256(std::initializer_list<std::string_view> pieces) {
    thread_local const std::unique_ptr<EVP_MD_CTX, freeing> context(EVP_MD_CTX_new());
    digest out{};
    bool good = context && EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1;
    for (const auto piece : pieces) good = good && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    if (!good || EVP_DigestFinal_ex(context.get(), out.data(), nullptr) != 1) throw std::bad_alloc();
    return out;
}

}  // namespace hermod::api
