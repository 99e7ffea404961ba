#include "simulate/http/http_provider.hpp"

#include "simulate/common/run_centre.hpp"
#include "simulate/http/plain_language.hpp"

namespace hermod::simulate::http {

http_provider::http_provider(boost::asio::any_io_executor executor, const options& how)
    : simulated(std::move(executor), how, std::make_unique<plain_language>(how)) {}

int run(const options& how) {
    return run_centre<http_provider>(
        "HTTP ", how, +[](const http_provider& one) { return provider::to_json(one.numbers()); });
}

}  // namespace hermod::simulate::http
