// Any octets: decoding them never reads outside; what decodes is written, and what was written decodes to the same.
// A PDU without oddities must be writable: reading may be more liberal than writing only where an oddity says so.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "wire/smpp/describe.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/receipt.hpp"
#include "wire/smpp/user_data.hpp"

using namespace hermod::wire::smpp;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void write_and_read_again(octets frame, const any_pdu& read) {
    std::vector<std::uint8_t> first;
    if (encode(first, read.head.sequence_number, read.pdu, read.head.status).has_error()) {
        require(read.odd.has(oddity::long_string) || read.odd.has(oddity::odd_time_length));
        return;
    }
    const auto again = decode(first);
    require(again.has_value() && again->pdu.index() == read.pdu.index() && again->head.status == read.head.status);
    std::vector<std::uint8_t> second;
    require(encode(second, again->head.sequence_number, again->pdu, again->head.status).has_value() && first == second);
    // Nothing odd, nothing lost: the same octets, but for the body that an error response may lack.
    const bool lacks_body = is_response(read.head.id) && frame.size() == header_length;
    require(!read.odd.none() || lacks_body || std::equal(first.begin(), first.end(), frame.begin(), frame.end()));
}

void check(octets frame) {
    require(!to_text(describe(frame)).empty());
    const auto read = decode(frame);
    if (read.has_error()) {
        require(read.error().offset <= frame.size() && read.error().suggested_status != command_status::esme_rok);
        return;
    }
    write_and_read_again(frame, *read);
    if (const auto* deliver = std::get_if<deliver_sm>(&read->pdu)) {
        (void)looks_like_receipt(*deliver);
        (void)parse_receipt(*deliver);
        require(user_data(*deliver).value.size() <= frame.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An allocation of exactly this size, as given and with a command_length that fits.
    const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[size]);
    std::copy(data, data + size, copy.get());
    const octets frame(copy.get(), size);
    check(frame);
    if (size >= 4) {
        store_u32(copy.get(), static_cast<std::uint32_t>(size));
        check(frame);
    }
    return 0;
}
