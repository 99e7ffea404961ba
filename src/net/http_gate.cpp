#include "net/http_gate.hpp"

#include <utility>

#include "net/http_characters.hpp"

namespace hermod::net {

using namespace characters;

namespace {

// One pass over one head. Each step returns a refusal or nothing.
class head_reader {
public:
    head_reader(std::string_view block, http_head& head, const gate_limits& limits)
        : block_(block), head_(head), limits_(limits) {
        auto fields = std::move(head.fields);
        fields.clear();
        head = http_head{};
        head.fields = std::move(fields);
    }

    gate_refusal request();
    gate_refusal response();

private:
    gate_refusal next_line();
    gate_refusal request_line();
    gate_refusal target(std::string_view text);
    gate_refusal absolute_target(std::string_view text);
    gate_refusal version(std::string_view text);
    gate_refusal status_line();
    gate_refusal fields();
    gate_refusal field_line();
    gate_refusal known(const http_field& field);
    gate_refusal content_length(std::string_view text);
    gate_refusal transfer_encoding(std::string_view text);
    gate_refusal connection(const http_field& field);
    gate_refusal framing_of_request();
    gate_refusal framing_of_response();

    gate_refusal refuse(gate_reason reason, std::string_view at) const {
        return {reason, static_cast<std::size_t>(at.data() - block_.data())};
    }
    gate_refusal refuse(gate_reason reason) const { return {reason, block_.size()}; }

