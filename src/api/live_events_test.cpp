#include "api/http_door_fixture.hpp"

namespace hermod::api {
namespace {

using namespace door_test;
using testing::HasSubstr;
using testing::Not;

}  // namespace

TEST_F(api, streams_an_accounts_own_events_until_it_stops) {
    const auto mine = ask("GET", "/v1/events"), all = ask("GET", "/v1/events", "", "", "root-key");
    ASSERT_TRUE(mine.stream && all.stream);
    EXPECT_EQ(mine.content_type, "text/event-stream");
    writer to_shop, to_root;
    boost::asio::co_spawn(io, mine.stream(to_shop), boost::asio::detached);
    boost::asio::co_spawn(io, all.stream(to_root), boost::asio::detached);
    poll();
    EXPECT_EQ(door.count().listeners, 2u);
    EXPECT_EQ(code(ask("GET", "/v1/events")), "too_many_requests");
    store::notice n;
    n.happened.kind = event_kind::submitted;
    n.happened.detail = "17";
    n.now = state::submitted;
    n.what = kept(shop, "+4111").what;
    const auto theirs = [&] {
        auto other = n;
        other.what = kept(bank, "+4122").what;
        return other;
    }();
    const store::notice both[] = {n, theirs};
    door.live().committed(both);
    poll();
    EXPECT_THAT(to_shop.written, HasSubstr("event: submitted\ndata: {\"id\":\"" + to_text(n.what->id)));
    EXPECT_THAT(to_shop.written, Not(HasSubstr("+4122")));
    EXPECT_THAT(to_shop.written, Not(HasSubstr("\"account\"")));
    EXPECT_THAT(to_root.written, HasSubstr("+4122"));
    EXPECT_THAT(to_root.written, HasSubstr("\"account\":\"shop\""));
    door.stop();
    poll();
    EXPECT_EQ(door.count().listeners, 0u);
}

TEST_F(api, drops_events_for_a_listener_that_is_too_slow_and_tells_it) {
    const auto mine = ask("GET", "/v1/events");
    writer out;
    boost::asio::co_spawn(io, mine.stream(out), boost::asio::detached);
    poll();
    store::notice n;
    n.happened.kind = event_kind::submitted;
    n.what = kept(shop).what;
    const std::vector<store::notice> many(20, n);
    door.live().committed(many);
    poll();
    EXPECT_THAT(out.written, HasSubstr("event: dropped\ndata: {\"count\":"));
    EXPECT_GT(door.count().events_dropped, 0u);
    EXPECT_LT(out.written.size(), 2000u);
    door.stop();
    poll();
}

TEST_F(api, forgets_a_listener_that_has_gone) {
    const auto mine = ask("GET", "/v1/events");
    writer out;
    out.gone = true;
    boost::asio::co_spawn(io, mine.stream(out), boost::asio::detached);
    poll();
    EXPECT_EQ(door.count().listeners, 0u);
}

}  // namespace hermod::api
