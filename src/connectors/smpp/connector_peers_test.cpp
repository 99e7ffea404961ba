// What a connector makes of its peers: data_sm, pairs of binds, versions, questions, outbind, alerts.
#include <set>

#include "lines/acceptor.hpp"
#include "lines/carried.hpp"
#include "connectors/smpp/connector_stage.hpp"
#include "gateway/network_questions.hpp"

namespace hermod::connectors::smpp {
namespace {

using wire::smpp::tlv_tag;

class smpp_peers : public connector_stage, public network_question_reply {
protected:
    void network_answered(std::uint64_t token, network_answer answer) override { answers[token] = std::move(answer); }
    network_question about(std::string remote_id) { return {text(1), std::move(remote_id)}; }
    std::map<std::uint64_t, network_answer> answers;
};

wire::smpp::deliver_sm receipt_pdu(std::string_view text) {
    wire::smpp::deliver_sm pdu;
    pdu.esm_class = wire::smpp::esm_class::delivery_receipt;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    return pdu;
}

TEST_F(smpp_peers, data_sm_is_sent_and_its_answer_heard) {
    options.translation.as_data_sm = true;
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (head.id != command_id::data_sm) return false;
        one.write(head.sequence_number, wire::smpp::data_sm_resp{"d1", {}});
        return true;
    };
    start_and_bind();
    send(1);
    until(settled(1));
    EXPECT_EQ(ports.verdicts[1].detail, "d1");
    EXPECT_EQ(out->counters().oddities, 0u);
}

TEST_F(smpp_peers, smpp_3_3_binds_a_transmitter_and_a_receiver_and_sends_no_tlvs) {
    options.session.interface_version = wire::smpp::version_3_3;
    std::multiset<std::string> binds;
    std::size_t tlvs = 99;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (name(head.id).starts_with("bind")) binds.emplace(name(head.id));
        if (!is_submit(head)) return false;
        tlvs = wire::smpp::decode_as<wire::smpp::submit_sm>(frame).value().pdu.tlvs.raw().size();
        accept(one, head, "x");
        return true;
    };
    start();
    until([&] { return out->counters().binds_up == 2; });
    EXPECT_EQ(binds, (std::multiset<std::string>{"bind_receiver", "bind_transmitter"}));
    EXPECT_EQ(out->window(), 10u);
    EXPECT_EQ(out->capacity(), 10u);
    auto m = std::make_shared<message>(*text(1));
    auto extras = std::make_shared<message_extras>();
    extras->tlvs = std::string("\x14\x00\x00\x01x", 5);
    m->extras = extras;
    for (std::uint64_t token = 1; token <= 3; ++token) send(token, m);  // none of them to the receiver
    until(settled(3));
    EXPECT_EQ(kind(3), verdict::kind::sent);
    EXPECT_EQ(tlvs, 0u);
    EXPECT_EQ(out->counters().oddities, 3u);
    // The receiver alone makes it no usable connector.
    for (const auto& one : centre.lines) one->close();
    until([&] { return out->counters().binds_up == 0; });
    EXPECT_FALSE(out->health().usable);
}

TEST_F(smpp_peers, receipts_come_by_the_receiver_of_a_pair) {
    options.session.mode = bind_mode::pair;
    std::optional<command_status> answer;
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (head.id == command_id::deliver_sm_resp) answer = head.status;
        if (head.id == command_id::bind_receiver) {
            one.write(head.sequence_number, wire::smpp::bind_receiver_resp{"centre", {}});
            one.write(1, receipt_pdu("id:a stat:DELIVRD"));
            return true;
        }
        return false;
    };
    start();
    until([&] { return answer.has_value(); });
    EXPECT_EQ(answer, command_status::esme_rok);
    EXPECT_EQ(ports.reported.front().remote_id, "a");
}

TEST_F(smpp_peers, centres_version_and_congestion_are_shown) {
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (head.id != command_id::bind_transceiver) return false;
        std::vector<std::uint8_t> raw;
        wire::smpp::tlv_writer tlvs(raw);
        (void)tlvs.u8(tlv_tag::sc_interface_version, wire::smpp::version_5_0);
        (void)tlvs.u8(tlv_tag::congestion_state, 97);
        one.write(head.sequence_number, wire::smpp::bind_transceiver_resp{"centre", tlvs.view()});
        return true;
    };
    options.session.interface_version = wire::smpp::version_5_0;
    start_and_bind();
    const auto sentence = out->health().sentence;
    EXPECT_EQ(sentence, "1 of 1 binds up, the centre speaks " + wire::smpp::interface_version_words(0x50) + ", congestion 97");
    EXPECT_NE(log.text.find("the centre speaks"), std::string::npos);
    EXPECT_EQ(out->capacity(), 5u);
}

