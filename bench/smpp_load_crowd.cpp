// Crowds and nuisances: many idle binds, floods of wrong ones, everybody back at once, and the bind that never reads.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <map>
#include <vector>

#include "latency_histogram.hpp"
#include "smpp_load_wire.hpp"

namespace {

using namespace std::chrono_literals;
namespace smpp = hermod::wire::smpp;
using smpp::command_id;
using smpp::command_status;

unsigned long long number(std::uint64_t n) {
    return n;
}

double seconds_since(load_clock::time_point begin) {
    return std::chrono::duration<double>(load_clock::now() - begin).count();
}

std::string to_json(const std::map<std::uint32_t, std::uint64_t>& statuses) {
    std::string out = "{";
    for (const auto& [status, count] : statuses) {
        char text[64];
        std::snprintf(text, sizeof text, "%s\"0x%x\": %llu", out.size() > 1 ? ", " : "", status, number(count));
        out += text;
    }
    return out + "}";
}

std::string to_json(const latency_histogram& h) {
    char text[160];
    std::snprintf(text, sizeof text, R"({"p50": %llu, "p99": %llu, "p99.9": %llu, "max": %llu})", number(h.at(0.5)),
                  number(h.at(0.99)), number(h.at(0.999)), number(h.most()));
    return text;
}

// Binds that do what they must and no more. A few hundred connect at a time, so that no listener's backlog overflows.
class crowd {
public:
    crowd(const load_options& o, std::size_t size)
        : options_(o), target_(o), members_(size), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}
    ~crowd() { close(epoll_); }

    // Until all are bound or refused, or the time is over. together: nobody waits for the others.
    void gather(std::chrono::seconds limit, bool together = false) {
        begin_ = load_clock::now();
        next_ = 0;
        while ((settled_ < members_.size()) && load_clock::now() - begin_ < limit && !told_to_stop) {
            while (next_ < members_.size() && (together || next_ - settled_ < 256)) connect(next_++);
            turn(20);
        }
        gathered_ = seconds_since(begin_);
    }
    // Answers enquire_link and looks for those who are thrown out.
    void hold(double seconds) {
        const auto begin = load_clock::now();
        while (seconds_since(begin) < seconds && !told_to_stop) turn(100);
    }
    void vanish() {
        for (auto& m : members_) {
            m.wire.close(true);
            m.now = state::out;
        }
        settled_ = bound_ = 0;
        bind_latency_ = {};
    }

    std::size_t bound() const { return bound_; }
    std::uint64_t lost() const { return lost_; }
    std::uint64_t enquired() const { return enquired_; }
    double gathered() const { return gathered_; }
    const std::map<std::uint32_t, std::uint64_t>& refusals() const { return refusals_; }
    const latency_histogram& bind_latency() const { return bind_latency_; }

private:
    enum class state { out, coming, in };
    struct member {
        load_wire wire;
        state now = state::out;
        load_clock::time_point began{};
    };

    void connect(std::size_t index) {
        member& m = members_[index];
        m.now = state::coming;
        m.began = load_clock::now();
        if (!m.wire.connect(target_, epoll_, index)) drop(index);
    }
    void drop(std::size_t index) {
        member& m = members_[index];
        m.wire.close(true);
        if (m.now == state::in) --bound_, ++lost_;
        if (m.now == state::coming) ++settled_, ++refusals_[0xFFFFFFFF];  // without an answer
        m.now = state::out;
    }
    void turn(int wait_ms) {
        const int count = epoll_wait(epoll_, events_, 512, wait_ms);
        for (int i = 0; i < count; ++i) event(static_cast<std::size_t>(events_[i].data.u64), events_[i].events);
    }
    void event(std::size_t index, std::uint32_t events) {
        member& m = members_[index];
        if (m.wire.now() == load_wire::phase::down) return;
        if (m.wire.now() != load_wire::phase::open) {
            if (!m.wire.progress(events)) return drop(index);
            if (m.wire.now() != load_wire::phase::open) return;
            append_bind(m.wire.out(), command_id::bind_transceiver, 1, options_.system_id, options_.password);
        }
        const bool alive = m.wire.read([&](smpp::octets frame) { take(m, smpp::read_header(frame)); });
        if (!alive || !m.wire.flush()) drop(index);
    }
    void take(member& m, const smpp::header& head) {
        if (head.id == command_id::bind_transceiver_resp && m.now == state::coming) {
            ++settled_;
            bind_latency_.add(static_cast<std::uint64_t>((load_clock::now() - m.began) / 1us));
            if (head.status == command_status::esme_rok) {
                m.now = state::in;
                ++bound_;
            } else {
                m.now = state::out;
                ++refusals_[static_cast<std::uint32_t>(head.status)];
            }
        } else if (smpp::has_response(head.id)) {
            if (head.id == command_id::enquire_link) ++enquired_;
            smpp::encode_header(m.wire.out(), response_of(head.id), command_status::esme_rok, head.sequence_number);
        }
    }

