// The load itself: binds, submits as windows or the rate allow, answers what is delivered, and keeps account of every
// message and its receipt. With a rate a latency counts from the moment at which the message was due, not from when a
// window had room for it (no coordinated omission); without one from when it was written.
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>

#include "latency_histogram.hpp"
#include "smpp_load_book.hpp"
#include "smpp_load_wire.hpp"
#include "wire/smpp/receipt.hpp"

namespace {

using namespace std::chrono_literals;
namespace smpp = hermod::wire::smpp;
using smpp::command_id;
using smpp::command_status;

// A submit_sm written once by the codec, and where its number and the recipient's digits stand.
class submit_form {
public:
    explicit submit_form(const load_options& o) {
        const bool digits = o.from.find_first_not_of("0123456789") == std::string::npos;
        const std::string mark = o.prefix + std::string(digit_count, '#');
        smpp::submit_sm pdu;
        pdu.source_addr_ton = digits ? smpp::ton::international : smpp::ton::alphanumeric;
        pdu.source_addr_npi = digits ? smpp::npi::isdn : smpp::npi::unknown;
        pdu.source_addr = o.from;
        pdu.dest_addr_ton = smpp::ton::international;
        pdu.dest_addr_npi = smpp::npi::isdn;
        pdu.destination_addr = mark;
        pdu.registered_delivery = o.receipts ? 1 : 0;
        pdu.short_message = {reinterpret_cast<const std::uint8_t*>(o.text.data()), o.text.size()};
        if (!smpp::encode(octets_, 1, pdu)) give_up("the sender, the prefix or the text cannot be written");
        const std::string_view all(reinterpret_cast<const char*>(octets_.data()), octets_.size());
        hole_ = all.find(std::string(digit_count, '#'));
    }
    void append(std::vector<std::uint8_t>& out, std::uint32_t sequence, std::uint64_t number) const {
        const std::size_t start = out.size();
        out.insert(out.end(), octets_.begin(), octets_.end());
        smpp::store_u32(out.data() + start + 12, sequence);
        for (std::size_t i = digit_count; i-- > 0; number /= 10)
            out[start + hole_ + i] = static_cast<std::uint8_t>('0' + number % 10);
    }

private:
    static constexpr std::size_t digit_count = 9;
    std::vector<std::uint8_t> octets_;
    std::size_t hole_ = 0;
};

struct under_way {
    std::uint32_t sequence = 0;  // 0: free
    std::uint32_t due_us = 0;
};

struct session {
    load_wire wire;
    command_id role = command_id::bind_transceiver;
    bool bound = false;
    std::uint32_t sequence = 1;
    std::size_t outstanding = 0;
    std::vector<under_way> window;  // by the sequence number's low bits
    load_clock::time_point retry_at{};
    bool submits() const { return role != command_id::bind_receiver; }
};

class traffic {
public:
    explicit traffic(const load_options& o) : options_(o), form_(o), target_(o), sessions_(o.binds * (o.split ? 2 : 1)) {
        if (!o.ledger.empty() && !(ledger_ = std::fopen(o.ledger.c_str(), "a"))) give_up("cannot open the ledger");
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = timer_index;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, timer_, &wanted) != 0) give_up("epoll_ctl");
        for (std::size_t i = 0; i < sessions_.size(); ++i) {
            if (o.split) sessions_[i].role = i < o.binds ? command_id::bind_transmitter : command_id::bind_receiver;
            sessions_[i].window.resize(std::bit_ceil(o.window * 4));
        }
    }
    ~traffic() {
        close(timer_);
        close(epoll_);
        if (ledger_) std::fclose(ledger_);
    }

    int run() {
        begin_ = load_clock::now();
        if (!bind_all()) return 1;
        const server_usage before = usage_of(options_.server_pid);
        const double own = own_cpu_seconds();
        lost_binds_ = 0;
        begin_ = last_answer_ = last_receipt_ = load_clock::now();
        while (!finished()) {
            const auto now = load_clock::now();
            reopen(now);
            submit_due(now);
            handle(wait(now));
        }
        server_ = usage_of(options_.server_pid);
        server_.cpu_seconds -= before.cpu_seconds;
        own_cpu_ = own_cpu_seconds() - own;
        unbind_all();
        print();
        return ok_ > 0 ? 0 : 1;
    }