TEST_F(smpp_peers, questions_are_asked_with_the_submits_addresses_and_answered_in_our_words) {
    options.session.response_timeout = 200ms;
    std::map<std::string, std::string> asked;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (head.id == command_id::query_sm) {
            const auto pdu = wire::smpp::decode_as<wire::smpp::query_sm>(frame).value().pdu;
            asked["query"] = std::string(pdu.message_id) + " " + std::string(pdu.source_addr);
            if (pdu.message_id == "lost") return true;
            wire::smpp::query_sm_resp resp;
            resp.message_id = pdu.message_id;
            resp.message_state = wire::smpp::message_state::undeliverable;
            resp.error_code = 7;
            one.write(head.sequence_number, resp);
            return true;
        }
        if (head.id == command_id::cancel_sm) {
            const auto pdu = wire::smpp::decode_as<wire::smpp::cancel_sm>(frame).value().pdu;
            asked["cancel"] = std::string(pdu.source_addr) + " " + std::string(pdu.destination_addr);
            one.head(command_id::cancel_sm_resp, head.sequence_number, command_status::esme_rcancelfail);
            return true;
        }
        if (head.id == command_id::replace_sm) {
            const auto pdu = wire::smpp::decode_as<wire::smpp::replace_sm>(frame).value().pdu;
            asked["replace"] = std::string(pdu.short_message.begin(), pdu.short_message.end());
            one.head(command_id::generic_nack, head.sequence_number, command_status::esme_rinvcmdid);
            return true;
        }
        return false;
    };
    start_and_bind();
    network_questions* questions = out->questions();
    ASSERT_NE(questions, nullptr);
    questions->query(about("a1"), *this, 1);
    questions->cancel(about("a1"), *this, 2);
    auto with = std::make_shared<message>(*text(1));
    with->body = "other";
    questions->replace(about("a1"), with, *this, 3);
    questions->query(about("lost"), *this, 4);
    questions->query(about(""), *this, 5);
    with = std::make_shared<message>(*with);
    with->coding = encoding::ucs2;
    questions->replace(about("a1"), with, *this, 6);
    questions->query(about(lines::carried_id(message_id{1}, 2)), *this, 7);
    EXPECT_TRUE(answers.empty());  // never from within
    until([&] { return answers.size() == 7; });
    using k = network_answer::kind;
    EXPECT_EQ(answers[1].is, k::done);
    EXPECT_EQ(answers[1].now, state::undelivered);
    EXPECT_EQ(answers[1].code, 7u);
    EXPECT_EQ(answers[1].detail, "UNDELIV");
    EXPECT_EQ(answers[2].is, k::refused);
    EXPECT_EQ(answers[2].detail, "ESME_RCANCELFAIL");
    EXPECT_EQ(answers[3].is, k::not_supported);
    EXPECT_EQ(answers[4].is, k::unknown);
    EXPECT_EQ(answers[5].is, k::refused);
    EXPECT_EQ(answers[6].is, k::refused);
    EXPECT_EQ(answers[7].is, k::refused);
    EXPECT_EQ(asked["cancel"], "88222 447700900123");
    EXPECT_EQ(asked["replace"], "other");
}

TEST_F(smpp_peers, questions_that_are_switched_off_are_not_asked) {
    options.questions = {false, false, false};
    bool asked = false;
    centre.on_pdu = [&](line&, const header& head, octets) {
        if (head.id == command_id::query_sm || head.id == command_id::cancel_sm || head.id == command_id::replace_sm) asked = true;
        return false;
    };
    start_and_bind();
    out->questions()->query(about("a"), *this, 1);
    out->questions()->cancel(about("a"), *this, 2);
    out->questions()->replace(about("a"), text(1), *this, 3);
    out->questions()->cancel(about(lines::carried_id(message_id{1}, 2)), *this, 4);
    until([&] { return answers.size() == 4; });
    for (const auto& [token, answer] : answers) EXPECT_EQ(answer.is, network_answer::kind::not_supported) << token;
    EXPECT_FALSE(asked);
}

