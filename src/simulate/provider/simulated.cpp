#include "simulate/provider/simulated.hpp"

#include "simulate/common/numbers_json.hpp"
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
    return numbers_json({
        {"connections", n.connections},
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
        {"bad_requests", n.bad_requests},
    });
}

}  // namespace hermod::simulate::provider