    const load_options& options_;
    load_target target_;
    std::vector<member> members_;
    int epoll_;
    epoll_event events_[512]{};
    std::size_t next_ = 0, settled_ = 0, bound_ = 0;
    std::uint64_t lost_ = 0, enquired_ = 0;
    std::map<std::uint32_t, std::uint64_t> refusals_;
    latency_histogram bind_latency_;
    load_clock::time_point begin_{};
    double gathered_ = 0;
};

// A flood of connections that bind wrongly, read the answer and go. They go with a reset: ports are soon used up otherwise.
class flood {
public:
    explicit flood(const load_options& o)
        : options_(o), target_(o), wires_(std::min<std::size_t>(o.most_open, 30'000)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
        for (std::size_t i = wires_.size(); i-- > 0;) free_.push_back(i);
    }
    ~flood() { close(epoll_); }

    int run() {
        const server_usage before = usage_of(options_.server_pid);
        begin_ = load_clock::now();
        while (seconds_since(begin_) < options_.seconds && !told_to_stop) {
            const auto due = static_cast<std::uint64_t>(seconds_since(begin_) * options_.wrong_binds);
            while (tried_ + skipped_ < due) {
                if (free_.empty()) {
                    skipped_ = due - tried_;
                    break;
                }
                begin_one();
            }
            turn(1);
        }
        const double seconds = seconds_since(begin_);
        const auto end = load_clock::now();
        while (free_.size() < wires_.size() && load_clock::now() - end < 15s && !told_to_stop) turn(20);
        const server_usage after = usage_of(options_.server_pid);
        std::uint64_t answered = 0;
        for (const auto& [status, count] : answers_) answered += count;
        std::fprintf(
            stderr,
            "%llu wrong binds in %.1f s, %llu answered, %llu closed without an answer, %llu not begun: all connections in use\n",
            number(tried_), seconds, number(answered), number(unanswered_), number(skipped_));
        std::printf(
            R"({"wrong_binds": %llu, "seconds": %.3f, "per_second": %.0f, "answered": %llu, "answers": %s, "unanswered": %llu, )"
            R"("skipped": %llu, "still_open": %zu, "server_rss_kib": %.0f, "server_cpu_us": %.2f, "cpu_seconds": %.2f, "latency_us": %s})"
            "\n",
            number(tried_), seconds, static_cast<double>(tried_) / seconds, number(answered), to_json(answers_).c_str(),
            number(unanswered_), number(skipped_), wires_.size() - free_.size(), after.rss_kib,
            (after.cpu_seconds - before.cpu_seconds) * 1e6 / static_cast<double>(std::max<std::uint64_t>(tried_, 1)),
            own_cpu_seconds(), to_json(latency_).c_str());
        return answers_.contains(0) || answered + unanswered_ == 0 ? 1 : 0;
    }

private:
    struct visit {
        load_wire wire;
        load_clock::time_point began{};
        bool answered = false;
    };

    void begin_one() {
        const std::size_t index = free_.back();
        free_.pop_back();
        ++tried_;
        visit& v = wires_[index];
        v.began = load_clock::now();
        v.answered = false;
        if (!v.wire.connect(target_, epoll_, index)) end_one(index);
    }
    void end_one(std::size_t index) {
        visit& v = wires_[index];
        if (!v.answered) ++unanswered_;
        v.wire.close(true);
        free_.push_back(index);
    }
    void turn(int wait_ms) {
        const int count = epoll_wait(epoll_, events_, 512, wait_ms);
        for (int i = 0; i < count; ++i) event(static_cast<std::size_t>(events_[i].data.u64), events_[i].events);
    }
    void event(std::size_t index, std::uint32_t events) {
        visit& v = wires_[index];
        if (v.wire.now() == load_wire::phase::down) return;
        if (v.wire.now() != load_wire::phase::open) {
            if (!v.wire.progress(events)) return end_one(index);
            if (v.wire.now() != load_wire::phase::open) return;
            append_bind(v.wire.out(), command_id::bind_transceiver, 1, options_.system_id, "wrong");
        }
        const bool alive = v.wire.read([&](smpp::octets frame) {
            const smpp::header head = smpp::read_header(frame);
            if (!is_response(head.id) || v.answered) return;
            v.answered = true;
            ++answers_[static_cast<std::uint32_t>(head.status)];
            latency_.add(static_cast<std::uint64_t>((load_clock::now() - v.began) / 1us));
        });
        if (!alive || !v.wire.flush() || v.answered) end_one(index);
    }

    const load_options& options_;
    load_target target_;
    std::vector<visit> wires_;
    std::vector<std::size_t> free_;
    int epoll_;
    epoll_event events_[512]{};
    load_clock::time_point begin_{};
    std::uint64_t tried_ = 0, skipped_ = 0, unanswered_ = 0;
    std::map<std::uint32_t, std::uint64_t> answers_;
    latency_histogram latency_;
};

}  // namespace

