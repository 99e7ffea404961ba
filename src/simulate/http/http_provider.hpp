// The simulated HTTP provider (`hermod simulate http`). See simulate/provider/simulated.hpp for how it is used.
#pragma once

#include "simulate/http/options.hpp"
#include "simulate/provider/simulated.hpp"

namespace hermod::simulate::http {

class http_provider : public provider::simulated {
public:
    http_provider(boost::asio::any_io_executor executor, const options& how);
};

// Runs one until it has finished, SIGINT or SIGTERM; the exit code.
int run(const options& how);

}  // namespace hermod::simulate::http
