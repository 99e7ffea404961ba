// The same messages on every run: each kind of text, address, time and validity that codecs get wrong.
'use strict';

// mulberry32: small, seeded, the same everywhere.
function random(seed) {
    return () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}

const between = (first, last) => Array.from({length: last - first + 1}, (_, i) => String.fromCodePoint(first + i));
const ASCII = between(0x20, 0x7e).filter((c) => !'`^{}\\[~]|'.includes(c));
const GSM = [...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà', ...ASCII];
const KINDS = {
    ascii: ASCII,
    gsm: GSM,
    extension: [...'^{}\\[~]|€', ...ASCII],
    at_signs: ['@', 'a'],
    cyrillic: between(0x410, 0x44f),
    han: between(0x4e00, 0x4e7f),
    emoji: ['😀', '🎉', 'ж', 'a'],
};
// Characters at which a part of either encoding ends, and the lengths at which packed text fills its octets.
const LENGTHS = [0, 1, 7, 8, 9, 15, 16, 67, 70, 133, 134, 140, 152, 153, 160, 306];
const NAMES = ['Hermod', 'MyBank24', 'Seven77', 'A', 'ElevenChars', 'a b', 'Info-24'];

module.exports = function generate(count, seed) {
    const next = random(seed);
    const pick = (from) => from[Math.floor(next() * from.length)];
    const upTo = (n) => Math.floor(next() * n);
    const digits = (n) => Array.from({length: n}, () => upTo(10)).join('');
    const kinds = Object.keys(KINDS);
    return Array.from({length: count}, (_, i) => {
        const length = Math.max(0, next() < 0.8 ? pick(LENGTHS) + upTo(3) - 1 : upTo(400));
        const kind = kinds[i % kinds.length];
        let text = '';
        while (text.length < length) text += pick(KINDS[kind]);
        const number = next() < 0.7 ? `+${1 + upTo(9)}${digits(6 + upTo(9))}` : `${1 + upTo(9)}${digits(2 + upTo(6))}`;
        const form = pick(['submit', 'submit', 'deliver', 'deliver', 'report']);
        return {
            form, kind, text,
            address: form === 'deliver' && next() < 0.3 ? pick(NAMES) : number,
            smsc: next() < 0.5 ? '' : `+${1 + upTo(9)}${digits(8 + upTo(4))}`,
            srr: next() < 0.5 ? 1 : 0,
            vp: next() < 0.5 ? null : upTo(256),
            seconds: 946684800 + 86400 * 400 + upTo(60 * 365 * 86400),  // 2001 to 2061
            zone: pick([0, 4, 8, 22, 36, -1, -20, -32, 48]),
            mr: upTo(256),
            status: pick([0x00, 0x01, 0x20, 0x25, 0x46, 0x49, 0x60, 0x65]),
        };
    });
};
