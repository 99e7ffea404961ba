// Any octets: decoding them never reads outside; what decodes without an oddity is written, and what was written decodes to
// the same. The text of 033 is read in both forms, and what was read is written again if the alphabet has it.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "wire/cimd2/describe.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/octet_text.hpp"
#include "wire/cimd2/outcomes.hpp"

using namespace hermod;
using namespace hermod::wire::cimd2;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void write_and_read_again(const decoded<any_operation>& read) {
    std::string first, second;
    if (encode(first, read.head.number, read.pdu, {.checksum = read.has_checksum}).has_error()) {
        require(first.empty() && !read.odd.none());
        return;
    }
    const auto again = decode(first, read.has_checksum ? checksum_rule::required : checksum_rule::if_present);
    require(again.has_value() && again->head == read.head && again->pdu.index() == read.pdu.index());
    require(encode(second, again->head.number, again->pdu, {.checksum = again->has_checksum}).has_value() && first == second);
}

void read_text(octet_view octets) {
    for (const link_form form : {link_form::seven_bit, link_form::latin1}) {
        const auto read = read_user_data(octets, form);
        require(text::is_utf8(read.utf8));
        const auto written = write_user_data(read.utf8, form);
        if (written)
            require(read_user_data(*written, form).utf8 == read.utf8);
        else
            require(written.error().offset < read.utf8.size());
    }
}

void check(octet_view frame) {
    require(describe(frame).find_first_of("\n\r\x1B") == std::string::npos);
    const auto read = decode(frame);
    if (!read) {
        require(read.error().offset <= frame.size());
        return;
    }
    write_and_read_again(*read);
    for (const given& each : read->given) {
        if (each.id == parameter::user_data) read_text(each.value);
        (void)from_hex(each.value);
    }
    if (const auto* response = std::get_if<submit_message_response>(&read->pdu)) {
        std::size_t told = 0;
        for_each_outcome(*response, [&](const outcome&) { ++told; });
        require(told <= read->given.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An allocation of exactly this size; as given, and as what stands between STX and ETX of a packet without a checksum.
    const std::unique_ptr<char[]> copy(new char[size]);
    std::copy(data, data + size, copy.get());
    check({copy.get(), size});
    const std::unique_ptr<char[]> framed(new char[size + 3]);
    framed[0] = stx;
    std::copy(data, data + size, framed.get() + 1);
    framed[size + 1] = tab;
    framed[size + 2] = etx;
    check({framed.get(), size + 3});
    return 0;
}
