// Any octets: decoding them never reads outside; what decodes is written, and what was written decodes to the same. A frame
// without oddities must be writable: reading may be more liberal than writing only where an oddity says so.
//
// The input is tried as it stands, and as a frame's inside between STX and ETX with LEN and checksum put right: a fuzzer
// does not guess those.
#include <cstdlib>
#include <cstring>
#include <memory>

#include "wire/ucp/describe.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/message_text.hpp"
#include "wire/ucp/sender.hpp"

using namespace hermod::wire::ucp;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

// What the connectors will ask of a value.
struct curious {
    bool text(const field_spec& f, std::string_view value) {
        if (const auto octets = from_hex(value)) require(octets->size() * 2 == value.size());
        if (const auto reference = read_reference(value)) require(reference->scts.size() == 12);
        (void)read_packed_sender(value);
        const extra_services services(value);
        std::size_t size = 0;
        for (const extra_service s : services) size += 4 + s.data.size();
        require(size <= value.size() && services.whole() == (size == value.size()));
        if (const auto data = read_transparent("", value)) require(unpack_transparent(*data).size() == data->bits / 7);
        return f.name != nullptr;
    }
    bool list(const field_spec&, const field_spec& item, const address_list& value) {
        std::size_t count = 0;
        for (const std::string_view one : value) count += text(item, one);
        return count == value.size();
    }
    bool refuse(const field_spec&, errc) { return false; }
};

void write_and_read_again(std::string_view frame, const any_pdu& read) {
    std::string first;
    if (const auto written = encode(first, read.head.trn, read.pdu); written.has_error()) {
        return require(read.odd.has(oddity::long_value) || read.odd.has(oddity::strange_value) ||
                       written.error().code == errc::frame_too_long);
    }
    const auto again = decode(first);
    require(again.has_value() && again->pdu.index() == read.pdu.index() && again->head == read.head && again->odd.none());
    std::string second;
    require(encode(second, again->head.trn, again->pdu).has_value() && first == second);
    // Nothing odd, nothing lost: the same octets, but for zeros before NPL.
    const bool has_list =
        read.head.ot == operation_type::multiple_call_input || read.head.ot == operation_type::supplementary_call_input;
    require(!read.odd.none() || has_list || first == frame);
}

void check(std::string_view frame) {
    require(!to_line(describe(frame)).empty());
    const auto read = decode(frame);
    if (read.has_error()) {
        require(read.error().offset <= frame.size() && read.error().suggested != error_code::none);
        require(describe(frame).fault == read.error());
        return;
    }
    require(!describe(frame).fault);
    curious visitor;
    require(std::visit([&](const auto& p) { return p.fields(visitor, p); }, read->pdu));
    write_and_read_again(frame, *read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Allocations of exactly the frame's size.
    const std::unique_ptr<char[]> copy(new char[size + 2]);
    if (size != 0) std::memcpy(copy.get(), data, size);
    check({copy.get(), size});
    if (size < header_length + 1) return 0;
    char* const frame = copy.get();
    std::memcpy(frame + 1, data, size);
    frame[0] = stx;
    frame[size + 1] = etx;
    for (std::size_t i = 0, length = size; i < 5; ++i, length /= 10) frame[8 - i] = static_cast<char>('0' + length % 10);
    static constexpr char hex[] = "0123456789ABCDEF";
    const std::uint8_t sum = checksum({frame + 1, size - 2});
    frame[size - 1] = hex[sum >> 4];
    frame[size] = hex[sum & 15];
    check({frame, size + 2});
    return 0;
}
