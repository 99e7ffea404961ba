#include "app/gateway/door_server.hpp"

#include <stdexcept>

#include "app/gateway/build.hpp"
#include "base/log.hpp"

namespace hermod::app {

using std::chrono::seconds;

namespace {

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

std::string text_of(const std::vector<boost::asio::ip::tcp::endpoint>& all) {
    std::string out;
    for (const auto& e : all) out += (out.empty() ? "" : " ") + e.address().to_string() + ":" + std::to_string(e.port());
    return out;
}

}  // namespace

door_server::door_server(door_kind which, const config& from, boost::asio::io_context& home)
    : section_(all_doors[static_cast<std::size_t>(which)].section), settings_(*from.door(which)), home_(home.get_executor()) {
    if (settings_.tls) {
        const door_tls_config& tls = *settings_.tls;
        certificates_ = std::make_unique<net::tls_certificates>(
            net::server_tls_files{tls.certificate, tls.key, tls.client_authorities, tls.least == tls_version::v1_3});
        if (const std::string wrong = certificates_->reload(); !wrong.empty())
            throw std::runtime_error("[" + section_ + ".tls] " + wrong);
    }
    net::password_options with;
    with.threads = settings_.password_threads;
    with.waiting = settings_.password_waiting;
    passwords_ = std::make_unique<net::password_check>(with);
}

door_server::~door_server() = default;

void door_server::fill(doors::options& out) const {
    out.name = section_;
    out.listen = resolve_all(settings_.listen);
    if (settings_.tls) out.listen_tls = resolve_all(settings_.tls->listen);
    if (certificates_) out.tls = [held = certificates_.get()] { return held->current(); };
    out.most_binds = settings_.max_binds;
    out.most_unbound = settings_.max_pre_bind;
    out.most_connections = std::size_t{settings_.max_binds} + settings_.max_pre_bind;
    out.handshake = seconds{settings_.session_init_seconds};
}

void door_server::fill(doors::account& row, const account_config& from, door_kind which) {
    row.id = from.id;
    row.name = from.name;
    row.login = from.sessions.login(which);
    row.password = from.sessions.password;
    for (const std::string& block : from.sessions.allowed_networks)
        if (const auto network = net::network::parse(block)) row.networks.push_back(*network);
    row.certificate_name = from.sessions.certificate_name;
    row.max_binds = from.sessions.max_binds;
    // So that who is too fast is not read at all; a burst beyond that is accept/'s to count, which counts in any case.
    if (from.limits.burst == 0) row.rate = from.limits.rate;
    row.window = from.sessions.window;
    row.deliver_window = from.sessions.deliver_window;
    row.dials = from.home != nullptr;
    row.senders = from.sessions.allowed_senders;
}

doors::verify_function door_server::verify() {
    return [this](const std::string& stored, std::string password, std::function<void(doors::verified)> done) {
        passwords_->check(stored.empty() ? passwords_->dummy_hash() : stored, std::move(password), home_,
                          [done = std::move(done)](net::password_check::answer is) { done(as_verified(is)); });
    };
}

void door_server::start() {
    boost::asio::ip::tcp::endpoint where;
    if (const auto started = open(&where); !started)
        throw std::runtime_error("cannot listen on " + where.address().to_string() + ":" + std::to_string(where.port()) + ": " +
                                 started.error().message());
    log_line(log_level::info, "serving").field(section_, text_of(door().endpoints()));
}

void door_server::stop(std::chrono::milliseconds deadline, std::function<void()> done) {
    passwords_->stop();
    close(deadline, std::move(done));
}

std::string door_server::reload_certificates() {
    return certificates_ ? certificates_->reload() : std::string{};
}

}  // namespace hermod::app
