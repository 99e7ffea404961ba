#include "callback/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace hermod::callback {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::optional<std::string> decode_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xff);
    }
    return out;
}

}  // namespace

std::optional<std::string> decode_secret(std::string_view secret) {
    if (secret.empty()) return std::nullopt;
    if (!secret.starts_with(prefix)) return std::string(secret);
    auto decoded = decode_base64(secret.substr(prefix.size()));
    if (!decoded || decoded->empty()) return std::nullopt;
    return decoded;
}

void signer::release::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

signer::signer(const std::vector<std::string>& secrets) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free);
    std::array<char, 7> digest{"SHA256"};
    const OSSL_PARAM settings[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
    for (const auto& secret : secrets) {
        const auto key = decode_secret(secret);
        if (!key) continue;
        std::unique_ptr<evp_mac_ctx_st, release> context(hmac ? EVP_MAC_CTX_new(hmac.get()) : nullptr);
        if (!context || EVP_MAC_init(context.get(), bytes(*key), key->size(), settings) != 1)
            throw std::runtime_error("OpenSSL offers no HMAC-SHA256");
        contexts_.push_back(std::move(context));
    }
}

void signer::sign(std::string_view id, std::string_view timestamp, std::string_view body, std::string& out) {
    for (std::size_t i = 0; i < contexts_.size(); ++i) {
        auto* const context = contexts_[i].get();
        std::array<unsigned char, 32> mac{};
        std::size_t size = 0;
        // Without a key: starts again with the key it has.
        const bool done = EVP_MAC_init(context, nullptr, 0, nullptr) == 1 && EVP_MAC_update(context, bytes(id), id.size()) == 1 &&
                          EVP_MAC_update(context, bytes("."), 1) == 1 &&
                          EVP_MAC_update(context, bytes(timestamp), timestamp.size()) == 1 &&
                          EVP_MAC_update(context, bytes("."), 1) == 1 && EVP_MAC_update(context, bytes(body), body.size()) == 1 &&
                          EVP_MAC_final(context, mac.data(), &size, mac.size()) == 1;
        if (!done || size != mac.size()) throw std::runtime_error("HMAC-SHA256 failed");
        std::array<unsigned char, 45> text{};
        const int length = EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(mac.size()));
        if (i > 0) out += ' ';
        out += "v1,";
        out.append(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length));
    }
}

bool verify(signer& with, std::string_view id, std::string_view timestamp, std::string_view body, std::string_view header,
            std::int64_t now_seconds, std::int64_t tolerance_seconds) {
    std::int64_t at = 0;
    const auto [end, failed] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), at);
    if (failed != std::errc{} || end != timestamp.data() + timestamp.size()) return false;
    if (at < now_seconds - tolerance_seconds || at > now_seconds + tolerance_seconds) return false;
    std::string expected;
    with.sign(id, timestamp, body, expected);
    // Any of ours may meet any of theirs.
    for (std::string_view mine = expected; !mine.empty();) {
        const auto one = mine.substr(0, mine.find(' '));
        mine.remove_prefix(std::min(mine.size(), one.size() + 1));
        for (std::string_view theirs = header; !theirs.empty();) {
            const auto other = theirs.substr(0, theirs.find(' '));
            theirs.remove_prefix(std::min(theirs.size(), other.size() + 1));
            if (one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0) return true;
        }
    }
    return false;
}

}  // namespace hermod::callback
