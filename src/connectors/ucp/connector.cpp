#include "connectors/ucp/connector.hpp"

#include "base/log.hpp"
#include "connectors/ucp/incoming.hpp"
#include "connectors/ucp/outgoing_older.hpp"
#include "connectors/ucp/ucp_connector.hpp"

namespace hermod::connectors::ucp {

namespace {

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

verdict refused(std::string_view why) {
    verdict out;
    out.is = verdict::kind::refused;
    out.detail = why;
    return out;
}

// The verdict on what cannot be encoded.
verdict unwritable(const wire::ucp::codec_error& fault) {
    verdict out;
    out.is = verdict::kind::refused;
    out.code = static_cast<std::uint32_t>(fault.suggested);
    out.detail = std::string(fault.field) + ": " + wire::ucp::text(fault.code);
    return out;
}

}  // namespace

ucp_connector::ucp_connector(const lines::surroundings& around, connector_options options, lines::line_tls tls)
    : line_connector(around, options, std::move(tls)), options_(std::move(options)) {
    for (std::size_t i = 0; i < options_.binds; ++i) {
        auto one = std::make_unique<connection>(options_, *this);
        connections_.push_back(one.get());
        add_line(std::move(one));
    }
}

void ucp_connector::put(lines::line& by, const outbound& part) {
    const outgoing::outcome made = translator_.submit(part.what, part.part, wall(), zone_);
    if (!made.pdu) return settle_soon(part.token, refused(made.refused));
    session& to = connections_[by.index()]->state_machine();
    wire::ucp::codec_result<void> sent;
    if (options_.translation.submit_as == submit_form::submit_message) {
        sent = to.send(part.token, *made.pdu, now());
    } else {
        const older_outcome older = as_older(options_.translation.submit_as, *part.what, *made.pdu);
        if (!older.pdu) return settle_soon(part.token, refused(older.refused));
        sent = to.send(part.token, *older.pdu, now());
    }
    if (!sent) return settle_soon(part.token, unwritable(sent.error()));
    spent(1);
}

void ucp_connector::arrived(connection& by, request_id key, const wire::ucp::deliver_message& pdu) {
    const handset_message what = read_message(pdu, options_.translation.quirks);
    accept(by.line(), key, as_submission(what));
}

void ucp_connector::arrived(connection& by, request_id key, const wire::ucp::delivery_notification& pdu) {
    auto receipt = read_notification(pdu, options_.translation.quirks, options_.id, wall());
    if (receipt) return report(by.line(), key, std::move(*receipt));
    numbers().pdu_errors.fetch_add(1, std::memory_order_relaxed);
    log_line(log_level::warning, "notification that names no message")
        .field("connector", options_.name)
        .number("recipient", pdu.oadc);
    by.answer(key, wire::ucp::error_code::syntax_error);
}

namespace {

// What one option asks of another.
void reconcile(connector_options& options) {
    const dialect& quirks = options.translation.quirks;
    options.session.last_digits_only |= quirks.national_receipts;
    options.session.answers_in_result |= quirks.answers_in_result;
    if (quirks.plain_results) options.session.results = result_form::plain;
    options.session.window = std::min<std::size_t>(options.session.window, wire::ucp::trn_count);
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
    return std::unique_ptr<hermod::connector>(std::make_unique<ucp_connector>(around, std::move(options), std::move(*tls)));
}

}  // namespace hermod::connectors::ucp
