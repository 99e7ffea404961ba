// A web server at work: its queue, its signer, its connections, and the coroutines that bring the one over the other.
//
// Owned as every endpoint (endpoint.hpp); while requests are under way they hold it too.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "callback/body.hpp"
#include "callback/endpoint.hpp"
#include "callback/signature.hpp"
#include "net/http_client.hpp"

namespace hermod::callback {

class web_endpoint final : public endpoint {
public:
    web_endpoint(surroundings& around, account_id account, std::string origin);

    void configure() override;
    bool moved() const override { return moved_; }
    void pump() override;
    void tidy(mono_time now) override;
    void release_lines() override;
    void abandon() override;

private:
    // A connection with the buffers of its requests.
    struct line {
        line(boost::asio::io_context& context, net::tls_context tls) : connection(context, std::move(tls)) {}
        net::http_connection connection;
        endpoint_queue::group events;
        std::vector<named_job> batch;
        std::string id, body, timestamp, signature;
        mono_time last_used{};
    };
    struct outcome {
        answer result;
        std::uint32_t status = 0;
        std::string detail;
        bool forbidden = false;  // by the address guard
    };

    static boost::asio::awaitable<void> run(std::shared_ptr<web_endpoint> self, std::unique_ptr<line> on);
    boost::asio::awaitable<outcome> attempt(line& on);
    boost::asio::awaitable<result<net::http_reply>> exchange(line& on, const net::http_url& url);
    boost::asio::awaitable<result<void>> connect(line& on, const net::http_url& url);
    result<std::shared_ptr<const net::http_url>> url_of(const job& told);
    void write(line& on);
    outcome judge(const net::http_reply& reply);
    outcome failure(error_code why);
    void count(const outcome& of, std::chrono::steady_clock::duration took);
    std::string_view connector_name(const message& m) const;

    std::string account_url_;
    signer signer_;
    std::vector<std::string> secrets_;
    std::size_t concurrency_ = 1;
    bool moved_ = false;
    std::size_t lines_ = 0;
    std::vector<std::unique_ptr<line>> idle_;  // the last used at the end
    std::vector<line*> busy_;
    std::vector<settled> settled_;
    std::string url_text_;  // of the parsed url
    std::shared_ptr<const net::http_url> url_;
};

}  // namespace hermod::callback
