#include "simulate/mtn/mtn_provider.hpp"

#include "simulate/common/run_centre.hpp"
#include "simulate/mtn/mtn_language.hpp"

namespace hermod::simulate::mtn {

mtn_provider::mtn_provider(boost::asio::any_io_executor executor, const options& how)
    : simulated(std::move(executor), how, std::make_unique<mtn_language>(how)) {}

int run(const options& how) {
    return run_centre<mtn_provider>(
        "MTN ", how, +[](const mtn_provider& one) { return provider::to_json(one.numbers()); });
}

}  // namespace hermod::simulate::mtn
