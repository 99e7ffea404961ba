// Signs callbacks as Standard Webhooks prescribes: v1,base64(HMAC-SHA256(secret, id.timestamp.body)).
//
// Several secrets give several signatures, separated by a space, so that a secret can be rotated without a gap. A signer
// keeps its keyed HMAC contexts and is reused for every callback of its endpoint: one object, one executor.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct evp_mac_ctx_st;

namespace hermod::callback {

// "whsec_" and base64, or any other text as it stands. nullopt: nothing, or base64 that is none.
std::optional<std::string> decode_secret(std::string_view secret);

class signer {
public:
    // Secrets as configured; one that cannot be decoded is left out (app/ refuses it at start, see decode_secret).
    explicit signer(const std::vector<std::string>& secrets);

    // Appends the value of webhook-signature: nothing when there is no secret.
    void sign(std::string_view id, std::string_view timestamp, std::string_view body, std::string& out);
    bool empty() const { return contexts_.empty(); }

private:
    struct release {
        void operator()(evp_mac_ctx_st* context) const;
    };
    std::vector<std::unique_ptr<evp_mac_ctx_st, release>> contexts_;
};

// For the receiving side (hermod simulate app, tests): does one of the signatures in `header` fit, is the time near?
bool verify(signer& with, std::string_view id, std::string_view timestamp, std::string_view body, std::string_view header,
            std::int64_t now_seconds, std::int64_t tolerance_seconds = 300);

}  // namespace hermod::callback
