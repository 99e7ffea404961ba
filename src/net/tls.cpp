#include "net/tls.hpp"

#include <boost/asio/ssl/context.hpp>

namespace hermod::net {

result<tls_context> client_tls(const std::string& authorities) {
    namespace ssl = boost::asio::ssl;
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    error_code failed;
    context->set_options(ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                             ssl::context::no_compression,
                         failed);
    if (failed) return failed;
    if (authorities.empty()) {
        context->set_default_verify_paths(failed);
    } else {
        context->load_verify_file(authorities, failed);
    }
    if (failed) return failed;
    context->set_verify_mode(ssl::verify_peer, failed);
    if (failed) return failed;
    return context;
}

}  // namespace hermod::net
