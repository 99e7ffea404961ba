// The connector itself: what connector.hpp promises. What all connectors with lines do stands in lines/line_connector.hpp; here
// is UCP's: its connections, the centre's clock, questions (connector_questions.cpp). One executor, the owner's.
#pragma once

#include "connectors/ucp/connection.hpp"
#include "connectors/ucp/connector.hpp"
#include "connectors/ucp/outgoing.hpp"
#include "lines/line_connector.hpp"

namespace hermod::connectors::ucp {

class ucp_connector final : public lines::line_connector, public connection_home, public network_questions {
public:
    ucp_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls);

    network_questions* questions() override { return this; }
    void query(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void cancel(network_question about, network_question_reply& reply, std::uint64_t token) override;
    void replace(network_question about, message_ptr with, network_question_reply& reply, std::uint64_t token) override;

private:
    void put(lines::line& by, const outbound& part) override;
    void arrived(connection& by, request_id key, const wire::ucp::deliver_message& pdu) override;
    void arrived(connection& by, request_id key, const wire::ucp::delivery_notification& pdu) override;
    void taken(std::string_view sm) override { zone_.learn(sm, wall()); }
    void answered(std::uint64_t number, const answer_to_question& answer) override;

    // Asks by 55 or 56.
    template <class Question>
    void ask_about(const network_question& about, const lines::asker& who);
    void write_question(const wire::ucp::pdu_variant& pdu, const std::string& name, const lines::asker& who);
    network_answer in_our_words(const answer_to_question& answer, bool query) const;
    void answer_soon(const lines::asker& who, network_answer answer);

    connector_options options_;
    std::vector<connection*> connections_;  // by their line's index
    centre_zone zone_{options_.translation.utc_offset};
    outgoing translator_{options_.translation};
    lines::asked_questions asked_;
};

}  // namespace hermod::connectors::ucp
