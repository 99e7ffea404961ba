// One connection: CIMD2's session on a line. Passes the session's events on, to the line, the connector and the log.
//
// Owned by its line, on the connector's executor.
#pragma once

#include "connectors/cimd2/session.hpp"
#include "lines/line.hpp"

namespace hermod::connectors::cimd2 {

class connection;

// What a connection needs of its connector. What has arrived is answered by the connection's answer(), with the key that came
// with it.
class connection_home {
public:
    virtual void arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_message& pdu) = 0;
    virtual void arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_status_report& pdu) = 0;
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;

protected:
    ~connection_home() = default;
};

class connection final : public lines::session, private session_events {
public:
    // Both outlive the connection.
    connection(const connector_options& options, connection_home& home)
        : options_(options), home_(home), session_(options.session, *this) {}

    cimd2::session& state_machine() { return session_; }
    lines::line& line() const { return on(); }

    void connected(mono_time now) override { session_.connected(now); }
    void disconnected() override { session_.disconnected(); }
    std::size_t feed(lines::octets bytes, mono_time now) override;
    void tick(mono_time now) override { session_.tick(now); }
    void start_drain(mono_time now, mono_time until) override { session_.start_logout(now, until); }
    void answer(std::uint64_t key, lines::intake what) override;
    void refuse(std::uint64_t key, wire::cimd2::error_code_value code);
    lines::octets take_output() override;
    bool has_output() const override { return session_.has_output(); }
    void written(std::size_t count) override { session_.written(count); }
    bool usable() const override { return session_.now_state() == cimd2::session::state::logged_in; }
    std::size_t room() const override { return session_.room(); }
    std::size_t outstanding() const override { return session_.outstanding(); }
    std::size_t window() const override { return options_.session.window; }
    std::size_t longest_frame() const override { return options_.session.max_packet_length; }

private:
    void logged_in() override;
    void login_refused(std::int32_t error_code, std::string_view error_text) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(std::uint8_t number, const wire::cimd2::deliver_message& pdu) override;
    void arrived(std::uint8_t number, const wire::cimd2::deliver_status_report& pdu) override;
    void answered(std::uint64_t token, const answer_to_question& answer) override { home_.answered(token, answer); }
    void noted(session_note what) override;
    void close_me(close_reason why) override;
    void passed(bool outward, wire::cimd2::octet_view frame) override;

    const connector_options& options_;
    connection_home& home_;
    cimd2::session session_;
    std::string writing_;
};

}  // namespace hermod::connectors::cimd2
