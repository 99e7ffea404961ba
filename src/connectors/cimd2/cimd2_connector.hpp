// The connector itself: what connector.hpp promises. What all connectors with lines do stands in lines/line_connector.hpp; here
// is CIMD2's: its connections, and questions (connector_questions.cpp). One executor, the owner's.
#pragma once

#include "connectors/cimd2/connection.hpp"
#include "connectors/cimd2/connector.hpp"
#include "connectors/cimd2/outgoing.hpp"
#include "lines/line_connector.hpp"

namespace hermod::connectors::cimd2 {

class cimd2_connector final : public lines::line_connector, public connection_home, public network_questions {
public:
    cimd2_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls);

    network_questions* questions() override { return this; }
    void query(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void cancel(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) override;

private:
    void put(lines::line& by, const outbound& part) override;
    void arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_message& pdu) override;
    void arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_status_report& pdu) override;
    void answered(std::uint64_t number, const answer_to_question& answer) override;

    // What both questions name a message by; nullopt: it has been answered why not.
    struct naming {
        std::string_view timestamp, destination;
    };
    std::optional<naming> named(const network_question& about, bool may_be_asked, const lines::asker& who);
    template <class Question>
    void write_question(const Question& pdu, const lines::asker& who);
    static network_answer in_our_words(const answer_to_question& answer, bool query);
    void answer_soon(const lines::asker& who, network_answer answer);

    connector_options options_;
    std::vector<connection*> connections_;  // by their line's index
    outgoing translator_{options_.translation};
    lines::asked_questions asked_;
};

}  // namespace hermod::connectors::cimd2
