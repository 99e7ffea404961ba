// What simulated centres have in common to which a gateway keeps connections: the listener, the accounts' queues, the one
// timer, the end. What a protocol has of its own stands in its peers and in the centre that derives from this.
//
// Owned through shared_ptr (operations in flight hold it too); one executor, one thread.
#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "net/clocks.hpp"
#include "simulate/common/dice.hpp"
#include "simulate/common/ledger.hpp"
#include "simulate/common/ring.hpp"

namespace hermod::simulate {

// `Centre` is the one that derives from this. An account has a queue for each of the `kinds` of deliveries; a lower one first.
template <class Centre, class Peer, class Options, class Statistics, class Delivery, class Answer, std::size_t kinds = 1>
class line_centre : public std::enable_shared_from_this<Centre> {
public:
    result<void> start() {
        if (!how_.ledger_path.empty()) {
            if (auto opened = ledger_.open(how_.ledger_path); !opened) return opened;
        }
        error_code failed;
        const auto place = boost::asio::ip::make_address(how_.host, failed);
        if (failed) return failed;
        const tcp::endpoint where(place, how_.port);
        acceptor_.open(where.protocol(), failed);
        if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
        if (!failed) acceptor_.bind(where, failed);
        if (!failed) acceptor_.listen(boost::asio::socket_base::max_listen_connections, failed);
        if (failed) return failed;
        inbound_at_ = net::mono_now();
        listen();
        arm_timer();
        return {};
    }
    void stop() {
        stopped_ = true;
        error_code ignored;
        acceptor_.close(ignored);
        timer_.cancel();
        drop_connections();
        ledger_.flush();
    }
    void drop_connections() {
        while (!peers_.empty()) peers_.begin()->second->close();
    }
    std::uint16_t port() const {
        error_code failed;
        return acceptor_.local_endpoint(failed).port();
    }

    // For peers.
    const Options& how() const { return how_; }
    Statistics& numbers() { return numbers_; }
    bool chance(double percent) { return dice_.chance(percent); }
    std::uint16_t account(std::string_view name) {
        const auto known = accounts_.find(name);
        if (known != accounts_.end()) return known->second;
        // What was sent before anybody came belongs to the one who comes first.
        if (queues_.size() == accounts_.size()) queues_.emplace_back();
        const auto number = static_cast<std::uint16_t>(accounts_.size());
        accounts_.emplace(name, number);
        return number;
    }
    void answer_later(Answer what) {
        what.due = net::mono_now() + how_.answer_delay;
        answers_.push(std::move(what));
    }
    void deliver_later(Delivery what) {
        what.due = net::mono_now() + how_.deliver_retry;
        retries_.push(std::move(what));
    }
    // As soon as a connection of its account has room.
    void deliver(Delivery what) {
        if (queues_.empty()) queues_.emplace_back();
        queues_[what.account][Centre::kind_of(what)].push(std::move(what));
    }
    void gone(Peer& one) {
        one.give_back(self());
        peers_.erase(one.id());
        if (!stopped_) turn_ends();
    }
    void turn_ends() {  // a peer has worked off what it read
        ledger_.flush();
        for (std::uint16_t account = 0; account < queues_.size(); ++account) pump(account);
        // flush() may close a peer, and so change the map.
        for (auto at = peers_.begin(); at != peers_.end();) {
            const auto one = (at++)->second;
            one->flush();
        }
        arm_timer();
        if (!finished_ && how_.stop_after != 0 && numbers_.taken >= how_.stop_after && all_sent()) {
            finished_ = true;
            if (finished) finished();
        }
    }

    std::function<void()> finished;

protected:
    using tcp = boost::asio::ip::tcp;

    line_centre(boost::asio::any_io_executor executor, Options how)
        : how_(std::move(how)), dice_(how_.seed), acceptor_(executor), timer_(executor) {}
    ~line_centre() = default;

