#include "connectors/modemmanager/connector.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "connectors/modemmanager/scripted_bus.hpp"
#include "gateway/modems.hpp"
#include "lines/test_ports.hpp"

namespace hermod::connectors::modemmanager {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string path = "/org/freedesktop/ModemManager1/Modem/0";

modem_facts a_modem(std::string at = path, std::string imei = "350000000000014") {
    modem_facts out;
    out.path = std::move(at);
    out.imei = std::move(imei);
    out.number = "491511000001";
    out.state = 8;
    out.registration = 1;
    out.messaging = true;
    return out;
}

sms received(std::string text) {
    sms out;
    out.state = 3;
    out.type = 1;
    out.number = "+447700900001";
    out.text = std::move(text);
    out.timestamp = "2026-11-25T23:00:00+00";
    return out;
}

sms report_on(std::uint32_t reference, std::string recipient, std::uint32_t status = 0) {
    sms out;
    out.state = 3;
    out.type = 3;
    out.number = std::move(recipient);
    out.reference = reference;
    out.delivery_state = status;
    return out;
}

// The connector, a scripted ModemManager below it, test ports above, and a clock that is told.
class stage {
public:
    explicit stage(connector_options how = {}) {
        set_log_sink(&log);
        how.name = "sims";
        how.id = connector_id{7};
        one = make_connector(io.get_executor(), how, {[this] { return now; }, [] { return wall_time{} + 1h; }}, ports, ports,
                             ports, below);
        one->start();
    }
    ~stage() { set_log_sink(nullptr); }
    void turn() {
        io.restart();
        io.poll();
    }
    void come(const modem_facts& what = a_modem()) {
        below->events->service_came();
        below->events->modem_seen(what);
        turn();
    }
    outbound part(std::uint64_t token, std::uint8_t number = 1, std::uint8_t of = 1, std::int64_t id = 1) {
        auto made = std::make_shared<message>();
        made->id = message_id{id};
        made->to = "+4915112345678";
        made->body = "Hello";
        made->parts = of;
        return {made, token, number, false};
    }
    void send(outbound what) {
        one->send(std::move(what));
        one->flush();
        turn();
    }
    void add(const std::string& at, std::optional<sms> content) {
        below->events->sms_added(path, at);
        turn();
        ASSERT_FALSE(below->reads.empty());
        const auto then = below->reads.back().second;
        if (content) content->path = at;
        then(content);
        turn();
    }

    boost::asio::io_context io{1};
    lines::quiet_log log;
    lines::test_ports ports;
    std::shared_ptr<scripted_bus> below = std::make_shared<scripted_bus>();
    mono_time now = mono_time{} + 1h;
    std::unique_ptr<connector> one;
};

}  // namespace

TEST(modemmanager_connector, takes_parts_while_a_modem_is_registered) {
    stage s;
    EXPECT_EQ(s.one->capacity(), 0u);
    EXPECT_EQ(s.one->health().word, "connecting");
    s.come();
    EXPECT_EQ(s.one->capacity(), 1u);
    EXPECT_EQ(s.ports.ready_count, 1);
    EXPECT_TRUE(s.one->health().usable);
    s.below->events->service_left("gone");
    EXPECT_EQ(s.one->capacity(), 0u);
    EXPECT_EQ(s.one->health().sentence, "gone");
}

TEST(modemmanager_connector, enables_a_disabled_modem_once_and_leaves_foreign_ones_alone) {
    connector_options how;
    how.modems = {"350000000000014"};
    stage s(how);
    modem_facts off = a_modem();
    off.state = 3;
    s.come(off);
    s.below->events->modem_seen(off);
    EXPECT_THAT(s.below->enabled, ElementsAre(path));
    s.below->events->modem_seen(a_modem("/other", "1"));
    EXPECT_EQ(s.one->capacity(), 0u);
}

