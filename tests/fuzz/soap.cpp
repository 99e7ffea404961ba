// Any document as XML and as each of ParlayX's messages: what can be read is written, and reads back the same; the tree that is
// kept has no more depth than the limit; any octets at all can be written as text and attribute.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "wire/parlayx/delivery_status.hpp"
#include "wire/parlayx/envelope.hpp"
#include "wire/parlayx/words.hpp"

using namespace hermod;
using namespace hermod::wire::parlayx;

namespace {

void require(bool held) {
    if (!held) std::abort();
}

int depth_of(xml::element from) {
    int most = 0;
    for (auto one = from.child(); one; one = one.next()) most = std::max(most, depth_of(one));
    return most + 1;
}

void check_tree(std::string_view octets) {
    const auto tree = xml::read(octets);
    if (!tree) return require(tree.error().offset <= octets.size());
    require(depth_of(tree->root()) <= xml::limits{}.depth);
    const auto first = tree->root().child();
    if (first) require(tree->root().find(first.name()).name() == first.name());
    require(!xml::first_unwritable(tree->root().text()));
}

void check_writing(std::string_view octets) {
    std::string written;
    xml::writer(written).declaration().open("a").attribute("b", octets).text(octets);
    const auto tree = xml::read(written, {.octets = written.size()});
    require(tree.has_value());
    if (xml::first_unwritable(octets)) return;
    require(tree->root().text() == octets && tree->root().attribute("b") == octets);
}

// A document that became larger than we read, by escaping, says nothing.
bool fits(const std::string& written) {
    return written.size() <= max_octets;
}

void check_messages(std::string_view octets) {
    if (const auto read = read_request(octets)) {
        const auto again = write(read->header, read->body).value();
        require(!fits(again) || read_request(again).value() == *read);
    }
    if (const auto read = read_answer(octets)) {
        const auto again = write_answer(*read).value();
        require(!fits(again) || read_answer(again).value() == *read);
        if (const auto* wrong = std::get_if<fault>(&*read)) (void)said(*wrong);
    }
    if (const auto read = read_notification(octets)) {
        const auto again = write(read->header, read->body).value();
        require(!fits(again) || read_notification(again).value() == *read);
        require(read_notification_answer(write_answer_to(read->body)).has_value());
    }
    if (const auto read = read_notification_answer(octets)) {
        const auto again = write_notification_answer(*read);
        require(!fits(again) || read_notification_answer(again).value() == *read);
    }
}

void check_words(std::string_view octets) {
    (void)status_of(octets);
    (void)date_time(octets, std::chrono::minutes{60});
    const std::string bare = bare_address(octets);
    require(bare_address(tel_uri(bare)) == bare && bare_address(bare) == bare);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string octets(reinterpret_cast<const char*>(data), size);  // of its own: reading beyond is found
    check_tree(octets);
    check_writing(octets);
    check_messages(octets);
    check_words(octets);
    return 0;
}
