// The connector over TLS: lines/tls_stage.hpp has the tests.
#include "connectors/cimd2/connector.hpp"
#include "lines/tls_stage.hpp"
#include "wire/cimd2/encode.hpp"
#include "wire/cimd2/frame.hpp"
#include "wire/cimd2/packet.hpp"

namespace hermod::lines {
namespace {

namespace cimd2 = wire::cimd2;
using connectors::cimd2::connector_options;
using connectors::cimd2::make_connector;

struct cimd2_talk {
    using options = connector_options;
    static result<std::unique_ptr<connector>> make(boost::asio::any_io_executor executor, const options& how,
                                                   lines::clock_functions clocks, lines::test_ports& ports) {
        return make_connector(std::move(executor), how, std::move(clocks), ports, ports, ports);
    }
    static void log_in(options& how) {
        how.session.user_identity = "us";
        how.session.password = "secret";
    }
    static std::size_t answer(std::string_view in, std::string& out) {
        std::size_t used = 0;
        for (;;) {
            const auto cut = cimd2::read_frame(in.substr(used));
            if (cut.outcome != cimd2::framing::complete) return used;
            used += cut.used;
            const auto head = cimd2::read_header(cut.frame);
            if (!head) continue;
            std::string outcome;
            cimd2::append_parameter(outcome, cimd2::parameter::service_centre_timestamp, "261125190923");
            if (head->code == cimd2::operation::login)
                (void)cimd2::encode(out, head->number, cimd2::login_response{});
            else if (head->code == cimd2::operation::logout)
                (void)cimd2::encode(out, head->number, cimd2::logout_response{});
            else if (head->code == cimd2::operation::submit_message)
                (void)cimd2::encode(out, head->number, cimd2::submit_message_response{cimd2::parameters(outcome)});
        }
    }
};
INSTANTIATE_TYPED_TEST_SUITE_P(cimd2, tls_line, cimd2_talk);

}  // namespace
}  // namespace hermod::lines
