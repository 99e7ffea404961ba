// When an access token is good, when it is to be renewed, and who may do it: pure, told the time.
//
// One renewal at a time, begun before the token ends; while one is under way the old token serves as long as it is good.
// After a failed renewal there is a pause, which doubles. Owned by an oauth2_client, on its executor.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace hermod::net {

class token_cache {
public:
    using seconds = std::chrono::seconds;

    // A token that may be used now; null: there is none.
    const std::string* good(mono_time now) const { return !token_.empty() && now < ends_ ? &token_ : nullptr; }
    bool wants_renewal(mono_time now) const { return token_.empty() || now >= renew_at_; }
    bool may_renew(mono_time now) const { return !renewing_ && now >= not_before_; }
    bool renewing() const { return renewing_; }

    void renewal_begins() { renewing_ = true; }
    // `lifetime` as the server said it. Renewed a minute before its end, or a tenth of its life where that is less.
    void renewed(std::string token, seconds lifetime, mono_time now) {
        renewing_ = false;
        pause_ = seconds{1};
        not_before_ = now;
        token_ = std::move(token);
        ends_ = now + lifetime;
        renew_at_ = ends_ - std::min<std::chrono::milliseconds>(seconds{60}, lifetime / 10);
    }
    void renewal_failed(mono_time now) {
        renewing_ = false;
        not_before_ = now + pause_;
        pause_ = std::min(pause_ * 2, seconds{60});
    }
    // The peer did not take it, whatever its lifetime. One that has been renewed meanwhile stays.
    void refused(std::string_view token) {
        if (token == token_) token_.clear();
    }

private:
    std::string token_;
    mono_time ends_{}, renew_at_{}, not_before_ = mono_time::min();
    seconds pause_{1};
    bool renewing_ = false;
};

}  // namespace hermod::net
