// The door against real sockets on loopback: one io_context with a thread of its own, an inbox, an audience and enquiries of
// the test's own, and clients that write and read PDUs.
#include "connectors/smpp/door.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "wire/smpp/receipt.hpp"

namespace hermod::connectors::smpp {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;
using namespace wire::smpp;
using octet_string = std::vector<std::uint8_t>;

// Takes everything at once; keeps it for the test.
class kept_inbox final : public inbox {
public:
    prepared prepare(const submission& in, wall_time now) override {
        prepared out;
        if (in.to == "+999") {
            out.refused = refusal{"to", "no_route", "nowhere"};
            return out;
        }
        out.ready = std::make_shared<message>();
        out.ready->id = ids.next(now);
        out.ready->account = in.account;
        out.ready->to = in.to;
        out.ready->from = in.from;
        out.ready->body = in.body;
        out.ready->coding = in.coding.value_or(encoding::gsm7);
        out.ready->callbacks = in.callbacks.value_or(0);
        out.ready->via = in.via;
        out.ready->extras = in.extras;
        return out;
    }
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency>, put_reply& reply) override {
        {
            const std::lock_guard lock(mutex);
            ++transactions;
            if (answer == put_result::kind::stored) stored.insert(stored.end(), messages.begin(), messages.end());
        }
        reply.put_done({answer, {}});
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return stored.size();
    }

    std::mutex mutex;
    id_source ids{1};
    std::vector<message_ptr> stored;
    std::size_t transactions = 0;
    std::atomic<put_result::kind> answer{put_result::kind::stored};
};

class kept_enquiries final : public enquiries {
public:
    explicit kept_enquiries(kept_inbox& in) : in_(in) {}
    void find(account_id, message_id id, enquiry_reply& reply, std::uint64_t token) override {
        enquiry_answer out;
        const std::lock_guard lock(in_.mutex);
        for (const auto& m : in_.stored)
            if (m->id == id) out.is = enquiry_answer::kind::done, out.found.emplace_back(m);
        reply.enquiry_done(token, std::move(out));
    }
    void open_between(account_id, std::string from, std::string to, std::size_t, enquiry_reply& reply,
                      std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        const std::lock_guard lock(in_.mutex);
        for (const auto& m : in_.stored)
            if (m->to == to && (from.empty() || m->from == from)) out.found.emplace_back(m);
        reply.enquiry_done(token, std::move(out));
    }
    void cancel(account_id, message_id id, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        const std::lock_guard lock(in_.mutex);
        const bool was = std::erase_if(in_.stored, [&](const auto& m) { return m->id == id; }) != 0;
        reply.enquiry_done(token, {was ? enquiry_answer::kind::done : enquiry_answer::kind::unknown, {}});
    }
    void replace(account_id, message_ptr next, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        const std::lock_guard lock(in_.mutex);
        for (auto& m : in_.stored)
            if (m->id == next->id) m = next;
        reply.enquiry_done(token, {enquiry_answer::kind::done, {}});
    }

private:
    kept_inbox& in_;
};

class kept_audience final : public audience {
public:
    void join(account_id, std::shared_ptr<listener> by, std::size_t) override {
        const std::lock_guard lock(mutex);
        listeners.push_back(std::move(by));
        changed.notify_all();
    }
    void hear(account_id, const listener&, std::vector<told> all) override {
        const std::lock_guard lock(mutex);
        heard.insert(heard.end(), all.begin(), all.end());
        changed.notify_all();
    }
    void shut(account_id, const listener&) override {}
    void leave(account_id, const listener& by) override {
        const std::lock_guard lock(mutex);
        std::erase_if(listeners, [&](const auto& l) { return l.get() == &by; });
        changed.notify_all();
    }
    template <class Condition>
    bool wait(Condition until) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 10s, until);
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::shared_ptr<listener>> listeners;
    std::vector<told> heard;
};

