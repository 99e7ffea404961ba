// One SMPP connection of the load generator: a non-blocking socket, with TLS when asked, edge-triggered in the one epoll
// set of its owner. It cuts what arrives into PDUs and writes many PDUs at once; it knows nothing of binds and messages.
//
// Owned by one thread. Everything read goes through one scratch buffer for all, so that ten thousand idle ones cost little.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "smpp_load_options.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

using load_clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& why);

// Where to connect to, and the TLS context for it. Lives as long as its wires.
class load_target {
public:
    explicit load_target(const load_options& o);
    ~load_target();
    load_target(const load_target&) = delete;
    load_target& operator=(const load_target&) = delete;

    // Sets the local address in turn when from_addresses says so. -1: no socket.
    int connecting_socket();
    void* tls() const { return tls_; }  // SSL_CTX
    const std::string& host() const { return options_.host; }

private:
    const load_options& options_;
    sockaddr_storage address_{};
    socklen_t address_size_ = 0;
    std::size_t turn_ = 0;
    void* tls_ = nullptr;
};

class load_wire {
public:
    enum class phase { down, connecting, shaking, open };
    load_wire() = default;
    ~load_wire() { close(true); }
    load_wire(const load_wire&) = delete;
    load_wire& operator=(const load_wire&) = delete;

    // False: refused at once. `index` comes back as epoll_event::data.u64.
    bool connect(load_target& to, int epoll, std::uint64_t index);
    // To be called for every event until it is open. False: it is dead; close() it.
    bool progress(std::uint32_t events);
    phase now() const { return phase_; }

    // Appends to what will be written by flush().
    std::vector<std::uint8_t>& out() { return out_; }
    // False: dead. What the kernel does not take stays for the next call: call again on EPOLLOUT.
    bool flush();
    // Reads all there is, one call a PDU. False: the peer closed, or its octets are no SMPP. on_frame must not close().
    bool read(const std::function<void(hermod::wire::smpp::octets)>& on_frame);
    // The peer has ended the connection, though there may be octets that nobody read.
    bool ended() const;
    // hard: with a reset, which leaves no TIME_WAIT behind.
    void close(bool hard);

private:
    std::ptrdiff_t receive(std::uint8_t* into, std::size_t size);         // 0: nothing there now, -1: closed
    std::ptrdiff_t transmit(const std::uint8_t* from, std::size_t size);  // likewise
    bool cut(hermod::wire::smpp::octets fresh, const std::function<void(hermod::wire::smpp::octets)>& on_frame);

    int socket_ = -1;
    void* tls_ = nullptr;  // SSL
    phase phase_ = phase::down;
    std::vector<std::uint8_t> rest_, out_;
    std::size_t written_ = 0;
};

// A bind of the role that the id says, for encode().
void append_bind(std::vector<std::uint8_t>& out, hermod::wire::smpp::command_id role, std::uint32_t sequence,
                 const std::string& system_id, const std::string& password);

// What the server uses, by /proc. All zero without a pid.
struct server_usage {
    double rss_kib = 0, cpu_seconds = 0;
};
server_usage usage_of(int pid);
double own_cpu_seconds();
