// What a callback costs: http_connection on one thread posts 300 bytes over N connections to a server on another.
// Prints requests a second and the client thread's CPU time a request.
//
//     http_client_bench [connections=32] [seconds=5]
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "net/clocks.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"

namespace {

namespace asio = boost::asio;
namespace net = hermod::net;
using asio::ip::tcp;

struct receiver final : net::http_handler {
    std::optional<net::http_response> try_handle(const net::http_request&) override { return net::http_response(204); }
    asio::awaitable<net::http_response> handle(const net::http_request&) override { co_return net::http_response(204); }
};

asio::awaitable<void> post_until(asio::io_context& context, const net::checked_target& target, hermod::mono_time end,
                                 long& count) {
    static const std::string body(300, 'b');
    const std::vector<net::http_field> headers{{"Content-Type", "application/json"}, {"User-Agent", "Hermod"}};
    net::http_connection connection(context);
    (co_await connection.connect(target, std::chrono::seconds(5))).value();
    while (net::mono_now() < end) {
        const auto reply = co_await connection.post(target.url.target, headers, body, std::chrono::seconds(5));
        if (!reply || reply->status != 204) std::abort();
        ++count;
    }
}

double seconds(const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; }

}  // namespace

int main(int argc, char** argv) {
    const long connections = argc > 1 ? std::atol(argv[1]) : 32;
    const std::chrono::seconds time(argc > 2 ? std::atol(argv[2]) : 5);
    receiver handler;
    asio::io_context serving(1);
    asio::io_context context(1);
    net::http_server_options options;
    options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
    net::http_server server({&serving}, handler, options);
    server.start().value();
    std::thread shard([&] { serving.run(); });

    const auto where = server.endpoints().front();
    const net::checked_target target{{false, "localhost", where.port(), "localhost", "/hook"}, {where}};
    long count = 0;
    const auto end = net::mono_now() + time;
    for (long i = 0; i < connections; ++i) asio::co_spawn(context, post_until(context, target, end, count), asio::detached);
    context.run();
    serving.stop();
    shard.join();
    rusage used{};
    getrusage(RUSAGE_THREAD, &used);
    std::printf("%.0f requests/s over %ld connections; client CPU %.2f us a request\n", double(count) / double(time.count()),
                connections, (seconds(used.ru_utime) + seconds(used.ru_stime)) * 1e6 / double(count));
}
