#include "connectors/cimd2/door_house.hpp"

#include <set>

#include "connectors/cimd2/times.hpp"

namespace hermod::connectors::cimd2::in_the_house {
namespace {

// The timestamp of the first outcome of a submit's response: "53:003|021:467|060:261125190923|".
std::string timestamp_in(const std::string& answer) {
    const auto at = answer.find("|060:");
    return at == std::string::npos ? std::string() : answer.substr(at + 5, 12);
}

telling a_report(house& h, std::uint64_t token, state now = state::delivered) {
    telling out;
    out.what = h.in.at(0);
    out.token = token;
    out.now = now;
    out.at = h.in.at(0)->accepted_at;
    return out;
}

telling from_handset(std::uint64_t token, std::string body) {
    auto m = std::make_shared<message>();
    m->way = direction::from_handset;
    m->from = "+46701234567";
    m->to = "88222";
    m->body = std::move(body);
    telling out;
    out.what = std::move(m);
    out.token = token;
    return out;
}

TEST(cimd2_door, takes_a_submit_when_it_is_stored_and_names_it) {
    house h;
    client c(h.where);
    EXPECT_EQ(c.log_in(), "51:001|");
    const std::string answer = c.ask("03:003|021:0046701234567|023:88222|033:Hi_Oa|056:14|");
    EXPECT_EQ(answer, "53:003|021:0046701234567|060:" + timestamp_in(answer) + "|");
    ASSERT_EQ(h.in.count(), 1u);
    const message_ptr m = h.in.at(0);
    EXPECT_EQ(m->to, "+46701234567");
    EXPECT_EQ(m->from, "88222");
    EXPECT_EQ(m->body, "Hi@");
    EXPECT_EQ(m->callbacks, callback_final);
    EXPECT_EQ(m->via, told_by::session);
    EXPECT_EQ(m->client_ref, timestamp_in(answer) + ":0046701234567");
}

TEST(cimd2_door, messages_to_one_recipient_have_names_of_their_own) {
    house h;
    client c(h.where);
    c.log_in();
    std::set<std::string> names;
    for (const char* number : {"003", "005", "007", "009"})
        names.insert(timestamp_in(c.ask("03:" + std::string(number) + "|021:46701234567|033:Hi|")));
    EXPECT_EQ(names.size(), 4u);
}

TEST(cimd2_door, a_submit_to_several_says_of_each_what_became_of_it) {
    house h;
    client c(h.where);
    c.log_in();
    const std::string answer = c.ask("03:003|021:46701234567|021:nobody|021:999|021:46701234568|033:Hi|");
    const std::string second = answer.substr(answer.rfind("|060:") + 5, 12);
    EXPECT_EQ(answer, "53:003|021:46701234567|060:" + timestamp_in(answer) +
                          "|900:300|901:incorrect destination address|021:999|900:9|901:requested operation failed|"
                          "021:46701234568|060:" +
                          second + "|");
    EXPECT_EQ(h.in.count(), 2u);
    EXPECT_EQ(h.in.transactions, 1u);
    const std::string hyphens = c.ask("03:005|021:+46--70-1-2-3-4-5-6-7|021:46701234569|033:Hi|");
    EXPECT_EQ(hyphens.substr(0, 24), "53:005|021:+46701234567|") << "more than 20 octets";
}

TEST(cimd2_door, refuses_with_the_code_of_what_is_wrong) {
    house h([](door_options&, door_account& shop) { shop.senders = {"88222", "Shop*"}; });
    client c(h.where);
    c.log_in();
    EXPECT_EQ(c.ask("03:003|033:Hi|"), "53:003|900:301|901:incorrect number of destination addresses|");
    EXPECT_EQ(c.ask("03:005|021:467x|033:Hi|"), "53:005|900:300|901:incorrect destination address|");
    EXPECT_EQ(c.ask("03:007|021:467|023:12345|033:Hi|"), "53:007|900:306|901:incorrect originator address|");
    EXPECT_EQ(c.ask("03:009|021:467|027:Bank|033:Hi|"), "53:009|900:321|901:incorrect alphanumeric originator|");
    EXPECT_EQ(c.ask("03:011|021:467|033:Hi|034:00|"),
              "53:011|900:303|901:incorrect combination of binary, header and normal user data|");
    EXPECT_EQ(c.ask("03:013|021:999|033:Hi|"), "53:013|021:999|900:9|901:requested operation failed|");
    std::string many = "03:015|";
    for (int i = 0; i < 51; ++i) many += "021:46701234567|";
    EXPECT_EQ(c.ask(many + "033:Hi|"), "53:015|900:301|901:incorrect number of destination addresses|");
    EXPECT_EQ(h.in.count(), 0u);
    EXPECT_EQ(h.made->plain().numbers().submits_refused, 7u);
}

TEST(cimd2_door, the_most_destinations_that_there_may_be_are_answered_even_if_none_is_good) {
    house h;
    client c(h.where);
    c.log_in();
    std::string many = "03:003|";
    for (int i = 0; i < 50; ++i) many += "021:999-----------------|";
    const std::string answer = c.ask(many + "033:Hi|");
    EXPECT_EQ(answer.substr(0, 7), "53:003|");
    EXPECT_EQ(std::count(answer.begin(), answer.end(), '|'), 1 + 3 * 50);
    EXPECT_EQ(c.ask("03:005|021:|033:Hi|"), "53:005|900:300|901:incorrect destination address|");
}

TEST(cimd2_door, a_full_store_is_congestion_and_a_failed_one_an_error) {
    house h;
    client c(h.where);
    c.log_in();
    h.in.answer = put_result::kind::full;
    EXPECT_EQ(c.ask("03:003|021:467|033:Hi|"), "53:003|900:10|901:temporary congestion|");
    h.in.answer = put_result::kind::failed;
    EXPECT_EQ(c.ask("03:005|021:467|033:Hi|"), "53:005|900:6|901:general system error|");
}

TEST(cimd2_door, an_accounts_rate_is_kept) {
    house h([](door_options&, door_account& shop) { shop.rate = 0.01; });
    client c(h.where);
    c.log_in();
    EXPECT_NE(timestamp_in(c.ask("03:003|021:467|033:Hi|")), "");
    EXPECT_EQ(c.ask("03:005|021:467|033:Hi|"), "53:005|021:467|900:10|901:temporary congestion|");
    EXPECT_EQ(c.ask("04:007|021:467|060:261125190923|"), "54:007|900:10|901:temporary congestion|") << "questions count, too";
}

TEST(cimd2_door, nothing_is_taken_while_the_account_is_held) {
    house h;
    client c(h.where);
    c.log_in();
    ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.listeners.empty(); }));
    h.listeners.first()->hold(true);
    EXPECT_EQ(c.ask("03:003|021:467|033:Hi|"), "53:003|900:10|901:temporary congestion|");
    h.listeners.first()->hold(false);
    EXPECT_NE(timestamp_in(c.ask("03:005|021:467|033:Hi|")), "");
    EXPECT_EQ(h.made->plain().numbers().submits_held, 1u);
}