    std::string_view block_;
    http_head& head_;
    const gate_limits& limits_;
    std::size_t next_ = 0;
    std::string_view line_;
    std::string_view authority_;  // of an absolute-form target
    std::string_view expectation_;
    bool has_host_ = false;
    bool has_encoding_ = false;
    bool close_ = false;
    bool stay_ = false;
};

gate_refusal head_reader::next_line() {
    const auto rest = block_.substr(next_);
    const auto lf = rest.find('\n');
    if (lf == std::string_view::npos) return refuse(gate_reason::truncated);
    if (lf == 0 || rest[lf - 1] != '\r') return refuse(gate_reason::bare_lf, rest.substr(lf));
    line_ = rest.substr(0, lf - 1);
    next_ += lf + 1;
    return {};
}

gate_refusal head_reader::request() {
    if (block_.size() > limits_.head_bytes) return {gate_reason::head_too_large, limits_.head_bytes};
    if (const auto refusal = request_line()) return refusal;
    if (const auto refusal = fields()) return refusal;
    return framing_of_request();
}

gate_refusal head_reader::response() {
    if (block_.size() > limits_.head_bytes) return {gate_reason::head_too_large, limits_.head_bytes};
    if (const auto refusal = status_line()) return refusal;
    if (const auto refusal = fields()) return refusal;
    return framing_of_response();
}

gate_refusal head_reader::request_line() {
    if (const auto refusal = next_line()) return refusal;
    const auto end_of_method = first_not(line_, token);
    if (end_of_method == line_.size()) return refuse(gate_reason::bad_request_line, line_);
    if (end_of_method == 0 || line_[end_of_method] != ' ') return refuse(gate_reason::bad_method, line_.substr(end_of_method));
    head_.method = line_.substr(0, end_of_method);
    const auto rest = line_.substr(end_of_method + 1);
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) return refuse(gate_reason::bad_request_line, rest);
    if (const auto refusal = version(rest.substr(space + 1))) return refusal;
    return target(rest.substr(0, space));
}

gate_refusal head_reader::version(std::string_view text) {
    if (text == "HTTP/1.1") return {};
    head_.http_1_1 = false;
    if (text == "HTTP/1.0") return {};
    const bool other = text.size() == 8 && text.substr(0, 5) == "HTTP/" && text[6] == '.';
    return refuse(other ? gate_reason::bad_version : gate_reason::bad_request_line, text);
}

gate_refusal head_reader::target(std::string_view text) {
    if (text == "*" && head_.method == "OPTIONS") {
        head_.path = text;
        return {};
    }
    if (text.empty()) return refuse(gate_reason::bad_target, text);
    if (text.front() != '/') return absolute_target(text);
    const auto mark = text.find('?');
    head_.path = text.substr(0, mark);
    if (mark != std::string_view::npos) head_.query = text.substr(mark + 1);
    const auto bad_path = first_not(head_.path, path);
    if (bad_path < head_.path.size()) return refuse(gate_reason::bad_target, text.substr(bad_path));
    if (!good_escapes(head_.path)) return refuse(gate_reason::bad_target, text);
    const auto bad_query = first_not(head_.query, query);
    if (bad_query < head_.query.size()) return refuse(gate_reason::bad_target, head_.query.substr(bad_query));
    return {};
}

// RFC 9112 section 3.2.2: a server must take the absolute form; its host must be the one of the Host field.
gate_refusal head_reader::absolute_target(std::string_view text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return refuse(gate_reason::bad_target, text);
    const auto scheme = text.substr(0, colon);
    if (!same_ignoring_case(scheme, "http") && !same_ignoring_case(scheme, "https")) return refuse(gate_reason::bad_target, text);
    const auto rest = text.substr(colon + 3);
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return refuse(gate_reason::bad_target, text);
    authority_ = rest.substr(0, slash);
    if (!is_authority(authority_)) return refuse(gate_reason::bad_target, rest);
    return target(rest.substr(slash));
}

gate_refusal head_reader::status_line() {
    if (const auto refusal = next_line()) return refusal;
    const auto bad = refuse(gate_reason::bad_status_line, line_);
    if (line_.size() < 13 || line_[8] != ' ' || line_[12] != ' ') return bad;
    if (version(line_.substr(0, 8))) return refuse(gate_reason::bad_version, line_);
    for (const char c : line_.substr(9, 3)) {
        if (c < '0' || c > '9') return bad;
        head_.status = head_.status * 10 + (c - '0');
    }
    if (head_.status < 100 || head_.status > 599) return bad;
    const auto reason = line_.substr(13);
    const auto end = first_not(reason, value);
    if (end < reason.size()) {
        return refuse(reason[end] == '\r' ? gate_reason::bare_cr : gate_reason::control_character, reason.substr(end));
    }
    return {};
}

gate_refusal head_reader::fields() {
    for (;;) {
        if (const auto refusal = next_line()) return refusal;
        if (line_.empty()) {
            // Whoever measured the block wrongly would read a body as a head.
            return next_ == block_.size() ? gate_refusal{} : refuse(gate_reason::truncated, block_.substr(next_));
        }
        if (head_.fields.size() == limits_.fields) return refuse(gate_reason::too_many_fields, line_);
        if (const auto refusal = field_line()) return refusal;
        if (const auto refusal = known(head_.fields.back())) return refusal;
    }
}

gate_refusal head_reader::field_line() {
    const auto end_of_name = first_not(line_, token);
    if (end_of_name == line_.size()) return refuse(gate_reason::bad_field_name, line_);
    const char behind = line_[end_of_name];
    if (behind != ':' || end_of_name == 0) {
        if (is_blank(behind)) return refuse(end_of_name == 0 ? gate_reason::obs_fold : gate_reason::space_before_colon, line_);
        if (behind == '\r') return refuse(gate_reason::bare_cr, line_.substr(end_of_name));
        if (!is(behind, value)) return refuse(gate_reason::control_character, line_.substr(end_of_name));
        return refuse(gate_reason::bad_field_name, line_.substr(end_of_name));
    }
    const auto end_of_value = first_not(line_, value, end_of_name + 1);
    if (end_of_value < line_.size()) {
        const bool cr = line_[end_of_value] == '\r';
        return refuse(cr ? gate_reason::bare_cr : gate_reason::control_character, line_.substr(end_of_value));
    }
    head_.fields.push_back({line_.substr(0, end_of_name), trimmed(line_.substr(end_of_name + 1))});
    return {};
}

// The fields that framing and routing depend on; told apart by their length first.
gate_refusal head_reader::known(const http_field& field) {
    switch (field.name.size()) {
        case 4:
            if (!same_ignoring_case(field.name, "host")) return {};
            if (has_host_) return refuse(gate_reason::duplicate_host, line_);
            if (!is_authority(field.value)) return refuse(gate_reason::bad_host, line_);
            has_host_ = true;
            head_.host = field.value;
            return {};
        case 6:
            if (same_ignoring_case(field.name, "expect")) expectation_ = field.value.empty() ? "?" : field.value;
            return {};
        case 10:
            return same_ignoring_case(field.name, "connection") ? connection(field) : gate_refusal{};
        case 14:
            return same_ignoring_case(field.name, "content-length") ? content_length(field.value) : gate_refusal{};
        case 16:
            return same_ignoring_case(field.name, "proxy-connection") ? connection(field) : gate_refusal{};
        case 17:
            return same_ignoring_case(field.name, "transfer-encoding") ? transfer_encoding(field.value) : gate_refusal{};
        default:
            return {};
    }
}

gate_refusal head_reader::content_length(std::string_view text) {
    if (head_.content_length) return refuse(gate_reason::duplicate_content_length, line_);
    if (has_encoding_) return refuse(gate_reason::length_with_encoding, line_);
    // 18 digits are an exabyte and cannot overflow; a leading zero is octal to some readers.
    if (text.empty() || text.size() > 18 || (text.size() > 1 && text.front() == '0')) {
        return refuse(gate_reason::bad_content_length, line_);
    }
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return refuse(gate_reason::bad_content_length, line_);
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    head_.content_length = number;
    return {};
}

gate_refusal head_reader::transfer_encoding(std::string_view text) {
    if (has_encoding_) return refuse(gate_reason::duplicate_transfer_encoding, line_);
    if (head_.content_length) return refuse(gate_reason::length_with_encoding, line_);
    if (!head_.http_1_1) return refuse(gate_reason::encoding_in_http_1_0, line_);
    if (!same_ignoring_case(text, "chunked")) return refuse(gate_reason::bad_transfer_encoding, line_);
    has_encoding_ = true;
    head_.chunked = true;
    return {};
}

gate_refusal head_reader::connection(const http_field& field) {
    const bool ours = field.name.size() == 10;
    for (auto rest = field.value;;) {
        const auto comma = rest.find(',');
        const auto option = trimmed(rest.substr(0, comma));
        if (!is_token(option)) return refuse(gate_reason::bad_connection, line_);
        close_ = close_ || (ours && same_ignoring_case(option, "close"));
        stay_ = stay_ || (ours && same_ignoring_case(option, "keep-alive"));
        if (comma == std::string_view::npos) return {};
        rest.remove_prefix(comma + 1);
    }
}

gate_refusal head_reader::framing_of_request() {
    if (head_.http_1_1 && !has_host_) return refuse(gate_reason::missing_host);
    if (!authority_.empty() && has_host_ && !same_ignoring_case(authority_, head_.host)) {
        return refuse(gate_reason::other_host, authority_);
    }
    head_.keep_alive = !close_ && (head_.http_1_1 || stay_);
    if (!expectation_.empty() && head_.http_1_1) {
        if (!same_ignoring_case(expectation_, "100-continue")) return refuse(gate_reason::bad_expectation);
        head_.expect_continue = head_.has_body();
    }
    return {};
}

// RFC 9112 section 6.3, for the answer to anything but HEAD and CONNECT, which we do not send.
gate_refusal head_reader::framing_of_response() {
    const bool bodyless = head_.status < 200 || head_.status == 204 || head_.status == 304;
    if (bodyless) {
        const bool announced = head_.chunked || (head_.content_length.value_or(0) > 0 && head_.status != 304);
        if (announced) return refuse(gate_reason::body_not_allowed);
        head_.content_length = 0;
    }
    head_.until_close = !head_.content_length && !head_.chunked;
    head_.keep_alive = !close_ && !head_.until_close && (head_.http_1_1 || stay_);
    return {};
}

}  // namespace

