#include "lines/line_tls.hpp"

#include "base/log.hpp"
#include "lines/errc.hpp"

namespace hermod::lines {

result<line_tls> make_line_tls(const line_options& options) {
    line_tls out;
    if (!options.tls) return out;
    net::client_tls_files files{options.tls_authorities, options.tls_certificate, options.tls_key};
    if (files.key.empty()) files.key = files.certificate;  // one file may hold both
    net::made_tls made = net::client_tls(files);
    if (!made) {
        log_line(log_level::error, "TLS cannot be used").field("connector", options.name).field("detail", made.error);
        return make_error_code(errc::bad_tls_files);
    }
    out.context = std::move(made.context);
    for (const std::string& text : options.tls_pins) {
        const auto pin = net::parse_pin(text);
        if (!pin) return make_error_code(errc::bad_pin);
        out.pins.push_back(*pin);
    }
    return out;
}

}  // namespace hermod::lines