TEST(cimd2_door, refuses_a_wrong_login_and_one_too_many) {
    house h([](door_options&, door_account& shop) { shop.max_binds = 1; });
    client wrong(h.where);
    EXPECT_EQ(wrong.log_in("other"), "51:001|900:100|901:invalid login|");
    EXPECT_TRUE(wrong.ended());
    client first(h.where), second(h.where);
    EXPECT_EQ(first.log_in(), "51:001|");
    EXPECT_EQ(second.log_in(), "51:001|900:102|901:too many users with this login|");
    EXPECT_TRUE(second.ended());
    client unknown(h.where);
    EXPECT_EQ(unknown.ask("01:001|010:who|011:secret|"), "51:001|900:100|901:invalid login|");
}

TEST(cimd2_door, tells_reports_and_messages_and_passes_the_answers_on) {
    house h;
    client c(h.where);
    c.log_in();
    const std::string named = timestamp_in(c.ask("03:003|021:46701234567|033:Hi|056:14|"));
    h.tell(a_report(h, 71));
    EXPECT_EQ(c.read().substr(0, 50), "23:000|021:46701234567|060:" + named + "|061:4|063:");
    h.tell(from_handset(72, "Answer"));
    EXPECT_EQ(c.read(), "20:002|021:88222|023:+46701234567|060:700101000000|033:Answer|");
    c.send("73:000|");
    c.send("70:002|900:9|901:full|");
    const auto heard = h.hears(2);
    EXPECT_EQ(heard[0].token, 71u);
    EXPECT_EQ(heard[0].is, told::kind::taken);
    EXPECT_EQ(heard[1].is, told::kind::later);
    EXPECT_EQ(heard[1].code, 9u);
    EXPECT_EQ(heard[1].detail, "requested operation failed");
}

TEST(cimd2_door, a_long_message_is_taken_when_its_last_part_is) {
    house h;
    client c(h.where);
    c.log_in("secret", "019:2|");
    h.tell(from_handset(5, std::string(400, 'x')));
    EXPECT_EQ(c.read().substr(0, 6), "20:000");
    EXPECT_EQ(c.read().substr(0, 6), "20:002");
    c.send("70:000|");
    EXPECT_EQ(c.read().substr(0, 6), "20:004") << "the window is two";
    c.send("70:002|");
    c.send("70:004|");
    EXPECT_EQ(h.hears(1)[0].is, told::kind::taken);
}

