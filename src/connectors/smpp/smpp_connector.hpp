// The connector itself: what connector.hpp promises. What all connectors with lines do stands in lines/line_connector.hpp; here
// is SMPP's: its binds, the groups for submit_multi, questions and broadcasts. One executor, the owner's.
#pragma once

#include <map>

#include "connectors/smpp/bind.hpp"
#include "connectors/smpp/connector.hpp"
#include "connectors/smpp/incoming.hpp"
#include "connectors/smpp/multi.hpp"
#include "connectors/smpp/outgoing.hpp"
#include "gateway/broadcasts.hpp"
#include "gateway/network_questions.hpp"
#include "lines/line_connector.hpp"

namespace hermod::connectors::smpp {

// The verdict on what cannot be encoded.
verdict unwritable(const wire::smpp::codec_error& fault);

class smpp_connector final : public lines::line_connector, public bind_home, public network_questions, public broadcasts {
public:
    // `acceptor` listens for outbind; null: nobody may call.
    smpp_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls,
                   lines::acceptor_ptr acceptor);

    std::size_t window() const override { return line_connector::window() * gathered_.reach(); }
    void send(outbound part) override;
    void flush() override;

    network_questions* questions() override { return this; }
    void query(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void cancel(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) override;

    hermod::broadcasts* broadcasts() override;
    void relay(broadcast what, broadcast_reply& reply, std::uint64_t token) override;

private:
    void arrived(bind& by, std::uint64_t key, const wire::smpp::deliver_sm& pdu) override;
    void arrived(bind& by, std::uint64_t key, const wire::smpp::data_sm& pdu) override;
    void answered(std::uint64_t number, const answer_to_question& answer) override;
    void multi_refused(session_note why) override;
    void put(lines::line& by, const outbound& part) override;
    void settled(std::uint64_t token, verdict result, mono_time::duration round_trip) override;
    std::size_t held_back() const override { return gathered_.parts().size(); }
    void turn_closes() override { put_gathered(); }

    void add_binds(std::size_t count, const session_options& as, way made);
    session& session_of(const lines::line& by) { return binds_[by.index()]->state_machine(); }
    void take_in(bind& by, std::uint64_t key, const auto& pdu);
    void put_gathered();
    void put_many(lines::line& by);
    // What `parts` messages of one content become; null: nothing, and `refused` is the verdict on each.
    const outgoing::outcome* translated(const outbound& part, wall_time now, std::size_t parts, verdict& refused);

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

    connector_options options_;
    session_options receiving_, called_;  // as options_.session, for the receivers of a pair and for who calls us
    std::vector<bind*> binds_;            // by their line's index
    outgoing translator_{options_.translation};
    gathering gathered_{options_.translation, options_.submit_multi,
                        options_.session.interface_version < wire::smpp::version_3_4};
    std::vector<std::uint64_t> gathered_tokens_;
    outgoing::outcome made_;
    std::map<std::uint64_t, asker> asked_;  // by our number of the question
    std::uint64_t next_question_ = 1;
};

}  // namespace hermod::connectors::smpp
