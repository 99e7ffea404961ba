#include "wire/madapi/json.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>
#include <cmath>

#include "wire/madapi/letters.hpp"
#include "wire/parlayx/words.hpp"

namespace hermod::wire::madapi {
namespace {

std::string_view of(const boost::json::string& text) {
    return {text.data(), text.size()};
}

}  // namespace

checked<boost::json::value> read_json(std::string_view body) {
    if (body.size() > max_octets) return codec_error{errc::too_large, "", max_octets};
    const std::size_t skipped = body.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    boost::json::stream_parser parser({}, {.max_depth = 32});
    boost::json::error_code failed;
    const std::size_t read = parser.write(body.data() + skipped, body.size() - skipped, failed);
    if (!failed) parser.finish(failed);
    if (failed) return codec_error{errc::not_json, "", skipped + read};
    return parser.release();
}

const boost::json::value* member(const boost::json::value& object, std::string_view name) {
    if (!object.is_object()) return nullptr;
    for (const auto& one : object.get_object())
        if (same_letters({one.key().data(), one.key().size()}, name)) return one.value().is_null() ? nullptr : &one.value();
    return nullptr;
}

const boost::json::value* member(const boost::json::value* object, std::string_view name) {
    return object ? member(*object, name) : nullptr;
}

std::string word(const boost::json::value* value) {
    if (!value) return {};
    if (value->is_string()) return parlayx::trimmed(of(value->get_string()));
    if (value->is_int64()) return std::to_string(value->get_int64());
    if (value->is_uint64()) return std::to_string(value->get_uint64());
    // 2.3423456789e10 is a number that somebody's spreadsheet has touched.
    if (!value->is_double() || std::abs(value->get_double()) > 1e15 || std::trunc(value->get_double()) != value->get_double())
        return {};
    return std::to_string(static_cast<long long>(value->get_double()));
}

std::string word(const boost::json::value* object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names)
        if (std::string found = word(member(object, name)); !found.empty()) return found;
    return {};
}

std::string address(const boost::json::value* object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const auto* found = member(object, name);
        if (found && found->is_array() && !found->get_array().empty()) found = &found->get_array().front();
        if (std::string bare = parlayx::bare_address(word(found)); !bare.empty()) return bare;
    }
    return {};
}

std::string status_code(const boost::json::value& body) {
    std::string code = word(member(body, "statusCode"));
    const bool digits = std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
    if (digits && !code.empty() && code.size() < 4) code.insert(0, 4 - code.size(), '0');
    return code;
}

}  // namespace hermod::wire::madapi
