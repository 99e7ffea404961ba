// What one PDU costs the codec: decode and encode of the hot PDUs, the generic decode(), a server's check, framing of a full
// buffer.
#include <benchmark/benchmark.h>

#include <string>

#include "wire/smpp/checks.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"
#include "wire/smpp/receipt.hpp"

namespace {

using namespace hermod::wire::smpp;
using bytes = std::vector<std::uint8_t>;

octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

submit_sm typical_submit() {
    submit_sm pdu;
    pdu.source_addr_ton = ton::alphanumeric;
    pdu.source_addr = "Hermod";
    pdu.dest_addr_ton = ton::international;
    pdu.dest_addr_npi = npi::isdn;
    pdu.destination_addr = "46701234567";
    pdu.validity_period = "000001000000000R";
    pdu.registered_delivery = 1;
    pdu.short_message = as_octets("Your code is 123456. It is valid for ten minutes. Never tell it to anybody, not even to us.");
    return pdu;
}

const bytes& receipt_tlvs() {
    static const bytes raw = [] {
        bytes out;
        tlv_writer writer(out);
        (void)writer.c_string(tlv_tag::receipted_message_id, "m06HZ3V0CG0001");
        (void)writer.u8(tlv_tag::message_state, 2);
        return out;
    }();
    return raw;
}

deliver_sm typical_receipt() {
    deliver_sm pdu;
    pdu.source_addr_ton = ton::international;
    pdu.source_addr_npi = npi::isdn;
    pdu.source_addr = "46701234567";
    pdu.destination_addr = "Hermod";
    pdu.esm_class = esm_class::delivery_receipt;
    pdu.short_message = as_octets(
        "id:m06HZ3V0CG0001 sub:001 dlvrd:001 submit date:2611231500 done date:2611231501 stat:DELIVRD err:000 text:Your code is "
        "123456.");
    pdu.tlvs = tlv_view(receipt_tlvs());
    return pdu;
}

// The last but few of pdu_variant: what decode() pays for looking through it.
broadcast_sm typical_broadcast() {
    static const bytes raw = [] {
        bytes out;
        tlv_writer writer(out);
        (void)writer.add(tlv_tag::broadcast_area_identifier, as_octets(std::string_view("\0Stockholm", 10)));
        (void)writer.add(tlv_tag::broadcast_content_type, as_octets(std::string_view("\0\0\x33", 3)));
        (void)writer.add(tlv_tag::broadcast_frequency_interval, as_octets(std::string_view("\x09\0\x1F", 3)));
        (void)writer.u16(tlv_tag::broadcast_rep_num, 3);
        return out;
    }();
    broadcast_sm pdu;
    pdu.source_addr = "Alarm";
    pdu.tlvs = tlv_view(raw);
    return pdu;
}

template <class Pdu>
bytes written(const Pdu& pdu) {
    bytes out;
    (void)encode(out, 1, pdu);
    return out;
}

template <class Pdu>
void decode_typed(benchmark::State& state, const Pdu& pdu) {
    const bytes frame = written(pdu);
    for (auto _ : state) {
        auto read = decode_as<Pdu>(frame);
        benchmark::DoNotOptimize(read);
    }
}

template <class Pdu>
void decode_any(benchmark::State& state, const Pdu& pdu) {
    const bytes frame = written(pdu);
    for (auto _ : state) {
        auto read = decode(frame);
        benchmark::DoNotOptimize(read);
    }
}

template <class Pdu>
void encode_typed(benchmark::State& state, const Pdu& pdu) {
    bytes out;
    out.reserve(4096);
    for (auto _ : state) {
        out.clear();
        benchmark::DoNotOptimize(encode(out, 1, pdu));
        benchmark::DoNotOptimize(out.data());
    }
}

void frame_64(benchmark::State& state) {
    bytes buffer;
    for (std::uint32_t i = 1; i <= 64; ++i) (void)encode(buffer, i, typical_submit());
    for (auto _ : state) {
        octets rest(buffer);
        for (auto read = read_frame(rest); read.outcome == framing::complete; read = read_frame(rest))
            rest = rest.subspan(read.frame.size());
        benchmark::DoNotOptimize(rest.data());
    }
    state.SetItemsProcessed(state.iterations() * 64);
}

// What a server asks of each submit_sm before it takes it.
void check_submit_sm(benchmark::State& state) {
    const submit_sm pdu = typical_submit();
    for (auto _ : state) {
        auto fault = check(pdu);
        benchmark::DoNotOptimize(fault);
    }
}

void parse_receipt_text(benchmark::State& state) {
    const deliver_sm pdu = typical_receipt();
    for (auto _ : state) benchmark::DoNotOptimize(parse_receipt(pdu));
}

BENCHMARK_CAPTURE(decode_typed, submit_sm, typical_submit());
BENCHMARK_CAPTURE(decode_any, submit_sm, typical_submit());
BENCHMARK_CAPTURE(encode_typed, submit_sm, typical_submit());
BENCHMARK_CAPTURE(decode_typed, deliver_sm_receipt, typical_receipt());
BENCHMARK_CAPTURE(decode_any, deliver_sm_receipt, typical_receipt());
BENCHMARK_CAPTURE(encode_typed, deliver_sm_receipt, typical_receipt());
BENCHMARK_CAPTURE(decode_any, broadcast_sm, typical_broadcast());
BENCHMARK_CAPTURE(encode_typed, broadcast_sm, typical_broadcast());
BENCHMARK_CAPTURE(decode_any, submit_sm_resp, submit_sm_resp{.message_id = "m06HZ3V0CG0001"});
BENCHMARK_CAPTURE(encode_typed, submit_sm_resp, submit_sm_resp{.message_id = "m06HZ3V0CG0001"});
BENCHMARK(check_submit_sm);
BENCHMARK(frame_64);
BENCHMARK(parse_receipt_text);

}  // namespace

BENCHMARK_MAIN();
