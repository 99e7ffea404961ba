// A network, outside the node: takes parts, throttles, refuses, keeps silent, sends receipts until they are answered. It outlives
// the node; what is on its way to it when the node dies arrives. One connection at a time.
#pragma once

#include <deque>

#include "ledger.hpp"

namespace hermod::simulated::core {

// The connector's end of a connection.
class connection_end {
public:
    virtual void answered(std::uint64_t sequence, verdict as) = 0;
    virtual void receipt(std::size_t which, remote_receipt what) = 0;
    virtual void hung_up() = 0;

protected:
    ~connection_end() = default;
};

class network {
public:
    network(stage& on, ledger& book, connector_id id, const habits& as) : stage_(on), book_(book), id_(id), as_(as) {}

    void connect(connection_end& with);
    void disconnect();  // by the node, or with it
    // Gone, and nobody connects to it; until it is back, or heals.
    void fall();
    void rise() { up_ = true; }
    bool is_up() const { return up_; }
    // Octets of a part leave the node. They arrive after what left before.
    void leaves(std::uint64_t sequence, outbound part);
    void receipt_answered(std::size_t which, bool kept);
    // From now on it does all that it is asked for, at once.
    void heal();
    bool idle() const;

    connector_id id() const { return id_; }
    const habits& ways() const { return as_; }
    std::uint64_t taken() const { return taken_; }

private:
    struct outgoing {
        message_id id;
        std::uint8_t part = 1;
        std::string remote_id;  // as the answer to the submission had it
        remote_receipt what;
        bool kept = false, never = false;
    };
    void arrives(std::uint64_t connection, std::uint64_t sequence, const outbound& part);
    verdict judge(const outbound& part, bool& silent);
    bool throttles();
    void answer(std::uint64_t connection, std::uint64_t sequence, verdict as);
    void make_receipts(const outbound& part, const std::string& remote_id, micros response);
    void send_receipt(std::size_t which);

    stage& stage_;
    ledger& book_;
    connector_id id_;
    habits as_;
    connection_end* peer_ = nullptr;
    bool up_ = true;
    std::uint64_t connection_ = 0, taken_ = 0, next_id_ = 0;
    mono_time last_in_{}, last_out_{};
    std::int64_t second_ = -1;
    double in_second_ = 0;
    std::deque<outgoing> receipts_;
};

}  // namespace hermod::simulated::core
