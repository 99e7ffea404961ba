// One application's connection at the UCP door: does what the application asks (submissions, enquiries), and says in UCP what it
// is to be told. Socket, turns and windows are doors/link's. Owned by its shard.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/ucp/door.hpp"
#include "connectors/ucp/door_submission.hpp"
#include "doors/link.hpp"

namespace hermod::connectors::ucp {

using door_request = doors::request;  // sequence: TRN; operation: OT

class door_link final : public doors::link, private door_session_events {
public:
    door_link(door_shard& home, boost::asio::ip::tcp::socket socket, std::uint64_t number, net::tls_context tls)
        : link(home, std::move(socket), number, std::move(tls)), home_(home), session_(home.options().session, *this) {}

    void stored(const doors::request& what, message_id id) override;
    void stored(const doors::group& all) override;
    void not_stored(const doors::request& what, put_result::kind why) override;

private:
    // door_hearing.cpp
    doors::session& talk() override { return session_; }
    void bind_decided(doors::bind_verdict is, const doors::account* who) override;
    std::size_t frames_for(const telling& what) override;
    bool deliver(std::uint64_t token, std::size_t index) override;
    void heard(std::uint64_t token, told::kind is, wire::ucp::error_code code) override;
    void noted(door_note what) override;
    void close_me(door_close why) override;
    void passed(bool outward, std::string_view frame) override;

    // door_work.cpp: what each operation does.
    void login_wanted(const login_wish& wish) override;
    void arrived(door_question question, const wire::ucp::pdu_variant& pdu) override;
    void work(const door_request& request, const wire::ucp::submit_message& pdu);
    void work(const door_request& request, const wire::ucp::sms_transfer& pdu) { work(request, as_submit(pdu)); }
    void work(const door_request& request, const wire::ucp::call_input& pdu) { work(request, as_submit(pdu)); }
    void work(const door_request& request, const wire::ucp::multiple_call_input& pdu);
    void work(const door_request& request, const wire::ucp::supplementary_call_input& pdu);
    void work(const door_request& request, const wire::ucp::modify_message& pdu);
    void work(const door_request& request, const wire::ucp::inquiry_message& pdu);
    void work(const door_request& request, const wire::ucp::delete_message& pdu);

    // A message to be put, with its name; or why not.
    struct taken {
        std::shared_ptr<message> ready;
        std::string name;
        wire::ucp::error_code wrong = wire::ucp::error_code::none;
        std::string why{};
        bool must_wait = false;
    };
    taken take(const wire::ucp::submit_message& pdu);
    // What 54 to 56 are about: the message of AdC and SCTS, or without SCTS all that wait between AdC and OAdC. Newest first.
    struct sought {
        std::string adc, oadc, scts;
    };
    using on_found = std::function<void(std::vector<record>&)>;
    void find(const door_request& request, const sought& what, on_found then);
    void search(const door_request& request, const sought& what, wall_time second, on_found then);
    void modify(const door_request& request, const std::string& frame, const record& old);
    void tell_standing(const door_request& request, std::vector<record> found);
    void cancel_all(const door_request& request, std::vector<record> found);
    door_reading reading() const { return {who().quirks, home_.options().clock, home_.wall(), who().dials}; }

    const door_account& who() const { return as_door_account(*place().who); }
    void answer(const door_request& request, std::string_view sm);
    taken refused(const refusal& why) const;
    void refuse(const door_request& request, wire::ucp::error_code code, std::string_view why = {}, bool must_wait = false);
    std::shared_ptr<door_link> me() { return std::static_pointer_cast<door_link>(shared_from_this()); }

    door_shard& home_;
    door_session session_;
};

}  // namespace hermod::connectors::ucp
