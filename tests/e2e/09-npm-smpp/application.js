// npm smpp as an application of our SMPP server: one `ok:` or `FAILED:` line a check. Started by npm.py, which says where in WHERE.
const fs = require('fs');
const smpp = require('smpp');
const {Session, check, until, textOf, taken, joined, statusName, where, failures} = require('./session.js');

let next = 0;
const number = () => `4915102${String(++next).padStart(6, '0')}`;
const isRefusal = (status) => [smpp.ESME_RBINDFAIL, smpp.ESME_RINVPASWD, smpp.ESME_RINVSYSID].includes(status);
const payload = (text) => ({message: Buffer.from(text)});
const longText = 'A long text in several parts, which the handset joins again: ' + '0123456789 '.repeat(30).trim();
const inAnHour = () => new Date(Date.now() + 3600 * 1000);

function status(name, answer, ...expected) {
    return check(`${name} is answered ${expected.map(statusName).join(' or ')}`, expected.includes(answer.command_status),
                 statusName(answer.command_status));
}

// One message and its receipt, over a session that is bound to send and receive.
async function oneMessage(name, session) {
    const to = number();
    const answer = await session.submit(to);
    status(`${name}: submit_sm`, answer, smpp.ESME_ROK);
    check(`${name}: ... with a message_id`, Boolean(answer.message_id), answer);
    const receipt = await session.receiptFor(answer.message_id);
    check(`${name}: its receipt comes`, receipt, session.deliveries.map(textOf));
    if (!receipt) return;
    check(`${name}: ... says stat:DELIVRD`, textOf(receipt).includes('stat:DELIVRD'), textOf(receipt));
    check(`${name}: ... from the recipient to the sender`, receipt.source_addr === to && receipt.destination_addr === 'Shop', receipt);
    if (!where.is_gateway) return;
    check(`${name}: ... with receipted_message_id and message_state`,
          receipt.receipted_message_id === answer.message_id && receipt.message_state === 2, receipt);
    check(`${name}: ... in the form of appendix B`, /^id:\S+ sub:001 dlvrd:001 submit date:\d{10} done date:\d{10} stat:DELIVRD err:\d{3} text:/i
        .test(textOf(receipt)), textOf(receipt));
}

async function binds() {
    let session = await Session.plain();
    status('submit_sm before a bind', await session.submit(number()), smpp.ESME_RINVBNDSTS);
    status('enquire_link before a bind', await session.ask('enquire_link'), smpp.ESME_ROK);
    session.drop();
    for (const [name, fields] of [['a wrong password', {system_id: 'shop', password: 'wrong'}], ['an unknown system_id', {system_id: 'nobody', password: 'secret'}],
                                  ['no password', {system_id: 'shop', password: ''}]]) {
        session = await Session.plain();
        const answer = await session.ask('bind_transceiver', fields);
        check(`a bind with ${name} is refused`, isRefusal(answer.command_status), statusName(answer.command_status));
        if (where.is_gateway) check('... and the connection is closed', await session.ended());
        session.drop();
    }
    session = await Session.bound();
    check('a bind is answered with the system_id of the door', Boolean(session.bind_answer.system_id), session.bind_answer);
    check('... and sc_interface_version', [0x34, 0x50].includes(session.bind_answer.sc_interface_version), session.bind_answer);
    status('a second bind', await session.ask('bind_transceiver', {system_id: 'shop', password: 'secret'}), smpp.ESME_RALYBND);
    status('enquire_link', await session.ask('enquire_link'), smpp.ESME_ROK);
    await oneMessage('transceiver', session);
    status('unbind', await session.leave(), smpp.ESME_ROK);
    check('... and the connection is closed', await session.ended());
}

async function transmitterAndReceiver() {
    const sends = await Session.bound('bind_transmitter'), takes = await Session.bound('bind_receiver');
    status('submit_sm on a receiver', await takes.submit(number()), smpp.ESME_RINVBNDSTS);
    const answer = await sends.submit(number());
    status('submit_sm on a transmitter', answer, smpp.ESME_ROK);
    check('... its receipt comes to the receiver', await takes.receiptFor(answer.message_id), takes.deliveries.length);
    check('... and nothing to the transmitter', sends.deliveries.length === 0, sends.deliveries.map(textOf));
    await takes.leave();
    const later = await sends.submit(number());
    status('submit_sm while nobody is bound to receive', later, smpp.ESME_ROK);
    if (where.is_gateway) await until(() => fs.readFileSync(`${where.folder}/ledger`, 'utf8').trim().split('\n').length > 2);
    const again = await Session.bound('bind_receiver');
    const kept = await again.receiptFor(later.message_id);
    check('... its receipt is kept until a receiver binds', kept && textOf(kept).includes('stat:DELIVRD'), again.deliveries.map(textOf));
    check('... and comes once', again.deliveries.filter((d) => textOf(d).includes(`id:${later.message_id} `)).length === 1, again.deliveries.map(textOf));
    await again.leave();
    await sends.leave();
}

