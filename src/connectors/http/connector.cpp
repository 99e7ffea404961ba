#include "connectors/http/connector.hpp"

#include "base/log.hpp"
#include "connectors/http/http_connector.hpp"

namespace hermod::connectors::http {

struct http_connector::http_line final : calls::line {
    http_line(boost::asio::io_context& context, net::tls_context tls, const http_options& options)
        : line(context, std::move(tls), options.origin), values(options.values) {}

    part_values values;
    rendered_request request;
    const request_template* by = nullptr;
    std::size_t own_headers = 0;  // of the request's; behind them stands what says who we are
    added_headers added;
};

http_connector::http_connector(http_options options, calls::surroundings around)
    : call_connector(options, std::move(around)), options_(std::move(options)) {}

calls::line_ptr http_connector::make_line() { return std::make_shared<http_line>(context(), tls(), options_); }

bool http_connector::prepare(calls::line& with, outcome& refused) {
    auto& on = static_cast<http_line&>(with);
    const outbound& part = on.part;
    std::string_view misplaced;
    on.by = options_.ask.of(part.what->coding);
    if (!on.by) {
        refused.result = calls::refused_with("the configuration does not say how binary messages are sent");
    } else if (!on.values.begin(part.what, part.part, part.possible_duplicate, clocks().wall())) {
        refused.result = calls::refused_with("its text cannot be cut into the parts that were accepted");
    } else {
        std::string url;
        if (part.what->receipt && options_.inbound.receipts && !options_.inbound.receipt_url.empty())
            (void)options_.inbound.receipt_url.render(url, on.values, misplaced);
        on.values.set_receipt_url(std::move(url));
        if (on.by->render(on.request, on.values, misplaced)) {
            on.own_headers = on.request.headers.size();
            return true;
        }
        refused.result = calls::refused_with(std::string(misplaced) + " has a character that may not stand where the configuration puts it");
    }
    return false;
}

calls::call http_connector::call_of(calls::line& with) {
    auto& on = static_cast<http_line&>(with);
    on.request.headers.resize(on.own_headers);
    authorize(on.request, on.added, options_.auth, options_.signing, on.by->method(), on.origin, on.token, clocks().wall());
    return {on.by->method(), on.request.target, on.request.body, on.request.headers};
}

http_connector::outcome http_connector::judge(calls::line& with, const net::http_reply& reply) {
    auto& on = static_cast<http_line&>(with);
    heard answer(reply.status, reply.body, {}, [&reply](std::string_view name) { return reply.header(name); });
    judgement made = options_.answers.judge(answer, on.values, clocks().wall());
    if (made.no_id) counted().oddities.fetch_add(1, std::memory_order_relaxed);
    log_line(log_category::pdu, "answer")
        .field("connector", who().name)
        .field("id", to_text(on.part.what->id))
        .field("part", on.part.part)
        .field("status", reply.status)
        .field("octets", reply.body.size());
    outcome out;
    out.result = std::move(made.result);
    out.alarm = made.alarm;
    return out;
}

std::string_view http_connector::refuse(const visit& what) const {
    return refuse_caller(options_.inbound.caller, what, options_.inbound.public_url, clocks().wall());
}

calls::brought http_connector::read(const visit& what) { return read_visit(options_.inbound, what, who().id, clocks().wall()); }

result<std::unique_ptr<hermod::connector>> make_connector(boost::asio::any_io_executor executor, http_options options, calls::identity who,
                                                          calls::clock_functions clocks, inbox& in, receipts& reports,
                                                          outlet_events& events) {
    net::tls_context tls;
    if (options.origin.tls || (options.token && options.token->endpoint.tls)) {
        auto made = net::client_tls(options.tls_authorities);
        if (!made) return made.error();
        tls = std::move(*made);
    }
    return std::unique_ptr<hermod::connector>(std::make_unique<http_connector>(
        std::move(options),
        calls::surroundings{std::move(executor), std::move(who), std::move(clocks), std::move(tls), in, reports, events}));
}

}  // namespace hermod::connectors::http
