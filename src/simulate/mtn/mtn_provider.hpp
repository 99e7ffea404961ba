// The simulated MTN (`hermod simulate mtn`): MADAPI v1, v2, v3 and ParlayX at once, told apart by the path. See
// simulate/provider/simulated.hpp for how it is used.
#pragma once

#include "simulate/mtn/options.hpp"
#include "simulate/provider/simulated.hpp"

namespace hermod::simulate::mtn {

class mtn_provider : public provider::simulated {
public:
    mtn_provider(boost::asio::any_io_executor executor, const options& how);
};

// Runs one until it has finished, SIGINT or SIGTERM; the exit code.
int run(const options& how);

}  // namespace hermod::simulate::mtn