private:
    static constexpr std::uint64_t timer_index = ~0ull;

    bool bind_all() {
        const auto limit = load_clock::now() + 30s;
        for (std::size_t i = 0; i < sessions_.size(); ++i) open(i);
        while (bound_ < sessions_.size() && load_clock::now() < limit && !refused_bind_ && !told_to_stop) {
            reopen(load_clock::now());
            handle(epoll_wait(epoll_, events_, 256, 50));
        }
        if (bound_ == sessions_.size()) return true;
        std::fprintf(stderr, "smpp_load: %zu of %zu binds at %s:%s%s%s\n", bound_, sessions_.size(), options_.host.c_str(),
                     options_.port.c_str(), refused_bind_ ? ", refused with " : "",
                     refused_bind_ ? std::string(smpp::name(*refused_bind_)).c_str() : "");
        return false;
    }
    void open(std::size_t index) {
        session& s = sessions_[index];
        if (!s.wire.connect(target_, epoll_, index)) s.retry_at = load_clock::now() + 100ms;
    }
    void reopen(load_clock::time_point now) {
        if (bound_ == sessions_.size() || ending_) return;
        for (std::size_t i = 0; i < sessions_.size(); ++i)
            if (sessions_[i].wire.now() == load_wire::phase::down && sessions_[i].retry_at <= now) open(i);
    }
    void drop(std::size_t index) {
        session& s = sessions_[index];
        s.wire.close(true);
        if (s.bound) {
            --bound_;
            ++lost_binds_;
        }
        s.bound = false;
        lost_ += s.outstanding;
        outstanding_ -= s.outstanding;
        s.outstanding = 0;
        std::fill(s.window.begin(), s.window.end(), under_way{});
        s.retry_at = load_clock::now() + 100ms;
    }

    std::uint32_t micros(load_clock::time_point t) const {
        return static_cast<std::uint32_t>(std::max<std::int64_t>((t - begin_) / 1us, 0));
    }
    load_clock::time_point due_at(std::uint64_t number) const {
        return begin_ + std::chrono::duration_cast<load_clock::duration>(
                            std::chrono::duration<double>(static_cast<double>(number) / options_.rate));
    }
    // Sending has ended: all is sent, or the time is over.
    bool over(load_clock::time_point now) const {
        return told_to_stop || submitted_ >= options_.count ||
               (options_.seconds > 0 && now - begin_ >= std::chrono::duration<double>(options_.seconds));
    }
    bool finished() {
        const auto now = load_clock::now();
        if (!over(now)) return false;
        const bool all_in = outstanding_ == 0 && (!options_.receipts || matched_ >= ok_);
        return all_in || told_to_stop ||
               now - std::max(last_answer_, last_receipt_) > std::chrono::duration<double>(options_.drain_seconds);
    }

    void submit_due(load_clock::time_point now) {
        if (over(now)) return;
        if (options_.rate <= 0) {
            for (std::size_t i = 0; i < sessions_.size(); ++i) {
                session& s = sessions_[i];
                if (!s.bound || !s.submits() || s.outstanding >= options_.window) continue;
                now = load_clock::now();
                while (s.outstanding < options_.window && submitted_ < options_.count) submit(s, now);
                if (!s.wire.flush()) drop(i);
            }
            return;
        }
        std::size_t full = 0;
        while (full < sessions_.size() && submitted_ < options_.count && due_at(submitted_) <= now) {
            const std::size_t index = turn_++ % sessions_.size();
            session& s = sessions_[index];
            if (!s.bound || !s.submits() || s.outstanding >= options_.window) {
                ++full;
                continue;
            }
            full = 0;
            submit(s, due_at(submitted_));
            if (!s.wire.flush()) drop(index);
        }
    }
    void submit(session& s, load_clock::time_point due) {
        under_way* place = nullptr;
        do {
            s.sequence = s.sequence >= 0x7FFFFFFF ? 1 : s.sequence + 1;
            place = &s.window[s.sequence & (s.window.size() - 1)];
        } while (place->sequence != 0);
        *place = {s.sequence, micros(due)};
        form_.append(s.wire.out(), s.sequence, options_.first + submitted_);
        ++submitted_;
        ++s.outstanding;
        ++outstanding_;
    }

    // Waits for the sockets, and with a rate for the next message's time.
    int wait(load_clock::time_point now) {
        if (options_.rate <= 0 || over(now)) return epoll_wait(epoll_, events_, 256, 10);
        const auto left = std::max<std::int64_t>((due_at(submitted_) - load_clock::now()) / 1ns, 1);
        itimerspec at{};
        at.it_value = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
        timerfd_settime(timer_, 0, &at, nullptr);
        return epoll_wait(epoll_, events_, 256, 10);
    }
    void handle(int count) {
        for (int i = 0; i < count; ++i) {
            if (events_[i].data.u64 != timer_index) {
                event(static_cast<std::size_t>(events_[i].data.u64), events_[i].events);
                continue;
            }
            std::uint64_t times = 0;
            if (::read(timer_, &times, sizeof times) < 0 && errno != EAGAIN) give_up("timer");
        }
    }
    void event(std::size_t index, std::uint32_t events) {
        session& s = sessions_[index];
        if (s.wire.now() == load_wire::phase::down) return;
        if (s.wire.now() != load_wire::phase::open) {
            if (!s.wire.progress(events)) return drop(index);
            if (s.wire.now() != load_wire::phase::open) return;
            append_bind(s.wire.out(), s.role, 1, options_.system_id, options_.password);
            s.sequence = 1;
        }
        now_ = load_clock::now();
        const bool alive = s.wire.read([&](smpp::octets frame) { take(s, frame); });
        if (!alive || !s.wire.flush()) return drop(index);
        if (options_.rate <= 0 && s.bound && s.submits() && !over(now_)) {
            while (s.outstanding < options_.window && submitted_ < options_.count) submit(s, now_);
            if (!s.wire.flush()) drop(index);
        }
    }

    void take(session& s, smpp::octets frame) {
        const smpp::header head = smpp::read_header(frame);
        switch (head.id) {
            case command_id::submit_sm_resp:
            case command_id::generic_nack:
                return answered(s, head, frame);
            case command_id::deliver_sm:
                return delivered(s, head, frame);
            case command_id::bind_transceiver_resp:
            case command_id::bind_transmitter_resp:
            case command_id::bind_receiver_resp:
                if (head.status != command_status::esme_rok) {
                    refused_bind_ = head.status;
                } else if (!s.bound) {
                    s.bound = true;
                    ++bound_;
                }
                return;
            case command_id::unbind_resp:
                ++unbound_;
                return;
            default:
                if (!is_response(head.id))
                    smpp::encode_header(s.wire.out(),
                                        smpp::has_response(head.id) ? response_of(head.id) : command_id::generic_nack,
                                        command_status::esme_rok, head.sequence_number);
        }
    }
    void answered(session& s, const smpp::header& head, smpp::octets frame) {
        under_way& place = s.window[head.sequence_number & (s.window.size() - 1)];
        if (place.sequence == 0 || place.sequence != head.sequence_number) {
            ++stray_answers_;
            return;
        }
        const std::uint32_t due = place.due_us;
        place.sequence = 0;
        --s.outstanding;
        --outstanding_;
        last_answer_ = now_;
        const std::uint32_t now = micros(now_);
        latency_.add(now > due ? now - due : 0);
        if (head.status != command_status::esme_rok || head.id == command_id::generic_nack) {
            ++refused_[static_cast<std::uint32_t>(head.status)];
            return;
        }
        ++ok_;
        const auto read = smpp::decode_as<smpp::submit_sm_resp>(frame);
        if (!read || read->pdu.message_id.empty()) {
            ++bad_pdus_;
            return;
        }
        if (ledger_)
            std::fprintf(ledger_, "submitted %.*s\n", static_cast<int>(read->pdu.message_id.size()), read->pdu.message_id.data());
        auto& e = book_.of(read->pdu.message_id);
        if (e.answered) ++duplicate_ids_;
        e.answered = true;
        e.submitted_us = due;
        if (!e.reported) return;
        --unknown_receipts_;
        ++early_receipts_;
        ++matched_;
    }
    void delivered(session& s, const smpp::header& head, smpp::octets frame) {
        (void)smpp::encode(s.wire.out(), head.sequence_number, smpp::deliver_sm_resp{});
        const auto read = smpp::decode_as<smpp::deliver_sm>(frame);
        if (!read) {
            ++bad_pdus_;
            return;
        }
        if (smpp::looks_like_receipt(read->pdu) == smpp::receipt_evidence::none) {
            ++inbound_;
            return;
        }
        const auto receipt = smpp::parse_receipt(read->pdu);
        last_receipt_ = now_;
        if (receipt.intermediate) {
            ++intermediate_;
            return;
        }
        if (!receipt.state || *receipt.state != smpp::message_state::delivered) ++not_delivered_;
        if (ledger_)
            std::fprintf(ledger_, "receipt %.*s %.*s\n", static_cast<int>(receipt.id.size()), receipt.id.data(),
                         static_cast<int>(receipt.stat.size()), receipt.stat.data());
        auto& e = book_.of(receipt.id);
        if (e.reported) {
            ++duplicate_receipts_;
            return;
        }
        e.reported = true;
        if (!e.answered) {
            ++unknown_receipts_;
            return;
        }
        ++matched_;
        const std::uint32_t now = micros(now_);
        receipt_latency_.add(now > e.submitted_us ? now - e.submitted_us : 0);
    }

    void unbind_all() {
        ending_ = true;
        const std::size_t wanted = bound_;
        for (std::size_t i = 0; i < sessions_.size(); ++i) {
            session& s = sessions_[i];
            if (!s.bound) continue;
            smpp::encode_header(s.wire.out(), command_id::unbind, command_status::esme_rok, 0x7FFFFFFF);
            if (!s.wire.flush()) drop(i);
        }
        const auto limit = load_clock::now() + 2s;
        const std::uint64_t before = lost_binds_;
        while (unbound_ + (lost_binds_ - before) < wanted && load_clock::now() < limit)
            handle(epoll_wait(epoll_, events_, 256, 50));
        lost_binds_ = before;
    }
    void print() const;

    load_options options_;
    submit_form form_;
    load_target target_;
    std::vector<session> sessions_;
    receipt_book book_;
    int epoll_ = -1, timer_ = -1;
    epoll_event events_[256]{};
    std::FILE* ledger_ = nullptr;
    bool ending_ = false;
    load_clock::time_point begin_{}, now_{}, last_answer_{}, last_receipt_{};
    std::size_t bound_ = 0, outstanding_ = 0, turn_ = 0;
    std::optional<command_status> refused_bind_;
    std::uint64_t submitted_ = 0, ok_ = 0, lost_ = 0, lost_binds_ = 0, unbound_ = 0, stray_answers_ = 0, bad_pdus_ = 0;
    std::uint64_t matched_ = 0, unknown_receipts_ = 0, early_receipts_ = 0, duplicate_receipts_ = 0, duplicate_ids_ = 0,
                  intermediate_ = 0, not_delivered_ = 0, inbound_ = 0;
    std::map<std::uint32_t, std::uint64_t> refused_;
    latency_histogram latency_, receipt_latency_;
    server_usage server_;
    double own_cpu_ = 0;
};

