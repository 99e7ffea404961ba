#include "smpp_load_wire.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace smpp = hermod::wire::smpp;

void give_up(const std::string& why) {
    std::fprintf(stderr, "smpp_load: %s\n", why.c_str());
    std::exit(2);
}

load_target::load_target(const load_options& o) : options_(o) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(o.host.c_str(), o.port.c_str(), &hints, &found) != 0 || !found) give_up("unknown host " + o.host);
    std::memcpy(&address_, found->ai_addr, found->ai_addrlen);
    address_size_ = found->ai_addrlen;
    freeaddrinfo(found);
    if (!o.tls) return;
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    if (!context) give_up("no TLS");
    if (o.authorities.empty())
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
    else if (SSL_CTX_load_verify_locations(context, o.authorities.c_str(), nullptr) != 1)
        give_up("cannot read the authorities of " + o.authorities);
    else
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    tls_ = context;
}

load_target::~load_target() {
    SSL_CTX_free(static_cast<SSL_CTX*>(tls_));
}

int load_target::connecting_socket() {
    const int made = socket(address_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0) return -1;
    const int on = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (options_.from_addresses > 0) {
        sockaddr_in from{};
        from.sin_family = AF_INET;
        from.sin_addr.s_addr = htonl(0x7F000002u + static_cast<std::uint32_t>(turn_++ % options_.from_addresses));
        setsockopt(made, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        if (bind(made, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0)
            give_up("cannot use a loopback address of its own");
    }
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address_), address_size_) == 0 || errno == EINPROGRESS) return made;
    ::close(made);
    return -1;
}

bool load_wire::connect(load_target& to, int epoll, std::uint64_t index) {
    close(true);
    socket_ = to.connecting_socket();
    if (socket_ < 0) return false;
    if (to.tls()) {
        SSL* made = SSL_new(static_cast<SSL_CTX*>(to.tls()));
        SSL_set_fd(made, socket_);
        SSL_set_tlsext_host_name(made, to.host().c_str());
        SSL_set_connect_state(made);
        tls_ = made;
    }
    phase_ = phase::connecting;
    epoll_event wanted{};
    wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    wanted.data.u64 = index;
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &wanted) != 0) give_up("epoll_ctl");
    return true;
}

bool load_wire::progress(std::uint32_t events) {
    if (phase_ == phase::connecting) {
        if (events & (EPOLLERR | EPOLLHUP)) return false;
        if (!(events & EPOLLOUT)) return true;
        phase_ = tls_ ? phase::shaking : phase::open;
    }
    if (phase_ == phase::shaking) {
        SSL* tls = static_cast<SSL*>(tls_);
        ERR_clear_error();
        const int done = SSL_do_handshake(tls);
        if (done == 1) {
            phase_ = phase::open;
        } else {
            const int why = SSL_get_error(tls, done);
            if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return false;
        }
    }
    return true;
}