TEST(modemmanager_connector, a_part_is_sent_when_modemmanager_says_so) {
    stage s;
    s.come();
    s.send(s.part(1));
    ASSERT_EQ(s.below->sends.size(), 1u);
    EXPECT_EQ(s.below->sends[0].what.text, "Hello");
    EXPECT_EQ(s.one->capacity(), 0u);
    s.below->sends[0].then({std::nullopt, true, 42});
    EXPECT_EQ(s.ports.verdicts[1].is, verdict::kind::sent);
    EXPECT_EQ(s.ports.verdicts[1].detail, "350000000000014-42");
    EXPECT_TRUE(s.ports.verdicts[1].shared_id);
    EXPECT_EQ(s.one->capacity(), 1u);
}

TEST(modemmanager_connector, a_long_message_goes_once_and_one_report_is_for_all_its_parts) {
    stage s;
    s.come();
    s.send(s.part(1, 1, 3));
    s.send(s.part(2, 2, 3));
    ASSERT_EQ(s.below->sends.size(), 1u);
    s.below->sends[0].then({std::nullopt, true, 9});
    s.send(s.part(3, 3, 3));
    EXPECT_EQ(s.below->sends.size(), 1u);
    for (std::uint64_t token = 1; token <= 3; ++token) {
        EXPECT_EQ(s.ports.times[token], 1);
        EXPECT_EQ(s.ports.verdicts[token].is, verdict::kind::sent);
    }
    s.add("/SMS/5", report_on(9, "015112345678"));
    std::vector<std::string> ids;
    for (const auto& receipt : s.ports.reported) ids.push_back(receipt.remote_id);
    EXPECT_THAT(
        ids, testing::UnorderedElementsAre(s.ports.verdicts[1].detail, s.ports.verdicts[2].detail, s.ports.verdicts[3].detail));
    EXPECT_THAT(s.below->removed, ElementsAre(path + " /SMS/5"));
}

TEST(modemmanager_connector, shows_its_modems) {
    stage s;
    modem_facts what = a_modem();
    what.signal = 67;
    what.lock = 1;
    what.operator_name = "Hermod Network";
    s.come(what);
    s.send(s.part(1));
    s.below->sends[0].then({std::nullopt, true, 0});
    s.add("/SMS/1", received("Hi"));
    s.below->events->modem_seen(what);
    const modem_list all = s.one->modems()->modem_states();
    ASSERT_EQ(all->size(), 1u);
    const modem_status& one = all->front();
    EXPECT_EQ(one.name, "350000000000014");
    EXPECT_EQ(one.word, "ready");
    EXPECT_EQ(one.sim, "ready");
    EXPECT_EQ(one.registration, "home network");
    EXPECT_EQ(one.operator_name, "Hermod Network");
    EXPECT_EQ(one.signal_dbm, -71);
    EXPECT_EQ(one.sent, 1u);
    EXPECT_EQ(one.received, 1u);
    bool said = false;
    s.one->modems()->ask_ussd(one.name, "*100#", [&](ussd_answer answer) { said = answer.is == ussd_answer::kind::unavailable; });
    EXPECT_FALSE(said);
    s.turn();
    EXPECT_TRUE(said);
}

TEST(modemmanager_connector, an_error_behind_send_is_unsure_only_where_it_does_not_say) {
    const auto verdict_for = [](const char* name, bool written) {
        stage s;
        s.come();
        s.send(s.part(1));
        s.below->sends.at(0).then({call_failure{name, "why"}, written, 0});
        return s.ports.verdicts[1].is;
    };
    EXPECT_EQ(verdict_for("org.freedesktop.ModemManager1.Error.Message.NoNetwork", true), verdict::kind::later);
    EXPECT_EQ(verdict_for("org.freedesktop.ModemManager1.Error.Message.InvalidPduParameter", true), verdict::kind::refused);
    EXPECT_EQ(verdict_for("org.freedesktop.DBus.Error.NoReply", true), verdict::kind::unsure);
    EXPECT_EQ(verdict_for("org.freedesktop.DBus.Error.NoReply", false), verdict::kind::later);
    EXPECT_EQ(verdict_for("disconnected", true), verdict::kind::unsure);
    EXPECT_EQ(verdict_for("disconnected", false), verdict::kind::unsent);
}

