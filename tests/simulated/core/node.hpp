// One gateway without sockets, threads and clocks: the real inbox, store gate, dispatch, lanes, desks over a simulated disk and
// simulated networks. Thrown away at any instant; the next one begins with what is on the disk.
//
// Whatever the gate's threads would do, happens a while after it has something to do; whatever the dispatch hands to a
// connector's executor, arrives a while later, for each connector another. Owned by the course.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "accept/checked_inbox.hpp"
#include "accept/enquiry_desk.hpp"
#include "accept/held_desk.hpp"
#include "app/gateway/ways.hpp"
#include "clerk.hpp"
#include "consent/desk.hpp"
#include "credits.hpp"
#include "deliver/dispatch.hpp"
#include "disk.hpp"
#include "ledger.hpp"
#include "link.hpp"
#include "money/credit_desk.hpp"
#include "receipt/desk.hpp"
#include "store/gate.hpp"
#include "teller.hpp"
#include "watch.hpp"

namespace hermod::simulated::core {

class node {
public:
    node(stage& on, ledger& book, credits& money, consents& people, replies& answers, paces& speed, const plan& as,
         disk& on_disk, std::deque<network>& networks);
    ~node();

    // After each thing that happens: plans what the threads do about it.
    void look();
    // A disk error: the program would end now.
    bool failed() const { return failed_; }
    // Claims nothing more, and waits for what is on its way.
    void stop();
    // Before it dies: no lane may have claimed more than it says.
    void check_claims();
    // Nothing is queued, on its way or to be told; scheduled messages are queued too.
    bool idle() const;
    // Something else than scheduled messages waits.
    bool is_busy() const;
    std::string what_is_left() const;
    // This network has been gone for a while: does its lane hold anything still? nullopt: that says nothing, for this node has
    // not lived long enough, or there was no other way all the time.
    std::optional<std::size_t> left_behind(std::size_t network, micros gone_for) const;

    accept::checked_inbox& inbox() { return *inbox_; }
    accept::enquiry_desk& enquiries() { return enquiries_; }
    store::store& look_after() { return watched_; }
    money::credit_desk& credit() { return credit_; }
    holds& held() { return held_; }
    const money::purses& purses() const { return purses_; }
    // At once, out of time: for looking at the end.
    std::optional<record> find(message_id id);

private:
    struct connected {
        std::unique_ptr<boost::asio::io_context> home = std::make_unique<boost::asio::io_context>(1);
        deliver::lane_host* host = nullptr;
        std::unique_ptr<link> out;
    };
    void later(micros wait, std::function<void()> what);
    void commit();
    void answers_arrive();
    void arrive(std::size_t connector);
    void tick();

    stage& stage_;
    credits& money_;
    const plan& plan_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::deque<connected> connectors_;  // their homes outlive the lanes
    bool failed_ = false;
    money::purses purses_;  // what is reserved in them lies with the gate
    limits::book counts_;   // and so does what was taken of a rate
    store::gate gate_;
    money::credit_desk credit_;
    consent::desk opt_outs_;
    limits::shaping shaping_;
    deliver::board board_;
    app::ways ways_;
    watched_store watched_;
    deliver::dispatch dispatch_;
    receipt::desk desk_;
    accept::enquiry_desk enquiries_;
    accept::held_desk held_;
    teller teller_;
    std::unique_ptr<id_source> ids_;  // begins behind what the disk has
    std::unique_ptr<accept::checked_inbox> inbox_;
    std::unique_ptr<clerk> clerk_;
    bool commit_planned_ = false;
    mono_time began_;
};

}  // namespace hermod::simulated::core
