// compare.js PROGRAM: our codec (PROGRAM, see tpdu_lines.cpp) beside npm node-pdu for 10,000 messages, in both directions: what it writes we
// read, what we write it reads. Texts, addresses, times, validity, status agree but for what explain() names, and each of those is checked
// against what node-pdu does:
//   no_pdu_for_an_empty_text       it makes no PDU at all; we make one without user data
//   name_taken_for_a_number        a sender's name that ends in digits loses its letters
//   zeros_taken_for_plus           a number without + that has 00 before other digits becomes international, its first two digits lost
//   validity_above_30_days         written in days, beyond the values that are days, and from 13 weeks on with half an octet too much
//   validity_read_otherwise        12 to 24 hours are read as 12 days and more, days as one less, weeks as four less (23.040, 9.2.3.12.1)
//   section_sign                   it writes a blank for the paragraph's sign and reads that as a grave accent (23.038, 6.2.1: code 5F)
//   surrogates_cut                 a part ends between the halves of a character above U+FFFF
'use strict';
const {spawnSync} = require('child_process');
const {parse, Submit, Deliver, utils} = require('node-pdu');
const generate = require('./generate');

const MESSAGES = 10000, SEED = 20260101;
const messages = generate(MESSAGES, SEED);
const program = process.argv[2];

function ask(requests) {
    const run = spawnSync(program, {input: requests.map((r) => r.join('\t') + '\n').join(''), maxBuffer: 1 << 28});
    if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.error || run.stderr}`);
    const answers = run.stdout.toString().trimEnd().split('\n').map((line) => line.split('\t'));
    if (answers.length !== requests.length) throw new Error(`${requests.length} requests, but ${answers.length} answers`);
    return answers;
}
const hex = (text) => Buffer.from(text, 'utf8').toString('hex').toUpperCase();
const unhex = (text) => Buffer.from(text, 'hex').toString('utf8');
const fields = (answer) => Object.fromEntries(answer.slice(1).map((word) => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
}));
const digitsOf = (address) => address.replace(/^\+/, '');

// What each side says of a message, in the same words.
const MINUTES = (octet) => (octet <= 143 ? 5 * (octet + 1) : octet <= 167 ? 720 + 30 * (octet - 143) : octet <= 196 ? 1440 * (octet - 166) : 10080 * (octet - 192));

function theirPdus(m) {
    const pdu = m.form === 'submit' ? new Submit(m.address, m.text) : new Deliver(m.address, m.text);
    if (m.smsc) pdu.setServiceCenterAddress(m.smsc);
    if (m.form === 'submit') {
        pdu.type.setStatusReportRequest(m.srr);
        if (m.vp !== null) {
            pdu.setValidityPeriod(60 * MINUTES(m.vp));
            pdu.type.setValidityPeriodFormat(utils.PDUType.VPF_RELATIVE);  // otherwise the first part lacks it
        }
    } else {
        pdu.setServiceCenterTimeStamp(new utils.SCTS(new Date(m.seconds * 1000), 15 * m.zone));
    }
    return pdu.getPartStrings();
}

// The octet that it writes for a validity period in days.
const theirDays = (m) => 7 * (m.vp - 192) + 166;
const theirSeconds = (vp) => (vp <= 143 ? 300 * (vp + 1) : vp <= 167 ? 86400 * 12 + 1800 * (vp - 143) : vp <= 196 ? 86400 * (vp - 167) : 604800 * (vp - 196));
// Its parts of 63 units, each read alone: a lone half becomes U+FFFD.
const cutText = (text) => text.match(/[^]{1,63}/g).map((part) => Buffer.from(part, 'utf8').toString('utf8')).join('');
const lettersAsDigits = {A: '*', B: '#', C: 'a'};

// Why node-pdu wrote what it did; null: nobody knows.
function whyWritten(what, wanted, got, m) {
    if (what === 'pdus') return m.text === '' ? 'no_pdu_for_an_empty_text' : null;
    if (what === 'read') return m.form === 'submit' && m.vp > 196 && theirDays(m) > 255 && got.startsWith('an odd number') ? 'validity_above_30_days' : null;
    if (what === 'vp') return m.vp > 196 && Number(got) === theirDays(m) ? 'validity_above_30_days' : null;
    if (what === 'address') {
        const left = m.address.replace(/[^a-c0-9*#]/gi, '').replace(/[ABC]/g, (c) => lettersAsDigits[c]);
        if (/[a-z]/i.test(m.address) && /\d$/.test(m.address)) return got === left ? 'name_taken_for_a_number' : null;
        return !m.address.startsWith('+') && /00\d+$/.test(m.address) && got === '+' + m.address.substring(2) ? 'zeros_taken_for_plus' : null;
    }
    if (what !== 'text') return null;
    if (got === m.text.replaceAll('§', ' ')) return 'section_sign';
    return m.text.length > 63 && got === cutText(m.text) ? 'surrogates_cut' : null;
}

// Why it read something else than was written.
function whyRead(what, wanted, got, m) {
    if (what === 'vp') return m.vp > 143 && got === theirSeconds(m.vp) ? 'validity_read_otherwise' : null;
    return what === 'text' && got === m.text.replaceAll('§', '`') ? 'section_sign' : null;
}

