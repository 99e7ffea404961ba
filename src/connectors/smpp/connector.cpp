#include "connectors/smpp/connector.hpp"

#include "connectors/smpp/errc.hpp"
#include "connectors/smpp/smpp_connector.hpp"

namespace hermod::connectors::smpp {

namespace {

constexpr std::size_t most_destinations = 254;  // 3.4 section 5.2.24; 255 from 5.0 on

}  // namespace

smpp_connector::smpp_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls,
                               lines::acceptor_ptr acceptor)
    : line_connector(around, options, std::move(tls), acceptor),
      options_(std::move(options)),
      receiving_(options_.session),
      called_(options_.session) {
    receiving_.mode = bind_mode::receiver;
    called_.mode = options_.outbind.mode;
    called_.await_outbind = true;
    called_.outbind_system_id = options_.outbind.system_id;
    called_.outbind_password = options_.outbind.password;
    const bool pairs = options_.session.mode == bind_mode::pair;
    if (pairs) options_.session.mode = bind_mode::transmitter;
    add_binds(options_.binds, options_.session, way::out);
    if (pairs) add_binds(options_.binds, receiving_, way::out);
    if (acceptor) add_binds(options_.outbind.connections, called_, way::called);
}

void smpp_connector::add_binds(std::size_t count, const session_options& as, way made) {
    for (std::size_t i = 0; i < count; ++i) {
        auto one = std::make_unique<bind>(options_, as, *this);
        binds_.push_back(one.get());
        add_line(std::move(one), as.mode != bind_mode::receiver, made);
    }
}

namespace {

// What one option asks of another: SMPP 3.3 knows neither transceivers nor TLVs.
void reconcile(connector_options& options) {
    session_options& session = options.session;
    const bool old = session.interface_version < wire::smpp::version_3_4;
    if (old && session.mode == bind_mode::transceiver) session.mode = bind_mode::pair;
    if (old && options.outbind.mode == bind_mode::transceiver) options.outbind.mode = bind_mode::receiver;
    options.translation.without_tlvs |= old || options.translation.quirks.no_tlvs;
    session.answers_in_order |= options.translation.quirks.answers_in_order;
    if (options.translation.as_data_sm && !options.translation.without_tlvs) options.submit_multi = 0;
    options.submit_multi = std::min(options.submit_multi, most_destinations);
    if (options.outbind.host.empty()) options.binds = std::max<std::size_t>(options.binds, 1);
}

result<lines::acceptor_ptr> listen_for_outbind(const boost::asio::any_io_executor& executor, const connector_options& options) {
    if (options.outbind.host.empty()) return lines::acceptor_ptr{};
    if (options.tls) return make_error_code(errc::outbind_over_tls);
    if (options.binds == 0 && options.outbind.connections == 0) return make_error_code(errc::no_binds);
    if (options.ports) return options.ports->listen(executor, options.id, options.outbind.host, options.outbind.port);
    return lines::listen(executor, options.outbind.host, options.outbind.port);
}

}  // namespace

result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                          clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    reconcile(options);
    auto tls = lines::make_line_tls(options);
    if (!tls) return tls.error();
    auto acceptor = listen_for_outbind(executor, options);
    if (!acceptor) return acceptor.error();
    const lines::surroundings around{std::move(executor), std::move(clocks), in, reports, events};
    return std::unique_ptr<hermod::connector>(
        std::make_unique<smpp_connector>(around, std::move(options), std::move(*tls), std::move(*acceptor)));
}

}  // namespace hermod::connectors::smpp
