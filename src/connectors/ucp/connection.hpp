// One connection: UCP's session on a line. Passes the session's events on, to the line, the connector and the log.
//
// Owned by its line, on the connector's executor.
#pragma once

#include "connectors/ucp/session.hpp"
#include "lines/line.hpp"

namespace hermod::connectors::ucp {

class connection;

// What a connection needs of its connector. What has arrived is answered by the connection's answer(), with the key that came
// with it.
class connection_home {
public:
    virtual void arrived(connection& by, request_id key, const wire::ucp::deliver_message& pdu) = 0;
    virtual void arrived(connection& by, request_id key, const wire::ucp::delivery_notification& pdu) = 0;
    virtual void taken(std::string_view sm) = 0;
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;

protected:
    ~connection_home() = default;
};

class connection final : public lines::session, private session_events {
public:
    // Both outlive the connection.
    connection(const connector_options& options, connection_home& home)
        : options_(options), home_(home), session_(options.session, *this) {}

    ucp::session& state_machine() { return session_; }
    lines::line& line() const { return on(); }

    void connected(mono_time now) override { session_.connected(now); }
    void disconnected() override { session_.disconnected(); }
    std::size_t feed(lines::octets bytes, mono_time now) override;
    void tick(mono_time now) override { session_.tick(now); }
    void start_drain(mono_time now, mono_time until) override { session_.start_drain(now, until); }
    void answer(std::uint64_t key, lines::intake what) override;
    void answer(request_id key, wire::ucp::error_code code) { session_.answer(key, code); }
    lines::octets take_output() override;
    bool has_output() const override { return session_.has_output(); }
    void written(std::size_t count) override { session_.written(count); }
    bool usable() const override { return session_.now_state() == ucp::session::state::ready; }
    std::size_t room() const override { return session_.room(); }
    std::size_t outstanding() const override { return session_.outstanding(); }
    std::size_t window() const override { return options_.session.window; }
    std::size_t longest_frame() const override;

private:
    void ready() override;
    void login_refused(wire::ucp::error_code code, std::string_view sm) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void taken(std::string_view sm) override { home_.taken(sm); }
    void arrived(request_id id, const wire::ucp::deliver_message& pdu) override { home_.arrived(*this, id, pdu); }
    void arrived(request_id id, const wire::ucp::delivery_notification& pdu) override { home_.arrived(*this, id, pdu); }
    void answered(std::uint64_t token, const answer_to_question& answer) override { home_.answered(token, answer); }
    void noted(session_note what) override;
    void close_me(close_reason why) override;
    void passed(bool outward, std::string_view frame) override;

    const connector_options& options_;
    connection_home& home_;
    ucp::session session_;
    std::string writing_;
};

}  // namespace hermod::connectors::ucp
