// One bind: SMPP's session on a line. Passes the session's events on, to the line, the connector and the log.
//
// Owned by its line, on the connector's executor.
#pragma once

#include "connectors/smpp/session.hpp"
#include "lines/line.hpp"

namespace hermod::connectors::smpp {

class bind;

// What a bind needs of its connector. To arrivals the bind's answer() belongs, with the key that it is given here.
class bind_home {
public:
    virtual void arrived(bind& by, std::uint64_t key, const wire::smpp::deliver_sm& pdu) = 0;
    virtual void arrived(bind& by, std::uint64_t key, const wire::smpp::data_sm& pdu) = 0;
    virtual void answered(std::uint64_t token, const answer_to_question& answer) = 0;
    virtual void multi_refused(session_note why) = 0;

protected:
    ~bind_home() = default;
};

class bind final : public lines::session, private session_events {
public:
    // All outlive the bind; as's mode is not pair.
    bind(const connector_options& options, const session_options& as, bind_home& home)
        : options_(options), as_(as), home_(home), session_(as, *this) {}

    smpp::session& state_machine() { return session_; }
    const smpp::session& state_machine() const { return session_; }
    lines::line& line() const { return on(); }

    void connected(mono_time now) override { session_.connected(now); }
    void disconnected() override { session_.disconnected(); }
    std::size_t feed(lines::octets bytes, mono_time now) override { return session_.feed(bytes, now); }
    void tick(mono_time now) override { session_.tick(now); }
    void start_drain(mono_time now, mono_time until) override { session_.start_unbind(now, until); }
    void answer(std::uint64_t key, lines::intake what) override;
    void answer(std::uint64_t key, wire::smpp::command_status status);
    lines::octets take_output() override;
    bool has_output() const override { return session_.has_output(); }
    void written(std::size_t count) override { session_.written(count); }
    bool usable() const override { return session_.now_state() == smpp::session::state::bound; }
    std::size_t room() const override { return session_.room(); }
    std::size_t outstanding() const override { return session_.outstanding(); }
    std::size_t window() const override { return as_.window; }
    std::size_t longest_frame() const override { return as_.max_pdu_length; }
    std::string peer() const override;

private:
    void bound() override;
    void bind_refused(wire::smpp::command_status status) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) override;
    void arrived(std::uint32_t sequence, const wire::smpp::data_sm& pdu) override;
    void answered(std::uint64_t token, const answer_to_question& answer) override;
    void alerted(const wire::smpp::alert_notification& pdu) override;
    void noted(session_note what) override;
    void close_me(close_reason why) override;
    void passed(bool outward, wire::smpp::octets frame) override;

    const connector_options& options_;
    const session_options& as_;
    bind_home& home_;
    smpp::session session_;
    std::vector<std::uint8_t> writing_;
};

}  // namespace hermod::connectors::smpp
