#include "centre.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "wire/smpp/decode.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::simulated {

using namespace wire::smpp;

centre::centre(const habits& as, timeline& time, dice& luck, std::size_t messages,
               std::function<void(std::vector<std::uint8_t>)> say, std::function<void()> hang_up)
    : taken(messages), as_(as), time_(time), luck_(luck), say_(std::move(say)), hang_up_(std::move(hang_up)), tokens_(as.rate) {}

void centre::connected() {
    ++connection_;
    left_.clear();
    unanswered_ = 0;
    open_ = true;
}

void centre::feed(octets bytes) {
    left_.insert(left_.end(), bytes.begin(), bytes.end());
    std::size_t used = 0;
    while (open_) {
        const frame_result cut = read_frame(octets(left_).subspan(used));
        if (cut.outcome == framing::incomplete) break;
        ASSERT_EQ(cut.outcome, framing::complete);
        used += cut.frame.size();
        handle(cut.frame);
    }
    left_.erase(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(used));
}

void centre::handle(octets frame) {
    const header head = read_header(frame);
    std::vector<std::uint8_t> out;
    switch (head.id) {
        case command_id::bind_transceiver:
            ASSERT_TRUE(encode(out, head.sequence_number, bind_transceiver_resp{"centre", {}}));
            return say_(std::move(out));
        case command_id::submit_sm:
            return submit(head.sequence_number, frame);
        case command_id::enquire_link:
        case command_id::unbind:
            encode_header(out, response_of(head.id), command_status::esme_rok, head.sequence_number);
            return say_(std::move(out));
        default:
            ADD_FAILURE() << "unexpected " << name(head.id);
    }
}

void centre::submit(std::uint32_t sequence, octets frame) {
    const auto read = decode_as<submit_sm>(frame);
    ASSERT_TRUE(read);
    const auto which = std::strtoull(std::string(read->pdu.destination_addr).c_str() + 4, nullptr, 10);  // "4915" and the number
    ASSERT_LT(which, taken.size());
    ++submits;
    most_unanswered = std::max(most_unanswered, ++unanswered_);
    std::vector<std::uint8_t> out;
    if (!allows()) {
        ++throttled;
        encode_header(out, command_id::submit_sm_resp, command_status::esme_rthrottled, sequence);
        return answer(std::move(out));
    }
    const bool closes = as_.close_every != 0 && submits % as_.close_every == 0;
    if (!closes || luck_.one_in(2)) ++taken[which];
    if (closes) {
        ++hang_ups;
        open_ = false;
        return hang_up_();
    }
    const std::string id = std::to_string(++next_id_);
    ASSERT_TRUE(encode(out, sequence, submit_sm_resp{id, {}}));
    answer(std::move(out));
}

bool centre::allows() {
    if (as_.rate <= 0) return true;
    if (as_.by_the_second) {
        const std::int64_t second = std::chrono::duration_cast<std::chrono::seconds>(time_.passed()).count();
        if (std::exchange(second_, second) != second) in_second_ = 0;
        return ++in_second_ <= as_.rate;
    }
    if (tokens_at_ != mono_time{})
        tokens_ = std::min(as_.rate, tokens_ + as_.rate * std::chrono::duration<double>(time_.now() - tokens_at_).count());
    tokens_at_ = time_.now();
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

void centre::answer(std::vector<std::uint8_t> bytes) {
    if (!as_.answers) return;
    const auto said = std::make_shared<bool>(false);
    for (int times = as_.twice ? 2 : 1; times > 0; --times) {
        time_.after(luck_.between(as_.answer_least, as_.answer_most), [this, bytes, said, connection = connection_] {
            if (!open_ || connection != connection_) return;
            if (!std::exchange(*said, true)) --unanswered_;
            ++answers;
            say_(bytes);
        });
    }
}

}  // namespace hermod::simulated