std::ptrdiff_t load_wire::receive(std::uint8_t* into, std::size_t size) {
    if (!tls_) {
        const auto got = recv(socket_, into, size, 0);
        if (got > 0) return got;
        return got < 0 && errno == EAGAIN ? 0 : -1;
    }
    std::size_t got = 0;
    ERR_clear_error();
    if (SSL_read_ex(static_cast<SSL*>(tls_), into, size, &got) == 1) return static_cast<std::ptrdiff_t>(got);
    const int why = SSL_get_error(static_cast<SSL*>(tls_), 0);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

std::ptrdiff_t load_wire::transmit(const std::uint8_t* from, std::size_t size) {
    if (!tls_) {
        const auto gone = send(socket_, from, size, MSG_NOSIGNAL);
        if (gone >= 0) return gone;
        return errno == EAGAIN ? 0 : -1;
    }
    std::size_t gone = 0;
    ERR_clear_error();
    if (SSL_write_ex(static_cast<SSL*>(tls_), from, size, &gone) == 1) return static_cast<std::ptrdiff_t>(gone);
    const int why = SSL_get_error(static_cast<SSL*>(tls_), 0);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

bool load_wire::flush() {
    if (phase_ != phase::open) return phase_ != phase::down;
    while (written_ < out_.size()) {
        const auto gone = transmit(out_.data() + written_, out_.size() - written_);
        if (gone < 0) return false;
        if (gone == 0) return true;
        written_ += static_cast<std::size_t>(gone);
    }
    out_.clear();
    written_ = 0;
    return true;
}

bool load_wire::cut(smpp::octets fresh, const std::function<void(smpp::octets)>& on_frame) {
    if (!rest_.empty()) rest_.insert(rest_.end(), fresh.begin(), fresh.end());
    const smpp::octets all = rest_.empty() ? fresh : smpp::octets(rest_);
    std::size_t used = 0;
    for (;;) {
        const auto found = smpp::read_frame(all.subspan(used));
        if (found.outcome == smpp::framing::incomplete) break;
        if (found.outcome != smpp::framing::complete) return false;
        on_frame(found.frame);
        used += found.frame.size();
    }
    if (rest_.empty())
        rest_.assign(all.begin() + static_cast<std::ptrdiff_t>(used), all.end());
    else
        rest_.erase(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(used));
    return true;
}

bool load_wire::read(const std::function<void(smpp::octets)>& on_frame) {
    static std::vector<std::uint8_t> scratch(256 * 1024);
    for (;;) {
        const auto got = receive(scratch.data(), scratch.size());
        if (got < 0) return false;
        if (got == 0) return true;
        const auto size = static_cast<std::size_t>(got);
        if (!cut(smpp::octets(scratch).first(size), on_frame)) return false;
        if (!tls_ && size < scratch.size()) return true;  // edge triggered: what comes later is told
    }
}

bool load_wire::ended() const {
    pollfd asked{socket_, POLLRDHUP, 0};
    return socket_ < 0 || (poll(&asked, 1, 0) > 0 && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0);
}

void load_wire::close(bool hard) {
    SSL_free(static_cast<SSL*>(tls_));
    tls_ = nullptr;
    if (socket_ >= 0) {
        const linger reset{1, 0};
        if (hard) setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::close(socket_);
    }
    socket_ = -1;
    phase_ = phase::down;
    rest_.clear();
    out_.clear();
    written_ = 0;
}

void append_bind(std::vector<std::uint8_t>& out, smpp::command_id role, std::uint32_t sequence, const std::string& system_id,
                 const std::string& password) {
    const auto append = [&](auto pdu) {
        pdu.system_id = system_id;
        pdu.password = password;
        if (!smpp::encode(out, sequence, pdu)) give_up("the system_id or the password cannot be written");
    };
    if (role == smpp::command_id::bind_transmitter)
        append(smpp::bind_transmitter{});
    else if (role == smpp::command_id::bind_receiver)
        append(smpp::bind_receiver{});
    else
        append(smpp::bind_transceiver{});
}

server_usage usage_of(int pid) {
    server_usage out;
    if (pid <= 0) return out;
    const std::string folder = "/proc/" + std::to_string(pid);
    char line[1024];
    if (std::FILE* f = std::fopen((folder + "/status").c_str(), "r")) {
        while (std::fgets(line, sizeof line, f))
            if (std::strncmp(line, "VmRSS:", 6) == 0) out.rss_kib = std::strtod(line + 6, nullptr);
        std::fclose(f);
    }
    if (std::FILE* f = std::fopen((folder + "/stat").c_str(), "r")) {
        unsigned long user = 0, system = 0;
        // After the name's parenthesis: state and ten more fields, then the ticks.
        if (std::fgets(line, sizeof line, f))
            if (const char* rest = std::strrchr(line, ')'))
                if (std::sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) == 2)
                    out.cpu_seconds = static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
        std::fclose(f);
    }
    return out;
}

double own_cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}
