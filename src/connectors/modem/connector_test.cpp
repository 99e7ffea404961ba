// The group of modems with scripted ones on loopback and a store that answers when told to.
#include "connectors/modem/connector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "connectors/modem/scripted_modem.hpp"
#include "gateway/modems.hpp"
#include "lines/test_ports.hpp"
#include "net/clocks.hpp"

namespace hermod::connectors::modem {
namespace {

using namespace std::chrono_literals;

class modem_group : public testing::Test {
protected:
    modem_group() {
        set_log_sink(&log);
        options.name = "test";
        options.id = connector_id{7};
        options.reconnect_least = 1ms;
        options.reconnect_most = 20ms;
        for (int i = 0; i < 2; ++i) {
            sims.push_back(std::make_unique<scripted_modem>(io, "+44770090099" + std::to_string(i)));
            modem_options one;
            one.name = "sim" + std::to_string(i + 1);
            one.host = "127.0.0.1";
            one.port = sims.back()->port();
            options.modems.push_back(one);
        }
    }
    ~modem_group() override {
        if (out) stop();
        set_log_sink(nullptr);
        for (const auto& [token, times] : ports.times) EXPECT_EQ(times, 1) << "token " << token;
    }

    void start(std::size_t up = 2) {
        auto made = make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports);
        ASSERT_TRUE(made);
        out = std::move(*made);
        out->start();
        until([&] { return out->counters().binds_up == up; });
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
    message_ptr text(std::int64_t id, std::uint8_t parts = 1, std::string from = "Shop") {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->from = std::move(from);
        m->to = "+447700900123";
        m->body = parts == 1 ? std::string("hello") : std::string(150u * parts, 'x');
        m->parts = parts;
        return m;
    }
    void send(std::uint64_t token, message_ptr what = nullptr, std::uint8_t part = 1) {
        out->send({what ? what : text(static_cast<std::int64_t>(token)), token, part, false});
        out->flush();
    }
    std::function<bool()> settled(std::size_t count) {
        return [this, count] { return ports.verdicts.size() >= count; };
    }
    verdict verdict_of(std::uint64_t token) { return ports.verdicts.at(token); }

