// The connector itself: what connector.hpp promises, with its binds, its answers to come and its questions.
//
// A turn is one batch of work on the executor: octets read, a tick, the store's replies. What is sent meanwhile gathers
// and leaves in one write a bind when the turn ends; ready() is told once, at its end. One executor, the owner's.
#pragma once

#include <array>
#include <map>
#include <utility>

#include "connectors/smpp/carried.hpp"
#include "connectors/smpp/connector.hpp"
#include "connectors/smpp/deliveries.hpp"
#include "connectors/smpp/incoming.hpp"
#include "connectors/smpp/link.hpp"
#include "connectors/smpp/multi.hpp"
#include "connectors/smpp/outgoing.hpp"
#include "gateway/broadcasts.hpp"
#include "gateway/network_questions.hpp"
#include "net/ticker.hpp"

namespace hermod::connectors::smpp {

// The verdict on what cannot be encoded.
verdict unwritable(const wire::smpp::codec_error& fault);

class smpp_connector final : public connector, public link_home, public network_questions, public broadcasts {
public:
    // `acceptor` listens for outbind; null: nobody may call.
    smpp_connector(boost::asio::any_io_executor executor, connector_options options, clock_functions clocks, link_tls tls,
                   link::acceptor_ptr acceptor, inbox& in, receipts& reports, outlet_events& events);

    void start() override;
    void stop(std::chrono::milliseconds deadline, std::function<void()> done) override;
    const connector_counters& counters() const override { return counters_; }
    condition health() const override;

    std::size_t capacity() const override;
    std::size_t window() const override { return options_.session.window * senders_ * gathered_.reach(); }
    void send(outbound part) override;
    void flush() override;

    network_questions* questions() override { return this; }
    void query(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void cancel(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) override;

    hermod::broadcasts* broadcasts() override;
    void relay(broadcast what, broadcast_reply& reply, std::uint64_t token) override;

private:
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    void arrived(link& by, std::uint32_t sequence, const wire::smpp::deliver_sm& pdu) override;
    void arrived(link& by, std::uint32_t sequence, const wire::smpp::data_sm& pdu) override;
    void answered(std::uint64_t number, const answer_to_question& answer) override;
    void turn_begins() override;
    void turn_ends() override;
    void put(link& by, const outbound& part) override;
    void multi_refused(session_note why) override;
    bool rate_allows() const override { return !bucket_.limits() || bucket_.available() > 0; }
    mono_time now() const override { return in_turn_ ? now_ : clocks_.mono(); }
    wall_time wall() const { return in_turn_ ? wall_ : clocks_.wall(); }
    connector_counters& numbers() override { return counters_; }
    void link_ended() override;

    void add_links(std::size_t count, const connector_options& as, const link_tls& tls, const link::acceptor_ptr& acceptor);
    void take_in(link& by, std::uint32_t sequence, const auto& pdu);
    void accept(link& by, const handset_message& what, const unanswered& request);
    void send_alone(outbound part);
    void put_gathered();
    void put_many(link& by);
    // What `parts` messages of one content become; null: nothing, and `refused` is the verdict on each.
    const outgoing::outcome* translated(const outbound& part, wall_time now, std::size_t parts, verdict& refused);
    link* choose(const outbound& part);
    link* roomiest();
    void settle_soon(std::uint64_t token, verdict result);
    void settle_overdue();
    void tick(mono_time now);
    void count(const verdict& result, mono_time::duration round_trip);
    void gauge();
    void leave_if_done();

    struct asker {
        network_question_reply* reply = nullptr;  // of a question; of a broadcast the next
        broadcast_reply* relay = nullptr;
        std::uint64_t token = 0;
    };
    // Whether it was written; otherwise nobody can be asked now, or it cannot be said.
    struct asked {
        bool nobody = false;
        std::optional<wire::smpp::codec_error> wrong{};
        bool done() const { return !nobody && !wrong; }
    };
    template <class Question>
    asked write_question(const Question& pdu, asker who);
    void relayed(const asker& who, const answer_to_question& answer);
    template <class Question>
    void ask(const Question& pdu, bool may_be_asked, asker who);
    void answer_soon(asker who, network_answer answer);
    network_answer in_our_words(const answer_to_question& answer) const;

    // Which bind a long message goes by: remembered for the last few, by the low bits of its id.
    struct pin {
        message_id id;
        link* by = nullptr;
    };

    boost::asio::any_io_executor executor_;
    connector_options options_;
    connector_options receiving_, called_;  // as options_, for the receivers of a pair and for who calls us
    clock_functions clocks_;
    inbox& inbox_;
    outlet_events& events_;
    outgoing translator_{options_.translation};
    gathering gathered_{options_.translation, options_.submit_multi, options_.session.interface_version < wire::smpp::version_3_4};
    std::vector<std::uint64_t> gathered_tokens_;
    outgoing::outcome made_;
    token_bucket bucket_{options_.rate};
    connector_counters counters_;
    std::vector<std::shared_ptr<link>> links_;
    std::array<pin, 256> pins_{};
    deliveries deliveries_;
    carried_parts carried_;
    link::acceptor_ptr acceptor_;
    std::map<std::uint64_t, asker> asked_;  // by our number of the question
    std::uint64_t next_question_ = 1;
    std::vector<std::pair<std::uint64_t, verdict>> overdue_, settling_;  // verdicts that send() must not give itself
    net::ticker ticker_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    mono_time now_{}, stop_by_{};
    wall_time wall_{};
    bool in_turn_ = false, overdue_posted_ = false, starved_ = true, stopping_ = false;
    std::size_t running_ = 0, senders_ = 0;
    std::function<void()> done_;
};

}  // namespace hermod::connectors::smpp
