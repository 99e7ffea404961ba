// The JSON that an application receives, written by hand into a buffer that is reused.
//
//   {"type":"message.delivered","timestamp":"2026-11-23T15:00:23.123456Z","data":{"id":"m...","state":"delivered",...}}
//   {"type":"batch","timestamp":...,"data":[{"id":"evt_...","type":...,"timestamp":...,"data":{...}}, ...]}
// body.cpp is the one place that writes the members. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "callback/job.hpp"
#include "gateway/tlv_words.hpp"

namespace hermod::callback {

// `connector` is the outlet's name, empty when it is not known; without `words` TLVs are left out. All append.
void append_body(std::string& out, const job& told, std::string_view connector, const tlv_words* words = nullptr);

struct named_job {
    const job* told = nullptr;
    std::string_view connector;
    const tlv_words* words = nullptr;
};
void append_batch_body(std::string& out, std::span<const named_job> all, wall_time now);
// evt_..._2_n50: that of the first event, and how many.
void append_batch_id(std::string& out, std::span<const named_job> all);

}  // namespace hermod::callback
