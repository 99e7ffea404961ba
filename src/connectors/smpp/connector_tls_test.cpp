// The connector over TLS: lines/tls_stage.hpp has the tests.
#include "connectors/smpp/connector.hpp"
#include "lines/tls_stage.hpp"
#include "wire/smpp/encode.hpp"
#include "wire/smpp/frame.hpp"

namespace hermod::lines {
namespace {

namespace smpp = wire::smpp;
using connectors::smpp::connector_options;
using connectors::smpp::make_connector;

struct smpp_talk {
    using options = connector_options;
    static result<std::unique_ptr<connector>> make(boost::asio::any_io_executor executor, const options& how,
                                                   lines::clock_functions clocks, lines::test_ports& ports) {
        return make_connector(std::move(executor), how, std::move(clocks), ports, ports, ports);
    }
    static void log_in(options&) {}
    static std::size_t answer(std::string_view in, std::string& out) {
        const smpp::octets all{reinterpret_cast<const std::uint8_t*>(in.data()), in.size()};
        std::vector<std::uint8_t> answers;
        std::size_t used = 0;
        for (;;) {
            const auto cut = smpp::read_frame(all.subspan(used));
            if (cut.outcome != smpp::framing::complete) break;
            used += cut.frame.size();
            const auto head = smpp::read_header(cut.frame);
            if (head.id == smpp::command_id::bind_transceiver)
                (void)smpp::encode(answers, head.sequence_number, smpp::bind_transceiver_resp{"tls", {}});
            else if (head.id == smpp::command_id::submit_sm)
                (void)smpp::encode(answers, head.sequence_number, smpp::submit_sm_resp{"id", {}});
            else
                smpp::encode_header(answers, response_of(head.id), smpp::command_status::esme_rok, head.sequence_number);
        }
        out.assign(answers.begin(), answers.end());
        return used;
    }
};
INSTANTIATE_TYPED_TEST_SUITE_P(smpp, tls_line, smpp_talk);

}  // namespace
}  // namespace hermod::lines
