// Arbitrary templates with arbitrary values: what is taken renders, and no value leaves its place.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "connectors/http/text_template.hpp"

using namespace hermod;
using namespace hermod::connectors::http;

namespace {

// What an escaped value may not hold.
std::string_view forbidden(standing where) {
    switch (where) {
        case standing::url: return "&#?=+ \"<>\r\n/{}";
        case standing::form: return "&#?= \"<>\r\n/{}";
        case standing::xml: return "<>\"'\r\n";
        case standing::header: return std::string_view("\r\n\0", 3);
        default: return {};
    }
}

void check_json(std::string_view out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == '"') std::abort();
        if (out[i] == '\\') ++i;
    }
}

}  // namespace

// First octet: where it stands. Up to the first LF the template, behind it the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const value_options options;
    static const constants known{{"account", "A&1"}, {"base", "https://x/"}};
    if (size < 1) return 0;
    const auto where = static_cast<standing>(data[0] % 6);
    const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto cut = rest.find('\n');
    const std::string_view written = rest.substr(0, cut);
    auto what = std::make_shared<message>();
    what->to = "+447700900123";
    what->body = cut == std::string_view::npos ? std::string() : std::string(rest.substr(cut + 1));
    what->from = what->body;
    what->udh = what->body.substr(0, 10);
    part_values values(options);
    if (!values.begin(what, 1, false, wall_time{})) std::abort();

    text_template any;
    std::string out;
    std::string_view refused;
    const auto fault = any.add(written, where, known);
    if (fault && fault->at >= written.size()) std::abort();
    if (!fault) (void)any.render(out, values, refused);

    text_template one;
    out.clear();
    if (one.add("{text}", where, known)) std::abort();
    if (!one.render(out, values, refused)) {
        if (where != standing::header || !out.empty()) std::abort();
        return 0;
    }
    if (where == standing::json) check_json(out);
    if (out.find_first_of(forbidden(where)) != std::string::npos) std::abort();
    return 0;
}
