#include "app/gateway/seats.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "app/config/fingerprint.hpp"
#include "store/no_store.hpp"

namespace hermod::app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct no_door final : net::http_handler {
    std::optional<net::http_response> try_handle(const net::http_request&) override { return std::nullopt; }
    asio::awaitable<net::http_response> handle(const net::http_request&) override { co_return net::http_response(404, "", ""); }
};

// Keeps what it is asked; the test answers.
struct slow_store final : store::no_store {
    struct asked {
        std::vector<message_id> ids;
        hermod::store::claim_reply* reply;
        std::uint64_t token;
    };
    void claim(std::vector<message_id> ids, hermod::store::claim_reply& reply, std::uint64_t token) override {
        claims.push_back({std::move(ids), &reply, token});
    }
    std::vector<note> notes_of(std::string_view) override { return notes; }  // as they stand at the start
    std::vector<asked> claims;
    std::vector<note> notes;
};

struct stage;

struct link final : connector {
    link(stage& of, std::string as, std::shared_ptr<connector_counters> numbers);
    ~link() override;
    std::size_t capacity() const override { return room; }
    std::size_t window() const override { return 10; }
    void send(outbound part) override;
    void flush() override {}
    void start() override;
    void stop(std::chrono::milliseconds, std::function<void()> done) override;
    const connector_counters& counters() const override { return *counted; }
    condition health() const override { return {usable, usable ? "bound" : "refused", ""}; }

    stage& all;
    std::string name;
    std::shared_ptr<connector_counters> counted;
    std::vector<outbound> on_wire;
    std::function<void()> stopped;
    std::size_t room = 10;
    bool usable = true;
};

