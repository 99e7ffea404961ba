// OAuth 2.0 client credentials (RFC 6749 section 4.4): a token for the requests of a connector, kept and renewed.
//
// Whoever asks gets the token at hand; whoever asks while there is none waits for the one request that is under way. Shared
// by the coroutines that ask, so that it outlives them. One executor. Nothing secret is logged or put into a sentence.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "net/http_client.hpp"
#include "net/token_cache.hpp"

namespace hermod::net {

struct oauth2_options {
    http_url endpoint;
    std::string client_id, client_secret;
    std::string scope, audience;        // empty: not said
    bool credentials_in_body = false;   // client_id and client_secret as form fields instead of Basic (section 2.3.1)
    std::chrono::milliseconds timeout{10'000};
    std::chrono::seconds lifetime{3'600};  // when the answer does not say it
};

// The answer of section 5.1; expires_in is taken as text as well, since some servers quote it.
struct oauth2_answer {
    std::string token;
    std::optional<std::chrono::seconds> lifetime;
};
std::optional<oauth2_answer> read_oauth2_answer(std::string_view body);
// The body of the request.
std::string oauth2_request(const oauth2_options& options);
// "Basic ..." of the client's credentials, each form-encoded first, as section 2.3.1 has it.
std::string oauth2_basic(const oauth2_options& options);

class oauth2_client : public std::enable_shared_from_this<oauth2_client> {
public:
    oauth2_client(boost::asio::io_context& context, oauth2_options options, tls_context tls, std::function<mono_time()> clock);

    // The error is the exchange's, or errc::bad_reply for an answer without a token; sentence() says more.
    boost::asio::awaitable<result<std::string>> token();
    void refused(std::string_view token) { cache_.refused(token); }
    const std::string& sentence() const { return sentence_; }

private:
    boost::asio::awaitable<result<void>> renew();
    boost::asio::awaitable<result<void>> ask();

    oauth2_options options_;
    std::function<mono_time()> clock_;
    http_connection connection_;
    boost::asio::steady_timer renewed_;  // cancelled when a renewal ends: wakes those who wait
    token_cache cache_;
    error_code failed_;
    std::string sentence_;
};

}  // namespace hermod::net