const tally = {agreed: 0, no_pdu_for_an_empty_text: 0, name_taken_for_a_number: 0, zeros_taken_for_plus: 0, validity_above_30_days: 0,
    validity_read_otherwise: 0, section_sign: 0, surrogates_cut: 0};
const unexplained = [];
function judge(direction, m, differences, explain) {
    if (differences.length === 0) return void ++tally.agreed;
    for (const [what, wanted, got] of differences) {
        const reason = explain(what, wanted, got, m);
        if (reason) ++tally[reason];
        else unexplained.push(`${direction} ${m.form} ${m.kind}: ${what}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)} of ${JSON.stringify({...m, text: m.text.slice(0, 40)})}`);
    }
}
const differing = (pairs) => pairs.filter(([, wanted, got]) => wanted !== got);

// 1. They write, we read.
const written = messages.filter((m) => m.form !== 'report').map((m) => ({m, pdus: theirPdus(m)}));
const readings = ask(written.flatMap(({m, pdus}) => pdus.map((pdu) => ['read', m.form === 'submit' ? 'mobile' : 'network', pdu])));
let at = 0;
for (const {m, pdus} of written) {
    const ours = readings.slice(at, at += pdus.length);
    if (pdus.length === 0) {
        judge('theirs', m, [['pdus', 1, 0]], whyWritten);
        continue;
    }
    const fault = ours.find((answer) => answer[0] === 'fault');
    if (fault) {
        judge('theirs', m, [['read', 'no fault', fault.slice(1).join(' ')]], whyWritten);
        continue;
    }
    const all = ours.map(fields), first = all[0];
    judge('theirs', m, differing([
        ['message', m.form, ours[0][0]],
        ['address', m.address, first.address],
        ['smsc', m.smsc, first.smsc],
        ['text', m.text, all.map((f) => unhex(f.text || '')).join('')],
        ['parts', pdus.length === 1 ? '' : pdus.map((_, i) => `${pdus.length}/${i + 1}`).join(), pdus.length === 1 ? '' : all.map((f) => (f.part || '').replace(/^\d+\//, '')).join()],
        ['odd', '0', first.odd],
        ...(m.form === 'submit' ? [['srr', String(m.srr), first.srr], ['vp', m.vp === null ? '-' : String(m.vp), first.vp]]
            : [['scts', `${m.seconds}/${m.zone}`, first.scts]]),
    ]), whyWritten);
}

// 2. We write, they read.
const requests = messages.map((m) => m.form === 'submit' ? ['submit', m.address, m.smsc, m.srr, m.vp ?? '-', hex(m.text)]
    : m.form === 'deliver' ? ['deliver', m.address, m.smsc, m.seconds, m.zone, hex(m.text)]
        : ['report', m.address, m.smsc, m.mr, m.seconds, m.zone, m.status]);
const pdus = ask(requests);
messages.forEach((m, i) => {
    let theirs;
    try {
        theirs = pdus[i].map((pdu) => parse(pdu));
    } catch (error) {
        return judge('ours', m, [['parse', 'no error', error.message]], whyRead);
    }
    const first = theirs[0];
    const stamp = (t) => `${t.time}/${t.tzOff / 15}`;
    judge('ours', m, differing([
        ['address', digitsOf(m.address), String(first.address.phone).replace(/^\+/, '')],
        ['smsc', digitsOf(m.smsc), String(first.serviceCenterAddress.phone ?? '').replace(/^\+/, '')],
        ...(m.form === 'report' ? [['mr', m.mr, first.reference], ['status', m.status, first.status]]
            : [['text', m.text, theirs.map((p) => p.data.getText()).join('')]]),
        ...(m.form === 'submit' ? [['srr', m.srr, first.type.statusReportRequest], ['vp', m.vp === null ? null : 60 * MINUTES(m.vp), first.validityPeriod.interval]] : []),
        ...(m.form === 'deliver' ? [['scts', `${m.seconds}/${m.zone}`, stamp(first.serviceCenterTimeStamp)]] : []),
        ...(m.form === 'report' ? [['scts', `${m.seconds}/${m.zone}`, stamp(first.dateTime)], ['dt', `${m.seconds}/${m.zone}`, stamp(first.discharge)]] : []),
    ]), whyRead);
});

const comparisons = written.length + messages.length;
console.log(`${messages.length} messages, ${comparisons} comparisons:`, Object.entries(tally).map(([name, count]) => `${name} ${count}`).join(', '),
    `unexplained ${unexplained.length}`);
for (const line of unexplained.slice(0, 10)) console.log(`UNEXPLAINED: ${line.slice(0, 300)}`);
// A generator that no longer meets the known differences, or hardly agrees, has stopped asking what it is here to ask.
const asks = tally.agreed > 12000 && Object.values(tally).every((count) => count > 0);
if (!asks) console.log('FAILED: the messages no longer meet every known difference, or too few agree');
process.exit(unexplained.length === 0 && asks ? 0 : 1);
