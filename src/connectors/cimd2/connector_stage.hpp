// Test only: a connector with a scripted centre on loopback and a store that answers when told to. Time passes only as far as
// the connector's own short timeouts.
#pragma once

#include <gtest/gtest.h>

#include "connectors/cimd2/connector.hpp"
#include "connectors/cimd2/scripted_centre.hpp"
#include "lines/test_ports.hpp"
#include "net/clocks.hpp"

namespace hermod::connectors::cimd2 {

using namespace std::chrono_literals;
using line = scripted_centre::line;

class connector_stage : public testing::Test {
protected:
    connector_stage() {
        set_log_sink(&log);
        options.name = "test";
        options.id = connector_id{7};
        options.host = "127.0.0.1";
        options.port = centre.port();
        options.reconnect_least = 1ms;
        options.reconnect_most = 20ms;
        options.session.user_identity = "us";
        options.session.password = "secret";
        options.session.window = 10;
    }
    ~connector_stage() override {
        centre.on_packet = [](line&, const std::string&) { return false; };  // the test's own things are gone
        if (out) stop();
        set_log_sink(nullptr);
        for (const auto& [token, times] : ports.times) EXPECT_EQ(times, 1) << "token " << token;
    }

    void start() {
        auto made = make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports);
        ASSERT_TRUE(made) << made.error().message();
        out = std::move(*made);
        out->start();
    }
    void start_and_log_in() {
        start();
        until([&] { return out->counters().binds_up == options.binds; });
    }
    void stop() {
        bool stopped = false;
        out->stop(500ms, [&] { stopped = true; });
        until([&] { return stopped; });
        out.reset();
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << "nothing more happens; log: " << log.text;
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }
    message_ptr text(std::int64_t id, std::uint8_t parts = 1) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->from = "88222";
        m->to = "+447700900123";
        m->body = parts == 1 ? std::string("hello") : std::string(150u * parts, 'x');
        m->parts = parts;
        return m;
    }
    void send(std::uint64_t token, message_ptr what = nullptr, std::uint8_t part = 1) {
        out->send({what ? what : text(static_cast<std::int64_t>(token)), token, part, false});
        out->flush();
    }
    static bool is_submit(const std::string& packet) { return scripted_centre::is(packet, "03"); }
    static void accept(line& one, const std::string& packet, const std::string& timestamp = "261125190923") {
        one.write("53:" + scripted_centre::number_of(packet) + "|021:+447700900123|060:" + timestamp + "|");
    }
    static void refuse(line& one, const std::string& packet, int code) {
        one.write("53:" + scripted_centre::number_of(packet) + "|900:" + std::to_string(code) + "|");
    }
    // Answers every submit.
    void take_all() {
        centre.on_packet = [](line& one, const std::string& packet) { return is_submit(packet) && (accept(one, packet), true); };
    }
    verdict::kind kind(std::uint64_t token) { return ports.verdicts.at(token).is; }
    std::function<bool()> settled(std::size_t count) {
        return [this, count] { return ports.verdicts.size() >= count; };
    }

    boost::asio::io_context io{1};
    lines::quiet_log log;
    scripted_centre centre{io};
    lines::test_ports ports;
    connector_options options;
    std::unique_ptr<connector> out;
};

}  // namespace hermod::connectors::cimd2
