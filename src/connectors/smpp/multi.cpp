#include "connectors/smpp/multi.hpp"

#include <algorithm>

#include "connectors/smpp/outgoing.hpp"

namespace hermod::connectors::smpp {

namespace smpp = wire::smpp;

namespace {

constexpr std::size_t least_digits = 7, most_digits = 15;  // what tells subscribers apart; E.164

// "+447700900123"
bool is_handset(std::string_view to) {
    if (!to.starts_with('+')) return false;
    to.remove_prefix(1);
    return to.size() >= least_digits && to.size() <= most_digits &&
           std::all_of(to.begin(), to.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t subscriber(std::string_view to) {
    std::uint32_t out = 0;
    for (const char c : to.substr(to.size() - least_digits)) out = out * 10 + static_cast<std::uint32_t>(c - '0');
    return out;
}

bool same_wishes(const message& a, const message& b) {
    if (a.extras == b.extras) return true;
    const message_extras &x = a.more(), &y = b.more();
    return x.service_type == y.service_type && x.tlvs == y.tlvs && x.protocol_id == y.protocol_id && x.priority == y.priority &&
           x.esm_class == y.esm_class && x.acknowledgements == y.acknowledgements && x.single_shift == y.single_shift &&
           x.locking_shift == y.locking_shift;
}

// The cheapest first: most that differ at all differ in these.
bool same_content(const message& a, const message& b) {
    return a.coding == b.coding && a.data_coding == b.data_coding && a.receipt == b.receipt &&
           (a.callbacks & callback_intermediate) == (b.callbacks & callback_intermediate) && a.from == b.from && a.body == b.body &&
           a.udh == b.udh && same_wishes(a, b);
}

}  // namespace

bool gathering::may_begin(const message& what) const {
    if (!active() || resting_ != 0 || what.parts != 1 || !is_handset(what.to)) return false;
    if (!plain_only_) return true;
    return what.udh.empty() && what.more().esm_class == 0 && options_.esm_class_mode == 0 && shift_of(what).empty();
}

bool gathering::fits(const message& what) const {
    const message& first = *parts_.front().what;
    if (!same_content(first, what)) return false;
    if (first.expires_at != what.expires_at && validity_of(what, options_.validity, began_) != validity_) return false;
    return std::find(subscribers_.begin(), subscribers_.end(), subscriber(what.to)) == subscribers_.end();
}

void gathering::add(outbound part, wall_time now) {
    if (parts_.empty()) {
        began_ = now;
        validity_ = validity_of(*part.what, options_.validity, began_);
    }
    const wire_address to = address_for(part.what->to, options_.destination, options_.quirks);
    smpp::destination where;
    where.dest_addr_ton = to.ton;
    where.dest_addr_npi = to.npi;
    where.destination_addr = to.digits;
    (void)smpp::append_item(raw_, where);  // at most '+' and 15 digits: cannot fail
    subscribers_.push_back(subscriber(part.what->to));
    parts_.push_back(std::move(part));
}

void gathering::clear() {
    if (!parts_.empty()) remember(parts_.size());
    parts_.clear();
    raw_.clear();
    subscribers_.clear();
}

// Doubles while groups are as large as they can be, and halves when they are small.
void gathering::remember(std::size_t parts) {
    reach_ = std::max({std::size_t{2}, 2 * parts, reach_ / 2});
}

smpp::submit_multi to_many(const smpp::submit_sm& one, smpp::packed_list<smpp::destination> destinations) {
    smpp::submit_multi out;
    out.service_type = one.service_type;
    out.source_addr_ton = one.source_addr_ton;
    out.source_addr_npi = one.source_addr_npi;
    out.source_addr = one.source_addr;
    out.destinations = destinations;
    out.esm_class = one.esm_class;
    out.protocol_id = one.protocol_id;
    out.priority_flag = one.priority_flag;
    out.schedule_delivery_time = one.schedule_delivery_time;
    out.validity_period = one.validity_period;
    out.registered_delivery = one.registered_delivery;
    out.replace_if_present_flag = one.replace_if_present_flag;
    out.data_coding = one.data_coding;
    out.sm_default_msg_id = one.sm_default_msg_id;
    out.short_message = one.short_message;
    out.tlvs = one.tlvs;
    return out;
}

}  // namespace hermod::connectors::smpp
