#include "store/codec.hpp"

namespace hermod::store {
namespace {

// 1: without what write_more() writes; 2: without its judged and words, and without moves and releases
constexpr std::uint8_t journal_version = 3, record_version = 3;
enum class tag : std::uint8_t { put = 1, claim = 2, event = 3, callback = 4, replace = 5, move = 6, release = 7 };

// Differences of numbers from disk may lie anywhere; they wrap instead of overflowing.
std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t wrapping_difference(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

class writer {
public:
    explicit writer(std::vector<std::uint8_t>& out) : out_(out) {}
    void octet(std::uint8_t value) { out_.push_back(value); }
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            out_.push_back(static_cast<std::uint8_t>(value | 0x80));
            value >>= 7;
        }
        out_.push_back(static_cast<std::uint8_t>(value));
    }
    void signed_number(std::int64_t value) {
        number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value) {
        number(value.size());
        out_.insert(out_.end(), value.begin(), value.end());
    }
    void instant(wall_time t) { signed_number(to_micros(t)); }

private:
    std::vector<std::uint8_t>& out_;
};

// Reads until the first fault; then every read gives zero and ok() is false.
class reader {
public:
    explicit reader(std::span<const std::uint8_t> in) : in_(in) {}
    bool ok() const { return ok_; }
    bool at_end() const { return at_ == in_.size(); }
    std::uint8_t octet() {
        if (!ok_ || at_ >= in_.size()) return fail();
        return in_[at_++];
    }
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const std::uint8_t b = octet();
            if (!ok_) return 0;
            value |= static_cast<std::uint64_t>(b & 0x7f) << shift;
            if (!(b & 0x80)) return value;
        }
        return fail();
    }
    std::int64_t signed_number() {
        const std::uint64_t value = number();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    template <class T>
    T limited(std::uint64_t most) {
        const std::uint64_t value = number();
        if (value > most) return static_cast<T>(fail());
        return static_cast<T>(value);
    }
    std::string text() {
        const std::uint64_t size = number();
        if (!ok_ || size > in_.size() - at_) {
            fail();
            return {};
        }
        std::string out(reinterpret_cast<const char*>(in_.data() + at_), static_cast<std::size_t>(size));
        at_ += static_cast<std::size_t>(size);
        return out;
    }
    wall_time instant() { return from_micros(signed_number()); }
    std::size_t left() const { return in_.size() - at_; }

private:
    std::uint8_t fail() {
        ok_ = false;
        return 0;
    }
    std::span<const std::uint8_t> in_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

// What few messages have.
constexpr std::uint8_t more_session = 1, more_held = 2, more_scheduled = 4, more_extras = 8, more_halves = 16, more_judged = 32, more_words = 64;

bool has_words(const message_extras& x) {
    return !x.tags.empty() || !x.was_from.empty() || !x.was_to.empty() || !x.window.empty() || !x.keyword.empty();
}

std::uint8_t more_bits(const message& m) {
    return static_cast<std::uint8_t>((m.via == told_by::session ? more_session : 0) | (m.held ? more_held : 0) |
                                     (m.not_before != wall_time{} ? more_scheduled : 0) | (m.extras ? more_extras : 0) |
                                     (m.more().first_half || m.more().last_half ? more_halves : 0) |
                                     (m.price || m.refunds || m.moves ? more_judged : 0) | (has_words(m.more()) ? more_words : 0));
}

void write_more(writer& w, const message& m, std::uint8_t bits) {
    w.octet(bits);
    if (bits & more_scheduled) w.instant(m.not_before);
    if (bits & more_judged) {
        w.signed_number(m.price);
        w.octet(m.refunds);
        w.octet(m.moves);
    }
    if (!(bits & more_extras)) return;
    const message_extras& x = *m.extras;
    w.text(x.service_type);
    w.text(x.tlvs);
    for (const std::uint8_t value :
         {x.protocol_id, x.priority, x.esm_class, x.acknowledgements, x.single_shift, x.locking_shift, x.missing_parts})
        w.octet(value);
    w.signed_number(x.group.value);
    if (bits & more_halves) {
        w.number(x.first_half);
        w.number(x.last_half);
    }
    if (bits & more_words)
        for (const std::string* word : {&x.tags, &x.was_from, &x.was_to, &x.window, &x.keyword}) w.text(*word);
}

bool read_more(reader& r, message& m) {
    const std::uint8_t bits = r.octet();
    if (bits > 127) return false;
    m.via = bits & more_session ? told_by::session : told_by::webhook;
    m.held = bits & more_held;
    if (bits & more_scheduled) m.not_before = r.instant();
    if (bits & more_judged) {
        m.price = r.signed_number();
        m.refunds = r.octet();
        m.moves = r.octet();
    }
    if (!(bits & more_extras)) return true;
    auto x = std::make_shared<message_extras>();
    x->service_type = r.text();
    x->tlvs = r.text();
    for (std::uint8_t* value : {&x->protocol_id, &x->priority, &x->esm_class, &x->acknowledgements, &x->single_shift,
                                &x->locking_shift, &x->missing_parts})
        *value = r.octet();
    x->group = message_id{r.signed_number()};
    if (bits & more_halves) {
        x->first_half = r.limited<std::uint16_t>(UINT16_MAX);
        x->last_half = r.limited<std::uint16_t>(UINT16_MAX);
    }
    if (bits & more_words)
        for (std::string* word : {&x->tags, &x->was_from, &x->was_to, &x->window, &x->keyword}) *word = r.text();
    m.extras = std::move(x);
    return true;
}

void write_message(writer& w, const message& m, bool with_body) {
    const std::uint8_t more = more_bits(m);
    w.signed_number(m.id.value);
    w.number(m.account.value);
    w.number(m.connector.value);
    w.octet(static_cast<std::uint8_t>(static_cast<int>(m.way) | static_cast<int>(m.coding) << 1 | (m.receipt ? 8 : 0) |
                                      (m.resend_unsure ? 16 : 0) | (with_body ? 32 : 0) | (more ? 64 : 0)));
    w.octet(m.parts);
    w.octet(m.callbacks);
    w.number(m.concat_ref);
    w.octet(m.data_coding);
    w.instant(m.accepted_at);
    w.signed_number(wrapping_difference(to_micros(m.expires_at), to_micros(m.accepted_at)));
    w.text(m.from);
    w.text(m.to);
    if (with_body) w.text(m.body);
    w.text(m.client_ref);
    w.text(m.callback_url);
    w.text(m.route);
    w.text(m.udh);
    if (more) write_more(w, m, more);
}

std::shared_ptr<message> read_message(reader& r, std::string_view body) {
    auto m = std::make_shared<message>();
    m->id = message_id{r.signed_number()};
    m->account = account_id{r.limited<std::uint32_t>(UINT32_MAX)};
    m->connector = connector_id{r.limited<std::uint32_t>(UINT32_MAX)};
    const std::uint8_t bits = r.octet();
    m->way = static_cast<direction>(bits & 1);
    m->coding = static_cast<encoding>((bits >> 1) & 3);
    m->receipt = bits & 8;
    m->resend_unsure = bits & 16;
    m->parts = r.octet();
    m->callbacks = r.octet();
    m->concat_ref = r.limited<std::uint16_t>(UINT16_MAX);
    m->data_coding = r.octet();
    m->accepted_at = r.instant();
    m->expires_at = from_micros(wrapping_sum(to_micros(m->accepted_at), r.signed_number()));
    m->from = r.text();
    m->to = r.text();
    m->body = bits & 32 ? r.text() : std::string(body);
    m->client_ref = r.text();
    m->callback_url = r.text();
    m->route = r.text();
    m->udh = r.text();
    if ((bits & 64) && !read_more(r, *m)) return nullptr;
    return r.ok() && m->parts > 0 && (bits & 6) != 6 ? m : nullptr;
}

void write_event(writer& w, const event& e) {
    w.octet(static_cast<std::uint8_t>(e.kind));
    w.octet(e.part);
    w.octet(static_cast<std::uint8_t>(e.outcome));
    w.octet(static_cast<std::uint8_t>(static_cast<int>(e.callback) | (e.possible_duplicate ? 4 : 0) | (e.shared_id ? 8 : 0)));
    w.number(e.code);
    w.instant(e.at);
    w.text(e.detail);
}

bool read_event(reader& r, event& e) {
    const std::uint8_t kind = r.octet(), part = r.octet(), outcome = r.octet(), bits = r.octet();
    if (!r.ok() || kind >= event_kind_count || outcome >= state_count || bits > 15) return false;
    e.kind = static_cast<event_kind>(kind);
    e.part = part;
    e.outcome = static_cast<state>(outcome);
    e.callback = static_cast<callback_state>(bits & 3);
    e.possible_duplicate = bits & 4;
    e.shared_id = bits & 8;
    e.code = r.limited<std::uint32_t>(UINT32_MAX);
    e.at = r.instant();
    e.detail = r.text();
    return r.ok();
}

bool read_change(reader& r, std::vector<change>& out) {
    switch (static_cast<tag>(r.octet())) {
        case tag::put: {
            auto m = read_message(r, {});
            if (!m) return false;
            out.push_back(put_change{std::move(m)});
            return true;
        }
        case tag::claim: {
            const std::uint64_t count = r.number();
            if (!r.ok() || count > r.left()) return false;
            claim_change claimed;
            std::int64_t last = 0;
            for (std::uint64_t i = 0; i < count; ++i) {
                last = wrapping_sum(last, r.signed_number());
                claimed.ids.emplace_back(last);
            }
            out.push_back(std::move(claimed));
            return r.ok();
        }
        case tag::event: {
            event_change c;
            c.id = message_id{r.signed_number()};
            if (!read_event(r, c.happened)) return false;
            out.push_back(std::move(c));
            return true;
        }
        case tag::callback: {
            callback_change c;
            c.id = message_id{r.signed_number()};
            c.index = r.limited<std::uint32_t>(UINT32_MAX);
            if (!read_event(r, c.attempt)) return false;
            out.push_back(std::move(c));
            return true;
        }
        case tag::replace: {
            replace_change c;
            c.at = r.instant();
            c.next = read_message(r, {});
            if (!c.next) return false;
            out.push_back(std::move(c));
            return true;
        }
        case tag::move: {
            move_change c;
            c.at = r.instant();
            c.id = message_id{r.signed_number()};
            c.to = connector_id{r.limited<std::uint32_t>(UINT32_MAX)};
            c.why = r.text();
            out.push_back(std::move(c));
            return r.ok();
        }
        case tag::release: {
            release_change c;
            c.at = r.instant();
            c.id = message_id{r.signed_number()};
            out.push_back(c);
            return r.ok();
        }
    }
    return false;
}

}  // namespace

