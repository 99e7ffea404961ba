#include "api/submission_json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <functional>
#include <utility>

namespace hermod::api {
namespace {

constexpr std::size_t max_errors = 20;  // of one message; more would help nobody
constexpr std::size_t max_depth = 16;

// The text ends with an escaped half of a surrogate pair: \ud800 to \udbff.
bool ends_in_half_a_pair(std::string_view text) {
    if (text.size() < 6) return false;
    const auto end = text.substr(text.size() - 6);
    return end[0] == '\\' && end[1] == 'u' && (end[2] == 'd' || end[2] == 'D') &&
           std::string_view("89abAB").find(end[3]) != std::string_view::npos;
}

// RFC 6901 section 3.
std::string escaped(std::string_view member) {
    std::string out;
    for (const char c : member.substr(0, 64)) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

}  // namespace

// What Boost.JSON's parser calls; strings come in pieces.
struct submission_reader::handler {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = 1 << 24;
    static constexpr std::size_t max_string_size = 1 << 24;
    using code = boost::json::error_code;
    using view = boost::json::string_view;

    submission_reader* to;
    bool first = true;

    std::string_view piece(view s, bool last) {
        const bool was_first = first;
        first = last;
        return to->keep({s.data(), s.size()}, was_first, last);
    }
    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return to->open(kind::object); }
    bool on_object_end(std::size_t, code&) { return to->close(), true; }
    bool on_array_begin(code&) { return to->open(kind::array); }
    bool on_array_end(std::size_t, code&) { return to->close(), true; }
    bool on_string_part(view s, std::size_t, code&) { return piece(s, false), true; }
    bool on_string(view s, std::size_t, code&) { return to->take_value(kind::text, piece(s, true), 0, false), true; }
    bool on_key_part(view s, std::size_t, code&) { return piece(s, false), true; }
    bool on_key(view s, std::size_t, code&) { return to->take_key(piece(s, true)), true; }
    bool on_number_part(view, code&) { return true; }
    bool on_int64(std::int64_t number, view, code&) { return to->take_value(kind::whole, {}, number, false), true; }
    bool on_uint64(std::uint64_t, view, code&) { return to->take_value(kind::whole, {}, INT64_MAX, false), true; }
    bool on_double(double number, view, code&) {
        const bool whole = std::trunc(number) == number && std::abs(number) < 1e18;  // 3.0 and 3e2 are whole numbers
        return to->take_value(whole ? kind::whole : kind::fraction, {}, whole ? static_cast<std::int64_t>(number) : 0, false),
               true;
    }
    bool on_bool(bool flag, code&) { return to->take_value(kind::flag, {}, 0, flag), true; }
    bool on_null(code&) { return to->take_value(kind::nothing, {}, 0, false), true; }
    bool on_comment_part(view, code&) { return true; }
    bool on_comment(view, code&) { return true; }
};

bool submission_reader::read(std::string_view json, body_shape shape) {
    json_ = json;
    shape_ = shape;
    wrapped_ = list_given_ = false;
    count_ = seen_ = skipping_ = 0;
    whole_errors_.clear();
    trouble_.reset();
    where_ = place::top;
    scratch_.clear();
    tags_.clear();
    if (scratch_.capacity() > (1 << 20)) scratch_.shrink_to_fit();

    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::basic_parser<handler> parser(options, handler{this});
    boost::json::error_code failed;
    const std::size_t used = parser.write_some(false, json.data(), json.size(), failed);
    if (failed || used < json.size()) {
        malformed(used, failed ? failed : boost::json::make_error_code(boost::json::error::extra_data));
        return false;
    }
    if (wrapped_ && !list_given_ && whole_errors_.empty()) fault_at("messages", "missing_field", "\"messages\" is missing");
    if (!whole_errors_.empty()) {
        trouble_ = problem_of(std::move(whole_errors_));
        return false;
    }
    if (shape_ == body_shape::batch && seen_ == 0) fault(wrapped_ ? "messages" : "", "the batch holds no message");
    if (seen_ > max_messages)
        trouble_.emplace("too_many_messages",
                         "the batch holds " + std::to_string(seen_) + " messages; at most 1000 are taken at once");
    return !trouble_;
}

std::string submission_reader::pointer(std::size_t index) const {
    if (shape_ != body_shape::batch) return {};
    return (wrapped_ ? "/messages/" : "/") + std::to_string(index);
}

void submission_reader::fault(std::string_view member, std::string detail) {
    trouble_ = problem_of(
        std::vector<field_error>{{member.empty() ? "" : "/" + std::string(member), "invalid_value", std::move(detail)}});
}

void submission_reader::malformed(std::size_t at, const error_code& why) {
    using boost::json::error;
    const auto before = json_.substr(0, std::min(at, json_.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    std::string what = why.message();
    if (json_.empty())
        what = "the body is empty";
    else if (why == error::incomplete)
        what = "the JSON ends too early";
    else if (why == error::extra_data)
        what = "something follows the JSON";
    else if (why == error::too_deep)
        what = "nested more than " + std::to_string(max_depth) + " deep";
    else if (why == error::illegal_leading_surrogate || why == error::illegal_trailing_surrogate ||
             why == error::expected_utf16_escape || (why == error::syntax && ends_in_half_a_pair(before)))
        what = "a lone surrogate: \\ud800 to \\udfff stand for a character only in pairs";
    else if (at < json_.size() && static_cast<unsigned char>(json_[at]) >= 0x80)
        what = "octets that are not UTF-8, or a character outside a string";
    trouble_.emplace("malformed_json", what + " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")");
}

bool submission_reader::within_body(std::string_view piece) const {
    return std::less_equal<>()(json_.data(), piece.data()) &&
           std::less_equal<>()(piece.data() + piece.size(), json_.data() + json_.size());
}

// A string that came whole and without escapes is a view into the body; another is put together in scratch_.
std::string_view submission_reader::keep(std::string_view piece, bool first, bool last) {
    if (first && last && within_body(piece)) return piece;
    if (scratch_.capacity() < 2 * json_.size())
        scratch_.reserve(2 * json_.size() + 64);  // once a read: unescaping and decoding only shrink
    if (first) piece_begin_ = scratch_.size();
    scratch_.append(piece);
    return std::string_view(scratch_).substr(piece_begin_);
}

void submission_reader::fault_at(std::string_view member, std::string_view code, std::string detail) {
    auto& errors = in_message() ? messages_[count_ - 1].errors : whole_errors_;
    if (errors.size() >= max_errors) return;
    std::string at = in_message() || where_ == place::list ? pointer(seen_ - 1) : std::string();
    if (!member.empty()) at.append(1, '/').append(escaped(member));
    if (where_ == place::inside || where_ == place::tlv) at.append(1, '/').append(escaped(member_));
    if (where_ == place::listed) at.append(1, '/').append(std::to_string(listed_ - 1));
    errors.push_back({std::move(at), std::string(code), std::move(detail)});
}

void submission_reader::begin_message() {
    where_ = place::message;
    if (count_ == messages_.size()) messages_.emplace_back();
    auto& fresh = messages_[count_++];
    fresh.what = {};
    fresh.errors.clear();
    fresh.at_recipient.reset();
    given_ = 0;
    data_ = udh_ = encoding_name_ = zone_ = {};
    local_.reset();
    if (std::exchange(has_extras_, false)) extras_ = {};
}

bool submission_reader::open(kind is) {
    if (skipping_ > 0) return ++skipping_, true;
    if (where_ == place::top && is == kind::object) {
        if (shape_ != body_shape::batch) return ++seen_, begin_message(), true;
        wrapped_ = true;
        where_ = place::wrapper;
        return true;
    }
    if (where_ == place::top && is == kind::array && shape_ == body_shape::batch) return where_ = place::list, true;
    if (where_ == place::wrapper && is == kind::array && field_ >= 0) return where_ = place::list, true;
    if (where_ == place::list && is == kind::object) {
        if (++seen_ <= max_messages) return begin_message(), true;
        return skipping_ = 1, true;
    }
    if (open_field(is)) return true;
    take_value(is, {}, 0, false);
    skipping_ = 1;
    return true;
}

void submission_reader::close() {
    if (skipping_ > 0) {
        --skipping_;
    } else if (where_ == place::message) {
        end_message();
        where_ = shape_ == body_shape::batch ? place::list : place::end;
    } else if (in_message()) {
        end_inside();
    } else if (where_ == place::list) {
        where_ = wrapped_ ? place::wrapper : place::end;
    } else {
        where_ = place::end;
    }
}

void submission_reader::take_value(kind is, std::string_view text, std::int64_t number, bool flag) {
    if (skipping_ > 0) return;
    switch (where_) {
        case place::top:
            return fault_at("", "wrong_type",
                            shape_ == body_shape::batch ? "the body must be an array, or an object with \"messages\""
                                                        : "the body must be an object");
        case place::wrapper:
            if (field_ >= 0) fault_at("messages", "wrong_type", "\"messages\" must be an array");
            return;
        case place::list:
            if (++seen_ > max_messages) return;
            begin_message();
            fault_at("", "wrong_type", "a message must be an object");
            where_ = place::list;
            return;
        case place::message:
            if (field_ >= 0) take_field(is, text, number, flag);
            return;
        case place::inside:
        case place::listed:
        case place::tlv:
            return take_inner(is, text, number, flag);
        case place::end:
            return;
    }
}

}  // namespace hermod::api