unsigned long long number(std::uint64_t n) {
    return n;
}

std::string to_json(const latency_histogram& h) {
    char text[160];
    std::snprintf(text, sizeof text, R"({"p50": %llu, "p90": %llu, "p99": %llu, "p99.9": %llu, "max": %llu})", number(h.at(0.5)),
                  number(h.at(0.9)), number(h.at(0.99)), number(h.at(0.999)), number(h.most()));
    return text;
}

void traffic::print() const {
    const auto per_second = [&](std::uint64_t what, load_clock::time_point end) {
        const double seconds = std::chrono::duration<double>(end - begin_).count();
        return seconds > 0 ? static_cast<double>(what) / seconds : 0.0;
    };
    std::string refusals;
    std::uint64_t refused = 0;
    for (const auto& [status, count] : refused_) {
        char text[64];
        std::snprintf(text, sizeof text, "%s\"0x%x\": %llu", refusals.empty() ? "" : ", ", status, number(count));
        refusals += text;
        refused += count;
        std::fprintf(stderr, "refused with %s (0x%x): %llu\n", std::string(smpp::name(command_status{status})).c_str(), status,
                     number(count));
    }
    const double messages = ok_ > 0 ? static_cast<double>(ok_) : 1;
    std::fprintf(
        stderr,
        "%llu submitted, %llu accepted at %.0f/s, %llu reported at %.0f/s, p50 %llu us, p99 %llu us, %.2f us of own CPU each\n",
        number(submitted_), number(ok_), per_second(ok_, last_answer_), number(matched_), per_second(matched_, last_receipt_),
        number(latency_.at(0.5)), number(latency_.at(0.99)), own_cpu_ * 1e6 / messages);
    std::printf(
        R"({"submitted": %llu, "ok": %llu, "refused": %llu, "refusals": {%s}, "lost": %llu, "unanswered": %zu, "stray_answers": %llu, )"
        R"("bad_pdus": %llu, "lost_binds": %llu, "binds": %zu, "window": %zu, "rate": %.0f, "seconds": %.3f, "messages_per_second": %.0f, )"
        R"("receipts": %llu, "receipts_per_second": %.0f, "early_receipts": %llu, "unknown_receipts": %llu, "duplicate_receipts": %llu, )"
        R"("duplicate_ids": %llu, "intermediate": %llu, "not_delivered": %llu, "inbound": %llu, "cpu_us": %.2f, "server_cpu_us": %.2f, )"
        R"("server_rss_kib": %.0f, "latency_us": %s, "receipt_latency_us": %s})"
        "\n",
        number(submitted_), number(ok_), number(refused), refusals.c_str(), number(lost_), outstanding_, number(stray_answers_),
        number(bad_pdus_), number(lost_binds_), sessions_.size(), options_.window, options_.rate,
        std::chrono::duration<double>(last_answer_ - begin_).count(), per_second(ok_, last_answer_), number(matched_),
        per_second(matched_, last_receipt_), number(early_receipts_), number(unknown_receipts_), number(duplicate_receipts_),
        number(duplicate_ids_), number(intermediate_), number(not_delivered_), number(inbound_), own_cpu_ * 1e6 / messages,
        server_.cpu_seconds * 1e6 / messages, server_.rss_kib, to_json(latency_).c_str(), to_json(receipt_latency_).c_str());
}

}  // namespace

int run_traffic(const load_options& o) {
    return traffic(o).run();
}
