// The seconds that a simulated centre gives as SCTS: the one of the submit, or the next that the recipient has not had, since
// the two together are the message's name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hermod::simulate::ucp {

class stamps {
public:
    // repeats: the plain second, whoever had it.
    explicit stamps(bool repeats) : repeats_(repeats) {}

    std::int64_t next(std::string_view recipient, std::int64_t now) {
        if (repeats_) return now;
        if (now > swept_) std::erase_if(given_, [now](const auto& one) { return one.second < now; });
        swept_ = now;
        const auto [at, fresh] = given_.try_emplace(std::string(recipient), now);
        if (!fresh) at->second = at->second < now ? now : at->second + 1;
        return at->second;
    }

private:
    bool repeats_;
    std::int64_t swept_ = 0;
    std::unordered_map<std::string, std::int64_t> given_;
};

}  // namespace hermod::simulate::ucp
