// The 100 transaction numbers of one side of a link, and what waits under each for its result.
//
// Numbers are given out in turn, and busy ones are skipped. One whose result did not come in time stays blocked for a while:
// a late result would otherwise be taken for the next operation's under the same number. Owned by one session.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "wire/ucp/header.hpp"

namespace hermod::connectors::ucp {

// submit: what is to be settled or heard. statement: a result is waited for, and says nothing to anybody.
enum class purpose : std::uint8_t { none, late, login, keepalive, submit, statement };

struct transaction {
    purpose what = purpose::none;  // none: the number is free
    wire::ucp::operation_type ot{};
    std::uint64_t token = 0;
    std::uint64_t end = 0;  // octets of the session's output up to the end of this operation
    mono_time at{};         // sent, or, when late, given up
    std::string adc{};      // of a submit: the recipient as written
};

class transactions {
public:
    // Under the next free number; nullopt when all are taken.
    std::optional<unsigned> take(const transaction& value) {
        for (unsigned i = 0; i < wire::ucp::trn_count; ++i) {
            const unsigned trn = (next_ + i) % wire::ucp::trn_count;
            if (places_[trn].what != purpose::none) continue;
            places_[trn] = value;
            next_ = (trn + 1) % wire::ucp::trn_count;
            ++busy_;
            return trn;
        }
        return std::nullopt;
    }
    transaction& operator[](unsigned trn) { return places_[trn]; }
    bool has_free() const { return busy_ + late_ < wire::ucp::trn_count; }
    // Those that wait for a result, login and keep-alive too.
    std::size_t waiting() const { return busy_; }

    void release(unsigned trn) {
        transaction& place = places_[trn];
        if (place.what == purpose::none) return;
        place.what == purpose::late ? --late_ : --busy_;
        place = {};
    }
    void give_up(unsigned trn, mono_time now) {
        places_[trn].what = purpose::late;
        places_[trn].at = now;
        --busy_;
        ++late_;
    }

private:
    std::array<transaction, wire::ucp::trn_count> places_{};
    unsigned next_ = 0;
    std::size_t busy_ = 0, late_ = 0;
};

}  // namespace hermod::connectors::ucp