TEST(modemmanager_connector, what_came_in_is_deleted_only_when_it_is_on_disk) {
    stage s;
    s.come();
    s.ports.put_answer = put_result::kind::failed;
    s.add("/SMS/1", received("Hi"));
    EXPECT_THAT(s.below->removed, IsEmpty());
    EXPECT_EQ(s.ports.inbound.size(), 1u);  // offered, and not kept
    s.ports.put_answer = put_result::kind::stored;
    s.below->events->sms_changed("/SMS/1");
    ASSERT_EQ(s.below->reads.size(), 2u);
    s.below->reads[1].second(received("Hi"));
    s.turn();
    EXPECT_THAT(s.below->removed, ElementsAre(path + " /SMS/1"));
}

TEST(modemmanager_connector, what_nobody_wants_stays_in_the_modem) {
    stage s;
    s.come();
    s.ports.refuse = true;
    s.add("/SMS/1", received("Hi"));
    EXPECT_THAT(s.below->removed, IsEmpty());
    EXPECT_TRUE(s.ports.inbound.empty());
}

TEST(modemmanager_connector, a_message_that_is_not_whole_is_read_again_when_it_changes) {
    stage s;
    s.come();
    sms half = received("Hi");
    half.state = 2;
    s.add("/SMS/1", half);
    EXPECT_TRUE(s.ports.inbound.empty());
    s.below->events->sms_added(path, "/SMS/1");  // listed, too: it is known
    EXPECT_EQ(s.below->reads.size(), 1u);
    s.below->events->sms_changed("/SMS/1");
    ASSERT_EQ(s.below->reads.size(), 2u);
    s.below->reads[1].second(received("Hi there"));
    s.turn();
    ASSERT_EQ(s.ports.inbound.size(), 1u);
    EXPECT_EQ(s.ports.inbound[0]->body, "Hi there");
}

TEST(modemmanager_connector, what_is_stored_but_not_deleted_is_not_taken_twice_when_modemmanager_returns) {
    stage s;
    s.come();
    s.add("/SMS/1", received("Hi"));
    EXPECT_EQ(s.ports.inbound.size(), 1u);
    s.below->removals.at(0)(false);  // ModemManager has left in between
    s.below->events->service_left("gone");
    s.come();
    s.add("/SMS/77", received("Hi"));
    EXPECT_EQ(s.ports.inbound.size(), 1u);
    EXPECT_EQ(s.below->removed.back(), path + " /SMS/77");
    s.below->removals.back()(true);
    s.add("/SMS/78", received("Hi"));  // said once more
    EXPECT_EQ(s.ports.inbound.size(), 2u);
}

TEST(modemmanager_connector, leaves_when_what_is_on_its_way_has_its_verdict) {
    stage s;
    s.come();
    s.send(s.part(1));
    bool done = false;
    s.one->stop(10s, [&] { done = true; });
    s.turn();
    EXPECT_FALSE(done);
    EXPECT_EQ(s.one->capacity(), 0u);
    s.send(s.part(2, 1, 1, 2));
    EXPECT_EQ(s.ports.verdicts[2].is, verdict::kind::unsent);
    s.below->sends[0].then({std::nullopt, true, 1});
    s.turn();
    EXPECT_TRUE(done);
    EXPECT_TRUE(s.below->stopped);
    EXPECT_EQ(s.ports.verdicts[1].is, verdict::kind::sent);
}

TEST(modemmanager_connector, the_deadline_leaves_what_has_no_answer_unsure) {
    stage s;
    s.come();
    s.send(s.part(1));
    bool done = false;
    s.one->stop(0s, [&] { done = true; });
    s.turn();
    EXPECT_TRUE(done);
    EXPECT_EQ(s.ports.verdicts[1].is, verdict::kind::unsure);
}

}  // namespace hermod::connectors::modemmanager