void journal_writer::clear() {
    out_.clear();
    out_.push_back(journal_version);
    count_ = 0;
}

void journal_writer::back_to(position earlier) {
    out_.resize(earlier.bytes);
    count_ = earlier.changes;
}

void journal_writer::put(const message& m) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::put));
    write_message(w, m, true);
    ++count_;
}

void journal_writer::claim(std::span<const message_id> ids) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::claim));
    w.number(ids.size());
    std::int64_t last = 0;
    for (const message_id id : ids) {
        w.signed_number(wrapping_difference(id.value, last));
        last = id.value;
    }
    ++count_;
}

void journal_writer::happened(message_id id, const event& e) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::event));
    w.signed_number(id.value);
    write_event(w, e);
    ++count_;
}

void journal_writer::called_back(message_id id, std::uint32_t index, const event& attempt) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::callback));
    w.signed_number(id.value);
    w.number(index);
    write_event(w, attempt);
    ++count_;
}

void journal_writer::replaced(const message& next, wall_time at) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::replace));
    w.instant(at);
    write_message(w, next, true);
    ++count_;
}

void journal_writer::moved(message_id id, connector_id to, wall_time at, std::string_view why) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::move));
    w.instant(at);
    w.signed_number(id.value);
    w.number(to.value);
    w.text(why);
    ++count_;
}

