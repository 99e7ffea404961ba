// What each submit_multi that waits for its answer is about: the tokens and addresses of its destinations, in order.
//
// The outstanding_submit of such a PDU has its place here for a token. Owned by one session.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "message/remote_id.hpp"
#include "wire/smpp/pdu.hpp"

namespace hermod::connectors::smpp {

struct multi_members {
    std::vector<std::uint64_t> tokens;
    std::vector<std::uint8_t> destinations;  // as they were written

    // The destination that a failure names: with or without '+', in national or international form.
    std::optional<std::size_t> named(std::string_view address) const {
        constexpr int told_apart_by = 7;
        if (std::count_if(address.begin(), address.end(), [](char c) { return c >= '0' && c <= '9'; }) < told_apart_by) return {};
        std::size_t at = 0;
        for (const wire::smpp::destination& to : wire::smpp::packed_list<wire::smpp::destination>(tokens.size(), destinations)) {
            if (same_subscriber(address, to.destination_addr)) return at;
            ++at;
        }
        return {};
    }
};

class outstanding_multis {
public:
    std::uint64_t add(std::span<const std::uint64_t> tokens, wire::smpp::octets destinations) {
        std::size_t place = places_.size();
        if (free_.empty())
            places_.emplace_back();
        else
            place = free_.back(), free_.pop_back();
        places_[place].tokens.assign(tokens.begin(), tokens.end());
        places_[place].destinations.assign(destinations.begin(), destinations.end());
        return place;
    }
    multi_members take(std::uint64_t place) {
        free_.push_back(static_cast<std::size_t>(place));
        return std::exchange(places_[free_.back()], {});
    }

private:
    std::vector<multi_members> places_;
    std::vector<std::size_t> free_;
};

}  // namespace hermod::connectors::smpp
