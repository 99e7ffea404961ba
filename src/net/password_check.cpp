#include "net/password_check.hpp"

#include <sodium.h>

#include <array>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

namespace hermod::net {
namespace {

// OWASP's password storage cheat sheet: m = 19 MiB, t = 2, p = 1.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19u * 1024 * 1024;

using digest = std::array<unsigned char, 32>;

struct digest_hash {
    std::size_t operator()(const digest& of) const noexcept {  // uniform as it is
        std::size_t out = 0;
        std::memcpy(&out, of.data(), sizeof out);
        return out;
    }
};

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void forget(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

// The pairs that were right, the one used longest ago leaves first.
class right_pairs {
public:
    explicit right_pairs(std::size_t most) : most_(most) {}
    bool knows(const digest& pair) {
        const auto at = index_.find(pair);
        if (at == index_.end()) return false;
        order_.splice(order_.begin(), order_, at->second);
        return true;
    }
    void add(const digest& pair) {
        if (most_ == 0 || knows(pair)) return;
        if (index_.size() == most_) {
            index_.erase(order_.back());
            order_.pop_back();
        }
        order_.push_front(pair);
        index_.emplace(pair, order_.begin());
    }

private:
    std::size_t most_;
    std::list<digest> order_;
    std::unordered_map<digest, std::list<digest>::iterator, digest_hash> index_;
};

struct job {
    std::string stored, password;
    digest pair;
    bool may_be_right;  // false: the answer is known to be `wrong`, only the time is to pass
    boost::asio::any_io_executor home;
    password_check::callback then;
};

bool verify_argon2id(const std::string& hash, const std::string& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void reply(boost::asio::any_io_executor home, password_check::callback then, password_check::answer what) {
    boost::asio::post(home, [then = std::move(then), what] { then(what); });
}

}  // namespace

std::optional<std::string> hash_password(std::string_view password) {
    char out[crypto_pwhash_STRBYTES];
    if (sodium_init() < 0 || crypto_pwhash_str(out, password.data(), password.size(), passes, memory) != 0) return std::nullopt;
    return std::string(out);
}

std::string random_password(std::size_t characters) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    if (sodium_init() < 0) throw std::runtime_error("the system has no random numbers");
    std::string out;
    while (out.size() < characters) out += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    return out;
}

struct password_check::shared {
    explicit shared(password_options options) : with(std::move(options)), right(with.remembered) {}

    digest pair_of(std::string_view stored, std::string_view password) const {
        digest out;
        crypto_generichash_state state;
        const std::uint64_t length = stored.size();  // where the one ends and the other begins
        crypto_generichash_init(&state, key.data(), key.size(), out.size());
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&length), sizeof length);
        crypto_generichash_update(&state, octets(stored), stored.size());
        crypto_generichash_update(&state, octets(password), password.size());
        crypto_generichash_final(&state, out.data(), out.size());
        return out;
    }
    bool same(std::string_view plain, std::string_view password) const {
        return sodium_memcmp(pair_of(plain, plain).data(), pair_of(plain, password).data(), sizeof(digest)) == 0;
    }
    bool known(const digest& pair) {
        const std::lock_guard lock(mutex);
        return right.knows(pair);
    }
    bool verify(job& one) {
        // The same client may have been verified while this one waited: a thousand connections lost at once come back at once.
        if (one.may_be_right && known(one.pair)) return true;
        if (!with.verify(one.stored, one.password) || !one.may_be_right) return false;
        const std::lock_guard lock(mutex);
        right.add(one.pair);
        return true;
    }
    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            arrived.wait(lock, [this] { return stopped || !waiting.empty(); });
            if (stopped) return;
            job one = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            const bool good = verify(one);
            forget(one.password);
            reply(std::move(one.home), std::move(one.then), good ? answer::right : answer::wrong);
            lock.lock();
        }
    }

    password_options with;
    std::array<unsigned char, crypto_generichash_KEYBYTES> key;
    std::string dummy;
    std::mutex mutex;
    std::condition_variable arrived;
    bool stopped = false;
    std::deque<job> waiting;
    right_pairs right;
    std::vector<std::thread> threads;
};

password_check::password_check(password_options with) : shared_(std::make_unique<shared>(std::move(with))) {
    if (sodium_init() < 0) throw std::runtime_error("the system has no random numbers");
    randombytes_buf(shared_->key.data(), shared_->key.size());
    auto dummy = hash_password(random_password(32));  // that nobody ever sees
    if (!dummy) throw std::runtime_error("no memory to verify passwords: 19 MiB are needed");
    shared_->dummy = std::move(*dummy);
    if (!shared_->with.verify) shared_->with.verify = verify_argon2id;
    for (std::size_t i = 0; i < shared_->with.threads; ++i) shared_->threads.emplace_back([this] { shared_->work(); });
}

password_check::~password_check() {
    stop();
}

const std::string& password_check::dummy_hash() const {
    return shared_->dummy;
}

void password_check::check(std::string stored, std::string password, boost::asio::any_io_executor home, callback then) {
    bool may_be_right = stored.starts_with("$argon2id$");
    if (!may_be_right) {
        const bool good = !stored.empty() && shared_->same(stored, password);
        forget(stored);
        if (good) {
            forget(password);
            return reply(std::move(home), std::move(then), answer::right);
        }
        stored = shared_->dummy;
    }
    const digest pair = shared_->pair_of(stored, password);
    auto at_once = answer::busy;
    {
        const std::lock_guard lock(shared_->mutex);
        if (may_be_right && shared_->right.knows(pair)) {
            at_once = answer::right;
        } else if (!shared_->stopped && shared_->waiting.size() < shared_->with.waiting) {
            shared_->waiting.push_back(
                {std::move(stored), std::move(password), pair, may_be_right, std::move(home), std::move(then)});
            shared_->arrived.notify_one();
            return;
        }
    }
    forget(password);
    reply(std::move(home), std::move(then), at_once);
}

void password_check::stop() {
    std::deque<job> left;
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stopped = true;
        left.swap(shared_->waiting);
    }
    shared_->arrived.notify_all();
    for (job& one : left) {
        forget(one.password);
        reply(std::move(one.home), std::move(one.then), answer::busy);
    }
    for (std::thread& t : shared_->threads) t.join();
    shared_->threads.clear();
}

}  // namespace hermod::net
