// What a callback costs: the dispatcher on one thread tells a sink on another, over loopback. Prints callbacks a second and
// the CPU time that each thread spends on one, user and system apart.
//
//     callback_bench [events=500000] [connections=32] [batch=1] [signed=1]
#include <sys/resource.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "callback/dispatcher.hpp"
#include "net/clocks.hpp"
#include "simulate/app/sink.hpp"
#include "store/no_store.hpp"

namespace {

using namespace hermod;
namespace asio = boost::asio;

struct cpu_time {
    double user = 0, system = 0;
};

cpu_time thread_cpu() {
    rusage used{};
    getrusage(RUSAGE_THREAD, &used);
    const auto micros = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return {micros(used.ru_utime), micros(used.ru_stime)};
}

// Counts what it is told; keeps nothing.
class counting_store final : public store::no_store {
public:
    void called_back(message_id, std::uint32_t, event attempt) override {
        (attempt.callback == callback_state::answered ? answered : failed).fetch_add(1, std::memory_order_relaxed);
    }
    std::atomic<std::uint64_t> answered{0}, failed{0};
};

std::uint64_t argument(int argc, char** argv, int index, std::uint64_t otherwise) {
    return argc > index ? std::strtoull(argv[index], nullptr, 10) : otherwise;
}

// Never more than the dispatcher holds with their content: this store has nothing to read back.
void feed(callback::dispatcher& to, counting_store& store, std::uint64_t events) {
    constexpr std::uint64_t ahead = 4000, together = 50;
    for (std::uint64_t i = 0; i < events;) {
        while (i - store.answered - store.failed > ahead) std::this_thread::yield();
        std::vector<store::notice> news;
        for (std::uint64_t k = 0; k < together && i < events; ++k, ++i) {
            auto m = std::make_shared<message>();
            m->id = message_id{static_cast<std::int64_t>(i + 1)};
            m->account = account_id{1};
            m->from = "Hermod";
            m->to = "+4915100000000" + std::to_string(i % 100000);
            m->client_ref = "order-" + std::to_string(i);
            event delivered;
            delivered.kind = event_kind::receipt;
            delivered.callback = callback_state::pending;
            delivered.outcome = state::delivered;
            delivered.at = net::wall_now();
            news.push_back({m, delivered, 1, state::delivered, true, false});
        }
        to.committed(news);
    }
    while (store.answered + store.failed < events) std::this_thread::yield();
}

}  // namespace

int main(int argc, char** argv) {
    const auto events = argument(argc, argv, 1, 500'000);
    callback::account_callbacks account;
    account.concurrency = argument(argc, argv, 2, 32);
    account.batch = argument(argc, argv, 3, 1);
    if (argument(argc, argv, 4, 1) != 0) account.secrets = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};

    simulate::sink_options as;
    as.quiet = true;
    as.now = &net::wall_now;
    if (!account.secrets.empty()) as.secret = account.secrets.front();
    simulate::sink sink(as, nullptr, nullptr);
    asio::io_context taking{1}, telling{1};
    net::http_server_options listen;
    listen.listen = {{asio::ip::make_address("127.0.0.1"), 0}};
    net::http_server server({&taking}, sink, listen);
    if (!server.start()) return std::puts("cannot listen"), 1;
    account.url = "http://127.0.0.1:" + std::to_string(server.endpoints().front().port()) + "/hook";

    auto known = std::make_shared<callback::directory>();
    known->accounts[account_id{1}] = account;
    callback::options with;
    with.allow_private = {*net::network::parse("127.0.0.0/8")};
    counting_store store;
    callback::dispatcher dispatch({&telling}, store, known, with);
    cpu_time told, taken;
    const auto work_a = asio::make_work_guard(taking), work_b = asio::make_work_guard(telling);
    std::thread taker([&] { taking.run(), taken = thread_cpu(); });
    std::thread teller([&] { telling.run(), told = thread_cpu(); });
    const auto begin = net::mono_now();
    dispatch.start({});
    feed(dispatch, store, events);
    const double seconds = std::chrono::duration<double>(net::mono_now() - begin).count();
    taking.stop();
    telling.stop();
    taker.join();
    teller.join();
    const auto each = static_cast<double>(events);
    std::printf("{\"events\": %llu, \"answered\": %llu, \"per_second\": %.0f, \"teller_user_us\": %.2f, \"teller_system_us\": %.2f, "
                "\"taker_user_us\": %.2f, \"taker_system_us\": %.2f, \"requests\": %llu, \"bad_signatures\": %llu}\n",
                static_cast<unsigned long long>(events), static_cast<unsigned long long>(store.answered.load()), each / seconds, told.user / each,
                told.system / each, taken.user / each, taken.system / each, static_cast<unsigned long long>(sink.count().requests),
                static_cast<unsigned long long>(sink.count().bad_signature));
    return store.answered == events ? 0 : 1;
}