TEST(cimd2_door, answers_how_a_message_stands_by_its_name_in_any_spelling) {
    house h;
    client c(h.where);
    c.log_in();
    const std::string named = timestamp_in(c.ask("03:003|021:46701234567|033:Hi|"));
    const std::string other = timestamp_in(c.ask("03:005|021:46701234567|033:Ho|"));
    EXPECT_EQ(c.ask("04:007|021:+46701234567|060:" + named + "|"), "54:007|021:46701234567|060:" + named + "|061:1|");
    EXPECT_EQ(c.ask("04:009|021:46701234567|060:" + other + "|"), "54:009|021:46701234567|060:" + other + "|061:1|");
    EXPECT_EQ(c.ask("04:011|021:46701234568|060:" + named + "|"), "54:011|900:7|901:cannot find information|");
    EXPECT_EQ(c.ask("04:013|021:467|060:261325190923|"), "54:013|900:401|901:incorrect service centre timestamp|");
    EXPECT_EQ(c.ask("04:015|060:" + named + "|"), "54:015|900:400|901:incorrect address|");
}

TEST(cimd2_door, a_message_that_nobody_remembers_is_searched_for) {
    std::string named;
    house h([](door_options&, door_account&) {});
    {
        auto m = std::make_shared<message>();  // stored before a restart
        m->id = message_id{77};
        m->to = "+46701234567";
        m->accepted_at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - 5s;
        named = centre_time(m->accepted_at + 30s, std::chrono::minutes(0));  // a timestamp may be ahead
        m->client_ref = reference_of(named, "46701234567");
        const std::lock_guard lock(h.in.mutex);
        h.in.stored.push_back(std::move(m));
    }
    client c(h.where);
    c.log_in();
    EXPECT_EQ(c.ask("04:003|021:46701234567|060:" + named + "|"), "54:003|021:46701234567|060:" + named + "|061:1|");
}

TEST(cimd2_door, cancels_one_by_its_name_or_all_that_wait_for_a_handset) {
    house h;
    client c(h.where);
    c.log_in();
    const std::string named = timestamp_in(c.ask("03:003|021:467|033:a|"));
    for (const char* number : {"005", "007", "009"}) c.ask("03:" + std::string(number) + "|021:467|033:b|");
    EXPECT_EQ(c.ask("06:011|059:2|021:467|060:" + named + "|"), "56:011|");
    EXPECT_EQ(h.in.count(), 3u);
    EXPECT_EQ(c.ask("06:013|059:2|021:467|060:" + named + "|"), "56:013|900:7|901:cannot find information|");
    EXPECT_EQ(c.ask("06:015|059:0|021:467|"), "56:015|");
    EXPECT_EQ(h.in.count(), 0u);
    EXPECT_EQ(c.ask("06:017|059:0|"), "56:017|900:603|901:incorrect parameter combination|");
    EXPECT_EQ(c.ask("06:019|059:3|021:467|"), "56:019|900:602|901:incorrect mode|");
    EXPECT_EQ(c.ask("06:021|021:x|"), "56:021|900:601|901:incorrect address|");
    EXPECT_EQ(c.ask("06:023|021:467|060:1|"), "56:023|900:600|901:incorrect service centre timestamp|");
}

TEST(cimd2_door, tells_its_time_and_how_much_waits) {
    house h([](door_options& options, door_account&) { options.offset = std::chrono::minutes(60); });
    client c(h.where);
    c.log_in("secret", "");
    const std::string time = c.ask("09:003|500:501|");
    EXPECT_EQ(time.size(), 24u);
    EXPECT_EQ(time.substr(0, 11), "59:003|501:");
    EXPECT_EQ(c.ask("09:005|500:502|"), "59:005|900:900|901:unsupported item requested|");
    EXPECT_EQ(c.ask("05:007|068:0|"), "55:007|066:0|");
    for (std::uint64_t token : {1u, 2u, 3u}) h.tell(from_handset(token, "Hi"));
    EXPECT_EQ(c.read().substr(0, 6), "20:000");
    // The others wait behind it; the number grows as they come.
    std::string count;
    for (int i = 0; i < 1000 && count != "55:009|066:3|"; ++i) count = c.ask("05:009|068:0|");
    EXPECT_EQ(count, "55:009|066:3|");
    EXPECT_EQ(c.ask("05:011|068:2|"), "55:011|");
    EXPECT_EQ(c.ask("05:013|068:3|"), "55:013|900:501|901:incorrect mode|");
}

TEST(cimd2_door, what_was_not_answered_goes_back_when_the_application_leaves) {
    house h;
    {
        client c(h.where);
        c.log_in();
        h.tell(from_handset(1, "Hi"));
        c.read();
    }
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
    client again(h.where);
    EXPECT_EQ(again.log_in(), "51:001|");
    EXPECT_EQ(again.ask("02:003|"), "52:003|");
    EXPECT_TRUE(again.ended());
}

TEST(cimd2_door, an_accounts_dialect_holds_both_ways) {
    house h([](door_options&, door_account& shop) {
        shop.quirks.latin1_link = true;
        shop.quirks.no_plus = true;
    });
    client c(h.where);
    c.log_in();
    c.ask("03:003|021:467|033:\xe4|");
    EXPECT_EQ(h.in.at(0)->body, "ä");
    h.tell(from_handset(1, "ä"));
    EXPECT_EQ(c.read(), "20:000|021:88222|023:46701234567|060:700101000000|033:\xe4|");
}

}  // namespace
}  // namespace hermod::connectors::cimd2::in_the_house
