// What the loads of doors have in common (cimd2_load, ucp_load): sessions that keep a window of submits under way and answer what
// they are told; one thread, poll; one JSON object in the end.
//
// A session has: Session(port, window); handle(); has_output(); submit(totals&); read(totals&), false when the connection has
// ended; flush(). Derive it from load_socket.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace load {

using clock_type = std::chrono::steady_clock;

constexpr std::string_view text = "Your code is 123456. It is valid for ten minutes; do not share it with anyone.";
constexpr int quiet_ms = 20'000;  // so long nothing comes: the rest will not

struct totals {
    std::uint64_t wanted = 0, written = 0, taken = 0, refused = 0, reports = 0, odd = 0;
    clock_type::time_point last_answer{}, last_report{};
    std::vector<std::uint32_t> micros;  // of each answer

    void answered(bool good, clock_type::time_point sent) {
        last_answer = clock_type::now();
        micros.push_back(static_cast<std::uint32_t>((last_answer - sent) / std::chrono::microseconds(1)));
        ++(good ? taken : refused);
    }
    void reported() {
        ++reports;
        last_report = clock_type::now();
    }
    // A recipient that nobody else has.
    std::string next_recipient() {
        const std::string number = std::to_string(written++);
        return "49151" + std::string(8 - std::min<std::size_t>(8, number.size()), '0') + number;
    }
};

class load_socket {
public:
    int handle() const { return socket_; }
    bool has_output() const { return !out_.empty(); }
    void flush() {
        if (out_.empty()) return;
        const ssize_t count = ::send(socket_, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) out_.erase(0, static_cast<std::size_t>(count));
    }

protected:
    explicit load_socket(std::uint16_t port) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) std::perror("connect"), std::exit(1);
    }
    // False when the connection has ended; what came stands in rest_.
    bool receive() {
        std::array<char, 65536> more;
        const ssize_t count = ::recv(socket_, more.data(), more.size(), 0);
        if (count > 0) rest_.append(more.data(), static_cast<std::size_t>(count));
        return count > 0;
    }
    static void logged_in(bool good) {
        if (!good) std::fputs("the login is refused\n", stderr), std::exit(1);
    }

    std::string out_, rest_;

private:
    int socket_ = -1;
};

// Milliseconds of processor time, at 100 ticks a second.
inline long cpu_of(const std::string& pid) {
    if (pid.empty()) return 0;
    std::ifstream file("/proc/" + pid + "/stat");
    std::string all((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(all.substr(std::min(all.size(), all.rfind(')') + 1)));
    std::string word;
    long user = 0, system = 0;
    for (int i = 3; i <= 13 && fields >> word; ++i) {
    }
    fields >> user >> system;
    return (user + system) * 10;
}

// main() of such a load: PORT LOGINS WINDOW MESSAGES [SERVER_PID].
template <class Session>
int run(int count, char** words) {
    if (count < 5) {
        std::fprintf(stderr, "%s PORT LOGINS WINDOW MESSAGES [SERVER_PID]\n", words[0]);
        return 2;
    }
    const std::string server = count > 5 ? words[5] : "";
    totals all;
    all.wanted = std::strtoull(words[4], nullptr, 10);
    all.micros.reserve(all.wanted);
    const long cpu_before = cpu_of(server);
    const auto begin = clock_type::now();
    std::vector<Session> sessions;
    for (long i = std::atol(words[2]); i > 0; --i)
        sessions.emplace_back(static_cast<std::uint16_t>(std::atoi(words[1])), std::strtoull(words[3], nullptr, 10));
    std::vector<pollfd> handles(sessions.size());
    bool ended = false;
    while (!ended && (all.taken + all.refused < all.wanted || all.reports < all.taken)) {
        for (std::size_t i = 0; i < sessions.size(); ++i)
            handles[i] = {sessions[i].handle(), static_cast<short>(POLLIN | (sessions[i].has_output() ? POLLOUT : 0)), 0};
        if (::poll(handles.data(), handles.size(), quiet_ms) <= 0) break;
        for (std::size_t i = 0; i < sessions.size(); ++i) {
            if ((handles[i].revents & (POLLIN | POLLHUP)) != 0 && !sessions[i].read(all)) ended = true;
            sessions[i].submit(all);
            sessions[i].flush();
        }
    }
    const auto rate = [&](std::uint64_t number, clock_type::time_point end) {
        return static_cast<double>(number) / std::max(1e-9, std::chrono::duration<double>(end - begin).count());
    };
    std::sort(all.micros.begin(), all.micros.end());
    const auto part = [&](double share) {
        return all.micros.empty() ? 0u : all.micros[static_cast<std::size_t>(share * static_cast<double>(all.micros.size() - 1))];
    };
    const double cpu =
        static_cast<double>(cpu_of(server) - cpu_before) * 1000 / static_cast<double>(std::max<std::uint64_t>(1, all.taken));
    std::printf(
        "{\"taken\": %llu, \"refused\": %llu, \"reports\": %llu, \"odd\": %llu, \"answers_per_second\": %.0f, "
        "\"reports_per_second\": %.0f, \"p50_us\": %u, \"p99_us\": %u, \"server_cpu_us\": %.1f}\n",
        static_cast<unsigned long long>(all.taken), static_cast<unsigned long long>(all.refused),
        static_cast<unsigned long long>(all.reports), static_cast<unsigned long long>(all.odd), rate(all.taken, all.last_answer),
        rate(all.reports, all.last_report), part(0.5), part(0.99), cpu);
    return all.taken == all.wanted && all.reports == all.taken ? 0 : 1;
}

}  // namespace load
