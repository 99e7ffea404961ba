#include "net/http_url.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/url/parse.hpp>
#include <charconv>

#include "net/http_characters.hpp"

namespace hermod::net {

namespace asio = boost::asio;

namespace {

bool is_number(std::string_view label) {
    if (label.size() >= 2 && label[0] == '0' && (label[1] == 'x' || label[1] == 'X')) return true;
    return !label.empty() && label.find_first_not_of("0123456789") == std::string_view::npos;
}

// A name of letters, digits, hyphens, underscores and dots, whose last label is not a number.
bool is_plain_name(std::string_view name) {
    if (!name.empty() && name.back() == '.') name.remove_suffix(1);
    if (name.empty() || name.size() > 253) return false;
    for (std::size_t begin = 0; begin <= name.size();) {
        const auto dot = std::min(name.find('.', begin), name.size());
        const auto label = name.substr(begin, dot - begin);
        const auto plain = [](char c) { return c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
        if (label.empty() || label.size() > 63 || !std::all_of(label.begin(), label.end(), plain)) return false;
        begin = dot + 1;
    }
    return !is_number(name.substr(name.rfind('.') + 1));
}

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower) c = characters::lower(c);
    return lower;
}

result<std::uint16_t> port_of(const boost::urls::url_view& url, bool tls) {
    const std::string digits(url.port());
    if (digits.empty()) return static_cast<std::uint16_t>(tls ? 443 : 80);
    unsigned number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc{} || end != digits.data() + digits.size() || number == 0 || number > 65535) {
        return make_error_code(errc::port_refused);
    }
    return static_cast<std::uint16_t>(number);
}

result<std::string> host_of(const boost::urls::url_view& url) {
    auto host = in_lower_case(std::string(url.encoded_host()));
    switch (url.host_type()) {
        case boost::urls::host_type::ipv4:
            return host;
        case boost::urls::host_type::ipv6: {
            host = host.substr(1, host.size() - 2);
            error_code bad;
            asio::ip::make_address_v6(host, bad);
            if (bad || host.find('%') != std::string::npos) return make_error_code(errc::host_refused);
            return host;
        }
        case boost::urls::host_type::name:
            if (is_plain_name(host)) return host;
            return make_error_code(errc::host_refused);
        default:
            return make_error_code(errc::host_refused);
    }
}

}  // namespace

result<http_url> parse_http_url(std::string_view text) {
    if (text.size() > 2048) return make_error_code(errc::bad_url);
    const auto parsed = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
    if (!parsed) return make_error_code(errc::bad_url);
    const auto& url = *parsed;
    const auto scheme = url.scheme_id();
    if (scheme != boost::urls::scheme::http && scheme != boost::urls::scheme::https) return make_error_code(errc::scheme_refused);
    if (!url.has_authority()) return make_error_code(errc::bad_url);
    if (url.has_userinfo()) return make_error_code(errc::userinfo_refused);
    if (url.has_fragment()) return make_error_code(errc::fragment_refused);
    http_url result;
    result.tls = scheme == boost::urls::scheme::https;
    // Boost.URL 1.81 reads "1.2.3.4.example" as the host 1.2.3.4 and a path ".example": a host that others would not see.
    const std::string target(url.encoded_target());
    if (!target.empty() && target.front() != '/' && target.front() != '?') return make_error_code(errc::host_refused);
    const auto host = host_of(url);
    if (!host) return host.error();
    const auto port = port_of(url, result.tls);
    if (!port) return port.error();
    result.host = *host;
    result.port = *port;
    result.authority = url.host_type() == boost::urls::host_type::ipv6 ? "[" + *host + "]" : *host;
    if (*port != (result.tls ? 443 : 80)) result.authority += ":" + std::to_string(*port);
    result.target = target.starts_with('/') ? target : "/" + target;
    return result;
}

}  // namespace hermod::net
