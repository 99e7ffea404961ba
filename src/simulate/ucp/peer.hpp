// One connection to the simulated centre: reads frames, answers them, delivers what the centre gives it.
//
// Owned by the centre through shared_ptr (its operations in flight hold it too).
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "simulate/common/rate_gate.hpp"
#include "simulate/ucp/options.hpp"
#include "simulate/ucp/work.hpp"
#include "wire/ucp/decode.hpp"

namespace hermod::simulate::ucp {

class centre;
struct submitted;

class peer final : public std::enable_shared_from_this<peer> {
public:
    peer(boost::asio::ip::tcp::socket socket, std::uint64_t id, centre& home);

    void start() { read(); }
    void close();
    void flush();
    std::uint64_t id() const { return id_; }
    std::uint16_t account() const { return account_; }
    // A 52 or 53 may be sent now.
    bool has_room() const;
    // Everything that it was told is with the kernel.
    bool idle() const { return !write_in_flight_ && out_.empty(); }
    void deliver(delivery what);
    void answer(const delayed_answer& what);
    // What was delivered and not answered goes back to the centre.
    void give_back(centre& home);

private:
    using error_code = wire::ucp::error_code;
    using header = wire::ucp::header;

    void read();
    void take(std::size_t count);
    void handle(std::string_view frame);
    void on_operation(const wire::ucp::any_pdu& read);
    void on_login(const header& head, const wire::ucp::session_management& pdu);
    void on_submit(const header& head, const submitted& what, std::string_view vp);
    template <class Pdu>
    void on_question(const header& head, const Pdu& pdu);
    void on_result(const wire::ucp::any_pdu& read);
    error_code verdict_on_submit(const submitted& what, std::string_view vp);
    void reply(delayed_answer what);
    void write_answer(const delayed_answer& what);
    void write_message(unsigned trn, const delivery& what);
    void write_notification(unsigned trn, const delivery& what);
    void write_statement(unsigned trn, const delivery& what);
    void refuse(const header& head, error_code code, std::string_view sm = {});

    boost::asio::ip::tcp::socket socket_;
    std::uint64_t id_;
    centre* home_;  // null once gone
    std::string in_, out_, writing_;
    std::size_t in_used_ = 0;
    bool write_in_flight_ = false, closing_ = false, welcome_ = false;
    std::uint16_t account_ = 0;
    std::array<std::optional<delivery>, wire::ucp::trn_count> window_;
    unsigned next_trn_ = 0;
    std::size_t unanswered_ = 0;
    rate_gate gate_;
    mono_time now_{};
};

}  // namespace hermod::simulate::ucp
