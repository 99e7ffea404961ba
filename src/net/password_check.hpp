// Passwords against their Argon2id hashes, away from the threads that carry messages: one hash takes tens of milliseconds
// and 19 MiB, so they are verified by threads of their own behind a short queue; what finds it full is told so.
//
// Pairs that were right are remembered under a keyed BLAKE2b with a key of this process, so that a thousand reconnects do
// not cost a thousand hashes; wrong ones never are. Owned by whoever owns the doors; check() may be called from any thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hermod::net {

// "$argon2id$v=19$m=19456,t=2,p=1$...", OWASP's parameters; nullopt when there is no memory for it.
std::optional<std::string> hash_password(std::string_view password);
// Of letters and digits, from the system's random source. Eight are what SMPP can carry: 47 bits.
std::string random_password(std::size_t characters = 8);

struct password_options {
    std::size_t threads = 1;
    std::size_t waiting = 64;         // checks that no thread has taken yet
    std::size_t remembered = 10'000;  // right pairs
    // Instead of Argon2id: for tests, which need one that waits.
    std::function<bool(const std::string& hash, const std::string& password)> verify;
};

class password_check {
public:
    enum class answer : std::uint8_t {
        right,
        wrong,
        busy,  // not looked at: too many are waiting, or stop() was called
    };
    using callback = std::function<void(answer)>;

    // Throws std::runtime_error when the system has no random numbers or no memory for one hash.
    explicit password_check(password_options with);
    ~password_check();
    password_check(const password_check&) = delete;
    password_check& operator=(const password_check&) = delete;

    // `stored` is a hash, or the password itself. Whoever is unknown is checked against dummy_hash(), which no password
    // fits, and a wrong one against a plain password takes as long: the time does not tell who exists. An empty `stored`
    // fits nothing. `then` is called on `home`, once, never from within check().
    void check(std::string stored, std::string password, boost::asio::any_io_executor home, callback then);

    const std::string& dummy_hash() const;
    // Those who wait are answered `busy`, those being verified get their answer; returns when the threads have ended.
    void stop();

private:
    struct shared;
    std::unique_ptr<shared> shared_;
};

}  // namespace hermod::net
