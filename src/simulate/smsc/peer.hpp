// One connection to the simulated centre: reads PDUs, answers them, delivers what the centre gives it.
//
// Owned by the centre through shared_ptr (its operations in flight hold it too).
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <vector>

#include "simulate/common/rate_gate.hpp"
#include "simulate/smsc/options.hpp"
#include "simulate/smsc/work.hpp"
#include "wire/smpp/decode.hpp"

namespace hermod::simulate {

class centre;

class peer final : public std::enable_shared_from_this<peer> {
public:
    peer(boost::asio::ip::tcp::socket socket, std::uint64_t id, centre& home);

    void start() { read(); }
    // We have connected: the first that it hears is an outbind.
    void start_with_outbind();
    bool called() const { return called_; }
    void close();
    void flush();
    std::uint64_t id() const { return id_; }
    std::uint16_t account() const { return account_; }
    // A deliver_sm may be sent now.
    bool has_room() const;
    // Everything that it was told is with the kernel.
    bool idle() const { return !write_in_flight_ && out_.empty(); }
    void deliver(delivery what);
    void answer(const delayed_answer& what);
    // What was delivered and not answered goes back to the centre.
    void give_back(centre& home);

private:
    using octets = wire::smpp::octets;
    using header = wire::smpp::header;
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;
    enum class role : std::uint8_t { none, transmitter, receiver, transceiver };

    struct in_flight {
        std::uint32_t sequence = 0;  // 0: free
        delivery what;
    };

    void read();
    void take(std::size_t count);
    void handle(octets frame);
    template <class Bind, class Response>
    void on_bind(octets frame, role as);
    template <class Pdu>
    void on_submit(octets frame);
    void on_submit_multi(octets frame);
    void on_query(octets frame);
    void on_cancel(octets frame);
    void on_replace(octets frame);
    void on_delivery_answer(const header& head);
    // ESME_ROK when the message is to be taken.
    command_status verdict_on_submit();
    command_status throttling();  // of a PDU
    command_status fault();       // of a message
    bool may_submit() const { return role_ == role::transmitter || role_ == role::transceiver; }
    void refuse(const header& head, command_status status);
    void reply(const delayed_answer& what);
    void write_answer(const delayed_answer& what);
    void write_message(std::uint32_t sequence, const delivery& what);
    void write_receipt_of(std::uint32_t sequence, const delivery& what);
    // SMPP 5.0 sections 1.7 and 4.8.4.51: none to binds of 3.3; transceivers are of 3.4 whatever they say.
    bool may_have_tlvs() const;
    bool time_to_disconnect();

    boost::asio::ip::tcp::socket socket_;
    std::uint64_t id_;
    centre* home_;  // null once gone
    std::vector<std::uint8_t> in_, out_, writing_;
    std::size_t in_used_ = 0;
    bool write_in_flight_ = false, closing_ = false;
    role role_ = role::none;
    std::uint8_t version_ = 0;  // of its bind
    bool called_ = false;
    std::uint16_t account_ = 0;
    std::uint32_t next_sequence_ = 1;
    std::vector<in_flight> window_;
    std::size_t unanswered_ = 0;
    rate_gate gate_;
    mono_time now_{};
    std::string text_;  // of the receipt being written
};

}  // namespace hermod::simulate
