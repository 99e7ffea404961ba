// The same 10,000 texts on every run: each kind of character that counters get wrong, at every length where a part ends.
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
const ASCII = between(0x20, 0x7e).filter((c) => c !== '`');
const EXTENSION = [...'^{}\\[~]|€\f'];
const GSM = [...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà', ...ASCII];
const KINDS = {
    ascii: ASCII,
    gsm: GSM,
    extension: [...EXTENSION, ...EXTENSION, ...ASCII.slice(33, 60)],
    pairs: EXTENSION,
    line_ends: ['\r\n', '\n', '\r', 'a', 'b'],
    accents: [...'áâãåāçćčďéêëěğíîïıłñńóôõőřśşšťúûűůýźżž', ...GSM],
    decomposed: ['e\u0301', 'a\u030a', 'c\u0327', 'o\u0308\u0301', 'n', ' '],
    typographic: [...'“”‘’—–…•«»\u00a0\u200b\u00ad', ...ASCII],
    greek: [...'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώΑΒΓΔ ', 'Ω'],
    cyrillic: between(0x410, 0x44f),
    hebrew_arabic: [...between(0x5d0, 0x5ea), ...between(0x627, 0x64a), '\u064b', '\u05b0'],
    devanagari: ['नि', 'क्ष', 'मस्', 'ते', ' ', 'हि', 'न्दी'],
    hangul: ['한', '글', '\u1112\u1161\u11ab', ' '],
    han: between(0x4e00, 0x4e7f),
    emoji: ['😀', '🎉', '✓', '☀️', 'a', ' '],
    skin_tones: ['👍🏽', '👋🏿', 'x'],
    families: ['👨‍👩‍👧‍👦', '👩‍🚀', '🏳️‍🌈', ' '],
    flags: ['🇩🇪', '🇫🇷', '🇧🇷', 'z'],
    keycaps: ['1️⃣', '#️⃣', '5'],
    lone_surrogates: ['\ud83d', '\ude00', 'a', 'ж'],
    controls: ['\t', '\u0000', '\u001b', '`', 'a', 'b'],
};
const MIXED = [...EXTENSION, ...GSM, '😀', 'é', 'ç', 'ж', '👍🏽', 'e\u0301'];
const zalgo = (next) => 'z' + '\u0336'.repeat(1 + Math.floor(next() * 90));

// Units at which a part of either encoding ends.
const LIMITS = [70, 67, 134, 201, 268, 335, 160, 153, 306, 459, 612, 1530];

module.exports = function generate(count, seed) {
    const next = random(seed);
    const pick = (from) => from[Math.floor(next() * from.length)];
    const names = [...Object.keys(KINDS), 'mixed', 'one_odd_character', 'zalgo'];
    const texts = [''];
    while (texts.length < count) {
        const kind = names[texts.length % names.length];
        const length = Math.max(0, next() < 0.85 ? pick(LIMITS) + Math.floor(next() * 7) - 3 : Math.floor(next() * 400));
        const character = kind === 'zalgo' ? () => (next() < 0.1 ? zalgo(next) : 'ж') : () => pick(KINDS[kind] || (kind === 'mixed' ? MIXED : ASCII));
        let text = '';
        while (text.length < length) text += character();
        if (kind === 'one_odd_character') {
            const at = Math.floor(next() * (text.length + 1));
            text = text.slice(0, at) + pick(['😀', '€', 'ç', '\t', '’', 'Ç', '👨‍👩‍👧‍👦']) + text.slice(at);
        }
        texts.push(text);
    }
    return texts;
};
