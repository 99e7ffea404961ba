// A message centre by another implementation (npm smpp): it takes what the gateway submits and sends receipts for it.
//
//     node smsc.js PORT LEDGER          prints "listening" when it does; one line of JSON a message into LEDGER
//
// The recipient's last digit says what becomes of it: 0 delivered, 1 undelivered, 2 the receipt overtakes the response,
// 3 the response's id is hexadecimal and the receipt's decimal, 4 throttled once and then taken, 5 refused for good,
// 6 what was sent comes back as a message from the handset. Of a submit_multi 0, 1, 2 and 5 mean the same for each
// destination; the receipts come in the opposite order, and all of them before the response when one destination has a 2.
const fs = require('fs');
const smpp = require('smpp');

const [port, ledger] = [Number(process.argv[2]), process.argv[3]];
const throttled = new Set();
let next = 255;

function receiptText(id, stat, err) {
    return `id:${id} sub:001 dlvrd:${stat === 'DELIVRD' ? '001' : '000'} submit date:2611231200 done date:2611231201 stat:${stat} err:${err} text:`;
}

function sendReceipt(session, pdu, id, stat, err) {
    session.deliver_sm({
        source_addr: pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1,
        destination_addr: pdu.source_addr, esm_class: 4, short_message: {message: Buffer.from(receiptText(id, stat, err))},
    });
}

function textOf(pdu) {
    const m = pdu.short_message;
    return m && m.message !== undefined ? m.message.toString() : String(m);
}

function onSubmit(session, pdu) {
    const number = next++, last = pdu.destination_addr.slice(-1);
    if (last === '4' && !throttled.has(pdu.destination_addr)) {
        throttled.add(pdu.destination_addr);
        return session.send(pdu.response({command_status: smpp.ESME_RTHROTTLED}));
    }
    if (last === '5') return session.send(pdu.response({command_status: smpp.ESME_RINVDSTADR}));
    fs.appendFileSync(ledger, JSON.stringify({
        id: number, to: pdu.destination_addr, to_ton: pdu.dest_addr_ton, from: pdu.source_addr, from_ton: pdu.source_addr_ton,
        esm_class: pdu.esm_class, data_coding: pdu.data_coding, receipt: pdu.registered_delivery, text: textOf(pdu),
    }) + '\n');
    const id = last === '3' ? number.toString(16).toUpperCase() : String(number);
    const receiptId = last === '3' ? String(number).padStart(10, '0') : id;
    const receipt = () => last === '1' ? sendReceipt(session, pdu, receiptId, 'UNDELIV', '011') : sendReceipt(session, pdu, receiptId, 'DELIVRD', '000');
    if (last === '2') receipt();
    session.send(pdu.response({message_id: id}));
    if (last !== '2') receipt();
    if (last === '6') {
        session.deliver_sm({source_addr: pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1, destination_addr: pdu.source_addr,
                            short_message: 'from the handset'});
    }
}

function onSubmitMulti(session, pdu) {
    const id = String(next++), failed = pdu.dest_address.filter((d) => d.destination_addr.endsWith('5'));
    const taken = pdu.dest_address.filter((d) => !failed.includes(d));
    for (const to of taken)
        fs.appendFileSync(ledger, JSON.stringify({
            id, multi: pdu.dest_address.length, to: to.destination_addr, to_ton: to.dest_addr_ton, from: pdu.source_addr,
            from_ton: pdu.source_addr_ton, esm_class: pdu.esm_class, data_coding: pdu.data_coding,
            receipt: pdu.registered_delivery, text: textOf(pdu),
        }) + '\n');
    const receipts = () => taken.slice().reverse().forEach((to) => {
        const well = !to.destination_addr.endsWith('1');
        sendReceipt(session, {destination_addr: to.destination_addr, source_addr: pdu.source_addr}, id, well ? 'DELIVRD' : 'UNDELIV', well ? '000' : '011');
    });
    const early = taken.some((to) => to.destination_addr.endsWith('2'));
    if (early) receipts();
    session.send(pdu.response({message_id: id, unsuccess_sme: failed.map((d) => ({...d, error_status_code: smpp.ESME_RINVDSTADR}))}));
    if (!early) receipts();
}

const server = smpp.createServer({}, (session) => {
    session.on('error', () => {});
    session.on('bind_transceiver', (pdu) => {
        const known = pdu.system_id === 'hermod' && pdu.password === 'secret';
        session.send(pdu.response({command_status: known ? 0 : smpp.ESME_RBINDFAIL}));
        if (!known) session.close();
    });
    session.on('submit_sm', (pdu) => onSubmit(session, pdu));
    session.on('submit_multi', (pdu) => onSubmitMulti(session, pdu));
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => {
        fs.appendFileSync(ledger, JSON.stringify({unbind: true}) + '\n');
        session.send(pdu.response());
        session.close();
    });
});
server.listen(port, '127.0.0.1', () => console.log('listening'));
