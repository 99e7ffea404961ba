// Long messages as one message_payload: what becomes of the parts that the first one carries.
#include "lines/carried.hpp"

#include "connectors/smpp/connector_stage.hpp"

namespace hermod::connectors::smpp {
namespace {

using wire::smpp::tlv_tag;

class smpp_carried : public connector_stage {};

wire::smpp::deliver_sm receipt_pdu(std::string_view text) {
    wire::smpp::deliver_sm pdu;
    pdu.esm_class = wire::smpp::esm_class::delivery_receipt;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
    return pdu;
}

TEST_F(smpp_carried, payload_leaves_once_and_its_other_parts_end_by_themselves) {
    options.translation.longer = long_form::payload;
    std::vector<std::size_t> sizes;
    centre.on_pdu = [&](line& one, const header& head, octets frame) {
        if (!is_submit(head)) return false;
        const auto pdu = wire::smpp::decode_as<wire::smpp::submit_sm>(frame).value().pdu;
        sizes.push_back(pdu.tlvs.find(tlv_tag::message_payload).value_or(octets{}).size());
        accept(one, head, "net1");
        one.write(9, receipt_pdu("id:net1 stat:UNDELIV err:005"));
        return true;
    };
    start_and_bind();
    const auto longer = text(77, 3);
    for (std::uint8_t part = 1; part <= 3; ++part) out->send({longer, part, part, false});
    out->flush();
    until([&] { return ports.verdicts.size() == 3 && ports.reported.size() == 3; });
    EXPECT_EQ(sizes, (std::vector<std::size_t>{450}));
    EXPECT_EQ(ports.verdicts[1].detail, "net1");
    EXPECT_EQ(ports.verdicts[2].detail, lines::carried_id(message_id{77}, 2));
    EXPECT_EQ(ports.verdicts[3].detail, lines::carried_id(message_id{77}, 3));
    std::map<std::string, state> told;
    for (const remote_receipt& r : ports.reported) told[r.remote_id] = r.outcome;
    EXPECT_EQ(told["net1"], state::undelivered);  // the message's end is part 1's
    EXPECT_EQ(told[lines::carried_id(message_id{77}, 2)], state::delivered);
    EXPECT_EQ(told[lines::carried_id(message_id{77}, 3)], state::delivered);
    EXPECT_EQ(ports.reported.front().connector, connector_id{7});
}

TEST_F(smpp_carried, carried_part_is_sent_only_when_its_end_is_on_disk) {
    options.translation.longer = long_form::payload;
    ports.hold_receipts = true;
    start_and_bind();
    const auto longer = text(77, 2);
    out->send({longer, 2, 2, false});
    until([&] { return ports.held.size() == 1; });
    EXPECT_TRUE(ports.verdicts.empty());
    ports.match = receipt_match::failed;
    ports.held[0]();
    until(settled(1));
    EXPECT_EQ(kind(2), verdict::kind::later);
    ports.match = receipt_match::parked;
    out->send({longer, 3, 2, false});
    until([&] { return ports.held.size() == 2; });
    ports.held[1]();
    until(settled(2));
    EXPECT_EQ(kind(3), verdict::kind::sent);
    // Nobody waits for a receipt: nothing is reported.
    auto quiet = std::make_shared<message>(*longer);
    quiet->receipt = false;
    out->send({quiet, 4, 2, false});
    until(settled(3));
    EXPECT_EQ(kind(4), verdict::kind::sent);
    EXPECT_EQ(ports.reported.size(), 2u);
}

}  // namespace
}  // namespace hermod::connectors::smpp