TEST_F(smpp_peers, query_tells_deleted_as_cancelled_and_when_it_was) {
    centre.on_pdu = [&](line& one, const header& head, octets) {
        if (head.id != command_id::query_sm) return false;
        wire::smpp::query_sm_resp resp;
        resp.final_date = "261125120000000+";
        resp.message_state = wire::smpp::message_state::deleted;
        one.write(head.sequence_number, resp);
        return true;
    };
    start_and_bind();
    out->questions()->query(about("a"), *this, 1);
    out->questions()->cancel(about(lines::carried_id(message_id{1}, 2)), *this, 2);  // the network has it as part 1
    until([&] { return answers.size() == 2; });
    EXPECT_EQ(answers[1].now, state::cancelled);
    EXPECT_EQ(answers[1].at, from_micros(1'795'608'000'000'000));
    EXPECT_EQ(answers[2].is, network_answer::kind::done);
}

TEST_F(smpp_peers, unbound_connector_asks_nothing) {
    centre.on_pdu = [](line&, const header&, octets) { return true; };
    start();
    out->questions()->query(about("a"), *this, 1);
    until([&] { return answers.size() == 1; });
    EXPECT_EQ(answers[1].is, network_answer::kind::unsent);
}

TEST_F(smpp_peers, centre_that_calls_is_bound_on_its_own_connection) {
    options.binds = 0;
    options.outbind = {"127.0.0.1", 0, bind_mode::transceiver, 1, "centre", "secret"};
    // A free port: asked of the system, given back, taken again.
    {
        scripted_centre lent(io);
        options.outbind.port = lent.port();
    }
    centre.on_pdu = [](line& one, const header& head, octets) { return is_submit(head) && (accept(one, head, "x"), true); };
    start();
    EXPECT_EQ(out->capacity(), 0u);
    line& stranger = centre.call(options.outbind.port);
    stranger.write(1, wire::smpp::outbind{"centre", "guess", {}});
    until([&] { return log.text.find("an outbind that we do not know") != std::string::npos; });
    centre.call(options.outbind.port).write(1, wire::smpp::outbind{"centre", "secret", {}});
    until([&] { return out->counters().binds_up == 1; });
    send(1);
    until(settled(1));
    EXPECT_EQ(kind(1), verdict::kind::sent);
    // It may hang up and call again.
    centre.lines.back()->close();
    until([&] { return out->counters().binds_up == 0; });
    centre.call(options.outbind.port).write(1, wire::smpp::outbind{"centre", "secret", {}});
    until([&] { return out->counters().binds_up == 1; });
}

TEST_F(smpp_peers, one_that_comes_after_another_listens_where_that_one_did) {
    options.binds = 0;
    options.outbind = {"127.0.0.1", 0, bind_mode::transceiver, 1, "centre", "secret"};
    boost::asio::ip::tcp::acceptor held(io, boost::asio::ip::tcp::v4());  // keeps a free port free
    held.bind({boost::asio::ip::address_v4::loopback(), 0});
    held.set_option(boost::asio::socket_base::reuse_address(true));
    options.outbind.port = held.local_endpoint().port();
    options.ports = std::make_shared<lines::kept_ports>();
    const auto call = [&](std::string_view password) {
        centre.call(options.outbind.port).write(1, wire::smpp::outbind{"centre", password, {}});
    };
    const auto make = [&](const connector_options& as) {
        return make_connector(io.get_executor(), as, {net::mono_now, net::wall_now}, ports, ports, ports);
    };
    start();
    auto other = options;
    other.id = connector_id{77};
    EXPECT_TRUE(make(other).has_error()) << "only the same connector";
    EXPECT_FALSE(make(options).has_error()) << "made in vain";
    call("secret");
    until([&] { return out->counters().binds_up == 1; });

    auto changed = options;
    changed.outbind.password = "new";
    auto next = make(changed);
    ASSERT_FALSE(next.has_error());
    bool stopped = false;
    out->stop(2s, [&] { stopped = true; });
    until([&] { return stopped; });
    call("new");  // when nobody waits
    out = std::move(*next);
    out->start();
    until([&] { return out->counters().binds_up == 1; });
}

TEST_F(smpp_peers, listener_for_outbind_is_refused_where_it_cannot_be) {
    options.outbind.host = "127.0.0.1";
    options.outbind.port = centre.port();  // taken
    const auto make = [&] {
        return make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports).has_error();
    };
    EXPECT_TRUE(make());
    options.outbind.host = "not an address";
    EXPECT_TRUE(make());
    options.outbind.host = "127.0.0.1";
    options.outbind.port = 0;
    options.tls = true;
    EXPECT_TRUE(make());
}

TEST_F(smpp_peers, text_in_both_places_is_counted) {
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (head.id != command_id::bind_transceiver) return false;
        one.write(head.sequence_number, wire::smpp::bind_transceiver_resp{"centre", {}});
        std::vector<std::uint8_t> raw;
        wire::smpp::tlv_writer tlvs(raw);
        const std::uint8_t other[] = {'b'};
        (void)tlvs.add(tlv_tag::message_payload, other);
        auto pdu = receipt_pdu("a");
        pdu.esm_class = 0;
        pdu.tlvs = tlvs.view();
        one.write(7, pdu);
        return true;
    };
    start();
    until([&] { return ports.inbound.size() == 1; });
    EXPECT_EQ(ports.inbound[0]->body, "a");
    EXPECT_EQ(out->counters().oddities, 1u);
}

TEST_F(smpp_peers, alert_is_logged_and_passed_on) {
    centre.on_pdu = [](line& one, const header& head, octets) {
        if (head.id != command_id::bind_transceiver) return false;
        one.write(head.sequence_number, wire::smpp::bind_transceiver_resp{"centre", {}});
        wire::smpp::alert_notification pdu;
        pdu.source_addr = "447700900123";
        pdu.esme_addr = "88222";
        one.write(7, pdu);
        return true;
    };
    std::vector<alert> told;
    options.inbound_account = account_id{7};
    options.alerts = [&](account_id whose, const alert& what) {
        EXPECT_EQ(whose, account_id{7});
        told.push_back(what);
    };
    start();
    until([&] { return log.text.find("447700900123") != std::string::npos; });
    EXPECT_NE(log.text.find("alert_notification"), std::string::npos);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].handset, "+447700900123");
    EXPECT_EQ(told[0].to, "88222");
    EXPECT_EQ(told[0].availability, std::nullopt);
}

}  // namespace
}  // namespace hermod::connectors::smpp
