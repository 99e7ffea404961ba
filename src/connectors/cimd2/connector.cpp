#include "connectors/cimd2/connector.hpp"

#include "base/log.hpp"
#include "connectors/cimd2/cimd2_connector.hpp"
#include "connectors/cimd2/incoming.hpp"

namespace hermod::connectors::cimd2 {

namespace {

constexpr std::size_t most_window = 127;  // of the 128 numbers one stays for alive and logout

submission as_submission(const handset_message& what) {
    submission in;
    in.to = what.to;
    in.from = what.from;
    in.body = what.body;
    in.coding = what.coding;
    in.udh = what.udh;
    in.data_coding = what.data_coding;
    in.extras = what.extras;
    return in;
}

verdict refused(std::string why) {
    verdict out;
    out.is = verdict::kind::refused;
    out.detail = std::move(why);
    return out;
}

}  // namespace

cimd2_connector::cimd2_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls)
    : line_connector(around, options, std::move(tls)), options_(std::move(options)) {
    for (std::size_t i = 0; i < options_.binds; ++i) {
        auto one = std::make_unique<connection>(options_, *this);
        connections_.push_back(one.get());
        add_line(std::move(one));
    }
}

void cimd2_connector::put(lines::line& by, const outbound& part) {
    const outgoing::outcome made = translator_.submit(part.what, part.part, wall());
    if (!made.pdu) return settle_soon(part.token, refused(std::string(made.refused)));
    if (made.tlvs_dropped) numbers().oddities.fetch_add(1, std::memory_order_relaxed);
    const auto sent = connections_[by.index()]->state_machine().send(part.token, *made.pdu, now());
    if (!sent) return settle_soon(part.token, refused(std::string(sent.error().field) + ": " + wire::cimd2::text(sent.error().code)));
    spent(1);
}

void cimd2_connector::arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_message& pdu) {
    const handset_message what = read_incoming(pdu, options_.translation.quirks);
    accept(by.line(), key, as_submission(what));
}

void cimd2_connector::arrived(connection& by, std::uint64_t key, const wire::cimd2::deliver_status_report& pdu) {
    auto receipt = read_incoming(pdu, options_.translation.quirks, options_.id, wall());
    if (receipt) return report(by.line(), key, std::move(*receipt));
    numbers().pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "status report that names no message")
        .field("connector", options_.name)
        .number("recipient", pdu.destination_address.value_or(""));
    by.refuse(key, wire::cimd2::error_code_value::syntax_error);
}

namespace {

// What one option asks of another.
void reconcile(connector_options& options) {
    const dialect& quirks = options.translation.quirks;
    if (quirks.no_checksum) options.session.write_checksum = false;
    if (quirks.checksum_required) options.session.checksum = wire::cimd2::checksum_rule::required;
    options.session.window = std::clamp<std::size_t>(options.session.window, 1, most_window);
    options.binds = std::max<std::size_t>(options.binds, 1);
}

}  // namespace

result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, connector_options options,
                                                          lines::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    reconcile(options);
    auto tls = lines::make_line_tls(options);
    if (!tls) return tls.error();
    const lines::surroundings around{std::move(executor), std::move(clocks), in, reports, events};
    return std::unique_ptr<hermod::connector>(std::make_unique<cimd2_connector>(around, std::move(options), std::move(*tls)));
}

}  // namespace hermod::connectors::cimd2
