// An application's session over npm smpp, with promises: requests have answers or run out of time, deliveries are kept and answered.
const fs = require('fs');
const smpp = require('smpp');

const where = JSON.parse(process.env.WHERE);  // port, tls_port, folder, is_gateway
const nameOf = new Map(Object.entries(smpp).filter(([name]) => name.startsWith('ESME_')).map(([name, value]) => [value, name]));
const statusName = (value) => nameOf.get(value) || `0x${Number(value).toString(16)}`;

let failed = 0;
function check(name, holds, seen) {
    if (!holds) ++failed;
    console.log(holds ? `ok: ${name}` : `FAILED: ${name}: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
    return holds;
}

async function until(holds, seconds = 10) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const value = holds();
        if (value || Date.now() > end) return value;
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

function textOf(pdu) {
    const of = (m) => (m && m.message !== undefined ? m.message : m);
    const short = of(pdu.short_message);
    return String(short !== undefined && short.length > 0 ? short : of(pdu.message_payload) ?? '');
}

class Session {
    // options: of npm smpp's connect(); resolves when it is connected, and with TLS when the handshake is over.
    static open(options) {
        return new Promise((resolve, reject) => {
            const session = new Session();
            session.peer = smpp.connect(options, () => resolve(session));
            session.closed = false;
            session.peer.socket.setMaxListeners(0);  // one a request under way
            session.deliveries = [];
            session.peer.on('close', () => { session.closed = true; reject(new Error('closed')); });
            session.peer.on('error', (error) => { session.error = error; reject(error); });
            for (const command of ['deliver_sm', 'data_sm']) {
                session.peer.on(command, (pdu) => { session.deliveries.push(pdu); session.peer.send(pdu.response()); });
            }
            session.peer.on('enquire_link', (pdu) => session.peer.send(pdu.response()));
            session.peer.on('unbind', (pdu) => { session.peer.send(pdu.response()); session.peer.close(); });
        });
    }
    static plain() { return Session.open({host: '127.0.0.1', port: where.port}); }
    static secure(more = {}) {
        return Session.open({tls: true, host: 'localhost', port: where.tls_port, servername: 'localhost',
                             ca: fs.readFileSync(`${where.folder}/ca.pem`), ...more});
    }
    // Connected and bound as shop, or as `fields` say. An Error when the door refuses.
    static async bound(command = 'bind_transceiver', fields = {}, open = Session.plain) {
        const session = await open();
        const answer = await session.ask(command, {system_id: 'shop', password: 'secret', interface_version: 0x34, ...fields});
        if (answer.command_status !== 0) throw new Error(`${command}: ${statusName(answer.command_status)}`);
        session.bind_answer = answer;
        return session;
    }
    // The response; {command_status: 'none'} when none comes, 'closed' when the connection is closed instead.
    ask(command, fields = {}, seconds = 8) {
        return new Promise((resolve) => {
            const timer = setTimeout(() => resolve({command_status: 'none'}), seconds * 1000);
            const gone = () => { clearTimeout(timer); resolve({command_status: 'closed'}); };
            this.peer.socket.once('close', gone);
            this.peer.send(new smpp.PDU(command, fields), (answer) => {
                clearTimeout(timer);
                this.peer.socket.removeListener('close', gone);
                resolve(answer);
            });
        });
    }
    submit(to, fields = {}) {
        return this.ask('submit_sm', {source_addr: 'Shop', source_addr_ton: 5, dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: to,
                                      registered_delivery: 1, data_coding: 0, short_message: {message: Buffer.from('Hello')}, ...fields});
    }
    receiptFor(id, seconds = 10) {
        return until(() => this.deliveries.find((d) => (d.esm_class & 0x3C) === 4 && textOf(d).includes(`id:${id} `)), seconds);
    }
    ended(seconds = 5) { return until(() => this.closed, seconds); }
    async leave() {
        const answer = await this.ask('unbind', {}, 5);
        this.peer.close();
        return answer;
    }
    drop() { this.peer.destroy(); }
}

// What the centre behind the gateway took for a recipient, in order; nothing when there is no gateway.
function taken(to) {
    const lines = fs.readFileSync(`${where.folder}/ledger`, 'utf8').trim().split('\n').map((line) => line.split('\t'));
    return lines.filter((f) => f[3] === to).map((f) => ({id: f[0], from: f[2], esm_class: parseInt(f[4], 16), data_coding: parseInt(f[5], 16),
                                                         data: Buffer.from(f[7], 'hex')}));
}

// The text as the handset would show it: parts without their header, in the header's order.
function joined(parts) {
    const texts = parts.map((p) => {
        const header = p.esm_class & 0x40 ? p.data[0] + 1 : 0;
        const body = p.data.subarray(header);
        return [header ? p.data[header - 1] : 1, p.data_coding === 8 ? Buffer.from(body).swap16().toString('utf16le') : body.toString('latin1')];
    });
    return texts.sort((a, b) => a[0] - b[0]).map((t) => t[1]).join('');
}

module.exports = {Session, check, until, textOf, taken, joined, statusName, where, failures: () => failed};
