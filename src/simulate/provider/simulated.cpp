#include "simulate/provider/simulated.hpp"

#include "simulate/provider/centre.hpp"

namespace hermod::simulate::provider {

simulated::simulated(boost::asio::any_io_executor executor, options how, std::unique_ptr<language> speaks)
    : centre_(std::make_shared<centre>(std::move(executor), std::move(how), std::move(speaks))) {}

simulated::~simulated() {
    stop();
}

std::string simulated::start() {
    return centre_->start();
}
void simulated::stop() {
    centre_->stop();
}
void simulated::on_finished(std::function<void()> done) {
    centre_->finished = std::move(done);
}
std::uint16_t simulated::port() const {
    return centre_->port();
}
void simulated::drop_connections() {
    centre_->drop_connections();
}
const statistics& simulated::numbers() const {
    return centre_->numbers();
}

void simulated::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    centre_->send_inbound(from, to, text);
    centre_->turn_ends();
}

std::string to_json(const statistics& n) {
    std::string out = "{";
    const auto add = [&](const char* key, std::uint64_t value) {
        if (out.size() > 1) out += ',';
        ((out += '"') += key) += "\":";
        out += std::to_string(value);
    };
    add("connections", n.connections);
    add("submits", n.submits);
    add("taken", n.taken);
    add("throttled", n.throttled);
    add("errors", n.errors);
    add("never_answered", n.never_answered);
    add("answered_twice", n.answered_twice);
    add("receipts_sent", n.receipts_sent);
    add("inbound_sent", n.inbound_sent);
    add("deliveries_answered", n.deliveries_answered);
    add("deliveries_refused", n.deliveries_refused);
    add("disconnects", n.disconnects);
    add("bad_requests", n.bad_requests);
    return out += '}';
}

}  // namespace hermod::simulate::provider
