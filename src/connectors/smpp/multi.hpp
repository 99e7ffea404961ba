// Gathers consecutive parts that one submit_multi can say (SMPP 3.4 section 4.5, 5.0 section 4.2.3): the same content to
// different handsets. Pure: the connector says when a group ends, and writes it.
//
// Alike must be all that the PDU says once: sender, text, header, data_coding, flags, validity as it would be written, TLVs.
// Two recipients that a receipt or a list of failures could not tell apart (alike in their last 7 digits) are never in one
// group. Owned by a connector, on its executor.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "connectors/smpp/options.hpp"
#include "gateway/outlet.hpp"
#include "wire/smpp/pdu.hpp"
#include "wire/smpp/time.hpp"

namespace hermod::connectors::smpp {

class gathering {
public:
    // options outlive it. most: destinations in one PDU; below 2: nothing is ever gathered. plain_only: SMPP 3.3,
    // whose submit_multi leaves esm_class unused: what needs it goes alone.
    gathering(const translation_options& options, std::size_t most, bool plain_only)
        : options_(options), most_(most), plain_only_(plain_only) {}

    // The centre does not know submit_multi: nothing is gathered any more. What is gathered still has to be taken out.
    void give_up() { most_ = 0; }
    // It does not take so many at once.
    void take_fewer() { most_ /= 2; }
    // It refused a group for one of its destinations: as many parts as a group has go alone, which are those, come back.
    void rest() { resting_ += most_; }
    bool active() const { return most_ >= 2; }
    std::size_t most() const { return most_; }

    // Could this part be the first of a group?
    bool may_begin(const message& what) const;
    // And could it go with those that are there? Requires may_begin() and that some are there.
    bool fits(const message& what) const;
    // Requires may_begin() and, unless it is empty, fits(). `now` counts for the first only: the group is written as of then.
    void add(outbound part, wall_time now);

    bool empty() const { return parts_.empty(); }
    bool full() const { return parts_.size() >= most_; }
    const std::vector<outbound>& parts() const { return parts_; }
    wall_time began() const { return began_; }
    // Valid until the next add() or clear().
    wire::smpp::packed_list<wire::smpp::destination> destinations() const { return {parts_.size(), raw_}; }
    void clear();

    // A part went alone.
    void alone() {
        resting_ -= resting_ != 0;
        remember(1);
    }
    // How many parts a PDU may take by what was seen lately: 1 to `most`. So that no more are claimed than could be sent.
    std::size_t reach() const { return active() ? std::min(reach_, most_) : 1; }

private:
    void remember(std::size_t parts);

    const translation_options& options_;
    std::size_t most_, reach_ = 2, resting_ = 0;
    bool plain_only_;
    std::vector<outbound> parts_;
    std::vector<std::uint8_t> raw_;             // the destinations, as they are written
    std::vector<std::uint32_t> subscribers_;    // their last 7 digits
    std::optional<wire::smpp::time_text> validity_;  // of the first
    wall_time began_{};
};

// The same PDU to many.
wire::smpp::submit_multi to_many(const wire::smpp::submit_sm& one,
                                 wire::smpp::packed_list<wire::smpp::destination> destinations);

}  // namespace hermod::connectors::smpp
