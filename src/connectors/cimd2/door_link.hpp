// One application's connection at the CIMD2 door: does what the application asks (submits, enquiries, cancels), and says in CIMD2
// what it is to be told. Socket, turns and windows are doors/link's. Owned by its shard.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/cimd2/door.hpp"
#include "connectors/cimd2/door_submission.hpp"
#include "doors/link.hpp"

namespace hermod::connectors::cimd2 {

using door_request = doors::request;  // sequence: the packet number; operation: the operation's code

class door_link final : public doors::link, private door_session_events {
public:
    door_link(door_shard& home, boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls)
        : link(home, std::move(socket), number, std::move(tls)), home_(home), session_(home.options().session, *this) {}

    void stored(const doors::request& what, hermod::message_id id) override;
    void stored(const doors::group& all) override;
    void not_stored(const doors::request& what, put_result::kind why) override;

private:
    using operation = wire::cimd2::operation;

    // door_hearing.cpp
    doors::session& talk() override { return session_; }
    void bind_decided(doors::bind_verdict is, const doors::account* who) override;
    std::size_t frames_for(const telling& what) override;
    bool deliver(std::uint64_t token, std::size_t index) override;
    void heard(std::uint64_t token, told::kind is, std::int32_t error_code) override;
    void noted(door_note what) override;
    void close_me(door_close why) override;
    void passed(bool outward, wire::cimd2::octet_view frame) override;

    // door_work.cpp: what each request does.
    void login_wanted(const login_wish& wish) override;
    void arrived(std::uint8_t number, const wire::cimd2::submit_message& pdu) override;
    void arrived(std::uint8_t number, const wire::cimd2::enquire_message_status& pdu) override;
    void arrived(std::uint8_t number, const wire::cimd2::delivery_request& pdu) override;
    void arrived(std::uint8_t number, const wire::cimd2::cancel_message& pdu) override;
    void arrived(std::uint8_t number, const wire::cimd2::get& pdu) override;
    void submit_to(std::string_view destination, const door_submission& read, struct taken_submit& all,
                   std::vector<std::shared_ptr<message>>& ready);
    void find_named(std::string to, std::string timestamp, std::function<void(record*)> then);
    void search_named(std::string to, std::string timestamp, wall_time second, std::function<void(record*)> then);
    void answer_enquiry(const door_request& request, const record& found);
    void cancel_named(const door_request& request, std::string to, std::string timestamp);
    void cancel_open(const door_request& request, std::string to);
    void cancel_all(const door_request& request, std::vector<record> found);

    door_request request_of(std::uint8_t sequence, operation code) const {
        return {number(), sequence, static_cast<std::uint32_t>(code)};
    }
    const door_account& who() const { return as_door_account(*place().who); }
    void count_refusal(std::int32_t error_code);
    void refuse(const door_request& request, std::int32_t error_code);
    template <class Response>
    void answer(const door_request& request, const Response& pdu) {
        session_.answer(static_cast<std::uint8_t>(request.sequence), pdu);
        home_.touch(*this);
    }
    std::shared_ptr<door_link> me() { return std::static_pointer_cast<door_link>(shared_from_this()); }

    door_shard& home_;
    door_session session_;
};

}  // namespace hermod::connectors::cimd2
