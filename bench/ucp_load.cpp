// An application that speaks UCP, as fast as it is answered: logs in, keeps a window of 51s under way in each session, answers
// what it is told, and counts. See door_load.hpp.
#include "door_load.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"
#include "wire/ucp/message_text.hpp"

namespace {

namespace ucp = hermod::wire::ucp;

class session : public load::load_socket {
public:
    session(std::uint16_t port, std::size_t window) : load_socket(port), window_(std::min<std::size_t>(window, ucp::trn_count)) {
        const std::string password = ucp::to_hex("secret");
        (void)ucp::encode(out_, 0, ucp::session_management{.oadc = "bench", .styp = "1", .pwd = password, .vers = "0100"});
        flush();
    }
    void submit(load::totals& all) {
        static const std::string hex = ucp::to_hex(load::text);
        while (in_ && waiting_ < window_ && all.written < all.wanted) {
            do trn_ = (trn_ + 1) % ucp::trn_count;
            while (sent_[trn_] != load::clock_type::time_point{});
            const std::string to = all.next_recipient();
            (void)ucp::encode(out_, trn_,
                              ucp::submit_message{.adc = to, .oadc = "88222", .nrq = "1", .nt = "3", .mt = "3", .msg = hex});
            sent_[trn_] = load::clock_type::now();
            ++waiting_;
        }
    }
    bool read(load::totals& all) {
        if (!receive()) return false;
        std::size_t used = 0;
        for (;;) {
            const auto cut = ucp::read_frame(std::string_view(rest_).substr(used));
            used += cut.consumed();
            if (cut.outcome != ucp::framing::complete) break;
            take(cut.frame, all);
        }
        rest_.erase(0, used);
        return true;
    }

private:
    void take(std::string_view frame, load::totals& all) {
        const auto read = ucp::decode(frame);
        if (!read) return void(++all.odd);
        const auto [trn, is_result, ot] = read->head;
        const bool good = std::holds_alternative<ucp::ack>(read->pdu);
        if (!is_result) {
            if (ot == ucp::operation_type::delivery_notification) all.reported();
            (void)ucp::encode(out_, trn, ucp::ack{ot, {}, {}});
        } else if (ot == ucp::operation_type::submit_message) {
            all.answered(good, std::exchange(sent_[trn], {}));
            --waiting_;
        } else if (ot == ucp::operation_type::session_management) {
            logged_in(good);
            in_ = true;
        } else {
            ++all.odd;
        }
    }

    std::size_t window_, waiting_ = 0;
    bool in_ = false;
    unsigned trn_ = 0;
    std::array<load::clock_type::time_point, ucp::trn_count> sent_{};
};

}  // namespace

int main(int count, char** words) {
    return load::run<session>(count, words);
}
