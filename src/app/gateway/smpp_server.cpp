#include "app/gateway/smpp_server.hpp"

#include <stdexcept>

#include "app/gateway/build.hpp"
#include "base/log.hpp"

namespace hermod::app {

namespace smpp = connectors::smpp;
using std::chrono::seconds;

namespace {

smpp::door_options options_for(const smpp_config& from) {
    smpp::door_options out;
    out.listen = resolve_all(from.listen);
    if (from.tls) out.listen_tls = resolve_all(from.tls->listen);
    out.most_binds = from.max_binds;
    out.most_unbound = from.max_pre_bind;
    out.most_connections = std::size_t{from.max_binds} + from.max_pre_bind;
    out.session.system_id = from.system_id;
    out.session.timers.session_init = seconds{from.session_init_seconds};
    out.session.timers.enquire_link = seconds{from.enquire_link_seconds};
    out.session.timers.inactivity = seconds{from.inactivity_seconds};
    out.session.timers.response = seconds{from.response_seconds};
    out.handshake = out.session.timers.session_init;
    out.goodbye = out.session.timers.unbind;
    return out;
}

doors::verified as_verified(net::password_check::answer is) {
    switch (is) {
        case net::password_check::answer::right:
            return doors::verified::good;
        case net::password_check::answer::busy:
            return doors::verified::busy;
        case net::password_check::answer::wrong:
            break;
    }
    return doors::verified::wrong;
}

}  // namespace

doors::accounts_ptr make_door_accounts(const config& from) {
    auto out = std::make_shared<doors::accounts>();
    for (const account_config& a : from.accounts) {
        if (a.smpp.system_id.empty()) continue;
        smpp::door_account row;
        row.id = a.id;
        row.name = a.name;
        row.login = a.smpp.system_id;
        row.password = a.smpp.password;
        for (const std::string& block : a.smpp.allowed_networks)
            if (const auto network = net::network::parse(block)) row.networks.push_back(*network);
        row.certificate_name = a.smpp.certificate_name;
        row.max_binds = a.smpp.max_binds;
        row.rate = a.smpp.rate;
        row.window = a.smpp.window;
        row.deliver_window = a.smpp.deliver_window;
        row.senders = a.smpp.allowed_senders;
        row.quirks = smpp::dialect_of(a.smpp.dialect);
        if (!a.smpp.broadcast.empty()) row.broadcast_by = connector_id{name_hash(a.smpp.broadcast)};
        row.as_data_sm = a.smpp.deliver_as_data_sm;
        if (a.smpp.outbind) {
            row.outbind_host = a.smpp.outbind->host;
            row.outbind_port = a.smpp.outbind->port;
            row.outbind_password = a.smpp.outbind_password;
        }
        out->emplace(a.smpp.system_id, std::make_shared<const smpp::door_account>(std::move(row)));
    }
    return out;
}

smpp_server::smpp_server(const config& from, boost::asio::io_context& home, const std::vector<boost::asio::io_context*>& contexts,
                         const smpp::door_parts& parts)
    : home_(home.get_executor()) {
    smpp::door_options options = options_for(*from.smpp);
    if (from.smpp->tls) {
        const smpp_tls_config& tls = *from.smpp->tls;
        certificates_ = std::make_unique<net::tls_certificates>(
            net::server_tls_files{tls.certificate, tls.key, tls.client_authorities, tls.least == tls_version::v1_3});
        if (const std::string wrong = certificates_->reload(); !wrong.empty()) throw std::runtime_error("[smpp.tls] " + wrong);
        options.tls = [held = certificates_.get()] { return held->current(); };
    }
    net::password_options with;
    with.threads = from.smpp->password_threads;
    with.waiting = from.smpp->password_waiting;
    passwords_ = std::make_unique<net::password_check>(with);
    door_ = std::make_unique<smpp::door>(
        home, contexts, std::move(options), make_door_accounts(from), parts,
        [this](const std::string& stored, std::string password, std::function<void(doors::verified)> done) {
            passwords_->check(stored.empty() ? passwords_->dummy_hash() : stored, std::move(password), home_,
                              [done = std::move(done)](net::password_check::answer is) { done(as_verified(is)); });
        });
}

smpp_server::~smpp_server() = default;

void smpp_server::start() {
    boost::asio::ip::tcp::endpoint where;
    if (const auto started = door_->start(&where); !started)
        throw std::runtime_error("cannot listen on " + where.address().to_string() + ":" + std::to_string(where.port()) + ": " +
                                 started.error().message());
    log_line(log_level::info, "serving").field("smpp", listening());
}

void smpp_server::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    passwords_->stop();
    door_->stop(deadline, std::move(done));
}

std::string smpp_server::listening() const {
    std::string out;
    for (const auto& e : door_->endpoints())
        out += (out.empty() ? "" : " ") + e.address().to_string() + ":" + std::to_string(e.port());
    return out;
}

std::string smpp_server::reload_certificates() {
    return certificates_ ? certificates_->reload() : std::string{};
}

}  // namespace hermod::app
