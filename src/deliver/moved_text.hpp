// Why a message was moved, as its timeline says it; and, read from there again, whose network would not have it: so that is known
// after a restart too. The text's layout stands here alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "message/record.hpp"

namespace hermod::deliver {

inline constexpr std::string_view refused_by = "refused by ";

inline std::string refused_text(std::string_view connector, std::string_view why) {
    std::string out(refused_by);
    out += connector;  // a name: without spaces and colons
    if (!why.empty()) out.append(": ").append(why);
    return out;
}

inline std::vector<connector_id> who_refused(const record& r) {
    std::vector<connector_id> out;
    if (r.what->moves == 0) return out;
    for (const event& e : r.events) {
        if (e.kind != event_kind::moved || !e.detail.starts_with(refused_by)) continue;
        const std::string_view rest = std::string_view(e.detail).substr(refused_by.size());
        out.emplace_back(name_hash(rest.substr(0, rest.find(':'))));
    }
    return out;
}

}  // namespace hermod::deliver