void journal_writer::released(message_id id, wall_time at) {
    writer w(out_);
    w.octet(static_cast<std::uint8_t>(tag::release));
    w.instant(at);
    w.signed_number(id.value);
    ++count_;
}

result<std::vector<change>> read_journal(std::span<const std::uint8_t> bytes) {
    reader r(bytes);
    const std::uint8_t version = r.octet();
    if (r.ok() && version > journal_version) return errc::newer_format;
    if (version == 0 || !r.ok()) return errc::damaged_record;
    std::vector<change> out;
    while (!r.at_end())
        if (!read_change(r, out)) return errc::damaged_record;
    return out;
}

std::vector<std::uint8_t> write_record(const record& rec, bool with_body) {
    std::vector<std::uint8_t> out;
    out.reserve(128 + (with_body ? rec.what->body.size() : 0) + rec.events.size() * 40);
    writer w(out);
    w.octet(record_version);
    write_message(w, *rec.what, with_body);
    w.octet(static_cast<std::uint8_t>(rec.now));
    w.octet(static_cast<std::uint8_t>((rec.claimed ? 1 : 0) | (rec.possible_duplicate ? 2 : 0)));
    w.instant(rec.stored_at);
    w.text(rec.part_states);
    w.number(rec.events.size());
    for (const event& e : rec.events) write_event(w, e);
    return out;
}

result<record> read_record(std::span<const std::uint8_t> bytes, std::string_view body_if_apart) {
    reader r(bytes);
    const std::uint8_t version = r.octet();
    if (r.ok() && version > record_version) return errc::newer_format;
    if (version == 0 || !r.ok()) return errc::damaged_record;
    record out;
    out.what = read_message(r, body_if_apart);
    if (!out.what) return errc::damaged_record;
    const std::uint8_t now = r.octet(), bits = r.octet();
    out.claimed = bits & 1;
    out.possible_duplicate = bits & 2;
    out.stored_at = r.instant();
    out.part_states = r.text();
    const std::uint64_t count = r.number();
    if (!r.ok() || now >= state_count || out.part_states.size() != out.what->parts || count > r.left()) return errc::damaged_record;
    for (char& c : out.part_states) {
        if (static_cast<unsigned char>(c) >= state_count) return errc::damaged_record;
        // Version 1 did not say which parts were claimed.
        if (version == 1 && out.claimed && static_cast<state>(c) < state::submitted) c = static_cast<char>(state::queued);
    }
    out.now = static_cast<state>(now);
    out.events.resize(static_cast<std::size_t>(count));
    for (event& e : out.events)
        if (!read_event(r, e)) return errc::damaged_record;
    if (!r.at_end()) return errc::damaged_record;
    return out;
}

}  // namespace hermod::store
