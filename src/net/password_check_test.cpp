#include "net/password_check.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace hermod::net {
namespace {

using answer = password_check::answer;

// One context, on which every answer must arrive; it outlives the checks, whose threads post to it.
struct asker {
    answer ask(password_check& with, const std::string& stored, const std::string& password) {
        answer out{};
        start(with, stored, password, [&out](answer a) { out = a; });
        run_all();
        return out;
    }
    void start(password_check& with, const std::string& stored, const std::string& password, password_check::callback then) {
        ++open;
        with.check(stored, password, io.get_executor(), [this, then = std::move(then)](answer a) {
            EXPECT_EQ(std::this_thread::get_id(), home);
            --open;
            then(a);
        });
    }
    void run_all() {
        while (open > 0) io.run_one();
    }
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        io.get_executor()};  // it waits while there is nothing
    std::thread::id home = std::this_thread::get_id();
    int open = 0;
};

// A verifier that tells when it has begun and waits until it is let go; "good" is right.
struct gate {
    password_options options(std::size_t waiting) {
        password_options out;
        out.waiting = waiting;
        out.verify = [this](const std::string& hash, const std::string& password) {
            {
                const std::lock_guard lock(mutex);
                seen.push_back(hash);
            }
            if (!told.exchange(true)) begun.set_value();
            opened.wait();
            return password == "good";
        };
        return out;
    }
    void open() { key.set_value(); }

    std::promise<void> begun, key;
    std::shared_future<void> opened = key.get_future().share();
    std::atomic<bool> told = false;
    std::mutex mutex;
    std::vector<std::string> seen;
};

const std::string some_hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA";

}  // namespace

TEST(password_check, tells_the_right_password_from_a_wrong_one) {
    const auto hash = hash_password("s3cret").value();
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_NE(hash, hash_password("s3cret").value());
    asker who;
    password_check checks({});
    EXPECT_EQ(who.ask(checks, hash, "s3cret"), answer::right);
    EXPECT_EQ(who.ask(checks, hash, "s3cre"), answer::wrong);
    EXPECT_EQ(who.ask(checks, hash, ""), answer::wrong);
    EXPECT_EQ(who.ask(checks, "$argon2id$broken", "s3cret"), answer::wrong);
}

TEST(password_check, takes_a_plain_password_and_lets_a_wrong_one_wait_as_long) {
    gate g;
    g.open();
    asker who;
    password_check checks(g.options(8));
    EXPECT_EQ(who.ask(checks, "good", "good"), answer::right);
    EXPECT_TRUE(g.seen.empty());
    EXPECT_EQ(who.ask(checks, "other", "good"), answer::wrong);  // though the dummy's verifier would say right
    EXPECT_EQ(who.ask(checks, "good", "goo"), answer::wrong);
    EXPECT_EQ(who.ask(checks, "", ""), answer::wrong);
    EXPECT_EQ(g.seen, std::vector<std::string>(3, checks.dummy_hash()));
}

TEST(password_check, nothing_fits_the_dummy) {
    asker who;
    password_check checks({});
    EXPECT_TRUE(checks.dummy_hash().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_EQ(who.ask(checks, checks.dummy_hash(), ""), answer::wrong);
    EXPECT_EQ(who.ask(checks, checks.dummy_hash(), checks.dummy_hash()), answer::wrong);
}

TEST(password_check, says_busy_when_as_many_wait_as_may) {
    gate g;
    asker who;
    password_check checks(g.options(2));
    std::vector<answer> out(4, answer::wrong);
    who.start(checks, some_hash, "good", [&](answer a) { out[0] = a; });
    g.begun.get_future().wait();  // taken: it waits no longer
    who.start(checks, some_hash, "bad", [&](answer a) { out[1] = a; });
    who.start(checks, some_hash, "good", [&](answer a) { out[2] = a; });
    // Nothing has been let go: the answer that comes now is the fourth's.
    who.start(checks, some_hash, "good", [&](answer a) { out[3] = a; });
    EXPECT_EQ(who.io.run_one(), 1u);
    EXPECT_EQ(out[3], answer::busy);
    EXPECT_EQ(who.open, 3);
    g.open();
    who.run_all();
    EXPECT_EQ(out[0], answer::right);
    EXPECT_EQ(out[1], answer::wrong);
    EXPECT_EQ(out[2], answer::right);
}

TEST(password_check, remembers_what_was_right_and_nothing_else) {
    gate g;
    g.open();
    asker who;
    password_check checks(g.options(8));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(who.ask(checks, some_hash, "good"), answer::right);
    EXPECT_EQ(g.seen.size(), 1u);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(who.ask(checks, some_hash, "bad"), answer::wrong);
    EXPECT_EQ(g.seen.size(), 4u);
    // Another hash, or the border between the two moved: another pair.
    EXPECT_EQ(who.ask(checks, some_hash + "x", "good"), answer::right);
    EXPECT_EQ(who.ask(checks, some_hash + "g", "ood"), answer::wrong);
    EXPECT_EQ(g.seen.size(), 6u);
}

TEST(password_check, the_pair_used_longest_ago_is_forgotten_first) {
    gate g;
    g.open();
    auto options = g.options(8);
    options.remembered = 2;
    asker who;
    password_check checks(std::move(options));
    for (const char* hash : {"$argon2id$a", "$argon2id$b", "$argon2id$a", "$argon2id$c"}) who.ask(checks, hash, "good");
    EXPECT_EQ(g.seen.size(), 3u);
    who.ask(checks, "$argon2id$a", "good");
    EXPECT_EQ(g.seen.size(), 3u);
    who.ask(checks, "$argon2id$b", "good");
    EXPECT_EQ(g.seen.size(), 4u);
}

TEST(password_check, those_who_wait_for_the_same_pair_cost_one_hash) {
    gate g;
    asker who;
    password_check checks(g.options(100));
    int right = 0;
    for (int i = 0; i < 50; ++i) who.start(checks, some_hash, "good", [&](answer a) { right += a == answer::right; });
    g.open();
    who.run_all();
    EXPECT_EQ(right, 50);
    EXPECT_EQ(g.seen.size(), 1u);
}

TEST(password_check, stops_with_work_waiting) {
    gate g;
    asker who;
    password_check checks(g.options(8));
    std::vector<answer> out(3, answer::wrong);
    who.start(checks, some_hash, "good", [&](answer a) { out[0] = a; });
    g.begun.get_future().wait();
    who.start(checks, some_hash, "good", [&](answer a) { out[1] = a; });
    std::thread stopper([&] { checks.stop(); });
    while (out[1] != answer::busy) who.io.run_one();  // stop() answers those who wait before it joins
    g.open();
    stopper.join();
    who.start(checks, some_hash, "bad", [&](answer a) { out[2] = a; });
    who.run_all();
    EXPECT_EQ(out[0], answer::right);
    EXPECT_EQ(out[2], answer::busy);
    checks.stop();
}

TEST(password_check, random_passwords_are_of_letters_and_digits_and_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const auto made = random_password();
        EXPECT_EQ(made.size(), 8u);
        EXPECT_EQ(made.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
        seen.insert(made);
    }
    EXPECT_EQ(seen.size(), 200u);
}

}  // namespace hermod::net
