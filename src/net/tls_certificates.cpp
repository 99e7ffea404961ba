#include "net/tls_certificates.hpp"

namespace hermod::net {

std::string tls_certificates::reload() {
    made_tls made = server_tls(files_);
    if (!made) return std::move(made.error);
    const std::lock_guard lock(mutex_);
    now_ = std::move(made);
    return {};
}

tls_context tls_certificates::current() const {
    const std::lock_guard lock(mutex_);
    return now_.context;
}

wall_time tls_certificates::expires() const {
    const std::lock_guard lock(mutex_);
    return now_.expires;
}

}  // namespace hermod::net
