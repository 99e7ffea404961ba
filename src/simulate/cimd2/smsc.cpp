#include "simulate/cimd2/smsc.hpp"

#include "simulate/common/run_centre.hpp"
#include "simulate/cimd2/centre.hpp"

namespace hermod::simulate::cimd2 {

smsc::smsc(boost::asio::any_io_executor executor, options how)
    : centre_(std::make_shared<centre>(std::move(executor), std::move(how))) {}

smsc::~smsc() {
    stop();
}

result<void> smsc::start() {
    return centre_->start();
}
void smsc::stop() {
    centre_->stop();
}
void smsc::on_finished(std::function<void()> done) {
    centre_->finished = std::move(done);
}
std::uint16_t smsc::port() const {
    return centre_->port();
}
void smsc::drop_connections() {
    centre_->drop_connections();
}
const statistics& smsc::numbers() const {
    return centre_->numbers();
}

void smsc::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
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
    add("binds", n.binds);
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
    add("deliveries_repeated", n.deliveries_repeated);
    add("disconnects", n.disconnects);
    add("bad_pdus", n.bad_pdus);
    return out += '}';
}

int run(const options& how) {
    return run_centre<smsc>("CIMD2 ", how, +[](const smsc& one) { return to_json(one.numbers()); });
}

}  // namespace hermod::simulate::cimd2
