// Submits to many at once: every way in which they are answered, or are not.
#include "connectors/smpp/session.hpp"
#include "connectors/smpp/session_script.hpp"

namespace hermod::connectors::smpp {
namespace {

using namespace std::chrono_literals;
using wire_smpp::submit_multi_resp;

void play(script& dialogue) {
    dialogue.check();
    dialogue.break_everywhere();
}

struct failure {
    std::string address;
    command_status status;
};

octet_string multi_resp(std::uint32_t sequence, std::string id, const std::vector<failure>& failures,
                        command_status status = command_status::esme_rok) {
    octet_string raw;
    for (const failure& one : failures) {
        wire_smpp::unsuccess_sme item;
        item.dest_addr_ton = wire_smpp::ton::national;  // not as we wrote it: must not matter
        item.destination_addr = one.address;
        item.error_status_code = one.status;
        EXPECT_TRUE(wire_smpp::append_item(raw, item));
    }
    return pdu_octets(sequence, submit_multi_resp{id, {failures.size(), raw}, {}}, status);
}

session_options with_window(std::size_t window) {
    session_options out;
    out.window = window;
    return out;
}

std::string to(std::uint64_t token) { return stage::handset(token); }

TEST(smpp_session_multi, is_one_pdu_and_one_place_and_all_get_its_id) {
    play(script(with_window(2)).bind().room(2).send_many({1, 2, 3}).room(1).writes("submit_multi 2").feed(multi_resp(2, "abc", {}))
             .says("1 sent shared abc").says("2 sent shared abc").says("3 sent shared abc").room(2).notes(session_note::oddity, 0));
}

TEST(smpp_session_multi, who_is_in_the_list_has_its_own_status) {
    session_options options;
    options.retry_after = 1s;
    play(script(options).bind().send_many({1, 2, 3, 4})
             .feed(multi_resp(2, "abc", {{to(4), command_status::esme_rsyserr}, {to(2), command_status::esme_rinvdstadr}}))
             .says("1 sent shared abc").says("2 refused ESME_RINVDSTADR").says("3 sent shared abc").says("4 later")
             .notes(session_note::oddity, 0));
}

TEST(smpp_session_multi, a_failure_is_matched_however_its_address_is_written) {
    play(script().bind().send_many({1, 2, 3})
             .feed(multi_resp(2, "abc", {{"+" + to(1), command_status::esme_rinvdstadr},
                                         {"0" + to(2).substr(2), command_status::esme_rinvdstadr}}))
             .says("1 refused ESME_RINVDSTADR").says("2 refused ESME_RINVDSTADR").says("3 sent shared abc")
             .notes(session_note::oddity, 0));
}

TEST(smpp_session_multi, failures_of_nobody_twice_or_of_no_error_are_counted_and_change_nothing) {
    play(script().bind().send_many({1, 2})
             .feed(multi_resp(2, "abc", {{"447700900999", command_status::esme_rinvdstadr}, {"123", command_status::esme_rinvdstadr},
                                         {"friends", command_status::esme_rinvdlname}, {to(1), command_status::esme_rok},
                                         {to(2), command_status::esme_rsyserr}, {to(2), command_status::esme_rinvdstadr}}))
             .says("1 sent shared abc").says("2 later").notes(session_note::oddity, 5));
}

TEST(smpp_session_multi, an_error_status_is_the_verdict_for_all) {
    play(script().bind().send_many({1, 2}).feed(multi_resp(2, "", {}, command_status::esme_rsubmitfail))
             .says("1 refused elsewhere ESME_RSUBMITFAIL").says("2 refused elsewhere ESME_RSUBMITFAIL"));
    play(script().bind().send_many({1, 2}).feed(head_octets(command_id::generic_nack, 2, command_status::esme_rsyserr)).says("1 later")
             .says("2 later"));
}

TEST(smpp_session_multi, throttled_is_one_signal_for_the_window) {
    session_options options = with_window(8);
    options.throttle_pause = 100ms;
    play(script(options).bind().send_many({1, 2, 3}).feed(head_octets(command_id::submit_multi_resp, 2, command_status::esme_rthrottled))
             .says("1 later throttled").says("2 later throttled").says("3 later throttled").room(0).notes(session_note::throttled, 1)
             .wait(100ms).room(4));
    play(script(options).bind().send_many({1, 2}).feed(multi_resp(2, "x", {{to(2), command_status::esme_rthrottled}}))
             .says("1 sent shared x").says("2 later throttled").room(0).wait(100ms).room(4));
}

TEST(smpp_session_multi, a_centre_that_does_not_know_it_gives_all_back_unsent) {
    play(script().bind().send_many({1, 2}).feed(head_octets(command_id::submit_multi_resp, 2, command_status::esme_rinvcmdid))
             .says("1 unsent").says("2 unsent").notes(session_note::no_submit_multi, 1));
    play(script().bind().send_many({1, 2}).feed(head_octets(command_id::generic_nack, 2, command_status::esme_rinvcmdid))
             .says("1 unsent").says("2 unsent").notes(session_note::no_submit_multi, 1));
    play(script().bind().send(1).feed(head_octets(command_id::submit_sm_resp, 2, command_status::esme_rinvcmdid))
             .says("1 refused ESME_RINVCMDID").notes(session_note::no_submit_multi, 0));
}

// One wrong number must not condemn all others, nor a limit of the centre's everybody.
TEST(smpp_session_multi, a_status_about_its_destinations_gives_all_back_unsent) {
    for (const auto status : {command_status::esme_rinvdstadr, command_status::esme_rinvdestflag, command_status::esme_rinvdlname,
                              command_status::esme_rinvdstton, command_status::esme_rinvdstnpi})
        play(script().bind().send_many({1, 2}).feed(multi_resp(2, "", {}, status)).says("1 unsent").says("2 unsent")
                 .notes(session_note::destination_refused, 1));
    play(script().bind().send_many({1, 2}).feed(multi_resp(2, "", {}, command_status::esme_rinvnumdests)).says("1 unsent").says("2 unsent")
             .notes(session_note::too_many_destinations, 1));
}

TEST(smpp_session_multi, without_an_answer_in_time_all_are_unsure) {
    session_options options;
    options.response_timeout = 1s;
    play(script(options).bind().send_many({1, 2}).writes("submit_multi 2").wait(1s).says("1 unsure").says("2 unsure")
             .notes(session_note::response_timeout, 1).feed(multi_resp(2, "late", {})).notes(session_note::unknown_response, 1));
}

TEST(smpp_session_multi, when_the_connection_breaks_written_ones_are_unsure_and_others_unsent) {
    play(script().bind().send_many({1, 2}).writes("submit_multi 2").kernel_is_full().send_many({3, 4}).disconnect()
             .says("1 unsure").says("2 unsure").says("3 unsent").says("4 unsent"));
}

TEST(smpp_session_multi, an_answer_of_another_kind_with_its_number_is_its_answer) {
    play(script().bind().send_many({1, 2}).submitted(2, "one").says("1 sent shared one").says("2 sent shared one")
             .notes(session_note::oddity, 1).send_many({3, 4}).feed(head_octets(command_id::query_sm_resp, 3))
             .says("3 sent shared ").says("4 sent shared ").notes(session_note::oddity, 2));
}

// Taken is taken: sending again what cannot be read would reach all of them twice.
TEST(smpp_session_multi, a_success_with_a_list_that_cannot_be_read_is_a_success_with_its_id) {
    octet_string cut = multi_resp(2, "abc", {{to(2), command_status::esme_rinvdstadr}});
    cut.resize(cut.size() - 6);
    cut[3] = static_cast<std::uint8_t>(cut.size());
    play(script().bind().send_many({1, 2}).feed(cut).says("1 sent shared abc").says("2 sent shared abc").notes(session_note::pdu_error, 1));
    play(script().bind().send_many({1, 2}).feed(head_octets(command_id::submit_multi_resp, 2)).says("1 sent shared ")
             .says("2 sent shared ").notes(session_note::oddity, 1));
}

TEST(smpp_session_multi, is_answered_in_order_where_the_dialect_says_so) {
    session_options options;
    options.answers_in_order = true;
    play(script(options).bind().send_many({1, 2}).send(3).feed(multi_resp(0, "abc", {})).says("1 sent shared abc")
             .says("2 sent shared abc").submitted(0, "d").says("3 sent d"));
}

TEST(smpp_session_multi, places_are_used_again_and_answers_come_in_any_order) {
    play(script().bind().send_many({1, 2}).send_many({3}).send_many({4, 5}).feed(multi_resp(3, "b", {})).says("3 sent b")
             .send_many({6, 7}).feed(multi_resp(4, "c", {})).says("4 sent shared c").says("5 sent shared c")
             .feed(multi_resp(5, "d", {{to(6), command_status::esme_rinvdstadr}})).says("6 refused ESME_RINVDSTADR").says("7 sent shared d")
             .feed(multi_resp(2, "a", {})).says("1 sent shared a").says("2 sent shared a"));
}

TEST(smpp_session_multi, what_cannot_be_encoded_leaves_nothing_behind) {
    stage world({});
    world.one.connected(world.now);
    world.feed(pdu_octets(1, wire_smpp::bind_transceiver_resp{"centre", {}}));
    world.take_writes();
    world.written.clear();
    const std::vector<std::uint64_t> tokens{1, 2};
    wire_smpp::submit_multi pdu;
    pdu.service_type = "too long for it";
    EXPECT_FALSE(world.one.send(tokens, pdu, world.now));
    EXPECT_EQ(world.one.outstanding(), 0u);
    EXPECT_EQ(world.next_write(), "");
    world.one.disconnected();
    EXPECT_TRUE(world.sent.empty());
}

}  // namespace
}  // namespace hermod::connectors::smpp
