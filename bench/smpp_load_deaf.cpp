// The bind that submits and never reads: what it may cost is a bounded buffer, and the connection in the end.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "smpp_load_wire.hpp"

namespace {

using namespace std::chrono_literals;
namespace smpp = hermod::wire::smpp;
using smpp::command_id;
using smpp::command_status;

struct deaf_bind {
    load_wire wire;
    bool bound = false, gone = false;
    std::uint32_t sequence = 1;
    std::uint64_t submitted = 0;
};

smpp::submit_sm message_of(const load_options& o, std::string_view recipient) {
    smpp::submit_sm pdu;
    pdu.source_addr_ton = smpp::ton::alphanumeric;
    pdu.source_addr = o.from;
    pdu.dest_addr_ton = smpp::ton::international;
    pdu.dest_addr_npi = smpp::npi::isdn;
    pdu.destination_addr = recipient;
    pdu.registered_delivery = o.receipts ? 1 : 0;
    pdu.short_message = {reinterpret_cast<const std::uint8_t*>(o.text.data()), o.text.size()};
    return pdu;
}

// Reads until the bind's answer came; not a second longer.
bool bind(deaf_bind& d, int epoll, const load_options& o) {
    const auto limit = load_clock::now() + 10s;
    bool asked = false;
    while (!d.bound && load_clock::now() < limit && !told_to_stop) {
        epoll_event e{};
        if (epoll_wait(epoll, &e, 1, 50) < 1) continue;
        if (!d.wire.progress(e.events)) return false;
        if (d.wire.now() != load_wire::phase::open) continue;
        if (!std::exchange(asked, true)) append_bind(d.wire.out(), command_id::bind_transceiver, 1, o.system_id, o.password);
        const auto note = [&](smpp::octets frame) {
            const smpp::header head = smpp::read_header(frame);
            d.bound = d.bound || (head.id == command_id::bind_transceiver_resp && head.status == command_status::esme_rok);
        };
        if (!d.wire.flush() || !d.wire.read(note)) return false;
    }
    return d.bound;
}

// As many as the kernel takes; false when the server has had enough of it.
bool submit_some(deaf_bind& d, const load_options& o, std::uint64_t most) {
    for (int round = 0; round < 64 && d.submitted < most; ++round) {
        if (!d.wire.flush()) return false;
        if (!d.wire.out().empty()) return true;  // the socket is full
        char recipient[32];
        std::snprintf(recipient, sizeof recipient, "%s%09llu", o.prefix.c_str(),
                      static_cast<unsigned long long>((o.first + d.submitted) % 1'000'000'000));
        if (!smpp::encode(d.wire.out(), ++d.sequence, message_of(o, recipient))) give_up("the message cannot be written");
        ++d.submitted;
    }
    return d.wire.flush();
}

}  // namespace

int run_stop_reading(const load_options& o) {
    load_target target(o);
    std::vector<std::unique_ptr<deaf_bind>> all;
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < o.binds; ++i) {
        // Each has an epoll set of its own until it is bound; afterwards only its death is of interest.
        const int own = epoll_create1(EPOLL_CLOEXEC);
        auto d = std::make_unique<deaf_bind>();
        if (!d->wire.connect(target, own, i) || !bind(*d, own, o)) give_up("the deaf bind is refused");
        close(own);
        all.push_back(std::move(d));
    }
    const server_usage before = usage_of(o.server_pid);
    const auto begin = load_clock::now();
    double most = before.rss_kib, first_end = 0;
    std::size_t gone = 0;
    const auto seconds = [&] { return std::chrono::duration<double>(load_clock::now() - begin).count(); };
    while (seconds() < o.seconds && gone < all.size() && !told_to_stop) {
        for (auto& d : all) {
            if (d->gone || (!d->wire.ended() && submit_some(*d, o, o.count))) continue;
            d->gone = true;
            if (gone++ == 0) first_end = seconds();
        }
        most = std::max(most, usage_of(o.server_pid).rss_kib);
        epoll_event none{};
        (void)epoll_wait(epoll, &none, 1, 20);
    }
    const server_usage after = usage_of(o.server_pid);
    std::uint64_t submitted = 0;
    for (const auto& d : all) submitted += d->submitted;
    close(epoll);
    std::fprintf(stderr,
                 "%llu submitted without reading an answer, %zu of %zu binds ended by the server, memory %.0f to %.0f KiB\n",
                 static_cast<unsigned long long>(submitted), gone, all.size(), before.rss_kib, most);
    std::printf(R"({"stop_reading": %zu, "seconds": %.3f, "submitted": %llu, "ended": %zu, "first_end_seconds": %.3f, )"
                R"("server_rss_before_kib": %.0f, "server_rss_most_kib": %.0f, "server_rss_after_kib": %.0f})"
                "\n",
                all.size(), seconds(), static_cast<unsigned long long>(submitted), gone, first_end, before.rss_kib, most,
                after.rss_kib);
    return 0;
}
