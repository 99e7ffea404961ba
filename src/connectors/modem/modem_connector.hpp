// The connector itself: what connector.hpp promises.
//
// A turn is one batch of work on the executor: octets read, a tick, the store's replies. What comes of it leaves when the turn
// ends; ready() is told once, at its end.
#pragma once

#include <array>
#include <utility>

#include "connectors/modem/connector.hpp"
#include "connectors/modem/incoming.hpp"
#include "connectors/modem/modem_line.hpp"
#include "connectors/modem/outgoing.hpp"
#include "connectors/modem/state_file.hpp"
#include "lines/deliveries.hpp"
#include "net/ticker.hpp"

namespace hermod::connectors::modem {

class modem_connector final : public connector, public modem_pool, private line_home {
public:
    modem_connector(boost::asio::any_io_executor executor, connector_options options, lines::clock_functions clocks, inbox& in,
                    receipts& reports, outlet_events& events);

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;
    modem_pool* modems() override { return this; }

    std::size_t capacity() const override;
    std::size_t window() const override { return lines_.size(); }
    void send(outbound part) override;
    void flush() override;

    modem_list modem_states() const override { return board_.look(); }
    void ask_ussd(std::string_view modem, std::string code, ussd_heard then) override;

private:
    // line_home
    void turn_begins() override;
    void turn_ends() override;
    mono_time now() const override { return in_turn_ ? now_ : clocks_.mono(); }
    wall_time wall() const override { return in_turn_ ? wall_ : clocks_.wall(); }
    connector_counters& numbers() override { return counters_; }
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(modem_line& by, item_key key, const arrival& what) override;
    void put(modem_line& by, const outbound& part) override;
    void pin_tried(modem_line& by, bool tried) override;
    void look_again(bool usable_changed) override;
    void line_ended() override;

    modem_line* choose(const outbound& part);
    modem_line* by_number(std::string_view sender) const;
    modem_line* least_used() const;
    void settle_soon(std::uint64_t token, verdict result);
    void later(std::function<void()> what);
    void tick(mono_time now);
    void gauge();
    void show();
    void keep_state(bool durable);
    void leave_if_done();
    void accept(modem_line& by, item_key key, const handset_message& what);
    void report(modem_line& by, item_key key, const status_report& what);

    // Which modem a long message goes by: remembered for the last few, by the low bits of its id.
    struct pin {
        message_id id;
        modem_line* by = nullptr;
    };
    struct unwanted {
        std::size_t line = 0;
        item_key key = 0;
    };

    boost::asio::any_io_executor executor_;
    const connector_options options_;
    lines::clock_functions clocks_;
    inbox& inbox_;
    outlet_events& events_;
    connector_counters counters_;
    kept_state kept_;
    std::vector<std::shared_ptr<modem_line>> lines_;
    std::array<pin, 256> pins_{};
    outgoing translator_{options_};
    lines::deliveries deliveries_;
    net::ticker ticker_;
    modem_board board_;
    std::vector<unwanted> unwanted_;  // to be answered as refused when the turn ends
    std::vector<std::pair<std::uint64_t, verdict>> overdue_, settling_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    mono_time now_{}, stop_by_{}, show_at_{};
    wall_time wall_{};
    bool in_turn_ = false, starved_ = true, overdue_posted_ = false, stale_ = true, state_stale_ = false, stopping_ = false;
    std::size_t running_ = 0;
    std::function<void()> done_;
};

}  // namespace hermod::connectors::modem