// A blocking client; every read gives up after ten seconds.
class client {
public:
    explicit client(const tcp::endpoint& where) : socket_(context_) {
        socket_.connect(where);
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    explicit client(tcp::socket taken) : socket_(std::move(taken)) {
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    void write(const octet_string& octets) { asio::write(socket_, asio::buffer(octets)); }
    template <class Pdu>
    void send(std::uint32_t sequence, const Pdu& pdu, command_status status = command_status::esme_rok) {
        octet_string out;
        ASSERT_TRUE(encode(out, sequence, pdu, status));
        write(out);
    }
    // The next PDU; empty when the connection has ended.
    octets read() {
        octet_string head(header_length);
        error_code failed;
        asio::read(socket_, asio::buffer(head), failed);
        if (failed) return {};
        frame_.assign(load_u32(head.data()), 0);
        std::copy(head.begin(), head.end(), frame_.begin());
        asio::read(socket_, asio::buffer(frame_.data() + header_length, frame_.size() - header_length), failed);
        return frame_;
    }
    header answer() {
        const octets frame = read();
        return frame.empty() ? header{} : read_header(frame);
    }
    command_status bind(std::string_view name = "shop", std::string_view password = "secret") {
        bind_transceiver pdu;
        pdu.system_id = name;
        pdu.password = password;
        send(1, pdu);
        return answer().status;
    }
    bool ended() { return read().empty(); }
    void hang_up() { socket_.close(); }

private:
    asio::io_context context_;
    tcp::socket socket_;
    octet_string frame_;
};

submit_sm text_to(std::string_view to, std::uint8_t registered = 0) {
    submit_sm pdu;
    static const std::string hello = "Hello";
    pdu.source_addr = "88222";
    pdu.dest_addr_ton = ton::international;
    pdu.destination_addr = to;
    pdu.registered_delivery = registered;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(hello.data()), hello.size()};
    return pdu;
}

class house {
public:
    explicit house(std::function<void(door_options&, door_account&)> settle = {}) {
        door_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        door_account shop;
        shop.id = account_id{7};
        shop.name = "shop";
        shop.password = "secret";
        if (settle) settle(options, shop);
        auto known = std::make_shared<door_accounts>();
        known->emplace("shop", std::make_shared<const door_account>(std::move(shop)));
        made = std::make_unique<door>(std::vector<asio::io_context*>{&context}, std::move(options), std::move(known),
                                      door_parts{in, asked, listeners, [] { return 42u; }},
                                      [this](const std::string& hash, std::string password, std::function<void(verified)> done) {
                                          ++verifications;
                                          done(!hash.empty() && hash == password ? verified::good : verified::wrong);
                                      });
        EXPECT_TRUE(made->start());
        where = made->endpoints().front();
        thread = std::thread([this] { context.run(); });
    }
    ~house() {
        std::promise<void> ended;
        made->stop(2s, [&] { ended.set_value(); });
        EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
        work.reset();
        context.stop();
        thread.join();
        made.reset();
    }

    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    kept_inbox in;
    kept_enquiries asked{in};
    kept_audience listeners;
    std::atomic<int> verifications{0};
    std::unique_ptr<door> made;
    tcp::endpoint where;
    std::thread thread;
};

TEST(door, takes_messages_from_a_bound_application) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    for (std::uint32_t i = 2; i < 12; ++i) c.send(i, text_to("447700900123", 1));
    for (std::uint32_t i = 2; i < 12; ++i) {
        const auto read = decode_as<submit_sm_resp>(c.read());
        ASSERT_TRUE(read);
        EXPECT_EQ(read->head.status, command_status::esme_rok);
        EXPECT_EQ(read->pdu.message_id, to_text(h.in.stored[read->head.sequence_number - 2]->id));
    }
    EXPECT_EQ(h.in.stored.front()->via, told_by::session);
    EXPECT_EQ(h.in.stored.front()->callbacks, std::uint8_t{callback_final});
    EXPECT_EQ(h.made->counters().submits.load(), 10u);
}

TEST(door, tells_version_5_how_full_it_is) {
    house h;
    client c(h.where);
    bind_transceiver pdu;
    pdu.system_id = "shop";
    pdu.password = "secret";
    pdu.interface_version = version_5_0;
    c.send(1, pdu);
    c.read();
    c.send(2, text_to("447700900123"));
    EXPECT_EQ(decode_as<submit_sm_resp>(c.read())->pdu.tlvs.u8(tlv_tag::congestion_state), 42);
}

TEST(door, says_no_to_everybody_else_in_the_same_way) {
    house h;
    client wrong(h.where), unknown(h.where);
    EXPECT_EQ(wrong.bind("shop", "guess"), command_status::esme_rbindfail);
    EXPECT_TRUE(wrong.ended());
    EXPECT_EQ(unknown.bind("nobody", "guess"), command_status::esme_rbindfail);
    EXPECT_TRUE(unknown.ended());
    EXPECT_EQ(h.verifications, 2);
}

TEST(door, stops_verifying_for_who_keeps_failing) {
    house h;
    for (int i = 0; i < 6; ++i) EXPECT_EQ(client(h.where).bind("shop", "guess"), command_status::esme_rbindfail);
    EXPECT_EQ(client(h.where).bind("shop", "secret"), command_status::esme_rbindfail);
    EXPECT_EQ(h.verifications, 6);
    EXPECT_EQ(h.made->counters().binds_not_listened_to.load(), 1u);
}

