#include "simulate/ucp/smsc.hpp"

#include "simulate/common/numbers_json.hpp"
#include "simulate/common/run_centre.hpp"
#include "simulate/ucp/centre.hpp"

namespace hermod::simulate::ucp {

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
    return numbers_json({
        {"connections", n.connections},
        {"binds", n.binds},
        {"submits", n.submits},
        {"taken", n.taken},
        {"throttled", n.throttled},
        {"errors", n.errors},
        {"never_answered", n.never_answered},
        {"answered_twice", n.answered_twice},
        {"receipts_sent", n.receipts_sent},
        {"inbound_sent", n.inbound_sent},
        {"deliveries_answered", n.deliveries_answered},
        {"deliveries_refused", n.deliveries_refused},
        {"disconnects", n.disconnects},
        {"bad_pdus", n.bad_pdus},
    });
}

int run(const options& how) {
    return run_centre<smsc>("UCP ", how, +[](const smsc& one) { return to_json(one.numbers()); });
}

}  // namespace hermod::simulate::ucp
