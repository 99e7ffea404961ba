// One application's connection at the door: feeds its session what the socket gives, writes what the session says, and does
// what the application asks: submissions, enquiries, and taking what it is to be told.
//
// Owned by its shard through shared_ptr (its operations in flight hold one too), on the shard's io_context. While it is idle
// it holds no buffer: it waits for the socket to be readable and reads into the shard's.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

#include "connectors/smpp/door_shard.hpp"
#include "connectors/smpp/door_submission.hpp"
#include "net/tls_stream.hpp"

namespace hermod::connectors::smpp {

class door_link final : public door_session_events, public std::enable_shared_from_this<door_link> {
public:
    door_link(door_shard& home, boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls);
    ~door_link();

    std::uint64_t number() const { return number_; }
    void start();
    void decided(bind_answer answer);
    void tell(std::vector<telling>& these);
    void notify(account_id whose, const alert& what);
    void stop(mono_time drain_until);
    void close();
    void tick();

    // The turn's end: reports what was heard, reads on where it waited, writes.
    void turn_over();
    bool mark_touched() { return !std::exchange(touched_, true); }

    // Answers to requests.
    void answer_with_id(const door_request& request, message_id id);
    void answer_many(const door_shard::many& all);
    void refuse(const door_request& request, wire::smpp::command_status status);

private:
    class ear;
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;

    // door_work.cpp: what each request does.
    void bind_wanted(std::uint32_t sequence, const bind_wish& wish) override;
    void arrived(std::uint32_t sequence, const wire::smpp::submit_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::submit_multi& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::query_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::replace_sm& pdu) override;
    bool held(const door_request& request);
    // door_broadcasts.cpp
    void arrived(std::uint32_t sequence, const wire::smpp::broadcast_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::query_broadcast_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_broadcast_sm& pdu) override;
    void relay(const door_request& request, const auto& pdu);
    void answer_broadcast(const door_request& request, const broadcast_answer& answer);
    void submit(const door_request& request, read_submission_result read);
    void replace_or_put(const door_request& request, std::shared_ptr<message> prepared);
    void take_place(const door_request& request, const message& old, std::shared_ptr<message> made, bool or_else);
    void answer_query(const door_request& request, const record& found);
    void cancel_between(const door_request& request, const wire::smpp::cancel_sm& pdu);
    void cancel_all(const door_request& request, std::vector<record> found);
    door_request request_of(std::uint32_t sequence, command_id id) const { return {number_, sequence, id}; }
    account_id account() const { return account_->who->id; }

    void heard(std::uint64_t token, told::kind is, command_status status) override;
    void noted(door_note what) override;
    void close_me(door_close why) override;
    void passed(bool outward, wire::smpp::octets frame) override;

    void say_more();
    bool deliver(std::uint64_t token, std::size_t index);
    void handshake();
    void wait_readable();
    void read_plain();
    void read_tls();
    void take(const std::uint8_t* octets, std::size_t count);
    void feed_rest();
    void flush();
    void write_done(const error_code& failed, std::size_t octets);
    void ended();
    void end_of_input();
    boost::asio::ip::tcp::socket& socket() { return secure_ ? secure_->next_layer() : socket_; }
    void log_end(door_close why) const;

    door_shard& home_;
    boost::asio::ip::tcp::socket socket_;  // moved into `secure_` where there is TLS
    std::unique_ptr<net::tls_stream> secure_;
    std::string address_, system_id_;
    std::uint64_t number_;
    door_session session_;
    std::shared_ptr<seated_account> account_;  // once bound
    std::shared_ptr<ear> ear_;                 // while it hears
    std::vector<told> answers_;                // of this turn, for the audience
    struct several {
        std::size_t left = 0;
        told worst;
    };
    std::deque<telling> to_say_;                           // in parts, or beyond the window that those fill
    std::size_t said_ = 0;                                 // parts of the first of them
    std::unordered_map<std::uint64_t, several> in_parts_;  // tellings in more than one PDU
    std::vector<std::uint8_t> rest_, writing_;             // octets that wait for more, or for the session
    bool reading_ = false, write_in_flight_ = false, closing_ = false, gone_ = false, touched_ = false, open_ = false,
         shut_ = false, input_ended_ = false;
    mono_time close_by_{}, born_{};
};

}  // namespace hermod::connectors::smpp
