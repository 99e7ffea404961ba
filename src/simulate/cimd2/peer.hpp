// One connection to the simulated centre: reads packets, answers them, delivers what the centre gives it.
//
// Owned by the centre through shared_ptr (its operations in flight hold it too).
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "simulate/cimd2/options.hpp"
#include "simulate/cimd2/work.hpp"
#include "simulate/common/rate_gate.hpp"
#include "wire/cimd2/decode.hpp"

namespace hermod::simulate::cimd2 {

class centre;

class peer final : public std::enable_shared_from_this<peer> {
public:
    peer(boost::asio::ip::tcp::socket socket, std::uint64_t id, centre& home);

    void start() { read(); }
    void close();
    void flush();
    std::uint64_t id() const { return id_; }
    std::uint16_t account() const { return account_; }
    std::size_t unanswered() const { return unanswered_; }
    // A status report may be sent now, and a message from a handset if wants_message().
    bool has_room() const;
    bool wants_message() const;
    // Everything that it was told is with the kernel.
    bool idle() const { return !write_in_flight_ && out_.empty(); }
    void deliver(delivery what);
    void repeat(mono_time now);  // what has waited too long for its answer
    void answer(const delayed_answer& what);
    // What was delivered and not answered goes back to the centre.
    void give_back(centre& home);

private:
    using octet_view = wire::cimd2::octet_view;
    using header = wire::cimd2::header;

    struct in_flight {
        bool used = false;
        delivery what{};
        std::string frame{};
        mono_time sent_at{};
    };

    void read();
    void take(std::size_t count);
    void handle(octet_view frame);
    void on_request(const header& head, octet_view frame);
    void on_login(const header& head, octet_view frame);
    std::int32_t verdict_on_login(const wire::cimd2::login& pdu) const;
    void on_submit(const header& head, octet_view frame);
    // 0 when the message is to be taken.
    std::int32_t verdict_on_submit(const wire::cimd2::submit_message& pdu);
    bool throttles();
    void on_enquire(const header& head, octet_view frame);
    void on_delivery_request(const header& head, octet_view frame);
    void on_cancel(const header& head, octet_view frame);
    void on_get(const header& head, octet_view frame);
    void on_delivery_answer(const header& head, octet_view frame);
    void reply(std::string frame);
    bool time_to_disconnect();

    template <class Pdu>
    std::string written(std::uint8_t number, const Pdu& pdu, wire::cimd2::parameters extra = {}) const;
    void refuse(const header& head, std::int32_t code);

    boost::asio::ip::tcp::socket socket_;
    std::uint64_t id_;
    centre* home_;  // null once gone
    std::string in_, out_, writing_;
    std::size_t in_used_ = 0;
    bool write_in_flight_ = false, closing_ = false, logged_in_ = false;
    std::uint16_t account_ = 0;
    std::uint8_t expected_ = wire::cimd2::first_of_application, next_number_ = wire::cimd2::first_of_centre;
    std::array<in_flight, 128> window_{};  // by number / 2
    std::size_t unanswered_ = 0, requested_ = 0;
    rate_gate gate_;
    mono_time now_{};
};

}  // namespace hermod::simulate::cimd2
