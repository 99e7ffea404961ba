// The SMPP connector against the simulated centre over loopback, a thread each: what one core carries on each side.
//
//     smpp_link_bench [messages=500000] [window=100]
// For 1 and 4 binds, without and with receipts: messages a second, and nanoseconds of CPU a message on each side. Payload
// and acceptance cost nothing here: the store behind the ports answers at once.
#include <time.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <thread>

#include "base/log.hpp"
#include "connectors/smpp/connector.hpp"
#include "net/clocks.hpp"
#include "simulate/smsc/smsc.hpp"

namespace {

using namespace hermod;

std::int64_t thread_cpu_ns() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

class no_inbox final : public inbox {
public:
    prepared prepare(const submission&, wall_time) override { return {}; }
    void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply& reply) override { reply.put_done({}); }
};

class counting_receipts final : public receipts {
public:
    void report(remote_receipt, receipt_reply& reply, std::uint64_t token) override {
        ++count;
        reply.receipt_done(token, receipt_match::matched);
    }
    std::size_t count = 0;
};

// Keeps the connector's window full with one message, over and over.
class load final : public outlet_events {
public:
    load(std::size_t messages, bool with_receipts) : messages_(messages) {
        auto m = std::make_shared<message>();
        m->id = message_id{1};
        m->from = "88222";
        m->to = "+447700900123";
        m->body = "Your code is 123456. It is valid for ten minutes.";
        m->receipt = with_receipts;
        what_ = m;
    }
    void settled(std::uint64_t, verdict result) override {
        sent += result.is == verdict::kind::sent;
        ++settled_;
    }
    void ready() override {
        if (!go) return;
        std::size_t room = out->capacity();
        for (; room > 0 && given_ < messages_; --room) out->send({what_, ++given_, 1, false});
        out->flush();
    }
    bool done() const { return settled_ == messages_; }

    connector* out = nullptr;
    bool go = false;
    std::size_t sent = 0;

private:
    std::size_t messages_, given_ = 0, settled_ = 0;
    message_ptr what_;
};

struct outcome {
    double seconds = 0;
    std::int64_t connector_ns = 0, centre_ns = 0;
    std::size_t sent = 0, receipts = 0;
};

outcome run(std::size_t messages, std::size_t window, std::size_t binds, bool with_receipts) {
    outcome out;
    boost::asio::io_context centre_io(1);
    simulate::smsc_options behaviour;
    behaviour.port = 0;
    behaviour.deliver_window = window;
    simulate::smsc centre(centre_io.get_executor(), behaviour);
    if (!centre.start()) std::abort();
    auto work = boost::asio::make_work_guard(centre_io);
    std::thread other([&] {
        centre_io.run();
        out.centre_ns = thread_cpu_ns();
    });

    boost::asio::io_context io(1);
    no_inbox in;
    counting_receipts reports;
    load events(messages, with_receipts);
    connectors::smpp::connector_options options;
    options.name = "bench";
    options.host = "127.0.0.1";
    options.port = centre.port();
    options.binds = binds;
    options.session.system_id = "bench";
    options.session.window = window;
    auto made = connectors::smpp::make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, in, reports, events);
    events.out = made->get();
    (*made)->start();
    while ((*made)->window() != (*made)->capacity()) io.run_one();
    events.go = true;
    const auto begin = net::mono_now();
    const std::int64_t cpu = thread_cpu_ns();
    events.ready();
    while (!events.done() || (with_receipts && reports.count < messages)) io.run_one();
    out.connector_ns = thread_cpu_ns() - cpu;
    out.seconds = std::chrono::duration<double>(net::mono_now() - begin).count();
    bool stopped = false;
    (*made)->stop(std::chrono::seconds(2), [&] { stopped = true; });
    while (!stopped) io.run_one();
    centre_io.stop();
    other.join();
    out.sent = events.sent;
    out.receipts = reports.count;
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    set_log_switches({log_level::warning});
    const std::size_t messages = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 500'000;
    const std::size_t window = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100;
    std::printf("%-6s %-9s %10s %12s %14s %14s\n", "binds", "receipts", "sent", "messages/s", "connector ns", "centre ns");
    for (const std::size_t binds : {1, 4}) {
        for (const bool with_receipts : {false, true}) {
            const outcome o = run(messages, window, binds, with_receipts);
            std::printf("%-6zu %-9s %10zu %12.0f %14.0f %14.0f\n", binds, with_receipts ? "yes" : "no", o.sent,
                        static_cast<double>(messages) / o.seconds, static_cast<double>(o.connector_ns) / static_cast<double>(messages),
                        static_cast<double>(o.centre_ns) / static_cast<double>(messages));
        }
    }
    return 0;
}
