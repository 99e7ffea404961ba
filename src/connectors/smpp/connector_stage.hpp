// Test only: a connector with a scripted centre on loopback and a store that answers when told to. Time passes only as far as
// the connector's own short timeouts.
#pragma once

#include <gtest/gtest.h>

#include "connectors/smpp/connector.hpp"
#include "connectors/smpp/scripted_centre.hpp"
#include "lines/test_ports.hpp"
#include "net/clocks.hpp"

namespace hermod::connectors::smpp {

using namespace std::chrono_literals;
using wire::smpp::command_id;
using wire::smpp::command_status;
using line = scripted_centre::line;
using header = wire::smpp::header;
using octets = wire::smpp::octets;
using lines::quiet_log;
using lines::test_ports;

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
        options.session.system_id = "us";
        options.session.window = 10;
        options.questions.query = true;
    }
    ~connector_stage() override {
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
    void start_and_bind() {
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
    static void accept(line& one, const header& head, std::string_view id) {
        one.write(head.sequence_number, wire::smpp::submit_sm_resp{id, {}});
    }
    static bool is_submit(const header& head) { return head.id == command_id::submit_sm; }
    verdict::kind kind(std::uint64_t token) { return ports.verdicts.at(token).is; }
    std::function<bool()> settled(std::size_t count) {
        return [this, count] { return ports.verdicts.size() >= count; };
    }

    boost::asio::io_context io{1};
    quiet_log log;
    scripted_centre centre{io};
    test_ports ports;
    connector_options options;
    std::unique_ptr<connector> out;
};

}  // namespace hermod::connectors::smpp
