// The connector over TLS: lines/tls_stage.hpp has the tests.
#include "connectors/ucp/connector.hpp"
#include "lines/tls_stage.hpp"
#include "wire/ucp/decode.hpp"
#include "wire/ucp/encode.hpp"
#include "wire/ucp/frame.hpp"

namespace hermod::lines {
namespace {

using connectors::ucp::connector_options;
using connectors::ucp::make_connector;

struct ucp_talk {
    using options = connector_options;
    static result<std::unique_ptr<connector>> make(boost::asio::any_io_executor executor, const options& how,
                                                   lines::clock_functions clocks, lines::test_ports& ports) {
        return make_connector(std::move(executor), how, std::move(clocks), ports, ports, ports);
    }
    static void log_in(options& how) { how.session.user = "us"; }
    static std::size_t answer(std::string_view in, std::string& out) {
        std::size_t used = 0;
        for (;;) {
            const auto cut = wire::ucp::read_frame(in.substr(used));
            if (cut.outcome != wire::ucp::framing::complete) return used;
            used += cut.consumed();
            if (const auto read = wire::ucp::decode(cut.frame); read && !read->head.is_result)
                (void)wire::ucp::encode(out, read->head.trn, wire::ucp::ack{read->head.ot, {}, "447700900123:231126152730"});
        }
    }
};
INSTANTIATE_TYPED_TEST_SUITE_P(ucp, tls_line, ucp_talk);

}  // namespace
}  // namespace hermod::lines
