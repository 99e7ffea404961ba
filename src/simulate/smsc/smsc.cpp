#include "simulate/smsc/smsc.hpp"

#include "simulate/common/numbers_json.hpp"
#include "simulate/common/run_centre.hpp"
#include "simulate/smsc/centre.hpp"

namespace hermod::simulate {

smsc::smsc(boost::asio::any_io_executor executor, smsc_options options)
    : centre_(std::make_shared<centre>(std::move(executor), std::move(options))) {}

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
const smsc_statistics& smsc::statistics() const {
    return centre_->numbers();
}

void smsc::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    centre_->send_inbound(from, to, text);
    centre_->turn_ends();
}

std::string to_json(const smsc_statistics& n) {
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
        {"calls", n.calls},
    });
}

int run_smsc(const smsc_options& options) {
    return run_centre<smsc>("", options, +[](const smsc& one) { return to_json(one.statistics()); });
}

}  // namespace hermod::simulate