    boost::asio::io_context io{1};
    lines::quiet_log log;
    lines::test_ports ports;
    std::vector<std::unique_ptr<scripted_modem>> sims;
    connector_options options;
    std::unique_ptr<connector> out;
};

const std::string report_of_1 =
    "0006010C91447700091032"
    "11111111111100"
    "11111111111100"
    "00";

TEST_F(modem_group, shares_its_work_and_takes_as_many_parts_as_modems_are_free) {
    start();
    EXPECT_EQ(out->capacity(), 2u);
    EXPECT_EQ(out->window(), 2u);
    for (std::uint64_t token = 1; token <= 6; ++token) {
        send(token);
        until(settled(token));
        EXPECT_EQ(verdict_of(token).is, verdict::kind::sent);
        EXPECT_TRUE(verdict_of(token).shared_id);
    }
    EXPECT_EQ(sims[0]->pdus.size(), 3u);
    EXPECT_EQ(sims[1]->pdus.size(), 3u);
    EXPECT_EQ(verdict_of(1).detail, "sim1-1");
}

TEST_F(modem_group, sends_the_parts_of_a_message_by_one_modem) {
    start();
    const auto what = text(9, 4);
    for (std::uint8_t part = 1; part <= 4; ++part) send(part, what, part);
    until(settled(4));
    EXPECT_EQ(std::max(sims[0]->pdus.size(), sims[1]->pdus.size()), 4u);
}

TEST_F(modem_group, a_modems_own_number_as_sender_chooses_it) {
    start();
    for (std::uint64_t token = 1; token <= 3; ++token) {
        send(token, text(static_cast<std::int64_t>(token), 1, "+447700900991"));
        until(settled(token));
    }
    EXPECT_EQ(sims[1]->pdus.size(), 3u);
}

TEST_F(modem_group, what_waits_for_a_modem_that_is_lost_comes_back) {
    sims[0]->on_command = [](const std::string& line) { return std::string(line.starts_with("AT+CMGS") ? "-" : ""); };
    options.modems.pop_back();
    start(1);
    const auto what = text(9, 2);
    send(1, what, 1);
    send(2, what, 2);
    until([&] { return sims[0]->commands.back().starts_with("AT+CMGS"); });
    sims[0]->close();
    until(settled(2));
    EXPECT_EQ(verdict_of(1).is, verdict::kind::unsent);
    EXPECT_EQ(verdict_of(2).is, verdict::kind::unsent);
}

TEST_F(modem_group, limits_of_a_sim_hold_and_outlive_a_restart) {
    options.modems.pop_back();
    options.modems[0].limit_day = 2;
    options.state_file = testing::TempDir() + "modem_group_state";
    std::remove(options.state_file.c_str());
    start(1);
    send(1);
    until(settled(1));
    send(2);
    until(settled(2));
    EXPECT_EQ(out->capacity(), 0u);
    send(3);
    until(settled(3));
    EXPECT_EQ(verdict_of(3).is, verdict::kind::unsent);
    stop();
    start(0);
    until([&] { return out->modems()->modem_states()->at(0).word == "limit reached"; });
    EXPECT_EQ(out->modems()->modem_states()->at(0).sent_day, 2u);
    std::remove(options.state_file.c_str());
}

TEST_F(modem_group, a_report_finds_its_message_and_is_acknowledged_when_it_is_on_disk) {
    options.modems.pop_back();
    start(1);
    send(1);
    until(settled(1));
    ports.hold_receipts = true;
    sims[0]->say("+CDS: 25\r\n" + report_of_1);
    until([&] { return ports.reported.size() == 1; });
    EXPECT_EQ(ports.reported[0].remote_id, "sim1-1");
    EXPECT_EQ(ports.reported[0].recipient, "+447700900123");
    EXPECT_EQ(ports.reported[0].outcome, state::delivered);
    EXPECT_NE(sims[0]->commands.back(), "AT+CNMA");
    ports.held[0]();
    until([&] { return sims[0]->commands.back() == "AT+CNMA"; });
}

TEST_F(modem_group, a_message_from_a_handset_is_deleted_when_it_is_on_disk_and_stays_when_nobody_wants_it) {
    const std::string pdu = "00040C9144770009103200006211521390900005C8329BFD06";
    sims[0]->on_command = [pdu](const std::string& line) {
        return line.starts_with("AT+CMGR=") ? "+CMGR: 0,,24\r\n" + pdu + "\r\n\r\nOK" : std::string();
    };
    options.modems.pop_back();
    start(1);
    sims[0]->say("+CMTI: \"SM\",4");
    until([&] { return !sims[0]->commands.empty() && sims[0]->commands.back() == "AT+CMGD=4"; });
    ASSERT_EQ(ports.inbound.size(), 1u);
    EXPECT_EQ(ports.inbound[0]->body, "Hello");
    EXPECT_EQ(ports.inbound[0]->from, "+447700900123");
    ports.refuse = true;
    sims[0]->say("+CMTI: \"SM\",5");
    until([&] { return sims[0]->commands.back() == "AT+CMGR=5"; });
    until([&] { return log.text.find("left in the modem") != std::string::npos; });
    EXPECT_EQ(ports.inbound.size(), 1u);
}

TEST_F(modem_group, shows_its_modems_and_asks_by_ussd) {
    start();
    until([&] { return out->modems()->modem_states()->at(1).usable; });
    const auto shown = out->modems()->modem_states();
    ASSERT_EQ(shown->size(), 2u);
    EXPECT_EQ(shown->at(0).number, "+447700900990");
    EXPECT_EQ(shown->at(0).device, "tcp:127.0.0.1:" + std::to_string(sims[0]->port()));
    EXPECT_EQ(out->health().sentence, "2 of 2 modems ready");
    std::vector<ussd_answer> heard;
    const auto then = [&](ussd_answer a) { heard.push_back(std::move(a)); };
    out->modems()->ask_ussd("sim2", "*100#", then);
    until([&] { return sims[1]->commands.back() == "AT+CUSD=1,\"*100#\",15"; });
    sims[1]->say("+CUSD: 0,\"Balance 3\",15");
    until([&] { return heard.size() == 1; });
    EXPECT_EQ(heard[0].text, "Balance 3");
    out->modems()->ask_ussd("sim3", "*100#", then);
    EXPECT_EQ(heard[1].is, ussd_answer::kind::unavailable);
}

TEST_F(modem_group, a_message_that_no_mobile_can_send_is_refused) {
    start();
    auto what = std::make_shared<message>(*text(1));
    what->to = "Shop";
    send(1, what);
    until(settled(1));
    EXPECT_EQ(verdict_of(1).is, verdict::kind::refused);
    EXPECT_EQ(verdict_of(1).detail, "the recipient is no number");
}

TEST_F(modem_group, stops_while_a_modem_is_silent_and_tells_what_is_unsure) {
    options.modems.pop_back();
    sims[0]->on_command = [](const std::string& line) { return std::string(line == "PDU" ? "-" : ""); };
    start(1);
    send(1);
    until([&] { return sims[0]->pdus.size() == 1; });
    stop();
    EXPECT_EQ(verdict_of(1).is, verdict::kind::unsure);
}

}  // namespace
}  // namespace hermod::connectors::modem
