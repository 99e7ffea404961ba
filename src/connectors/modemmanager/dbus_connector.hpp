// The connector itself: what connector.hpp promises. One executor, which owns it.
#pragma once

#include <deque>
#include <map>

#include "connectors/modemmanager/connector.hpp"
#include "connectors/modemmanager/incoming.hpp"
#include "connectors/modemmanager/outgoing.hpp"
#include "gateway/modems.hpp"
#include "gateway/pacing.hpp"
#include "lines/deliveries.hpp"
#include "net/ticker.hpp"

namespace hermod::connectors::modemmanager {

class dbus_connector final : public connector, public modem_pool, private bus_events {
public:
    dbus_connector(boost::asio::any_io_executor executor, connector_options options, lines::clock_functions clocks, inbox& in,
                   receipts& reports, outlet_events& events, std::shared_ptr<bus> over);
    ~dbus_connector() override;

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;
    modem_pool* modems() override { return this; }
    modem_list modem_states() const override { return board_.look(); }
    void ask_ussd(std::string_view modem, std::string code, ussd_heard then) override;

    std::size_t capacity() const override;
    std::size_t window() const override { return std::max<std::size_t>(1, modems_.size()); }
    void send(outbound part) override;
    void flush() override {}

private:
    struct modem {
        modem_facts facts;
        bool sending = false, enabled_once = false;
        std::uint64_t sent = 0, received = 0;
        std::string name() const { return facts.imei.empty() ? facts.path.substr(facts.path.rfind('/') + 1) : facts.imei; }
    };
    // A message on its way: the parts that have come so far wait for its verdict.
    struct message_under_way {
        message_ptr what;
        std::vector<outbound> parts;
        mono_time since{};
        std::string modem;  // its path
    };
    // One of several parts that the network has taken: for the parts that come later, and since one report is for all.
    struct taken_message {
        message_ptr what;
        std::string modem;
        std::uint32_t reference = 0;
    };
    // What came in, by the number under which the store answers.
    struct arrival {
        std::string modem, path, print;
        bool stored = false;  // on disk here; to be deleted there
        bool asked = false;   // a reading or a deletion is under way
        mono_time again{};    // not before then
    };

    // bus_events
    void service_came() override;
    void service_left(std::string why) override;
    void modem_seen(const modem_facts& what) override;
    void modem_gone(const std::string& path) override;
    void sms_added(const std::string& modem, const std::string& path) override;
    void sms_changed(const std::string& path) override;

    bool is_ours(const modem_facts& what) const;
    modem* choose(const message& what);
    void submit(modem& by, outbound part);
    void sent(std::uint64_t key, const send_answer& answer);
    verdict sent_as(const std::string& modem, std::uint32_t reference, const outbound& part) const;
    void settle(const outbound& part, verdict result, mono_time::duration round_trip = {});
    void settle_soon(outbound part, verdict result);
    void read(std::uint64_t key);
    void take(std::uint64_t key, const sms& what);
    void accept(std::uint64_t key, const arrival& from, const handset_message& what);
    void report(std::uint64_t key, const arrival& from, const status_report& what);
    void answered(std::uint64_t key, lines::intake what);
    void remove(std::uint64_t key);
    void tick(mono_time now);
    void gauge();
    void show();
    void leave_if_done();

    boost::asio::any_io_executor executor_;
    const connector_options options_;
    lines::clock_functions clocks_;
    inbox& inbox_;
    outlet_events& events_;
    std::shared_ptr<bus> bus_;
    connector_counters counters_;
    modem_board board_;
    lines::deliveries deliveries_;
    net::ticker ticker_;
    token_bucket bucket_;
    std::map<std::string, modem> modems_;  // by their paths; ours only
    std::map<std::uint64_t, message_under_way> under_way_;
    std::deque<taken_message> taken_;
    std::map<std::uint64_t, arrival> arrivals_;
    std::map<std::uint64_t, std::string> storing_;  // prints of what the store has not answered yet
    std::deque<std::string> undeleted_;             // of what is on disk here and perhaps still there
    std::vector<std::pair<outbound, verdict>> settling_;
    std::uint64_t last_key_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::string why_ = "connecting to the bus";
    bool there_ = false, starved_ = true, stopping_ = false, left_ = false, settle_posted_ = false;
    mono_time stop_by_{};
    std::function<void()> done_;
};

}  // namespace hermod::connectors::modemmanager
