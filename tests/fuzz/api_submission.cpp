// Bodies of POST /v1/messages, /batch and /v1/estimate. Whatever comes, there is either a list of messages or a problem; JSON is malformed
// here exactly when Boost.JSON's own parser says so; every answer that we would write is JSON again.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>

#include "api/submission_json.hpp"

namespace {

using namespace hermod;
using namespace hermod::api;

void require(bool held) {
    if (!held) std::abort();
}

bool is_json(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 16;
    boost::json::error_code failed;
    boost::json::parse(text, failed, {}, options);
    return !failed;
}

void answer(const problem& what) {
    require(what.kind->status >= 400 && what.kind->status < 500);
    std::string body;
    append_problem(body, what);
    require(is_json(body));
}

std::size_t touch(std::string_view view) {
    std::size_t sum = view.size();
    for (const char c : view) sum += static_cast<unsigned char>(c);  // a dangling view is found by the sanitizer here
    return sum;
}

// Takes every parameter but those of an empty name, and keeps their octets as they came.
class any_words final : public tlv_words {
public:
    std::optional<std::string> encode(std::string_view name, tlv_form, std::string_view value, std::string& out) const override {
        if (name.empty()) return "no name";
        out.append(name).append(value);
        return std::nullopt;
    }
    std::vector<shown_tlv> decode(std::string_view) const override { return {}; }
};

// What the reader promises of numbers that have a range.
void check_ranges(const submission& s) {
    require(s.message_class.value_or(0) <= 3);
    require((s.languages.value_or(0) & ~0x3FFE) == 0);
    require(!s.waiting || (!s.message_class && s.coding != encoding::binary));
    require(!s.waiting || s.waiting->what <= waiting_notice::kind::other);
    if (!s.extras) return;
    require(*s.extras != message_extras{});
    require(s.extras->priority <= 3 && s.extras->service_type.size() <= 5);
}

void check(std::string_view body, body_shape shape) {
    static submission_reader reader;
    static const any_words words;
    reader.use(&words);
    const bool good = reader.read(body, shape);
    const bool malformed = !good && reader.trouble().kind->code == "malformed_json";
    require(malformed == !is_json(body));
    if (!good) return answer(reader.trouble());
    require(!reader.messages().empty() && reader.messages().size() <= submission_reader::max_messages);
    require(shape == body_shape::batch || reader.messages().size() == 1);
    volatile std::size_t sum = 0;
    for (auto& one : reader.messages()) {
        const auto& s = one.what;
        for (const auto view : {s.to, s.from, s.body, s.client_ref, s.callback_url, s.udh}) sum = sum + touch(view);
        if (s.extras) sum = sum + touch(s.extras->tlvs) + touch(s.extras->service_type);
        if (one.errors.empty()) check_ranges(s);
        if (!one.errors.empty()) answer(problem_of(one.errors));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string body(reinterpret_cast<const char*>(data), size);  // of its own: reading beyond is found
    check(body, body_shape::one);
    check(body, body_shape::batch);
    check(body, body_shape::estimate);
    return 0;
}
