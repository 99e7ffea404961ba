// Test only: the door against real sockets on loopback, with one io_context and its thread, an inbox, an audience and enquiries
// of the test's own, and clients that write and read PDUs.
#pragma once

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

namespace hermod::connectors::smpp::in_the_house {
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
    sender sender_for(account_id, std::string_view from) const override {
        sender out{from.empty() ? "House" : std::string(from)};
        if (from == "nobody") out.refused = refusal{"from", "invalid_sender", "nobody is no sender"};
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
    message_ptr at(std::size_t index) {
        const std::lock_guard lock(mutex);
        return stored.at(index);
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

// Answers from the inbox's messages, at once or when it is told to.
class kept_enquiries final : public enquiries {
public:
    explicit kept_enquiries(kept_inbox& in) : in_(in) {}
    void find(account_id, message_id id, enquiry_reply& reply, std::uint64_t token) override {
        enquiry_answer out;
        {
            const std::lock_guard lock(in_.mutex);
            for (const auto& m : in_.stored)
                if (m->id == id) out.is = enquiry_answer::kind::done, out.found.emplace_back(m);
        }
        if (in_network && !out.found.empty()) {
            event e;
            e.kind = event_kind::submitted;
            e.part = 1;
            out.found.front().apply(e);
        }
        say(reply, token, std::move(out));
    }
    void open_between(account_id, std::string from, std::string to, std::size_t, enquiry_reply& reply,
                      std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        {
            const std::lock_guard lock(in_.mutex);
            for (const auto& m : in_.stored)
                if ((to.empty() || m->to == to) && (from.empty() || m->from == from)) out.found.emplace_back(m);
        }
        say(reply, token, std::move(out));
    }
    void cancel(account_id, message_id id, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        bool was = false;
        {
            const std::lock_guard lock(in_.mutex);
            was = std::erase_if(in_.stored, [&](const auto& m) { return m->id == id; }) != 0;
        }
        say(reply, token, {was ? enquiry_answer::kind::done : enquiry_answer::kind::unknown, {}});
    }
    void replace(account_id, message_ptr next, wall_time, enquiry_reply& reply, std::uint64_t token) override {
        {
            const std::lock_guard lock(in_.mutex);
            for (auto& m : in_.stored)
                if (m->id == next->id) m = next;
        }
        say(reply, token, {enquiry_answer::kind::done, {}});
    }
    void as_network_says(record found, wall_time now, enquiry_reply& reply, std::uint64_t token) override {
        enquiry_answer out{enquiry_answer::kind::done, {}};
        event e;
        e.kind = event_kind::receipt;
        e.part = 1;
        e.outcome = state::cancelled;
        e.code = 9;
        e.at = now;
        found.apply(e);
        out.found.push_back(std::move(found));
        ++network_queries;
        say(reply, token, std::move(out));
    }
    bool wait_for(std::size_t held) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return held_.size() >= held; });
    }
    void release() {
        std::vector<std::function<void()>> all;
        {
            const std::lock_guard lock(mutex_);
            all.swap(held_);
        }
        for (const auto& one : all) one();
    }
    std::atomic<bool> hold{false}, in_network{false};  // in_network: submitted already, and what is asked is too late
    std::atomic<int> network_queries{0};

private:
    void say(enquiry_reply& reply, std::uint64_t token, enquiry_answer answer) {
        if (!hold) return reply.enquiry_done(token, std::move(answer));
        const std::lock_guard lock(mutex_);
        held_.push_back([&reply, token, answer] { reply.enquiry_done(token, answer); });
        changed_.notify_all();
    }
    kept_inbox& in_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::function<void()>> held_;
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
    std::shared_ptr<listener> first() {
        const std::lock_guard lock(mutex);
        return listeners.front();
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
    void end_of_output() { socket_.shutdown(tcp::socket::shutdown_send); }
    void reset() {
        socket_.set_option(asio::socket_base::linger(true, 0));
        socket_.close();
    }

private:
    asio::io_context context_;
    tcp::socket socket_;
    octet_string frame_;
};

inline submit_sm text_to(std::string_view to, std::uint8_t registered = 0) {
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
    explicit house(std::function<void(door_options&, door_account&)> settle = {}, bool two_threads = false) {
        door_options options;
        options.listen = {tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)};
        door_account shop;
        shop.id = account_id{7};
        shop.name = "shop";
        shop.password = "secret";
        if (settle) settle(options, shop);
        auto known = std::make_shared<doors::accounts>();
        known->emplace("shop", std::make_shared<const door_account>(std::move(shop)));
        std::vector<asio::io_context*> contexts{&context};
        if (two_threads) contexts.push_back(&other);
        made = std::make_unique<door>(
            home, contexts, std::move(options), std::move(known),
            door_parts{
                {in, asked, listeners, [] { return 42u; }},
                [this](connector_id by, broadcast what, broadcast_heard then) { relay(by, std::move(what), std::move(then)); }},
            [this](const std::string& hash, std::string password, std::function<void(doors::verified)> done) {
                ++verifications;
                done(!hash.empty() && hash == password ? doors::verified::good : doors::verified::wrong);
            });
        EXPECT_TRUE(made->start());
        where = made->endpoints().front();
        thread = std::thread([this] { context.run(); });
        other_thread = std::thread([this] { other.run(); });
        home_thread = std::thread([this] { home.run(); });
    }
    ~house() {
        std::promise<void> ended;
        made->stop(2s, [&] { ended.set_value(); });
        EXPECT_EQ(ended.get_future().wait_for(10s), std::future_status::ready);
        work.reset();
        other_work.reset();
        home_work.reset();
        home.stop();
        context.stop();
        other.stop();
        thread.join();
        other_thread.join();
        home_thread.join();
        made.reset();
    }

    asio::io_context home{1}, context{1}, other{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    asio::executor_work_guard<asio::io_context::executor_type> other_work = asio::make_work_guard(other);
    asio::executor_work_guard<asio::io_context::executor_type> home_work = asio::make_work_guard(home);
    kept_inbox in;
    kept_enquiries asked{in};
    kept_audience listeners;
    broadcast_relay relay = [](connector_id, const broadcast&, const broadcast_heard& then) { then({}); };  // nobody is bound
    std::atomic<int> verifications{0};
    std::unique_ptr<door> made;
    tcp::endpoint where;
    std::thread thread, other_thread, home_thread;
};

}  // namespace hermod::connectors::smpp::in_the_house
