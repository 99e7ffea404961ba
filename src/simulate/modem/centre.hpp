// Inside of the simulated modems: the devices with their ports, the network, the one timer. See modems.hpp.
//
// Owned by modems through shared_ptr (operations in flight hold it too); one executor, one thread.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>

#include "simulate/modem/device.hpp"
#include "simulate/modem/network.hpp"
#include "simulate/modem/port.hpp"

namespace hermod::simulate::modem {

class control;

class centre final : public std::enable_shared_from_this<centre> {
public:
    centre(boost::asio::any_io_executor executor, options how);
    ~centre();

    result<void> start();
    void stop();
    std::vector<std::string> places() const;
    std::string control_place() const;
    std::uint16_t control_port() const;
    const options& how() const { return how_; }
    modem::network& network() { return network_; }
    // From 0; null: there is none.
    device* modem(unsigned number);
    // back: put in again after replug_after.
    void unplug(unsigned number, bool back);
    result<void> plug(unsigned number);
    void turn_ends();

    std::function<void()> finished;

private:
    // A device and the ports that lead to it.
    struct line final : port_user {
        line(centre& home, unsigned number);
        void port_attached() override;
        void port_detached() override;
        void port_heard(std::string_view octets) override;
        centre& home;
        device modem;
        std::vector<std::shared_ptr<port>> ports;
        std::optional<mono_time> back;  // when it is plugged in again
        mono_time next_delivery{};      // not before then
        bool plugged = true;
    };

    void bring(line& to, unsigned number, mono_time now);
    void arm_timer();
    void work_off();
    void watch();
    bool all_sent() const;

    boost::asio::any_io_executor executor_;
    options how_;
    modem::network network_;
    std::vector<std::unique_ptr<line>> lines_;
    std::shared_ptr<control> control_;
    boost::asio::steady_timer timer_, watch_;
    std::optional<mono_time> armed_;
    bool stopped_ = false, finished_ = false, in_turn_ = false;
};

}  // namespace hermod::simulate::modem
