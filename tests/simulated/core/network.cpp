#include "network.hpp"

#include <algorithm>

namespace hermod::simulated::core {

using namespace std::chrono_literals;

void network::connect(connection_end& with) {
    peer_ = &with;
    const std::uint64_t mine = ++connection_;
    last_out_ = stage_.time.now();
    if (as_.between_breaks.count() == 0) return;
    stage_.after(stage_.luck.between(as_.between_breaks / 10, 2 * as_.between_breaks), [this, mine] {
        if (mine == connection_ && peer_ && as_.between_breaks.count() != 0) peer_->hung_up();
    });
}

void network::disconnect() {
    peer_ = nullptr;
    ++connection_;
}

void network::fall() {
    up_ = false;
    if (peer_) peer_->hung_up();
}

void network::heal() {
    up_ = true;
    const std::size_t window = as_.window;
    as_ = habits{};
    as_.window = window;
}

bool network::idle() const {
    return std::all_of(receipts_.begin(), receipts_.end(), [](const outgoing& r) { return r.kept || r.never; });
}

void network::leaves(std::uint64_t sequence, outbound part) {
    last_in_ = std::max(last_in_, stage_.time.now() + stage_.luck.between(as_.fastest, as_.slowest));
    stage_.after(std::chrono::duration_cast<micros>(last_in_ - stage_.time.now()),
                 [this, connection = connection_, sequence, part = std::move(part)] { arrives(connection, sequence, part); });
}

void network::arrives(std::uint64_t connection, std::uint64_t sequence, const outbound& part) {
    if (connection != connection_ && stage_.luck.one_in(2)) return;  // the connection was reset, and what was in it is gone
    bool silent = false;
    verdict as = judge(part, silent);
    const micros response = stage_.luck.between(as_.fastest, as_.slowest);
    if (as.is == verdict::kind::sent) {
        ++taken_;
        book_.taken(id_, part);
        make_receipts(part, as.detail, response);
    }
    if (!silent) answer(connection, sequence, std::move(as));
}

verdict network::judge(const outbound&, bool& silent) {
    verdict out;
    dice& luck = stage_.luck;
    silent = happens(luck, as_.silent);
    if (throttles()) {
        out.is = verdict::kind::later;
        out.throttled = true;
        out.code = 88;
    } else if (happens(luck, as_.refuses)) {
        out.is = verdict::kind::refused;
        out.code = 11;
    } else if (happens(luck, as_.puts_off)) {
        out.is = verdict::kind::later;
        out.code = 8;
        if (luck.one_in(2)) out.after = std::chrono::milliseconds(luck.roll() % 30'000);
    } else if (!silent || luck.one_in(2)) {
        out.is = verdict::kind::sent;
        out.detail = std::to_string(4'000'000'000u + ++next_id_);  // each network counts for itself
    }
    return out;
}

bool network::throttles() {
    if (as_.rate <= 0) return false;
    const std::int64_t second = std::chrono::duration_cast<std::chrono::seconds>(stage_.time.passed()).count();
    if (std::exchange(second_, second) != second) in_second_ = 0;
    return ++in_second_ > as_.rate;
}

void network::answer(std::uint64_t connection, std::uint64_t sequence, verdict as) {
    last_out_ = std::max(last_out_, stage_.time.now() + stage_.luck.between(as_.fastest, as_.slowest));
    stage_.after(std::chrono::duration_cast<micros>(last_out_ - stage_.time.now()),
                 [this, connection, sequence, as = std::move(as)] {
                     if (connection == connection_ && peer_) peer_->answered(sequence, as);
                 });
}

// ---- receipts ----

void network::make_receipts(const outbound& part, const std::string& remote_id, micros response) {
    if (!part.what->receipt) return;
    dice& luck = stage_.luck;
    outgoing one;
    one.id = part.what->id;
    one.part = part.part;
    one.remote_id = remote_id;
    one.what.connector = id_;
    one.what.remote_id = luck.one_in(3) ? "00" + remote_id : remote_id;
    if (!luck.one_in(4)) one.what.recipient = part.what->to;
    one.what.outcome = happens(luck, as_.undelivered) ? (luck.one_in(2) ? state::undelivered : state::expired) : state::delivered;
    one.never = happens(luck, as_.no_receipt);
    micros wait = luck.between(100ms, 30s);
    if (happens(luck, as_.early_receipt)) wait = response / 2;
    const auto add = [&](micros when) {
        receipts_.push_back(one);
        if (!one.never) stage_.after(when, [this, which = receipts_.size() - 1] { send_receipt(which); });
    };
    if (happens(luck, as_.intermediate)) {
        const state last = std::exchange(one.what.outcome, state::submitted);
        add(wait / 2);
        one.what.outcome = last;
    }
    add(wait);
    if (happens(luck, as_.second_receipt)) add(wait + luck.between(0s, 10s));
}

// Until it is answered. A connection that is not there, or ends before the answer, costs a while.
void network::send_receipt(std::size_t which) {
    outgoing& one = receipts_[which];
    if (one.kept) return;
    if (peer_) {
        one.what.at = stage_.time.wall();
        peer_->receipt(which, one.what);
    }
    stage_.after(stage_.luck.between(2s, 40s), [this, which] { send_receipt(which); });
}

void network::receipt_answered(std::size_t which, bool kept) {
    if (!kept) return;
    outgoing& one = receipts_[which];
    book_.receipt_kept(id(), one.id, one.part, one.remote_id, one.what.outcome);
    one.kept = !happens(stage_.luck, as_.second_receipt);  // otherwise the answer is lost on its way, and it comes again
}

}  // namespace hermod::simulated::core
