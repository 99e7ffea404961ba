// What HTTP itself costs: one server shard on one thread, a plain epoll client on another, POSTs of a 120-byte JSON that
// are answered 202. Prints requests a second and the server thread's CPU time a request, user and system apart.
//
//     http_bench [connections=256] [seconds=5] [rate=0 (as fast as it goes)] [coroutine=0|1]
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "net/clocks.hpp"
#include "net/http_server.hpp"

namespace {

namespace asio = boost::asio;
namespace net = hermod::net;
using asio::ip::tcp;

struct accepting final : net::http_handler {
    explicit accepting(bool by_coroutine) : coroutine(by_coroutine) {}

    static net::http_response accepted() {
        return {202, "application/json", R"({"id":"m06HZ3V0CG0001","parts":1,"state":"accepted"})"};
    }
    std::optional<net::http_response> try_handle(const net::http_request&) override {
        if (coroutine) return std::nullopt;
        return accepted();
    }
    asio::awaitable<net::http_response> handle(const net::http_request&) override { co_return accepted(); }

    bool coroutine;
};

std::string request() {
    std::string body =
        R"({"to":"+46700000001","from":"Hermod","text":"Your code is 123456. It is good for ten minutes. Tell nobody."})";
    body.insert(body.size() - 2, 120 > body.size() ? 120 - body.size() : 0, '.');
    return "POST /v1/messages HTTP/1.1\r\nHost: sms.example.com:8080\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n"
           "Authorization: Bearer 0123456789abcdef0123456789abcdef\r\nContent-Type: application/json\r\n"
           "Idempotency-Key: 5b0f6a60-1111-4222-8333-944455556666\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Enough of an HTTP client: every answer is equally long, so its bytes are counted and not read.
class load {
public:
    load(const tcp::endpoint& where, int connections) : poll_(epoll_create1(0)), text_(request()) {
        for (int i = 0; i < connections; ++i) {
            auto& socket = sockets_.emplace_back(context_);
            socket.connect(where);
            socket.set_option(tcp::no_delay(true));
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u32 = static_cast<std::uint32_t>(i);
            epoll_ctl(poll_, EPOLL_CTL_ADD, socket.native_handle(), &event);
        }
        idle_.resize(sockets_.size());
        for (std::size_t i = 0; i < idle_.size(); ++i) idle_[i] = i;
    }

    long run(std::chrono::seconds time, long rate) {
        measure_answer();
        const auto start = net::mono_now();
        for (auto now = start; now < start + time; now = net::mono_now()) {
            const auto due =
                rate == 0 ? sent_ + long(idle_.size()) : long(double(rate) * std::chrono::duration<double>(now - start).count());
            while (sent_ < due && !idle_.empty()) send();
            take(rate == 0 ? 100 : 1);
        }
        return answered_;
    }

private:
    void send() {
        const auto at = idle_.back();
        idle_.pop_back();
        if (::send(sockets_[at].native_handle(), text_.data(), text_.size(), 0) != ssize_t(text_.size())) std::abort();
        ++sent_;
    }
    void measure_answer() {
        sockets_[0].send(asio::buffer(text_));
        std::string answer(4096, '\0');
        answer_size_ = sockets_[0].receive(asio::buffer(answer));
        std::fwrite(answer.data(), 1, answer.find('\r'), stdout);
        std::puts("");
    }
    void take(int milliseconds) {
        epoll_event events[256];
        const int ready = epoll_wait(poll_, events, 256, milliseconds);
        char bytes[4096];
        for (int i = 0; i < ready; ++i) {
            const auto at = events[i].data.u32;
            const auto size = ::recv(sockets_[at].native_handle(), bytes, sizeof bytes, 0);
            if (size != ssize_t(answer_size_)) std::abort();
            ++answered_;
            idle_.push_back(at);
        }
    }

    asio::io_context context_;
    int poll_;
    std::string text_;
    std::vector<tcp::socket> sockets_;
    std::vector<std::size_t> idle_;
    std::size_t answer_size_ = 0;
    long sent_ = 0;
    long answered_ = 0;
};

double seconds(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; }

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int at, long otherwise) { return argc > at ? std::atol(argv[at]) : otherwise; };
    accepting handler(number(4, 0) != 0);
    asio::io_context context(1);
    net::http_server_options options;
    options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
    net::http_server server({&context}, handler, options);
    server.start().value();
    const auto where = server.endpoints().front();

    rusage used{};
    std::thread shard([&] {
        context.run();
        getrusage(RUSAGE_THREAD, &used);
    });
    load client(where, int(number(1, 256)));
    const auto start = net::mono_now();
    const auto answered = client.run(std::chrono::seconds(number(2, 5)), number(3, 0));
    const auto elapsed = std::chrono::duration<double>(net::mono_now() - start).count();
    context.stop();
    shard.join();
    const auto user = seconds(used.ru_utime) * 1e6 / double(answered);
    const auto system = seconds(used.ru_stime) * 1e6 / double(answered);
    std::printf("%.0f requests/s; server CPU %.2f us a request (user %.2f, system %.2f); %.2f core\n", double(answered) / elapsed,
                user + system, user, system, (user + system) * double(answered) / elapsed / 1e6);
}