TEST(door, lets_an_account_have_so_many_binds_and_gives_their_places_back) {
    house h([](door_options&, door_account& a) { a.max_binds = 1; });
    auto first = std::make_unique<client>(h.where);
    ASSERT_EQ(first->bind(), command_status::esme_rok);
    EXPECT_EQ(client(h.where).bind(), command_status::esme_ralybnd);
    first->send(9, unbind{});
    EXPECT_EQ(first->answer().id, command_id::unbind_resp);
    EXPECT_TRUE(first->ended());
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rok);
}

TEST(door, lets_in_from_the_accounts_networks_only) {
    house h([](door_options&, door_account& a) { a.networks = {*net::network::parse("192.0.2.0/24")}; });
    EXPECT_EQ(client(h.where).bind(), command_status::esme_rbindfail);
}

TEST(door, answers_with_what_the_inbox_says) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("999"));
    EXPECT_EQ(c.answer().status, command_status::esme_rsubmitfail);
    c.send(3, text_to(""));
    EXPECT_EQ(c.answer().status, command_status::esme_rinvdstadr);
    h.in.answer = put_result::kind::full;
    c.send(4, text_to("447700900123"));
    EXPECT_EQ(c.answer().status, command_status::esme_rthrottled);
    h.in.answer = put_result::kind::failed;
    c.send(5, text_to("447700900123"));
    EXPECT_EQ(c.answer().status, command_status::esme_rsyserr);
}

TEST(door, keeps_to_the_accounts_rate) {
    house h([](door_options&, door_account& a) { a.rate = 10; });
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    int good = 0;
    for (std::uint32_t i = 2; i < 22; ++i) c.send(i, text_to("447700900123"));
    for (std::uint32_t i = 2; i < 22; ++i) good += c.answer().status == command_status::esme_rok;
    EXPECT_GE(good, 1);
    EXPECT_LE(good, 10);
}

TEST(door, tells_receipts_and_hears_what_became_of_them) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
    auto m = std::make_shared<message>();
    m->id = *parse_message_id("m06HZ3V0CG0001");
    m->from = "88222";
    m->to = "+447700900123";
    telling one;
    one.what = m;
    one.token = 5;
    one.now = state::delivered;
    std::shared_ptr<listener> to;
    {
        const std::lock_guard lock(h.listeners.mutex);
        to = h.listeners.listeners.front();
    }
    to->tell({one});
    const auto read = decode_as<deliver_sm>(c.read());
    ASSERT_TRUE(read);
    EXPECT_EQ(parse_receipt(read->pdu).id, "m06HZ3V0CG0001");
    c.send(read->head.sequence_number, deliver_sm_resp{});
    ASSERT_TRUE(h.listeners.wait([&] { return !h.listeners.heard.empty(); }));
    EXPECT_EQ(h.listeners.heard.front().token, 5u);
    EXPECT_EQ(h.listeners.heard.front().is, told::kind::taken);
    to->tell({one});
    EXPECT_EQ(c.answer().id, command_id::deliver_sm);
    c.hang_up();
    EXPECT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.empty(); }));
}

TEST(door, queries_cancels_and_replaces) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    c.send(2, text_to("447700900123"));
    const std::string id(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    query_sm ask;
    ask.message_id = id;
    c.send(3, ask);
    const auto state = decode_as<query_sm_resp>(c.read());
    EXPECT_EQ(state->pdu.message_id, id);
    EXPECT_EQ(state->pdu.message_state, message_state::enroute);
    ask.message_id = "m06HZ3V0CG0001";
    c.send(4, ask);
    EXPECT_EQ(c.answer().status, command_status::esme_rqueryfail);
    ask.message_id = "4711";
    c.send(5, ask);
    EXPECT_EQ(c.answer().status, command_status::esme_rinvmsgid);
    replace_sm other;
    other.message_id = id;
    const std::string text = "Another";
    other.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    c.send(6, other);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    EXPECT_EQ(h.in.stored.front()->body, "Another");
    EXPECT_EQ(to_text(h.in.stored.front()->id), id);
    cancel_sm stop;
    stop.message_id = id;
    c.send(7, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    c.send(8, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rcancelfail);
}

TEST(door, cancels_all_between_two_addresses) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    for (std::uint32_t i = 2; i < 5; ++i) c.send(i, text_to("447700900123"));
    c.send(5, text_to("447700900124"));
    for (int i = 0; i < 4; ++i) EXPECT_EQ(c.answer().status, command_status::esme_rok);
    cancel_sm stop;
    stop.source_addr = "88222";
    stop.dest_addr_ton = ton::international;
    stop.destination_addr = "447700900123";
    c.send(6, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rok);
    EXPECT_EQ(h.in.count(), 1u);
    c.send(7, stop);
    EXPECT_EQ(c.answer().status, command_status::esme_rcancelfail);
}