head_end find_head_end(std::string_view buffer, std::size_t& scanned, const gate_limits& limits) {
    // What does not begin like HTTP (a TLS hello, a PDU) is refused at its first byte, not after the timeout.
    if (scanned == 0 && !buffer.empty() && !is(buffer.front(), token)) {
        return {0, {buffer.front() == '\n' ? gate_reason::bare_lf : gate_reason::bad_method, 0}};
    }
    const auto within = buffer.substr(0, limits.head_bytes);
    for (auto lf = within.find('\n', scanned); lf != std::string_view::npos; lf = within.find('\n', lf + 1)) {
        if (lf == 0 || within[lf - 1] != '\r') return {0, {gate_reason::bare_lf, lf}};
        if (lf >= 3 && within[lf - 2] == '\n') return {lf + 1, {}};
    }
    scanned = within.size();
    if (buffer.size() >= limits.head_bytes) return {0, {gate_reason::head_too_large, limits.head_bytes}};
    return {};
}

gate_refusal check_request(std::string_view block, http_head& head, const gate_limits& limits) {
    return head_reader(block, head, limits).request();
}

gate_refusal check_response(std::string_view block, http_head& head, const gate_limits& limits) {
    return head_reader(block, head, limits).response();
}

std::string_view http_head::field(std::string_view name) const {
    for (const auto& candidate : fields) {
        if (same_ignoring_case(candidate.name, name)) return candidate.value;
    }
    return {};
}

}  // namespace hermod::net
