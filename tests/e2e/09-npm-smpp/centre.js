// A message centre with TLS by npm smpp, for our client: takes everything, delivers everything. Prints "listening" when it does.
//
//     node centre.js PORT KEY CERTIFICATE
const fs = require('fs');
const smpp = require('smpp');

const [port, key, cert] = process.argv.slice(2);
let next = 1000;
const server = smpp.createServer({key: fs.readFileSync(key), cert: fs.readFileSync(cert)}, (session) => {
    session.on('error', () => {});
    session.on('bind_transceiver', (pdu) => {
        console.log(`bound over ${session.socket.getProtocol()}`);
        session.send(pdu.response({system_id: 'centre'}));
    });
    session.on('submit_sm', (pdu) => {
        const id = String(++next);
        session.send(pdu.response({message_id: id}));
        session.deliver_sm({source_addr: pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1, destination_addr: pdu.source_addr, esm_class: 4,
                            short_message: {message: Buffer.from(`id:${id} sub:001 dlvrd:001 submit date:2611240000 done date:2611240001 stat:DELIVRD err:000 text:`)}});
    });
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => { session.send(pdu.response()); session.close(); });
});
server.on('tlsClientError', (error) => console.log(`handshake failed: ${error.code}`));
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