TEST(door, replaces_what_waits_when_asked_to) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    submit_sm pdu = text_to("447700900123");
    pdu.replace_if_present_flag = 1;
    c.send(2, pdu);
    const std::string first(decode_as<submit_sm_resp>(c.read())->pdu.message_id);
    c.send(3, pdu);
    EXPECT_EQ(decode_as<submit_sm_resp>(c.read())->pdu.message_id, first);
    EXPECT_EQ(h.in.count(), 1u);
}

TEST(door, submits_to_many_and_names_those_it_could_not) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    octet_string list;
    for (const char* to : {"447700900123", "999", "447700900124"})
        ASSERT_TRUE(append_item(list, destination{destination::sme_address, ton::international, npi::isdn, to, {}}));
    ASSERT_TRUE(append_item(list, destination{destination::distribution_list, {}, {}, {}, "friends"}));
    submit_multi pdu;
    pdu.source_addr = "88222";
    pdu.destinations = packed_list<destination>(4, list);
    const std::string text = "Hello";
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    c.send(2, pdu);
    const auto read = decode_as<submit_multi_resp>(c.read());
    ASSERT_TRUE(read);
    ASSERT_EQ(h.in.count(), 2u);
    EXPECT_EQ(read->pdu.message_id, to_text(h.in.stored[0]->id));
    EXPECT_EQ(h.in.stored[1]->more().group, h.in.stored[0]->id);
    std::vector<command_status> why;
    for (const auto& one : read->pdu.unsuccess) why.push_back(one.error_status_code);
    EXPECT_EQ(why, (std::vector{command_status::esme_rsubmitfail, command_status::esme_rinvdlname}));
}

TEST(door, keeps_a_crowd_that_does_not_bind_small) {
    house h([](door_options& o, door_account&) { o.most_unbound = 3; });
    std::vector<std::unique_ptr<client>> crowd;
    for (int i = 0; i < 3; ++i) crowd.push_back(std::make_unique<client>(h.where));
    client one_more(h.where);
    EXPECT_TRUE(one_more.ended());
    EXPECT_EQ(h.made->counters().refused_connections.load(), 1u);
    EXPECT_EQ(crowd.front()->bind(), command_status::esme_rok);
}

TEST(door, says_outbind_to_who_does_not_hear_and_takes_the_bind_on_that_connection) {
    asio::io_context context;
    tcp::acceptor waiting(context, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
    house h([&](door_options& o, door_account& a) {
        o.outbind_every = 20ms;
        a.outbind_host = "127.0.0.1";
        a.outbind_port = waiting.local_endpoint().port();
        a.outbind_password = "ours";
    });
    client c(waiting.accept());
    const auto said = decode_as<outbind>(c.read());
    ASSERT_TRUE(said);
    EXPECT_EQ(said->pdu.system_id, "hermod");
    EXPECT_EQ(said->pdu.password, "ours");
    EXPECT_EQ(c.bind(), command_status::esme_rok);
    ASSERT_TRUE(h.listeners.wait([&] { return h.listeners.listeners.size() == 1; }));
}

TEST(door, passes_alerts_on_to_the_sessions_of_their_account) {
    house h;
    client c(h.where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    h.made->notify(account_id{8}, {"+447700900999", "88222", {}});
    h.made->notify(account_id{7}, {"+447700900123", "88222", std::uint8_t{0}});
    const auto read = decode_as<alert_notification>(c.read());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pdu.source_addr, "447700900123");
    EXPECT_EQ(read->pdu.esme_addr, "88222");
    EXPECT_EQ(read->pdu.tlvs.u8(tlv_tag::ms_availability_status), 0);
}

TEST(door, unbinds_everybody_when_it_stops) {
    auto h = std::make_unique<house>();
    client c(h->where);
    ASSERT_EQ(c.bind(), command_status::esme_rok);
    std::thread ending([&] { h.reset(); });
    const header last = c.answer();
    EXPECT_EQ(last.id, command_id::unbind);
    c.send(last.sequence_number, unbind_resp{});
    EXPECT_TRUE(c.ended());
    ending.join();
}

}  // namespace
}  // namespace hermod::connectors::smpp
