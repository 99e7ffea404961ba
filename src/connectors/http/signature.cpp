#include "connectors/http/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "connectors/http/escape.hpp"
#include "net/base64.hpp"
#include "net/form_text.hpp"
#include "text/hex_text.hpp"

namespace hermod::connectors::http {

namespace {

const EVP_MD* algorithm(hash with) {
    switch (with) {
        case hash::sha1: return EVP_sha1();
        case hash::sha256: return EVP_sha256();
        case hash::sha512: return EVP_sha512();
    }
    return EVP_sha256();
}

const unsigned char* octets(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// Sorted, each name and value encoded again. AWS, "Create a canonical request", step 3.
std::string canonical_query(std::string_view query) {
    pairs all;
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view one = query.substr(0, end);
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
        const auto equals = one.find('=');
        std::string name, text;
        (void)append_value(name, standing::url, net::unescaped(one.substr(0, equals), false));
        if (equals != std::string_view::npos) (void)append_value(text, standing::url, net::unescaped(one.substr(equals + 1), false));
        if (!one.empty()) all.emplace_back(std::move(name), std::move(text));
    }
    std::sort(all.begin(), all.end());
    std::string out;
    for (const auto& [name, text] : all) out.append(out.empty() ? "" : "&").append(name).append("=").append(text);
    return out;
}

}  // namespace

std::string hmac(hash with, std::string_view key, std::string_view what) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(algorithm(with), key.data(), static_cast<int>(key.size()), octets(what), what.size(), out.data(), &size);
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::string digest(hash with, std::string_view what) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    EVP_Digest(what.data(), what.size(), out.data(), &size, algorithm(with), nullptr);
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::string in_form(octet_form form, std::string_view what) {
    if (form == octet_form::base64) return net::base64(what);
    std::string out;
    text::append_hex(out, what);
    return out;
}

std::string twilio_subject(std::string_view url, pairs form) {
    std::sort(form.begin(), form.end());
    form.erase(std::unique(form.begin(), form.end()), form.end());
    std::string out(url);
    for (const auto& [name, text] : form) out.append(name).append(text);
    return out;
}

std::string plivo_subject(std::string_view url, pairs query, pairs form, std::string_view nonce) {
    std::sort(query.begin(), query.end());
    std::sort(form.begin(), form.end());
    std::string out(url);
    if (!query.empty() || !form.empty()) out += '?';
    for (std::size_t i = 0; i < query.size(); ++i) out.append(i == 0 ? "" : "&").append(query[i].first).append("=").append(query[i].second);
    if (!query.empty() && !form.empty()) out += '.';
    for (const auto& [name, text] : form) out.append(name).append(text);
    return out.append(".").append(nonce);
}

bool ed25519_right(std::string_view key, std::string_view signature, std::string_view what) {
    constexpr std::size_t key_size = 32, signature_size = 64;
    if (key.size() != key_size || signature.size() != signature_size) return false;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> by(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets(key), key.size()), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> check(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return by && check && EVP_DigestVerifyInit(check.get(), nullptr, nullptr, nullptr, by.get()) == 1 &&
           EVP_DigestVerify(check.get(), octets(signature), signature.size(), octets(what), what.size()) == 1;
}

std::string aws_date(wall_time now) {
    using namespace std::chrono;
    const auto second = floor<seconds>(now);
    const auto day = floor<days>(second);
    const year_month_day date{day};
    const hh_mm_ss time{second - day};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return out.data();
}

std::string aws_authorization(const aws_credentials& who, const aws_request& what) {
    const auto hex = [](std::string_view raw) { return in_form(octet_form::hex, raw); };
    const auto question = what.target.find('?');
    const std::string_view path = what.target.substr(0, question);
    const std::string query = question == std::string_view::npos ? std::string() : canonical_query(what.target.substr(question + 1));
    std::string names, headers;
    const auto header = [&](std::string_view name, std::string_view text) {
        if (text.empty()) return;
        names.append(names.empty() ? "" : ";").append(name);
        headers.append(name).append(":").append(text).append("\n");
    };
    header("content-type", what.content_type);
    header("host", what.host);
    header("x-amz-date", what.date);
    header("x-amz-security-token", who.session_token);
    std::string canonical(what.method);
    canonical.append("\n").append(path).append("\n").append(query).append("\n").append(headers).append("\n").append(names).append("\n");
    canonical += hex(digest(hash::sha256, what.body));
    const std::string day(what.date.substr(0, 8));
    const std::string scope = day + "/" + who.region + "/" + who.service + "/aws4_request";
    std::string subject = "AWS4-HMAC-SHA256\n" + std::string(what.date) + "\n" + scope + "\n" + hex(digest(hash::sha256, canonical));
    std::string key = "AWS4" + who.secret_key;
    for (const std::string_view step : {std::string_view(day), std::string_view(who.region), std::string_view(who.service), std::string_view("aws4_request")})
        key = hmac(hash::sha256, key, step);
    return "AWS4-HMAC-SHA256 Credential=" + who.access_key + "/" + scope + ", SignedHeaders=" + names +
           ", Signature=" + hex(hmac(hash::sha256, key, subject));
}

}  // namespace hermod::connectors::http