async function texts(session) {
    const to = number();
    let answer = await session.submit(to, {data_coding: 8, short_message: {message: Buffer.from('Привет 👋', 'utf16le').swap16()}});
    status('UCS-2 text', answer, smpp.ESME_ROK);
    check('... its receipt', await session.receiptFor(answer.message_id));
    if (where.is_gateway) check('... arrives as written', joined(taken(to)) === 'Привет 👋' && taken(to)[0].data_coding === 8, taken(to));

    // The default that npm smpp chooses itself: GSM 7-bit octets under data_coding 1.
    const plain = number();
    answer = await session.submit(plain, {data_coding: null, short_message: 'Plain text 123'});
    status('text in the coding that npm smpp chooses', answer, smpp.ESME_ROK);
    if (where.is_gateway) {
        check('... arrives as written', await until(() => joined(taken(plain)) === 'Plain text 123'), taken(plain));
    }

    const byHeader = number(), pieces = longText.match(/[^]{1,153}/g), ids = [];
    for (const [i, piece] of pieces.entries()) {
        answer = await session.submit(byHeader, {short_message: {udh: Buffer.from([5, 0, 3, 77, pieces.length, i + 1]), message: Buffer.from(piece)}});
        ids.push(answer.message_id);
        if (answer.command_status !== 0) status(`part ${i + 1} with a user data header`, answer, smpp.ESME_ROK);
    }
    check(`${pieces.length} parts with user data headers get an id each`, new Set(ids).size === pieces.length && ids.every(Boolean), ids);
    for (const id of ids) check(`... and a receipt each (${ids.indexOf(id) + 1})`, await session.receiptFor(id), id);
    if (where.is_gateway) check('... and arrive so that a handset joins them', joined(taken(byHeader)) === longText, taken(byHeader));

    const bySar = number(), sarIds = [];
    for (const [i, piece] of pieces.entries()) {
        answer = await session.submit(bySar, {short_message: payload(piece), sar_msg_ref_num: 78, sar_total_segments: pieces.length, sar_segment_seqnum: i + 1});
        sarIds.push(answer.message_id);
    }
    check(`${pieces.length} parts with sar_ TLVs get an id each`, new Set(sarIds).size === pieces.length && sarIds.every(Boolean), sarIds);
    for (const id of sarIds) check(`... and a receipt each (${sarIds.indexOf(id) + 1})`, await session.receiptFor(id), id);
    if (where.is_gateway) check('... and arrive so that a handset joins them', joined(taken(bySar)) === longText, taken(bySar));

    const whole = number();
    answer = await session.submit(whole, {short_message: {message: Buffer.alloc(0)}, message_payload: payload(longText)});
    status('a long text as message_payload', answer, smpp.ESME_ROK);
    check('... one receipt for the whole', await session.receiptFor(answer.message_id));
    if (where.is_gateway) check('... arrives in parts that join to it', taken(whole).length === pieces.length && joined(taken(whole)) === longText, taken(whole));

    const silent = await session.submit(number(), {registered_delivery: 0});
    status('a message without registered_delivery', silent, smpp.ESME_ROK);
    const after = await session.submit(number());
    await session.receiptFor(after.message_id);
    check('... has no receipt', !session.deliveries.some((d) => textOf(d).includes(`id:${silent.message_id} `)));
}

