// The connector over TLS: it binds to a centre whose certificate its authorities vouch for and whose key is pinned, where
// keys are, shows a certificate of its own where it has one, and binds to no other.
#include "base/log.hpp"
#include "connectors/smpp/connector.hpp"
#include "connectors/smpp/tls_centre.hpp"
#include "lines/errc.hpp"
#include "net/clocks.hpp"

namespace hermod::connectors::smpp {
namespace {

using namespace std::chrono_literals;

class bare_ports final : public inbox, public receipts, public outlet_events {
public:
    prepared prepare(const submission&, wall_time) override { return {}; }
    void put(std::vector<message_ptr>, std::unique_ptr<idempotency>, put_reply& reply) override { reply.put_done({}); }
    void report(remote_receipt, receipt_reply& reply, std::uint64_t token) override {
        reply.receipt_done(token, receipt_match::matched);
    }
    void settled(std::uint64_t, verdict result) override { last = result.is; }
    void ready() override { bound = true; }
    std::optional<verdict::kind> last;
    bool bound = false;
};

class quiet final : public log_sink {
public:
    void write(log_level, std::string_view fields) noexcept override { text += fields; }
    std::string text;
};

class smpp_connector_tls : public testing::Test {
protected:
    smpp_connector_tls() { set_log_sink(&log); }
    ~smpp_connector_tls() override {
        bool stopped = false;
        out->stop(500ms, [&] { stopped = true; });
        until([&] { return stopped; });
        set_log_sink(nullptr);
    }
    void start(const std::string& wanted_name) {
        options.name = "tls";
        options.host = "127.0.0.1";
        options.port = centre.port();
        options.tls = true;
        options.tls_authorities = own.file;
        options.tls_name = wanted_name;
        options.reconnect_least = options.reconnect_most = 5ms;
        out = make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports).value();
        out->start();
    }
    void until(const std::function<bool()>& reached) {
        const auto end = net::mono_now() + 20s;
        while (!reached()) {
            ASSERT_LT(net::mono_now(), end) << log.text;
            io.run_one_for(100ms);
            if (io.stopped()) io.restart();
        }
    }

    connector_options options;
    asio::io_context io{1};
    quiet log;
    certificate own{"centre.example"};
    tls_centre centre{io, own};
    bare_ports ports;
    std::unique_ptr<connector> out;
};

TEST_F(smpp_connector_tls, binds_and_sends_to_a_centre_it_trusts) {
    start("centre.example");
    until([&] { return ports.bound; });
    auto what = std::make_shared<message>();
    what->to = "+447700900123";
    out->send({what, 1, 1, false});
    out->flush();
    until([&] { return ports.last.has_value(); });
    EXPECT_EQ(ports.last, verdict::kind::sent);
}

TEST_F(smpp_connector_tls, refuses_a_centre_of_another_name) {
    start("other.example");
    until([&] { return log.text.find("certificate verify failed") != std::string::npos; });
    EXPECT_FALSE(ports.bound);
    EXPECT_FALSE(out->health().usable);
}

TEST_F(smpp_connector_tls, shows_its_certificate_to_a_centre_that_demands_one) {
    const certificate client("client.example");
    centre.demand(client);
    options.tls_certificate = client.file;
    options.tls_key = client.key_file();
    start("centre.example");
    until([&] { return ports.bound; });
    EXPECT_EQ(centre.certificates_shown, 1);
}

TEST_F(smpp_connector_tls, is_turned_away_without_the_certificate_that_is_demanded) {
    const certificate client("client.example"), other("other.example");
    centre.demand(client);
    options.tls_certificate = other.file;
    options.tls_key = other.key_file();
    start("centre.example");
    // With TLS 1.3 the client's handshake is over before the centre has looked at its certificate.
    until([&] { return out->counters().disconnects >= 2; });
    EXPECT_FALSE(ports.bound);
    EXPECT_EQ(centre.handshakes, 0);
}

TEST_F(smpp_connector_tls, pinned_key_is_accepted) {
    options.tls_pins = {certificate("other.example").pin(), own.pin()};
    start("centre.example");
    until([&] { return ports.bound; });
}

TEST_F(smpp_connector_tls, key_that_is_not_pinned_is_refused) {
    options.tls_pins = {certificate("other.example").pin()};
    start("centre.example");
    until([&] { return log.text.find(lines::text(lines::errc::no_pin_matches)) != std::string::npos; });
    EXPECT_FALSE(ports.bound);
    EXPECT_FALSE(out->health().usable);
}

TEST_F(smpp_connector_tls, what_cannot_be_used_is_refused_at_once) {
    start("centre.example");
    const auto made = [&] {
        auto one = make_connector(io.get_executor(), options, {net::mono_now, net::wall_now}, ports, ports, ports);
        return one ? error_code{} : one.error();
    };
    EXPECT_FALSE(made());
    options.tls_pins = {"abc"};
    EXPECT_EQ(made(), make_error_code(lines::errc::bad_pin));
    options.tls_pins.clear();
    options.tls_key = own.key_file();
    EXPECT_EQ(made(), make_error_code(lines::errc::bad_tls_files));  // a key without a certificate
    EXPECT_NE(log.text.find("TLS cannot be used"), std::string::npos);
    options.tls_certificate = own.file;
    EXPECT_FALSE(made());
    options.tls_key = certificate("other.example").key_file();
    EXPECT_TRUE(made());  // gone, and another's anyway
    const certificate other("other.example");
    options.tls_key = other.key_file();
    EXPECT_TRUE(made());  // another's
}

}  // namespace
}  // namespace hermod::connectors::smpp
