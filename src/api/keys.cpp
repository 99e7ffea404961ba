#include "api/keys.hpp"

#include <sodium.h>

#include <cstring>

#include "net/http_characters.hpp"

namespace hermod::api {
namespace {

std::uint64_t place_of(const digest& of_key) {
    std::uint64_t out = 0;
    std::memcpy(&out, of_key.data(), sizeof out);
    return out;
}

// RFC 6750 section 2.1; the scheme's case does not matter.
std::string_view bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size() || !net::same_ignoring_case(authorization.substr(0, scheme.size()), scheme))
        return {};
    return net::characters::trimmed(authorization.substr(scheme.size()));
}

}  // namespace

void keys::add(const digest& of_key, caller who) {
    places_[place_of(of_key)] = entries_.size();
    entries_.push_back({of_key, std::move(who)});
}

const caller* keys::find(std::string_view authorization) const {
    static constexpr digest nobody{};
    const auto token = bearer_token(authorization);
    const auto asked = sha256({token});
    const auto found = places_.find(place_of(asked));
    const entry* known = found == places_.end() ? nullptr : &entries_[found->second];
    const bool same = sodium_memcmp((known ? known->of_key : nobody).data(), asked.data(), asked.size()) == 0;
    return same && known && !token.empty() ? &known->who : nullptr;
}

}  // namespace hermod::api
