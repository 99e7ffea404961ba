// Any text as a receipt: what is read are views into the text, and a receipt that we write is read back, whatever the
// message's own words are.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "wire/smpp/receipt.hpp"
#include "wire/smpp/time.hpp"

using namespace hermod::wire::smpp;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

bool inside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::unique_ptr<char[]> copy(new char[size]);
    std::copy(data, data + size, copy.get());
    const std::string_view text(copy.get(), size);
    const receipt_view read = parse_receipt(text);
    for (const std::string_view part : {read.id, read.stat, read.err, read.sub, read.dlvrd, read.text})
        require(inside(part, text));
    require(!read.state || !read.stat.empty());

    receipt_content content;
    content.id = "7B3F";
    content.text = text;
    content.state = message_state::undeliverable;
    std::string written;
    write_receipt(written, content);
    const receipt_view again = parse_receipt(written);
    require(again.id == "7B3F" && again.state == message_state::undeliverable && again.err == "000");

    if (const auto time = parse_time(text)) {
        (void)resolve(*time, hermod::from_micros(0));
        if (time->absolute && time->absolute->time_since_epoch() > std::chrono::days{10958}) {
            const auto back = format_absolute(*time->absolute);
            require(!back || parse_time(*back)->absolute == std::chrono::floor<std::chrono::milliseconds>(*time->absolute));
        }
    }
    return 0;
}
