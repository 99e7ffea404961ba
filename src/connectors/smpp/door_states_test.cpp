// The table of docs/protocols/smpp.md, server's half: what comes of each PDU in each state.
#include "connectors/smpp/door_stage.hpp"

namespace hermod::connectors::smpp::on_stage {
namespace {

// A session in each state of the table in docs/protocols/smpp.md.
enum class place { open, transmitter, receiver, transceiver, unbinding };

std::unique_ptr<stage> session_in(place where) {
    auto s = std::make_unique<stage>();
    const auto bind = [&](const auto& pdu) {
        s->feed(pdu_octets(1, pdu));
        s->one.bind_decided(command_status::esme_rok, 10, 10, s->now);
        s->go_on();
    };
    if (where == place::transmitter) bind(bind_transmitter{});
    if (where == place::receiver) bind(bind_receiver{});
    if (where == place::transceiver || where == place::unbinding) bind(bind_transceiver{});
    if (where == place::unbinding) {
        EXPECT_TRUE(s->one.deliver(7, deliver_sm{}, s->now));
        s->one.start_drain(s->now, s->now + 2s);
        s->writes();
    }
    s->take();
    return s;
}

// What is written to a bare header of this id; "asked": its fields would be read.
std::string written_to(command_id id, place where) {
    const std::string response = "-> " + std::string(name(response_of(id))) + " 50";
    if (is_response(id) || id == command_id::outbind || id == command_id::alert_notification) return "";
    switch (id) {
        case command_id::enquire_link:
            return response;
        case command_id::unbind:
        case command_id::bind_transmitter:
        case command_id::bind_receiver:
        case command_id::bind_transceiver:
            return "its own test";
        case command_id::submit_sm:
        case command_id::submit_multi:
        case command_id::data_sm:
        case command_id::query_sm:
        case command_id::cancel_sm:
        case command_id::replace_sm:
            if (where == place::transmitter || where == place::transceiver) return "asked";
            return response + " ESME_RINVBNDSTS";
        case command_id::deliver_sm:
            return response + " ESME_RINVBNDSTS";
        default:
            return response + (where == place::open ? " ESME_RINVBNDSTS" : " ESME_RINVCMDID");  // broadcasts, 3.3's own
    }
}

TEST(door_session, every_operation_in_every_state) {
    std::size_t cells = 0;
    for (const pdu_row& row : pdu_table())
        for (const place where : {place::open, place::transmitter, place::receiver, place::transceiver, place::unbinding}) {
            SCOPED_TRACE(std::string(row.name) + " in state " + std::to_string(static_cast<int>(where)));
            const std::string wanted = written_to(row.id, where);
            if (wanted == "asked" || wanted == "its own test") continue;
            const auto s = session_in(where);
            s->feed(head_octets(row.id, 50));
            EXPECT_EQ(s->take(), wanted.empty() ? lines{} : lines{wanted});
            if (is_response(row.id)) {
                EXPECT_EQ(s->notes[door_note::unknown_response], 1);
            }
            s->feed(head_octets(command_id::enquire_link, 51));  // and it lives
            EXPECT_EQ(s->take(), lines{"-> enquire_link_resp 51"});
            ++cells;
        }
    EXPECT_GT(cells, 150u);
}

TEST(door_session, an_unknown_response_is_passed_over_and_an_unknown_request_is_not) {
    const auto s = session_in(place::transceiver);
    s->feed(head_octets(command_id{0x80004242}, 50));
    EXPECT_EQ(s->take(), lines{});
    s->feed(head_octets(command_id{0x4242}, 51));
    EXPECT_EQ(s->take(), lines{"-> generic_nack 51 ESME_RINVCMDID"});
}

}  // namespace
}  // namespace hermod::connectors::smpp::on_stage
