#include "link.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

link::link(stage& on, ledger& book, network& to, deliver::lane& from, receipts& desk)
    : stage_(on), book_(book), network_(to), lane_(from), desk_(desk) {}

link::~link() {
    if (connected_) network_.disconnect();
}

void link::later(micros wait, std::function<void()> what) {
    stage_.after(wait, [alive = std::weak_ptr(alive_), what = std::move(what)] {
        if (!alive.expired()) what();
    });
}

// What happens together is one turn; at its end the lane hears, once, that there is room again.
template <class Do>
void link::turn(Do what) {
    in_turn_ = true;
    what();
    const bool open = capacity() > 0;
    if (std::exchange(starved_, !open) && open) lane_.ready();
    in_turn_ = false;
    flush();
}

void link::connect() {
    if (stopping_ && under_way_.empty()) return;
    if (!network_.is_up()) return later(stage_.luck.between(50ms, 300ms), [this] { connect(); });
    connected_ = true;
    bound_since_ = stage_.time.now();
    ++connection_;
    stage_.note("connected " + std::to_string(network_.id().value));
    book_.connected(network_.id());
    network_.connect(*this);
    turn([] {});
}

// As they are now.
const connector_counters& link::numbers() {
    numbers_.binds_up.store(connected_ ? 1 : 0);
    numbers_.window_size.store(static_cast<std::uint32_t>(window()));
    numbers_.window_used.store(static_cast<std::uint32_t>(under_way_.size()));
    return numbers_;
}

std::size_t link::capacity() const {
    if (!connected_ || stopping_ || stage_.time.now() < paused_until_) return 0;
    return window() > under_way_.size() ? window() - under_way_.size() : 0;
}

void link::send(outbound part) {
    if (capacity() == 0) stage_.broken(name_of(part.what->id) + ": is sent without room in the window");
    book_.sending(network_.id(), part);
    under_way_.push_back({next_sequence_++, std::move(part), false, false});
    starved_ = starved_ || capacity() == 0;
}

void link::flush() {
    if (in_turn_ || !connected_) return;
    bool any = false;
    for (flight& one : under_way_) any = !std::exchange(one.flushed, true) || any;
    if (!any) return;
    last_write_ = std::max(last_write_, stage_.time.now() + stage_.luck.between(0us, 2ms));
    later(std::chrono::duration_cast<micros>(last_write_ - stage_.time.now()),
          [this, through = next_sequence_, connection = connection_] { written(through, connection); });
}

void link::written(std::uint64_t through, std::uint64_t connection) {
    if (connection != connection_ || !connected_) return;
    for (flight& one : under_way_) {
        if (one.written || one.sequence >= through) continue;
        one.written = true;
        book_.written(one.part);
        network_.leaves(one.sequence, one.part);
        later(network_.ways().patience, [this, sequence = one.sequence] {
            verdict silent;
            silent.is = verdict::kind::unsure;
            silent.detail = "no answer";
            answered(sequence, std::move(silent));
        });
    }
}

void link::answered(std::uint64_t sequence, verdict as) {
    const auto at =
        std::find_if(under_way_.begin(), under_way_.end(), [&](const flight& one) { return one.sequence == sequence; });
    if (at == under_way_.end()) return;
    const flight one = std::move(*at);
    under_way_.erase(at);
    if (as.throttled) {
        paused_until_ = stage_.time.now() + 300ms;
        later(300ms, [this] { turn([] {}); });
    }
    turn([&] { settle(one, std::move(as)); });
}

void link::settle(const flight& one, verdict as) {
    book_.off_the_wire(one.part, as);
    lane_.settled(one.part.token, std::move(as));
}

void link::hung_up() {
    stage_.note("hung up " + std::to_string(network_.id().value));
    connected_ = false;
    network_.disconnect();
    turn([this] {
        std::deque<flight> gone;
        gone.swap(under_way_);
        for (const flight& one : gone) {
            verdict lost;
            lost.is = one.written ? verdict::kind::unsure : verdict::kind::unsent;
            lost.detail = "the connection was lost";
            settle(one, std::move(lost));
        }
    });
    later(stage_.luck.between(network_.ways().down_least, network_.ways().down_most), [this] { connect(); });
}

// ---- receipts: the network has its answer when the store has it ----

void link::receipt(std::size_t which, remote_receipt what) {
    desk_.report(std::move(what), *this, which);
}

void link::receipt_done(std::uint64_t token, receipt_match match) noexcept {
    network_.receipt_answered(static_cast<std::size_t>(token), match != receipt_match::failed);
}

}  // namespace hermod::simulated::core