int run_idle(const load_options& o) {
    const server_usage before = usage_of(o.server_pid);
    crowd all(o, o.idle);
    all.gather(120s);
    const server_usage bound = usage_of(o.server_pid);
    std::fprintf(stderr, "holding %zu binds after %.1f s\n", all.bound(), all.gathered());
    all.hold(o.seconds);
    const server_usage held = usage_of(o.server_pid);
    // Of the moment when all are bound: later others may have made the server grow.
    const double each = all.bound() > 0 ? (bound.rss_kib - before.rss_kib) / static_cast<double>(all.bound()) : 0;
    std::fprintf(stderr, "%.1f KiB of the server's memory each, %.3f s of its CPU in %.0f s\n", each,
                 held.cpu_seconds - bound.cpu_seconds, o.seconds);
    std::printf(
        R"({"idle": %zu, "tls": %s, "bound": %zu, "refusals": %s, "lost": %llu, "seconds_to_bind": %.3f, "bind_latency_us": %s, )"
        R"("enquire_links": %llu, "held_seconds": %.1f, "server_rss_before_kib": %.0f, "server_rss_bound_kib": %.0f, )"
        R"("server_rss_held_kib": %.0f, "rss_kib_each": %.2f, "server_cpu_bind_seconds": %.3f, "server_cpu_held_seconds": %.3f})"
        "\n",
        o.idle, o.tls ? "true" : "false", all.bound(), to_json(all.refusals()).c_str(), number(all.lost()), all.gathered(),
        to_json(all.bind_latency()).c_str(), number(all.enquired()), o.seconds, before.rss_kib, bound.rss_kib, held.rss_kib, each,
        bound.cpu_seconds - before.cpu_seconds, held.cpu_seconds - bound.cpu_seconds);
    return all.bound() == o.idle && all.lost() == 0 ? 0 : 1;
}

int run_wrong_binds(const load_options& o) {
    return flood(o).run();
}

int run_reconnect_burst(const load_options& o) {
    crowd all(o, o.reconnect_burst);
    all.gather(120s);
    const std::size_t first = all.bound();
    all.vanish();
    all.gather(120s, true);
    all.hold(std::min(o.seconds, 60.0));
    std::fprintf(stderr, "%zu of %zu back after %.3f s, p99 %llu us\n", all.bound(), first, all.gathered(),
                 number(all.bind_latency().at(0.99)));
    std::printf(R"({"reconnect_burst": %zu, "first_bound": %zu, "back": %zu, "refusals": %s, "lost": %llu, "seconds": %.3f, )"
                R"("bind_latency_us": %s, "server_rss_kib": %.0f})"
                "\n",
                o.reconnect_burst, first, all.bound(), to_json(all.refusals()).c_str(), number(all.lost()), all.gathered(),
                to_json(all.bind_latency()).c_str(), usage_of(o.server_pid).rss_kib);
    return first == o.reconnect_burst && all.bound() == first ? 0 : 1;
}
