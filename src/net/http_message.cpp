#include "net/http_message.hpp"

#include <array>
#include <charconv>

#include "net/http_characters.hpp"

namespace hermod::net {
namespace {

struct phrase {
    int status;
    std::string_view text;
};

constexpr std::array<phrase, 37> phrases{{{100, "Continue"},
                                          {200, "OK"},
                                          {201, "Created"},
                                          {202, "Accepted"},
                                          {204, "No Content"},
                                          {207, "Multi-Status"},
                                          {301, "Moved Permanently"},
                                          {302, "Found"},
                                          {303, "See Other"},
                                          {304, "Not Modified"},
                                          {307, "Temporary Redirect"},
                                          {308, "Permanent Redirect"},
                                          {400, "Bad Request"},
                                          {401, "Unauthorized"},
                                          {402, "Payment Required"},
                                          {403, "Forbidden"},
                                          {404, "Not Found"},
                                          {405, "Method Not Allowed"},
                                          {406, "Not Acceptable"},
                                          {408, "Request Timeout"},
                                          {409, "Conflict"},
                                          {410, "Gone"},
                                          {411, "Length Required"},
                                          {412, "Precondition Failed"},
                                          {413, "Content Too Large"},
                                          {414, "URI Too Long"},
                                          {415, "Unsupported Media Type"},
                                          {417, "Expectation Failed"},
                                          {422, "Unprocessable Content"},
                                          {429, "Too Many Requests"},
                                          {431, "Request Header Fields Too Large"},
                                          {500, "Internal Server Error"},
                                          {501, "Not Implemented"},
                                          {502, "Bad Gateway"},
                                          {503, "Service Unavailable"},
                                          {504, "Gateway Timeout"},
                                          {505, "HTTP Version Not Supported"}}};

constexpr std::array<std::string_view, 7> framing_headers{"connection", "content-length", "transfer-encoding", "date",
                                                          "content-type", "keep-alive", "upgrade"};

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void append_json_text(std::string& out, std::string_view text) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte >= 0x20 && byte < 0x7f) {
            out += c;
        } else {  // bytes beyond ASCII are shown as Latin-1: a peer's garbage must not make our JSON invalid
            out += "\\u00";
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    out += '"';
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view reason_phrase(int status) {
    for (const auto& known : phrases) {
        if (known.status == status) return known.text;
    }
    return "Unassigned";
}

result<void> http_response::set(std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_field_value(value)) return make_error_code(errc::bad_header);
    for (const auto framing : framing_headers) {
        if (same_ignoring_case(framing, name)) return make_error_code(errc::bad_header);
    }
    append_line(extra_, name, value);
    return {};
}

http_response problem(int status, std::string_view title, std::string_view detail) {
    http_response response(status);
    response.content_type = "application/problem+json";
    auto& body = response.body;
    body = "{\"type\":\"about:blank\",\"title\":";
    append_json_text(body, title);
    body += ",\"status\":";
    append_number(body, static_cast<std::size_t>(status));
    if (!detail.empty()) {
        body += ",\"detail\":";
        append_json_text(body, detail);
    }
    body += '}';
    return response;
}

void append_response(std::string& out, const http_response& response, reply_frame frame, std::string_view date) {
    const bool bodyless_status = response.status == 204 || response.status == 304 || response.status < 200;
    const bool streams = static_cast<bool>(response.stream);
    out.append(frame.http_1_1 ? "HTTP/1.1 " : "HTTP/1.0 ");
    append_number(out, static_cast<std::size_t>(response.status));
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    append_line(out, "Date", date);
    if (!response.content_type.empty()) {
        append_line(out, "Content-Type",
                    is_field_value(response.content_type) ? response.content_type : "application/octet-stream");
    }
    if (streams) {
        if (frame.http_1_1) append_line(out, "Transfer-Encoding", "chunked");
    } else if (!bodyless_status) {
        out.append("Content-Length: ");
        append_number(out, response.body.size());
        out.append("\r\n");
    }
    if (!frame.keep_alive) {
        append_line(out, "Connection", "close");
    } else if (!frame.http_1_1) {
        append_line(out, "Connection", "keep-alive");
    }
    out.append(response.extra_headers()).append("\r\n");
    if (!streams && !bodyless_status && !frame.bodyless) out.append(response.body);
}

}  // namespace hermod::net
