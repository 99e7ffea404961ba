// What the HTTP connector can hand to one provider: 64 connections on loopback, one thread for the connector and one for the
// provider, which answers at once with an id in JSON. Prints messages a second.
//
//   http_provider_bench [SECONDS] [CONNECTIONS]
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "calls/scripted_provider.hpp"
#include "connectors/http/connector.hpp"
#include "net/clocks.hpp"

using namespace hermod;
using namespace hermod::connectors::http;
using calls::scripted_provider;

namespace {

class world final : public inbox, public receipts, public outlet_events {
public:
    prepared prepare(const submission&, wall_time) override { return {}; }
    void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply& reply) override { reply.put_done({}); }
    void report(remote_receipt, receipt_reply& reply, std::uint64_t token) override { reply.receipt_done(token, receipt_match::matched); }
    void settled(std::uint64_t, verdict result) override {
        ++(result.is == verdict::kind::sent ? sent : others);
    }
    void ready() override {
        while (outlet && outlet->capacity() > 0) {
            auto one = std::make_shared<message>();
            one->id = message_id{static_cast<std::int64_t>(++next)};
            one->from = "Hermod";
            one->to = "+46701234567";
            one->body = "Your code is 123456. It is valid for ten minutes. Never tell it to anybody, not even to us.";
            one->expires_at = net::wall_now() + std::chrono::hours{1};
            outlet->send({one, next, 1, false});
        }
        if (outlet) outlet->flush();
    }
    connector* outlet = nullptr;
    std::uint64_t next = 0, sent = 0, others = 0;
};

std::string configuration(const std::string& url, const std::string& connections) {
    return "connections = " + connections + "\n[request]\nurl = \"" + url +
           "\"\n[request.json]\nfrom = \"{from}\"\nto = \"{to}\"\ntext = \"{text}\"\nclient_ref = \"{id}\"\n[[answer]]\nstatus = \"2xx\"\n"
           "where = \"json:/id\"\nverdict = \"sent\"\nid = \"json:/id\"\n";
}

}  // namespace

int main(int count, char** arguments) {
    const int seconds = count > 1 ? std::atoi(arguments[1]) : 5;
    boost::asio::io_context far(1), near(1);
    scripted_provider provider(far);
    provider.keep_requests = false;
    provider.on_request = [](scripted_provider::line& one, const scripted_provider::request&) { one.answer(201, R"({"id":"SM0123456789abcdef"})"); };
    std::thread peer([&far] {
        const auto work = boost::asio::make_work_guard(far);
        far.run();
    });

    settings::problems found("bench");
    const auto tree = settings::read_toml(configuration(provider.url("/v1/messages"), count > 2 ? arguments[2] : "64"), "bench", found);
    settings::table_reader table(tree, "", found);
    world ports;
    auto made = make_connector(near.get_executor(), read_http_options(table), {"bench", connector_id{1}, account_id{1}},
                               {net::mono_now, net::wall_now}, ports, ports, ports);
    if (!made || found.any_error()) return 1;
    ports.outlet = made->get();
    (*made)->start();
    near.run_for(std::chrono::milliseconds{500});
    const std::uint64_t before = ports.sent;
    const auto begin = net::mono_now();
    near.run_for(std::chrono::seconds{seconds});
    const double took = std::chrono::duration<double>(net::mono_now() - begin).count();
    std::printf("%.0f messages a second (%llu others)\n", static_cast<double>(ports.sent - before) / took,
                static_cast<unsigned long long>(ports.others));
    ports.outlet = nullptr;
    far.stop();
    peer.join();
    std::fflush(stdout);
    std::_Exit(0);  // requests are under way
}
