// What choosing a route costs: 1,000 mixed rules and a table of 1,000,000 prefixes, messages of all kinds. One thread.
//
//   routing_bench [MESSAGES]     default 2,000,000; prints nanoseconds of the processor a message, and the memory of the tables
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>

#include <time.h>

#include "route/table.hpp"

namespace {

using namespace hermod;
using namespace hermod::route;

constexpr int rule_count = 1'000, prefix_count = 1'000'000, account_count = 50, connector_count = 20;

std::string digits(std::mt19937& dice, std::size_t count) {
    std::string out;
    while (out.size() < count) out.push_back(static_cast<char>('0' + dice() % 10));
    return out;
}

// Ported numbers of a few countries, as number portability has them: whole numbers, most of them neighbours of others.
std::string numbers_csv(std::mt19937& dice) {
    static constexpr const char* countries[] = {"4179", "4478", "4917", "3933", "2348"};
    std::vector<std::string> all;
    while (all.size() < prefix_count * 11 / 10) all.push_back(countries[dice() % 5] + digits(dice, 7));
    for (const char* one : countries) all.push_back(one);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    all.resize(std::min<std::size_t>(all.size(), prefix_count));
    std::string out;
    for (const auto& one : all) out += one + ",network-" + std::to_string(name_hash(one) % 300) + "\n";
    return out;
}

struct health_of_all final : health {
    connector_health of(connector_id which) const noexcept override { return {.usable = which.value % 7 != 0, .load = which.value * 40 % 1000}; }
};

pattern_ptr expression(const std::string& text) { return std::get<pattern_ptr>(pattern::compile(text)); }

// Every kind of condition and strategy, each rule with one to three conditions; the last takes what is left.
std::vector<rule> mixed_rules(std::mt19937& dice, const label_table_ptr& networks) {
    week hours(std::make_shared<utc_clock>());
    hours.add(0x1f, 8 * 60, 20 * 60);
    const auto working = std::make_shared<const week>(hours);
    std::vector<rule> out;
    for (int i = 0; i + 1 < rule_count; ++i) {
        rule one;
        one.name = "rule-" + std::to_string(i);
        const auto account = [&] { one.when.accounts.push_back(account_id{1 + static_cast<std::uint32_t>(dice()) % account_count}); };
        const auto prefix = [&] { one.when.prefixes.push_back(digits(dice, 4 + dice() % 4)); };
        switch (i % 10) {
            case 0: account(), one.when.others = {"Brand" + std::to_string(dice() % 200) + "*"}; break;
            case 1: for (int k = 0; k < 20; ++k) prefix(); break;
            case 2: one.when.labels = {{networks, {"network-" + std::to_string(dice() % 300)}}}, account(); break;
            case 3: one.when.keywords = {"word" + std::to_string(i)}, account(); break;
            case 4: if (i % 20 == 4) account(); one.when.text = expression("(?i)code[: ]+[0-9]{4," + std::to_string(5 + i % 4) + "}" + std::string(i % 20 == 4 ? "$" : "x" + std::to_string(i))); break;
            case 5: one.when.tags = {"tag-" + std::to_string(dice() % 100)}; break;
            case 6: account(), prefix(), one.when.times = working; break;
            case 7: one.when.others = {"Sender" + std::to_string(i), "447700900" + std::to_string(dice() % 1000)}; break;
            case 8: one.when.codings = bit_of(encoding::ucs2), one.when.min_parts = 2, prefix(); break;
            case 9: one.when.came_in = {"smpp"}, account(), one.when.labels = {{networks, {"network-" + std::to_string(dice() % 300)}}}; break;
        }
        static constexpr strategy all[] = {strategy::hash, strategy::weight, strategy::order, strategy::load, strategy::quality};
        one.by = all[dice() % 5];
        for (std::size_t k = 0; k < 1 + dice() % 4; ++k) one.to.push_back(connector_id{1 + (static_cast<std::uint32_t>(dice()) % connector_count)});
        one.weights.assign(one.to.size(), 10);
        out.push_back(std::move(one));
    }
    rule rest;
    rest.name = "rest";
    rest.to = {connector_id{1}, connector_id{2}, connector_id{3}};
    rest.by = strategy::weight;
    out.push_back(std::move(rest));
    return out;
}

struct sent {
    std::string number, other, text, tags;
    facts of;
};

std::vector<sent> messages(std::mt19937& dice, std::size_t count, std::string_view csv) {
    std::vector<std::string> known;
    for (std::size_t at = 0; at < csv.size(); at = csv.find('\n', at) + 1)
        if (dice() % 16 == 0) known.emplace_back(csv.substr(at, csv.find(',', at) - at));
    std::vector<sent> out(count);
    for (sent& one : out) {
        one.number = "+" + (dice() % 3 ? known[dice() % known.size()] : digits(dice, 11));
        one.other = dice() % 2 ? "Brand" + std::to_string(dice() % 400) : "Sender" + std::to_string(dice() % 1000);
        one.text = dice() % 3 ? "Your parcel will be delivered tomorrow between 9 and 12. Reply STOP to end these messages. Thank you for shopping with us."
                              : "Your code: " + digits(dice, 6);
        if (dice() % 20 == 0) one.text = "word" + std::to_string(dice() % 1000) + " please";
        if (dice() % 4 == 0) one.tags = "tag-" + std::to_string(dice() % 200);
        one.of.account = account_id{1 + static_cast<std::uint32_t>(dice()) % account_count};
        one.of.number = one.number;
        one.of.other = one.other;
        one.of.text = one.text;
        one.of.tags = one.tags;
        one.of.coding = dice() % 5 ? encoding::gsm7 : encoding::ucs2;
        one.of.parts = static_cast<std::uint8_t>(1 + dice() % 3);
        one.of.came_in = dice() % 2 ? name_hash("http") : name_hash("smpp");
        one.of.at = *parse_rfc3339("2026-11-24T10:30:00Z");
    }
    return out;
}

// Of this thread: what others do on the machine meanwhile is not counted.
double processor_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double nanoseconds(const table& routes, const std::vector<sent>& all, std::size_t count, const health& now, std::uint64_t& sum) {
    const double begin = processor_seconds();
    for (std::size_t i = 0; i < count; ++i)
        if (const auto found = routes.find(all[i % all.size()].of, &now)) sum += found->connector.value;
    return (processor_seconds() - begin) * 1e9 / static_cast<double>(count);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000'000;
    std::mt19937 dice(7);
    const std::string csv = numbers_csv(dice);
    double begin = processor_seconds();
    const auto since = [&] { return processor_seconds() - begin; };
    const auto rows = read_prefix_rows(csv);
    const auto networks = std::make_shared<const label_table>("networks", rows);
    std::printf("%zu prefixes: read in %.2f s, %.1f MB\n", networks->size(), since(), static_cast<double>(networks->octets()) / 1e6);
    begin = processor_seconds();
    const table routes(mixed_rules(dice, networks));
    std::printf("%zu rules: compiled in %.2f s, %.2f MB\n", routes.size(), since(), static_cast<double>(routes.octets()) / 1e6);
    const auto all = messages(dice, 100'000, csv);
    const health_of_all now;
    std::uint64_t sum = 0;
    std::size_t rest = 0;
    for (const auto& one : all) rest += routes.find(one.of, &now)->name == "rest";
    std::printf("%.0f%% of the messages come to the last rule\n", 100.0 * static_cast<double>(rest) / static_cast<double>(all.size()));
    double best = 1e9, worst = 0;
    for (int round = 0; round < 5; ++round) {
        const double took = nanoseconds(routes, all, count / 5, now, sum);
        best = std::min(best, took);
        worst = std::max(worst, took);
    }
    std::printf("a message: %.0f to %.0f ns (five rounds of %zu)\n", best, worst, count / 5);
    std::uint64_t found = 0;
    begin = processor_seconds();
    for (std::size_t i = 0; i < count; ++i) found += networks->find(packed_number(all[i % all.size()].number)) != label_table::none;
    std::printf("a search among the prefixes alone: %.0f ns\n", since() * 1e9 / static_cast<double>(count));
    return sum + found == 0;
}
