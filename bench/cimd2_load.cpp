// An application that speaks CIMD2, as fast as it is answered: logs in, keeps a window of submits under way on each login,
// answers what is delivered, and counts. One thread, poll; prints one JSON object.
//
//   cimd2_load PORT LOGINS WINDOW MESSAGES [SERVER_PID]
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
#include <vector>

#include "wire/cimd2/decode.hpp"
#include "wire/cimd2/encode.hpp"

namespace {

namespace cimd2 = hermod::wire::cimd2;
using clock_type = std::chrono::steady_clock;

constexpr std::string_view text = "Your code is 123456. It is valid for ten minutes; do not share it with anyone.";
constexpr int quiet_ms = 20'000;  // so long nothing comes: the rest will not

struct totals {
    std::uint64_t wanted = 0, written = 0, taken = 0, refused = 0, reports = 0, odd = 0;
    clock_type::time_point last_answer{}, last_report{};
    std::vector<std::uint32_t> micros;  // of each answer
};

class login {
public:
    login(std::uint16_t port, std::size_t window) : window_(window) {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) std::perror("connect"), std::exit(1);
        (void)cimd2::encode(
            out_, 1, cimd2::login{.user_identity = "bench", .password = "secret", .window_size = static_cast<int>(window)});
        flush();
    }
    int handle() const { return socket_; }
    bool has_output() const { return !out_.empty(); }

    void submit(totals& all) {
        while (in_ && waiting_ < window_ && all.written < all.wanted) {
            number_ = cimd2::next_number(number_);
            char to[16];
            std::snprintf(to, sizeof to, "49151%08llu", static_cast<unsigned long long>(all.written++));
            destination_.clear();
            cimd2::append_parameter(destination_, cimd2::parameter::destination_address, to);
            (void)cimd2::encode(
                out_, number_,
                cimd2::submit_message{.destinations = {cimd2::parameters(destination_), cimd2::parameter::destination_address},
                                      .alphanumeric_originating_address = "Hermod",
                                      .user_data = text,
                                      .status_report_request = 62});
            sent_[number_] = clock_type::now();
            ++waiting_;
        }
    }
    // False when the connection has ended.
    bool read(totals& all) {
        std::array<char, 65536> more;
        const ssize_t count = ::recv(socket_, more.data(), more.size(), 0);
        if (count <= 0) return false;
        rest_.append(more.data(), static_cast<std::size_t>(count));
        std::size_t used = 0;
        for (;;) {
            const auto cut = cimd2::read_frame(std::string_view(rest_).substr(used));
            used += cut.used;
            if (cut.outcome != cimd2::framing::complete) break;
            take(cut.frame, all);
        }
        rest_.erase(0, used);
        return true;
    }
    void flush() {
        if (out_.empty()) return;
        const ssize_t count = ::send(socket_, out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) out_.erase(0, static_cast<std::size_t>(count));
    }

private:
    void take(std::string_view frame, totals& all) {
        const auto read = cimd2::read_packet(frame);
        if (!read) return void(++all.odd);
        const auto code = read->head.code;
        if (code == cimd2::operation::submit_message_response) {
            const auto now = clock_type::now();
            all.last_answer = now;
            all.micros.push_back(static_cast<std::uint32_t>((now - sent_[read->head.number]) / std::chrono::microseconds(1)));
            ++(read->given.find(cimd2::parameter::error_code) ? all.refused : all.taken);
            --waiting_;
        } else if (code == cimd2::operation::deliver_status_report) {
            ++all.reports;
            all.last_report = clock_type::now();
            (void)cimd2::encode(out_, read->head.number, cimd2::deliver_status_report_response{});
        } else if (code == cimd2::operation::login_response) {
            if (read->given.find(cimd2::parameter::error_code)) std::fputs("the login is refused\n", stderr), std::exit(1);
            in_ = true;
        } else if (code == cimd2::operation::alive) {
            (void)cimd2::encode(out_, read->head.number, cimd2::alive_response{});
        } else {
            ++all.odd;
        }
    }

    int socket_ = -1;
    std::size_t window_, waiting_ = 0;
    bool in_ = false;
    std::uint8_t number_ = 1;
    std::string out_, rest_, destination_;
    std::array<clock_type::time_point, 256> sent_{};
};

// Milliseconds of processor time, at 100 ticks a second.
long cpu_of(const std::string& pid) {
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

}  // namespace

int main(int count, char** words) {
    if (count < 5) {
        std::fputs("cimd2_load PORT LOGINS WINDOW MESSAGES [SERVER_PID]\n", stderr);
        return 2;
    }
    const std::string server = count > 5 ? words[5] : "";
    totals all;
    all.wanted = std::strtoull(words[4], nullptr, 10);
    all.micros.reserve(all.wanted);
    const long cpu_before = server.empty() ? 0 : cpu_of(server);
    const auto begin = clock_type::now();
    std::vector<login> logins;
    for (long i = std::atol(words[2]); i > 0; --i)
        logins.emplace_back(static_cast<std::uint16_t>(std::atoi(words[1])), std::strtoull(words[3], nullptr, 10));
    std::vector<pollfd> handles(logins.size());
    bool ended = false;
    while (!ended && (all.taken + all.refused < all.wanted || all.reports < all.taken)) {
        for (std::size_t i = 0; i < logins.size(); ++i)
            handles[i] = {logins[i].handle(), static_cast<short>(POLLIN | (logins[i].has_output() ? POLLOUT : 0)), 0};
        if (::poll(handles.data(), handles.size(), quiet_ms) <= 0) break;
        for (std::size_t i = 0; i < logins.size(); ++i) {
            if ((handles[i].revents & (POLLIN | POLLHUP)) != 0 && !logins[i].read(all)) ended = true;
            logins[i].submit(all);
            logins[i].flush();
        }
    }
    const auto rate = [&](std::uint64_t number, clock_type::time_point end) {
        return static_cast<double>(number) / std::max(1e-9, std::chrono::duration<double>(end - begin).count());
    };
    std::sort(all.micros.begin(), all.micros.end());
    const auto part = [&](double share) {
        return all.micros.empty() ? 0u : all.micros[static_cast<std::size_t>(share * static_cast<double>(all.micros.size() - 1))];
    };
    std::printf(
        "{\"taken\": %llu, \"refused\": %llu, \"reports\": %llu, \"odd\": %llu, \"answers_per_second\": %.0f, "
        "\"reports_per_second\": %.0f, "
        "\"p50_us\": %u, \"p99_us\": %u, \"server_cpu_us\": %.1f}\n",
        static_cast<unsigned long long>(all.taken), static_cast<unsigned long long>(all.refused),
        static_cast<unsigned long long>(all.reports), static_cast<unsigned long long>(all.odd), rate(all.taken, all.last_answer),
        rate(all.reports, all.last_report), part(0.5), part(0.99),
        server.empty() ? 0.0
                       : static_cast<double>(cpu_of(server) - cpu_before) * 1000 /
                             static_cast<double>(std::max<std::uint64_t>(1, all.taken)));
    return all.taken == all.wanted && all.reports == all.taken ? 0 : 1;
}
