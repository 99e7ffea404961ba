#include "simulate/modem/modems.hpp"

#include <cstdio>

#include "simulate/common/numbers_json.hpp"
#include "simulate/common/run_centre.hpp"
#include "simulate/modem/centre.hpp"
#include "simulate/modem/control.hpp"

namespace hermod::simulate::modem {

modems::modems(boost::asio::any_io_executor executor, options how)
    : centre_(std::make_shared<centre>(std::move(executor), std::move(how))) {}

modems::~modems() {
    stop();
}

result<void> modems::start() {
    return centre_->start();
}
void modems::stop() {
    centre_->stop();
}
void modems::on_finished(std::function<void()> done) {
    centre_->finished = std::move(done);
}
std::string modems::obey(std::string_view line) {
    return modem::obey(*centre_, line);
}
const statistics& modems::numbers() const {
    return centre_->network().numbers();
}

std::vector<std::string> modems::places() const {
    auto out = centre_->places();
    if (const std::string place = centre_->control_place(); !place.empty()) out.push_back("control, " + place);
    return out;
}

std::string to_json(const statistics& n) {
    return numbers_json({
        {"connections", n.connections},
        {"commands", n.commands},
        {"unknown_commands", n.unknown_commands},
        {"submits", n.submits},
        {"taken", n.taken},
        {"throttled", n.throttled},
        {"errors", n.errors},
        {"never_answered", n.never_answered},
        {"receipts_sent", n.receipts_sent},
        {"inbound_sent", n.inbound_sent},
        {"deliveries_answered", n.deliveries_answered},
        {"deliveries_refused", n.deliveries_refused},
        {"deliveries_repeated", n.deliveries_repeated},
        {"disconnects", n.disconnects},
        {"hangs", n.hangs},
        {"bad_pdus", n.bad_pdus},
        {"odd_pdus", n.odd_pdus},
    });
}

int run(const options& how) {
    boost::asio::io_context io(1);
    modems all(io.get_executor(), how);
    if (const auto started = all.start(); !started) {
        std::fprintf(stderr, "simulated modems: %s\n", started.error().message().c_str());
        return 1;
    }
    for (const std::string& place : all.places()) std::fprintf(stderr, "simulated %s\n", place.c_str());
    return run_started<modems>(
        io, all, how.print_statistics, +[](const modems& m) { return to_json(m.numbers()); });
}

}  // namespace hermod::simulate::modem