struct stage {
    asio::io_context io{1};
    slow_store store;
    deliver::board shown;
    deliver::dispatch lanes{store, {}, [] { return from_micros(1'795'446'023'000'000); }, 1};
    networks asked;
    no_door door;
    connector_paths paths{door};
    queue_desk queues{store, shown};
    mono_time now{1h};
    std::vector<std::string> told;  // what the connectors lived through
    std::map<std::string, link*> here;
    std::string broken;  // cannot be made
    config running;
    seats all{
        seats::house{{store, shown, asked, paths, [this] { return now; }, [] { return from_micros(1'795'446'023'000'000); }},
                     lanes,
                     queues,
                     {io.get_executor()},
                     {},
                     nullptr,
                     [this](const connector_config& c, deliver::lane_host& host, std::shared_ptr<connector_counters> counted) {
                         if (c.name == broken) throw std::runtime_error("connector " + c.name + ": no such file");
                         auto made = std::make_unique<link>(*this, running_text(c), std::move(counted));
                         lanes_of[made->name] = &host;
                         return made;
                     }}};
    std::map<std::string, deliver::lane_host*> lanes_of;

    // "a1" is connector "a" with the settings "1".
    static std::string running_text(const connector_config& c) { return c.name + c.prices; }
    static config of(const std::vector<std::string>& connectors) {
        config out;
        for (const std::string& one : connectors) {
            connector_config c;
            c.name = one.substr(0, 1);
            c.prices = one.substr(1);
            c.id = connector_id{name_hash(c.name)};
            out.changing[connector_section(c.name)] = c.prices;
            out.connectors.push_back(std::move(c));
        }
        return out;
    }
    explicit stage(const std::vector<std::string>& connectors) : running(of(connectors)) {
        for (const connector_config& c : running.connectors) lanes.add(c.id, io.get_executor());
        queues.read_notes();
        all.fill(running.connectors);
        all.start();
        turn();
    }
    ~stage() { io.stop(); }
    void reload(const std::vector<std::string>& connectors) {
        config next = of(connectors);
        all.carry_out(all.prepare(running, next));
        running = std::move(next);
        turn();
    }
    void turn() {
        io.restart();
        io.poll();
    }
    void until(const std::function<bool()>& holds) {
        for (const auto end = std::chrono::steady_clock::now() + 10s; !holds() && std::chrono::steady_clock::now() < end;) {
            io.restart();
            io.run_one_for(20ms);
        }
        ASSERT_TRUE(holds());
    }
    void answer_store() {
        for (const auto& one : std::exchange(store.claims, {})) one.reply->claimed(one.token);
        turn();
    }
    void put(std::int64_t id, const std::string& connector) {
        auto m = std::make_shared<message>();
        m->id = message_id{id};
        m->way = direction::to_handset;
        m->connector = connector_id{name_hash(connector)};
        m->expires_at = from_micros(1'895'446'023'000'000);
        store::notice stored;
        stored.what = m;
        stored.happened.kind = event_kind::stored;
        lanes.committed({&stored, 1});
        turn();
    }
    queue_status queue(const std::string& name) const {
        for (const queue_status& one : queues.look())
            if (one.name == name) return one;
        return {};
    }
};

link::link(stage& of, std::string as, std::shared_ptr<connector_counters> numbers)
    : all(of), name(std::move(as)), counted(std::move(numbers)) {
    all.here[name] = this;
}
link::~link() {
    all.here.erase(name);
    all.told.push_back(name + " is destroyed");
}
void link::send(outbound part) {
    ++counted->parts_sent;
    on_wire.push_back(std::move(part));
}
void link::start() {
    all.told.push_back(name + " starts");
    counted->binds_up = 1;
    all.lanes_of[name]->queue().ready();
}
void link::stop(std::chrono::milliseconds, std::function<void()> done) {
    all.told.push_back(name + " stops");
    stopped = std::move(done);
}

using lines = std::vector<std::string>;

}  // namespace

TEST(seats, a_new_connector_begins_beside_the_others) {
    stage s({"a1"});
    s.reload({"a1", "b1"});
    EXPECT_EQ(s.told, (lines{"a1 starts", "b1 starts"}));
    EXPECT_TRUE(s.queue("b").configured);
    EXPECT_EQ(s.queue("b").binds, 1u);
    s.put(1, "b");
    s.answer_store();
    EXPECT_EQ(s.here.at("b1")->on_wire.size(), 1u);
}

// Only by being given a part can a provider that has refused us be found to take us again.
TEST(seats, a_connector_that_was_refused_and_takes_parts_is_tried_again) {
    stage s({"a1"});
    link& a = *s.here.at("a1");
    const auto& host = *s.lanes.find(connector_id{name_hash("a")});
    a.usable = false;
    a.room = 0;
    s.until([&] { return s.now += 1s, !host.health()->usable(); });
    a.room = 1;
    s.until([&] { return s.now += 1s, host.health()->usable(); });
}

TEST(seats, what_cannot_be_made_leaves_all_as_it_was) {
    stage s({"a1", "b1"});
    s.broken = "c";
    const config next = stage::of({"a2", "c1"});
    EXPECT_THROW(s.all.prepare(s.running, next), std::runtime_error);
    s.turn();
    s.put(1, "b");
    s.answer_store();
    EXPECT_EQ(s.here.at("b1")->on_wire.size(), 1u);
    EXPECT_EQ(s.told, (lines{"a1 starts", "b1 starts", "a2 is destroyed"}));
    EXPECT_EQ(s.queues.look().size(), 2u);
}

TEST(seats, a_changed_one_comes_when_the_old_one_has_let_go_of_all) {
    stage s({"a1"});
    s.put(1, "a");
    s.answer_store();
    link& old = *s.here.at("a1");
    ASSERT_EQ(old.on_wire.size(), 1u);
    s.reload({"a2"});
    s.put(2, "a");
    EXPECT_EQ(s.told, lines{"a1 starts"}) << "its message is on the wire";
    EXPECT_FALSE(s.shown.of(connector_id{name_hash("a")}).usable);
    EXPECT_TRUE(s.queue("a").configured);
    verdict well;
    well.is = verdict::kind::sent;
    s.lanes_of.at("a1")->queue().settled(old.on_wire[0].token, well);
    s.until([&] { return s.told.size() == 2; });
    EXPECT_EQ(s.told.back(), "a1 stops");
    old.stopped();
    s.turn();
    EXPECT_EQ(s.told.size(), 2u) << "the store may still have a word for it";
    s.answer_store();
    EXPECT_EQ(s.told, (lines{"a1 starts", "a1 stops", "a1 is destroyed", "a2 starts"}));
    s.answer_store();
    ASSERT_EQ(s.here.at("a2")->on_wire.size(), 1u);
    EXPECT_EQ(s.here.at("a2")->on_wire[0].what->id, message_id{2});
    EXPECT_EQ(s.here.at("a2")->counted->parts_sent.load(), 2u) << "it counts on";
    EXPECT_TRUE(s.shown.of(connector_id{name_hash("a")}).usable);
}

TEST(seats, only_what_differs_is_touched_and_whose_its_messages_are_is_a_difference) {
    stage s({"a1", "b1"});
    s.reload({"b1", "a1"});
    EXPECT_EQ(s.told.size(), 2u);
    config next = stage::of({"a1", "b1"});
    next.connectors[1].inbound_account = "another";
    s.all.carry_out(s.all.prepare(s.running, next));
    s.turn();
    EXPECT_EQ(s.told.back(), "b1 stops");
    EXPECT_EQ(s.told.size(), 3u);
}

TEST(seats, one_that_is_gone_leaves_its_queue_in_sight) {
    stage s({"a1", "b1"});
    s.reload({"a1"});
    ASSERT_EQ(s.told.back(), "b1 stops") << "nothing was on the wire";
    s.put(1, "b");
    s.here.at("b1")->stopped();
    s.answer_store();
    s.answer_store();
    EXPECT_EQ(s.told.back(), "b1 is destroyed");
    EXPECT_FALSE(s.queue("b").configured);
    EXPECT_EQ(s.queue("b").why, "it is configured no more");
    EXPECT_EQ(s.queue("b").queued, 1u);
    s.reload({"a1", "b1"});
    s.answer_store();
    ASSERT_TRUE(s.here.contains("b1"));
    EXPECT_EQ(s.here.at("b1")->on_wire.size(), 1u) << "it waits for its connector";
}

TEST(seats, the_last_word_counts_while_one_goes) {
    stage s({"a1"});
    s.reload({"a2"});
    s.reload({"a3"});
    s.reload({});
    s.reload({"a4"});
    EXPECT_EQ(s.told, (lines{"a1 starts", "a1 stops", "a2 is destroyed", "a3 is destroyed"}));
    s.here.at("a1")->stopped();
    s.answer_store();
    EXPECT_EQ(s.told.back(), "a4 starts");
    EXPECT_EQ(s.here.size(), 1u);
}

TEST(seats, one_that_does_not_let_go_is_told_to_leave_when_its_time_is_over) {
    stage s({"a1"});
    s.put(1, "a");
    s.answer_store();
    s.reload({});
    EXPECT_EQ(s.told, lines{"a1 starts"});
    s.now += seat::drain_limit;
    s.reload({});
    s.until([&] { return s.told.size() == 2; });
    EXPECT_EQ(s.told.back(), "a1 stops");
}

TEST(seats, what_people_have_ordered_holds_when_a_connector_comes_back) {
    stage s({"a1"});
    s.store.notes = {{"queue", "b", "paused"}};
    s.queues.read_notes();
    s.reload({"a1", "b1"});
    EXPECT_EQ(s.queue("b").order, "paused");
}

TEST(seats, nobody_comes_or_goes_when_the_program_ends) {
    stage s({"a1"});
    config next = stage::of({"a2", "b1"});
    auto plan = s.all.prepare(s.running, next);
    s.all.freeze();
    s.all.carry_out(std::move(plan));
    EXPECT_THROW(s.all.prepare(s.running, next), std::runtime_error);
    s.turn();
    EXPECT_EQ(s.told, (lines{"a1 starts", "a2 is destroyed", "b1 is destroyed"})) << "they were never started";
    int closed = 0;
    s.all.close(1s, [&] { ++closed; });
    s.turn();
    EXPECT_EQ(s.told.back(), "a1 stops");
    s.here.at("a1")->stopped();
    EXPECT_EQ(closed, 1);
}

TEST(seats, one_that_leaves_when_the_program_ends_is_waited_for) {
    stage s({"a1"});
    s.reload({"a2"});
    ASSERT_EQ(s.told.back(), "a1 stops");
    int closed = 0;
    s.all.freeze();
    s.all.close(1s, [&] { ++closed; });
    s.turn();
    EXPECT_EQ(closed, 0);
    s.here.at("a1")->stopped();
    EXPECT_EQ(closed, 1);
}

}  // namespace hermod::app
