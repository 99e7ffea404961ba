#include "simulate/smsc/smsc.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "net/ticker.hpp"
#include "simulate/smsc/centre.hpp"

namespace hermod::simulate {

smsc::smsc(boost::asio::any_io_executor executor, smsc_options options)
    : centre_(std::make_shared<centre>(std::move(executor), std::move(options))) {}

smsc::~smsc() {
    stop();
}

result<void> smsc::start() {
    return centre_->start();
}
void smsc::stop() {
    centre_->stop();
}
void smsc::on_finished(std::function<void()> done) {
    centre_->finished = std::move(done);
}
std::uint16_t smsc::port() const {
    return centre_->port();
}
void smsc::drop_connections() {
    centre_->drop_connections();
}
const smsc_statistics& smsc::statistics() const {
    return centre_->numbers();
}

void smsc::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    centre_->send_inbound(from, to, text);
    centre_->turn_ends();
}

std::string to_json(const smsc_statistics& n) {
    std::string out = "{";
    const auto add = [&](const char* key, std::uint64_t value) {
        if (out.size() > 1) out += ',';
        ((out += '"') += key) += "\":";
        out += std::to_string(value);
    };
    add("connections", n.connections);
    add("binds", n.binds);
    add("submits", n.submits);
    add("taken", n.taken);
    add("throttled", n.throttled);
    add("errors", n.errors);
    add("never_answered", n.never_answered);
    add("answered_twice", n.answered_twice);
    add("receipts_sent", n.receipts_sent);
    add("inbound_sent", n.inbound_sent);
    add("deliveries_answered", n.deliveries_answered);
    add("deliveries_refused", n.deliveries_refused);
    add("disconnects", n.disconnects);
    add("bad_pdus", n.bad_pdus);
    add("calls", n.calls);
    return out += '}';
}

static void print(const smsc_statistics& numbers) {
    std::puts(to_json(numbers).c_str());
    std::fflush(stdout);
}

int run_smsc(const smsc_options& options) {
    boost::asio::io_context io(1);
    smsc one(io.get_executor(), options);
    if (const auto started = one.start(); !started) {
        std::fprintf(stderr, "simulated centre on %s:%u: %s\n", options.host.c_str(), unsigned{options.port},
                     started.error().message().c_str());
        return 1;
    }
    std::fprintf(stderr, "simulated centre listens on %s:%u\n", options.host.c_str(), unsigned{one.port()});
    one.on_finished([&] { io.stop(); });
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const error_code& failed, int) {
        if (!failed) io.stop();
    });
    net::ticker every_second(io.get_executor(), std::chrono::seconds(1), [&](mono_time) { print(one.statistics()); });
    if (options.print_statistics) every_second.start();
    io.run();
    one.stop();
    if (options.print_statistics) print(one.statistics());
    return 0;
}

}  // namespace hermod::simulate