async function otherSubmits(session) {
    const to = number();
    let answer = await session.ask('data_sm', {source_addr: 'Shop', source_addr_ton: 5, dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to,
                                               registered_delivery: 1, data_coding: 0, message_payload: payload('By data_sm')});
    status('data_sm', answer, smpp.ESME_ROK);
    check('... has a message_id and a receipt', answer.message_id && await session.receiptFor(answer.message_id), answer);
    if (where.is_gateway) check('... arrives as written', joined(taken(to)) === 'By data_sm', taken(to));

    const many = [number(), number(), number()];
    answer = await session.ask('submit_multi', {
        source_addr: 'Shop', source_addr_ton: 5, registered_delivery: 1, data_coding: 0, short_message: payload('To many'),
        dest_address: [...many.map((one) => ({dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: one})), {dl_name: 'friends'}]});
    status('submit_multi', answer, smpp.ESME_ROK);
    check('... with a message_id', Boolean(answer.message_id), answer);
    const refused = answer.unsuccess_sme || [];
    check('... and the distribution list among the unsuccessful', refused.length === 1 &&
          [smpp.ESME_RINVDLNAME, smpp.ESME_RCNTSUBDL].includes(refused[0].error_status_code), refused);
    if (where.is_gateway) {
        check('... all others get it', await until(() => many.every((one) => joined(taken(one)) === 'To many')), many.map(taken));
        check('... and a receipt each', await until(() => many.every((one) => session.deliveries.some((d) => d.source_addr === one))),
              session.deliveries.slice(-4).map(textOf));
    }
}

async function laterRequests(session) {
    const by = {source_addr: 'Shop', source_addr_ton: 5};
    status('query_sm of an unknown id', await session.ask('query_sm', {message_id: 'nothing', ...by}), smpp.ESME_RQUERYFAIL, smpp.ESME_RINVMSGID);
    status('cancel_sm of an unknown id', await session.ask('cancel_sm', {message_id: 'nothing', ...by}), smpp.ESME_RCANCELFAIL, smpp.ESME_RINVMSGID);
    status('replace_sm of an unknown id', await session.ask('replace_sm', {message_id: 'nothing', ...by, short_message: payload('x')}),
           smpp.ESME_RREPLACEFAIL, smpp.ESME_RINVMSGID);
    if (!where.is_gateway) return;

    const sent = await session.submit(number());
    await session.receiptFor(sent.message_id);
    let answer = await session.ask('query_sm', {message_id: sent.message_id, ...by});
    status('query_sm of a delivered message', answer, smpp.ESME_ROK);
    check('... says DELIVERED, when, and no error', answer.message_id === sent.message_id && answer.message_state === 2 && answer.final_date instanceof Date
          && Math.abs(answer.final_date - Date.now()) < 60_000 && answer.error_code === 0, answer);
    status('cancel_sm of a delivered message', await session.ask('cancel_sm', {message_id: sent.message_id, ...by}), smpp.ESME_RCANCELFAIL);
    status('replace_sm of a delivered message', await session.ask('replace_sm', {message_id: sent.message_id, ...by, short_message: payload('x')}),
           smpp.ESME_RREPLACEFAIL);
    status('query_sm with another source address', await session.ask('query_sm', {message_id: sent.message_id, source_addr: 'Other', source_addr_ton: 5}),
           smpp.ESME_RQUERYFAIL, smpp.ESME_RINVMSGID, smpp.ESME_RINVSRCADR);
    const rival = await Session.bound('bind_transceiver', {system_id: 'rival'});
    status("query_sm of another account's message", await rival.ask('query_sm', {message_id: sent.message_id, ...by}), smpp.ESME_RQUERYFAIL, smpp.ESME_RINVMSGID);
    status("cancel_sm of another account's message", await rival.ask('cancel_sm', {message_id: sent.message_id, ...by}), smpp.ESME_RCANCELFAIL, smpp.ESME_RINVMSGID);
    check("another account's receipts do not come here", rival.deliveries.length === 0, rival.deliveries.map(textOf));
    await rival.leave();

    const to = number(), planned = await session.submit(to, {schedule_delivery_time: inAnHour()});
    status('a message for in an hour', planned, smpp.ESME_ROK);
    answer = await session.ask('query_sm', {message_id: planned.message_id, ...by});
    check('... query_sm says SCHEDULED or ENROUTE, without a final date', answer.command_status === 0 && [0, 1].includes(answer.message_state)
          && !answer.final_date, answer);
    status('... replace_sm', await session.ask('replace_sm', {message_id: planned.message_id, ...by, registered_delivery: 1, short_message: payload('Replaced')}),
           smpp.ESME_ROK);
    check('... is not sent meanwhile', taken(to).length === 0, taken(to));
    status('... cancel_sm', await session.ask('cancel_sm', {message_id: planned.message_id, ...by, dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to}),
           smpp.ESME_ROK);
    answer = await session.ask('query_sm', {message_id: planned.message_id, ...by});
    check('... query_sm says DELETED', answer.command_status === 0 && answer.message_state === 4, answer);
    status('... cancel_sm once more', await session.ask('cancel_sm', {message_id: planned.message_id, ...by}), smpp.ESME_RCANCELFAIL);

    const soon = number(), replaced = await session.submit(soon, {schedule_delivery_time: new Date(Date.now() + 2500)});
    status('replace_sm of a message for in two seconds', await session.ask('replace_sm', {message_id: replaced.message_id, ...by, registered_delivery: 1,
                                                                                   short_message: payload('The new text')}), smpp.ESME_ROK);
    check('... the new text arrives', await until(() => taken(soon).length > 0, 15) && joined(taken(soon)) === 'The new text', taken(soon));
    check('... and its receipt', await session.receiptFor(replaced.message_id), session.deliveries.slice(-2).map(textOf));
}