    // What a centre that has more to say says of itself, under the same names.
    static std::size_t kind_of(const Delivery&) { return 0; }
    static bool may_have(const Peer& one, const Delivery&) { return one.has_room(); }
    bool more_to_do() const { return false; }  // that needs the timer
    void do_more(mono_time) {}

    Peer& welcome(tcp::socket socket) {
        const auto one = std::make_shared<Peer>(std::move(socket), next_peer_++, self());
        return *peers_.emplace(one->id(), one).first->second;
    }
    // Round the account's connections, so that all of them get something.
    void pump(std::uint16_t account) {
        for (ring<Delivery>& queue : queues_[account]) {
            for (bool moved = true; moved && !queue.empty();) {
                moved = false;
                for (const auto& [id, one] : peers_) {
                    if (queue.empty()) break;
                    if (one->account() != account || !Centre::may_have(*one, queue.front())) continue;
                    one->deliver(std::move(queue.front()));
                    queue.pop();
                    moved = true;
                }
            }
        }
    }

    Options how_;
    Statistics numbers_;
    std::map<std::uint64_t, std::shared_ptr<Peer>> peers_;
    std::map<std::string, std::uint16_t, std::less<>> accounts_;
    std::vector<std::array<ring<Delivery>, kinds>> queues_;  // of each account: due, waiting for a connection with room
    ring<Delivery> reports_, retries_;                       // not due yet
    simulate::ledger ledger_;
    simulate::dice dice_;
    bool stopped_ = false;

private:
    static constexpr std::chrono::milliseconds step{1};

    Centre& self() { return static_cast<Centre&>(*this); }
    const Centre& self() const { return static_cast<const Centre&>(*this); }

    void listen() {
        acceptor_.async_accept([self = this->shared_from_this()](const error_code& failed, tcp::socket socket) {
            line_centre& in = *self;
            if (in.stopped_) return;
            if (!failed) {
                ++in.numbers_.connections;
                in.welcome(std::move(socket)).start();
            }
            in.listen();
        });
    }
    void arm_timer() {
        const bool needed =
            !answers_.empty() || !reports_.empty() || !retries_.empty() || how_.inbound.rate > 0 || self().more_to_do();
        if (!needed || armed_ || stopped_) return;
        armed_ = true;
        timer_.expires_after(step);
        timer_.async_wait([self = this->shared_from_this()](const error_code& failed) {
            line_centre& in = *self;
            in.armed_ = false;
            if (!failed && !in.stopped_) in.work_off(net::mono_now());
        });
    }
    void work_off(mono_time now) {
        for (; !answers_.empty() && answers_.front().due <= now; answers_.pop()) {
            const auto to = peers_.find(answers_.front().session);
            if (to != peers_.end()) to->second->answer(answers_.front());
        }
        for (auto* later : {&reports_, &retries_})
            for (; !later->empty() && later->front().due <= now; later->pop()) deliver(std::move(later->front()));
        self().do_more(now);
        stream_inbound(now);
        turn_ends();
    }
    void stream_inbound(mono_time now) {
        if (how_.inbound.rate <= 0) return;
        inbound_due_ += std::chrono::duration<double>(now - inbound_at_).count() * how_.inbound.rate;
        inbound_at_ = now;
        for (; inbound_due_ >= 1; inbound_due_ -= 1)
            if (!accounts_.empty())  // else nobody has come yet
                self().send_inbound(how_.inbound.from, how_.inbound.to, how_.inbound.text);
    }
    bool all_sent() const {
        if (!reports_.empty() || !retries_.empty() || !answers_.empty()) return false;
        for (const auto& of : queues_)
            if (!std::all_of(of.begin(), of.end(), [](const auto& queue) { return queue.empty(); })) return false;
        return std::all_of(peers_.begin(), peers_.end(), [](const auto& one) { return one.second->idle(); });
    }

    tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    std::uint64_t next_peer_ = 1;
    ring<Answer> answers_;
    double inbound_due_ = 0;
    mono_time inbound_at_{};
    bool armed_ = false, finished_ = false;
};

}  // namespace hermod::simulate
