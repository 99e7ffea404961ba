// One application's connection at the SMPP door: does what the application asks (submissions, enquiries, broadcasts), and says
// in SMPP what it is to be told. Socket, turns and windows are doors/link's. Owned by its shard.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "connectors/smpp/door_session.hpp"
#include "connectors/smpp/door_shard.hpp"
#include "connectors/smpp/door_submission.hpp"
#include "doors/link.hpp"

namespace hermod::connectors::smpp {

using door_request = doors::request;  // operation: the command_id

class door_link final : public doors::link, private door_session_events {
public:
    door_link(door_shard& home, boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls)
        : link(home, std::move(socket), number, std::move(tls)), home_(home), session_(home.options().session, *this) {}

    void notify(account_id whose, const alert& what) override;
    void stored(const doors::request& what, message_id id) override;
    void stored(const doors::group& all) override;
    void not_stored(const doors::request& what, put_result::kind why) override;

private:
    using command_id = wire::smpp::command_id;
    using command_status = wire::smpp::command_status;

    // door_hearing.cpp
    doors::session& talk() override { return session_; }
    void bind_decided(doors::bind_verdict is, const doors::account* who) override;
    std::size_t frames_for(const telling& what) override;
    bool deliver(std::uint64_t token, std::size_t index) override;
    void heard(std::uint64_t token, told::kind is, command_status status) override;
    void noted(door_note what) override;
    void close_me(door_close why) override;
    void passed(bool outward, wire::smpp::octets frame) override;

    // door_work.cpp: what each request does.
    void bind_wanted(std::uint32_t sequence, const bind_wish& wish) override;
    void arrived(std::uint32_t sequence, const wire::smpp::submit_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::submit_multi& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::query_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::replace_sm& pdu) override;
    bool refused_while_held(const door_request& request);
    // door_broadcasts.cpp
    void arrived(std::uint32_t sequence, const wire::smpp::broadcast_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::query_broadcast_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::cancel_broadcast_sm& pdu) override;
    void relay(const door_request& request, const auto& pdu);
    void answer_broadcast(const door_request& request, const broadcast_answer& answer);
    void submit(const door_request& request, read_submission_result read);
    // door_multi.cpp
    struct many_wish;
    command_status take_one(const wire::smpp::submit_multi& pdu, const wire::smpp::destination& to, many_wish& wish);
    void join_group(many_wish& wish, message& one);
    void replace_each(const std::shared_ptr<many_wish>& wish, std::size_t index);
    void replace_one(const std::shared_ptr<many_wish>& wish, std::size_t index, const message& old);
    void replace_or_put(const door_request& request, std::shared_ptr<message> prepared);
    void take_place(const door_request& request, const message& old, std::shared_ptr<message> made, bool or_else);
    void answer_query(const door_request& request, const record& found);
    void cancel_between(const door_request& request, const wire::smpp::cancel_sm& pdu);
    void cancel_all(const door_request& request, std::vector<record> found);
    door_request request_of(std::uint32_t sequence, command_id id) const {
        return {number(), sequence, static_cast<std::uint32_t>(id)};
    }
    const door_account& who() const { return as_door_account(*place().who); }

    void refuse(const door_request& request, command_status status);
    std::shared_ptr<door_link> me() { return std::static_pointer_cast<door_link>(shared_from_this()); }

    door_shard& home_;
    door_session session_;
};

}  // namespace hermod::connectors::smpp
