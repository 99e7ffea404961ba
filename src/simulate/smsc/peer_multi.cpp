// The part of a peer that takes one message to many: one id for all, a receipt for each, faults for each.
#include "simulate/smsc/centre.hpp"
#include "simulate/smsc/peer.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/user_data.hpp"

namespace hermod::simulate {

using namespace wire::smpp;

void peer::on_submit_multi(octets frame) {
    const header head = read_header(frame);
    if (!may_submit()) return refuse(head, command_status::esme_rinvbndsts);
    const auto read = decode_as<submit_multi>(frame);
    if (!read) return refuse(head, read.error().suggested_status);
    const submit_multi& pdu = read->pdu;
    if (const command_status status = throttling(); status != command_status::esme_rok)
        return encode_header(out_, response_of(head.id), status, head.sequence_number);

    delayed_answer out{{}, id_, home_->next_number(), head.sequence_number, head.id};
    std::vector<destination> taken;
    for (const destination& to : pdu.destinations) {
        const bool list = to.dest_flag != destination::sme_address;  // this centre keeps no distribution lists
        const command_status status = list ? command_status::esme_rinvdlname : fault();
        if (status == command_status::esme_rok) {
            taken.push_back(to);
            continue;
        }
        ++out.failures;
        (void)append_item(out.failed, unsuccess_sme{to.dest_addr_ton, to.dest_addr_npi, list ? to.dl_name : to.destination_addr, status});
    }
    const bool early = home_->how().receipt_before_answer;
    if (!early) reply(out);
    for (const destination& to : taken)
        home_->enter(out.number, {pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr},
                     {to.dest_addr_ton, to.dest_addr_npi, to.destination_addr}, pdu.esm_class,
                     static_cast<std::uint8_t>(pdu.data_coding), user_data(pdu).value,
                     (pdu.registered_delivery & registered_delivery::receipt_mask) != 0, account_);
    if (early) reply(out);
}

}  // namespace hermod::simulate
