// The server's certificate as it is now: files are read again without a restart, for connections that come afterwards.
// Those that stand keep the context they began with. Any thread; owned by app/, which calls reload() on SIGHUP.
#pragma once

#include <mutex>
#include <string>

#include "net/tls.hpp"

namespace hermod::net {

class tls_certificates {
public:
    explicit tls_certificates(server_tls_files files) : files_(std::move(files)) {}

    // Empty: done. Otherwise why not (server_tls()'s sentence), and what was there stays: a certificate and a key that are
    // being replaced one after the other do no harm.
    std::string reload();
    // nullptr until the first reload() that succeeded.
    tls_context current() const;
    wall_time expires() const;

private:
    const server_tls_files files_;
    mutable std::mutex mutex_;  // held for the swap, not while files are read
    made_tls now_;
};

}  // namespace hermod::net
