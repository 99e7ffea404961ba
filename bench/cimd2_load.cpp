// An application that speaks CIMD2, as fast as it is answered: logs in, keeps a window of submits under way on each login,
// answers what is delivered, and counts. See door_load.hpp.
#include "door_load.hpp"
#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"

namespace {

namespace cimd2 = hermod::wire::cimd2;

class login : public load::load_socket {
public:
    login(std::uint16_t port, std::size_t window) : load_socket(port), window_(window) {
        (void)cimd2::encode(
            out_, 1, cimd2::login{.user_identity = "bench", .password = "secret", .window_size = static_cast<int>(window)});
        flush();
    }
    void submit(load::totals& all) {
        while (in_ && waiting_ < window_ && all.written < all.wanted) {
            number_ = cimd2::next_number(number_);
            const std::string to = all.next_recipient();
            destination_.clear();
            cimd2::append_parameter(destination_, cimd2::parameter::destination_address, to);
            (void)cimd2::encode(
                out_, number_,
                cimd2::submit_message{.destinations = {cimd2::parameters(destination_), cimd2::parameter::destination_address},
                                      .alphanumeric_originating_address = "Hermod",
                                      .user_data = load::text,
                                      .status_report_request = 62});
            sent_[number_] = load::clock_type::now();
            ++waiting_;
        }
    }
    bool read(load::totals& all) {
        if (!receive()) return false;
        std::size_t used = 0;
        for (;;) {
            const auto cut = cimd2::read_frame(std::string_view(rest_).substr(used));
            used += cut.used;
            if (cut.outcome != cimd2::framing::complete) break;
            take(cut.frame, all);
        }
        rest_.erase(0, used);
        return true;
    }

private:
    void take(std::string_view frame, load::totals& all) {
        const auto read = cimd2::read_packet(frame);
        if (!read) return void(++all.odd);
        const auto code = read->head.code;
        const bool good = !read->given.find(cimd2::parameter::error_code);
        if (code == cimd2::operation::submit_message_response) {
            all.answered(good, sent_[read->head.number]);
            --waiting_;
        } else if (code == cimd2::operation::deliver_status_report) {
            all.reported();
            (void)cimd2::encode(out_, read->head.number, cimd2::deliver_status_report_response{});
        } else if (code == cimd2::operation::login_response) {
            logged_in(good);
            in_ = true;
        } else if (code == cimd2::operation::alive) {
            (void)cimd2::encode(out_, read->head.number, cimd2::alive_response{});
        } else {
            ++all.odd;
        }
    }

    std::size_t window_, waiting_ = 0;
    bool in_ = false;
    std::uint8_t number_ = 1;
    std::string destination_;
    std::array<load::clock_type::time_point, 256> sent_{};
};

}  // namespace

int main(int count, char** words) {
    return load::run<login>(count, words);
}
