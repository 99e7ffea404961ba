// What limits cost a message: a bucket, a keyed one among a million, lists of a million numbers, and all that an account with a
// rate goes through among a hundred limits. Wanted: below 2 µs for the last.
#include <benchmark/benchmark.h>

#include <random>

#include "accept/limiting.hpp"
#include "accept/number_lists.hpp"
#include "limits/book.hpp"
#include "limits/fingerprint.hpp"

namespace {

using namespace hermod;
using namespace std::chrono_literals;

const wall_time start = from_micros(1'795'446'000'000'000);
constexpr std::size_t many = 1'000'000;

std::string number(std::uint64_t n) {
    return "+4477" + std::to_string(10'000'000 + n % 89'999'999);
}

std::vector<std::string> numbers() {
    std::vector<std::string> out;
    std::mt19937_64 dice(1);
    for (int i = 0; i < 65'536; ++i) out.push_back(number(dice()));
    return out;
}

void a_bucket(benchmark::State& state) {
    static limits::bucket shared;
    const auto by = limits::pace::of(1e9, 1s, 1'000);
    limits::nanos at = limits::instant(start);
    for (auto _ : state) benchmark::DoNotOptimize(shared.take(by, at += 10));
}
BENCHMARK(a_bucket)->ThreadRange(1, 2);

void a_bucket_of_a_million(benchmark::State& state) {
    limits::bucket_table table(2 * many);
    const auto by = limits::pace::of(1, 3600s, 5);
    const limits::nanos at = limits::instant(start);
    for (std::uint64_t key = 0; key < many; ++key) table.take(key * 0x9e3779b97f4a7c15ull, by, at);
    std::mt19937_64 dice(2);
    for (auto _ : state) benchmark::DoNotOptimize(table.take(dice() % many * 0x9e3779b97f4a7c15ull, by, at));
}
BENCHMARK(a_bucket_of_a_million);

void a_list_of_a_million(benchmark::State& state) {
    std::string text;
    std::mt19937_64 dice(3);
    for (std::size_t i = 0; i < many; ++i) text += number(dice()) + "\n";
    const auto list = limits::number_list::parse(text).list;
    const auto asked = numbers();
    std::size_t i = 0;
    for (auto _ : state) benchmark::DoNotOptimize(list->contains(asked[++i % asked.size()]));
}
BENCHMARK(a_list_of_a_million);

void reading_a_list_of_a_million(benchmark::State& state) {
    std::string text;
    std::mt19937_64 dice(3);
    for (std::size_t i = 0; i < many; ++i) text += number(dice()) + "\n";
    for (auto _ : state) benchmark::DoNotOptimize(limits::number_list::parse(text).list);
}
BENCHMARK(reading_a_list_of_a_million)->Unit(benchmark::kMillisecond);

// 20 accounts with rates, 80 limits of prefixes of which two count the message, a denied list, duplicates.
void all_of_it(benchmark::State& state) {
    wall_time now = start;
    limits::book counts([&] { return now; });
    accept::rules by;
    by.counts = &counts;
    std::vector<limits::limit> all;
    for (std::uint32_t i = 1; i <= 20; ++i) {
        auto& one = all.emplace_back();
        one.name = "account/" + std::to_string(i);
        one.accounts = {account_id{i}};
        one.by = limits::pace::of(1'000'000, 1s, 100'000);
        by.accounts[account_id{i}].id = account_id{i};
        by.accounts[account_id{i}].duplicates_within = state.range(0) != 0 ? 60s : 0s;
    }
    for (int i = 0; i < 80; ++i) {
        auto& one = all.emplace_back();
        one.name = "prefix" + std::to_string(i);
        for (int n = 0; n < 10; ++n)
            one.prefixes.push_back(i < 2 ? "447" + std::to_string(n) : std::to_string(500 + i) + std::to_string(n));
        one.by = limits::pace::of(1'000'000, 1s, 100'000);
        one.per_account = one.per_prefix = true;
    }
    for (auto& one : all) counts.attach(one);
    by.counting = std::make_shared<const limits::table>(std::move(all));
    std::string text;
    for (std::uint64_t i = 0; i < many; ++i) text += "+33" + std::to_string(100'000'000 + i * 37 % 899'999'999) + "\n";
    by.deny = {{"denied", limits::number_list::parse(text).list}};
    const auto asked = numbers();
    submission in;
    in.body = "Your parcel is on its way and will be with you between ten and twelve o'clock.";
    notes nothing;
    std::int64_t id = 0;
    for (auto _ : state) {
        now += 2us;
        ++id;
        accept::draft work{in, by, by.accounts[account_id{static_cast<std::uint32_t>(id % 20 + 1)}], now};
        work.to = asked[static_cast<std::size_t>(id) % asked.size()];
        work.from = "Shop";
        if (accept::keep_to_lists(work) || accept::keep_to_limits(work, message_id{id})) continue;
        work.reserved.keep(nothing);
        if (id % 100 != 0) continue;  // a commit's
        counts.write(nothing);
        nothing.clear();
    }
}
BENCHMARK(all_of_it)->Arg(0)->Arg(1)->ArgName("duplicates");

}  // namespace

BENCHMARK_MAIN();