async function badFields(session) {
    if (!where.is_gateway) return;
    status('a recipient that is no number', await session.submit('abc'), smpp.ESME_RINVDSTADR);
    status('no recipient', await session.submit(''), smpp.ESME_RINVDSTADR);
    status('a sender of 20 letters', await session.submit(number(), {source_addr: 'abcdefghijklmnopqrst'}), smpp.ESME_RINVSRCADR);
    status('a schedule that is no time', await session.submit(number(), {schedule_delivery_time: 'abcdefghijklmnop'}), smpp.ESME_RINVSCHED);
    status('a validity that is no time', await session.submit(number(), {validity_period: 'abcdefghijklmnop'}), smpp.ESME_RINVEXPIRY);
    status('a relative validity', await session.submit(number(), {validity_period: '000001000000000R'}), smpp.ESME_ROK);
    await oneMessage('after them', session);
}

async function handset(session) {
    const before = session.deliveries.length;
    const answer = await session.submit(where.echo, {source_addr: '88222', source_addr_ton: 1, source_addr_npi: 1, registered_delivery: 0,
                                                    short_message: payload('Hello and back')});
    status('a message to the handset that answers', answer, smpp.ESME_ROK);
    const back = await until(() => session.deliveries.slice(before).find((d) => (d.esm_class & 0x3C) === 0));
    check("the handset's message comes as deliver_sm", back && textOf(back) === 'Hello and back', session.deliveries.slice(before).map(textOf));
    if (back) check('... from the handset to the number it answered', back.source_addr === where.echo && back.destination_addr === '88222', back);
}

async function overTls() {
    if (!where.is_gateway) return;
    let session = await Session.bound('bind_transceiver', {}, Session.secure);
    check('TLS: the certificate is the authority\'s, TLS 1.2 or later', session.peer.socket.authorized && /^TLSv1\.[23]$/.test(session.peer.socket.getProtocol()),
          session.peer.socket.authorizationError);
    await oneMessage('TLS', session);
    await handset(session);
    const many = await Promise.all(Array.from({length: 50}, () => session.submit(number())));
    check('TLS: fifty at once are all taken', many.every((a) => a.command_status === 0), many.map((a) => statusName(a.command_status)));
    for (const one of many) await session.receiptFor(one.message_id);
    check('TLS: ... and all reported', many.every((a) => session.deliveries.some((d) => textOf(d).includes(`id:${a.message_id} `))));
    status('TLS: unbind', await session.leave(), smpp.ESME_ROK);
    check('TLS: ... and the connection is closed', await session.ended());
    session = await Session.secure();
    const wrong = await session.ask('bind_transceiver', {system_id: 'shop', password: 'wrong'});
    check('TLS: a wrong password is refused', isRefusal(wrong.command_status), statusName(wrong.command_status));
    session.drop();
    const refused = async (name, open) => check(name, await open().then(() => false, () => true));
    await refused('TLS: a client that trusts other authorities refuses the door', () => Session.secure({ca: []}));
    await refused('TLS: nothing before 1.2 is spoken', () => Session.secure({minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0'}));
    session = await Session.open({host: '127.0.0.1', port: where.tls_port});
    const plain = await session.ask('bind_transceiver', {system_id: 'shop', password: 'secret'}, 8);
    check('TLS: SMPP in the clear on its port gets no bind', plain.command_status !== 0, statusName(plain.command_status));
    session.drop();
}

async function main() {
    await binds();
    await transmitterAndReceiver();
    const session = await Session.bound();
    for (const part of [texts, otherSubmits, laterRequests, badFields, handset]) await part(session);
    await session.leave();
    await overTls();
}

main().catch((error) => { check('the test runs to its end', false, error.stack); }).then(() => process.exit(failures() ? 1 : 0));
