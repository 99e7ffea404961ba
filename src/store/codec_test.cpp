#include "store/codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace hermod::store {
namespace {

std::shared_ptr<message> any_message() {
    auto m = std::make_shared<message>();
    m->id = message_id{*rc::gen::inRange<std::int64_t>(1, INT64_MAX)};
    m->account = account_id{*rc::gen::arbitrary<std::uint32_t>()};
    m->connector = connector_id{*rc::gen::arbitrary<std::uint32_t>()};
    m->way = *rc::gen::element(direction::to_handset, direction::from_handset);
    m->coding = *rc::gen::element(encoding::gsm7, encoding::ucs2, encoding::binary);
    m->parts = *rc::gen::inRange<std::uint8_t>(1, 255);
    m->callbacks = *rc::gen::arbitrary<std::uint8_t>();
    m->receipt = *rc::gen::arbitrary<bool>();
    m->resend_unsure = *rc::gen::arbitrary<bool>();
    m->concat_ref = *rc::gen::arbitrary<std::uint16_t>();
    m->data_coding = *rc::gen::arbitrary<std::uint8_t>();
    m->accepted_at = from_micros(*rc::gen::arbitrary<std::int32_t>());
    m->expires_at = from_micros(*rc::gen::arbitrary<std::int32_t>());
    for (std::string* s : {&m->from, &m->to, &m->body, &m->client_ref, &m->callback_url, &m->route, &m->udh})
        *s = *rc::gen::arbitrary<std::string>();
    m->via = *rc::gen::element(told_by::webhook, told_by::session);
    m->held = *rc::gen::arbitrary<bool>();
    m->refunds = *rc::gen::arbitrary<std::uint8_t>();
    m->moves = *rc::gen::arbitrary<std::uint8_t>();
    m->price = *rc::gen::arbitrary<std::int64_t>();
    m->not_before = from_micros(*rc::gen::element<std::int64_t>(0, 1'700'000'000'000'000));
    if (*rc::gen::arbitrary<bool>()) {
        const auto octet = [] { return *rc::gen::arbitrary<std::uint8_t>(); };
        m->extras = std::make_shared<message_extras>(message_extras{*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>(),
                                                                    octet(), octet(), octet(), octet(), octet(), octet(), octet(),
                                                                    message_id{*rc::gen::arbitrary<std::int64_t>()},
                                                                    *rc::gen::arbitrary<std::uint16_t>(), octet(), *rc::gen::arbitrary<std::string>(),
                                                                    *rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>(),
                                                                    *rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()});
    }
    return m;
}

event any_event() {
    event e;
    e.kind = static_cast<event_kind>(*rc::gen::inRange(0, event_kind_count));
    e.part = *rc::gen::arbitrary<std::uint8_t>();
    e.outcome = static_cast<state>(*rc::gen::inRange(0, state_count));
    e.callback = static_cast<callback_state>(*rc::gen::inRange(0, 4));
    e.possible_duplicate = *rc::gen::arbitrary<bool>();
    e.shared_id = *rc::gen::arbitrary<bool>();
    e.code = *rc::gen::arbitrary<std::uint32_t>();
    e.at = from_micros(*rc::gen::arbitrary<std::int64_t>());
    e.detail = *rc::gen::arbitrary<std::string>();
    return e;
}

bool same(const message& a, const message& b) {
    return a.id == b.id && a.account == b.account && a.connector == b.connector && a.way == b.way && a.coding == b.coding &&
           a.parts == b.parts && a.callbacks == b.callbacks && a.receipt == b.receipt && a.resend_unsure == b.resend_unsure &&
           a.concat_ref == b.concat_ref && a.data_coding == b.data_coding && a.accepted_at == b.accepted_at &&
           a.expires_at == b.expires_at && a.from == b.from && a.to == b.to && a.body == b.body && a.client_ref == b.client_ref &&
           a.callback_url == b.callback_url && a.route == b.route && a.udh == b.udh && a.via == b.via && a.held == b.held && a.refunds == b.refunds && a.moves == b.moves && a.price == b.price &&
           a.not_before == b.not_before && !a.extras == !b.extras && a.more() == b.more();
}

bool same(const event& a, const event& b) {
    return a.kind == b.kind && a.part == b.part && a.outcome == b.outcome && a.callback == b.callback &&
           a.possible_duplicate == b.possible_duplicate && a.shared_id == b.shared_id && a.code == b.code && a.at == b.at && a.detail == b.detail;
}

}  // namespace

RC_GTEST_PROP(codec, journal_reads_back_what_was_written, ()) {
    journal_writer w;
    const auto m = any_message();
    const event e = any_event();
    const auto ids = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, INT64_MAX));
    std::vector<message_id> claimed;
    for (const auto id : ids) claimed.emplace_back(id);
    w.put(*m);
    w.happened(m->id, e);
    w.claim(claimed);
    w.called_back(m->id, 3, e);
    w.replaced(*m, e.at);
    w.moved(m->id, connector_id{7}, e.at, e.detail);
    w.released(m->id, e.at);
    const auto back = read_journal(w.bytes());
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->size() == 7u);
    RC_ASSERT(same(*std::get<put_change>((*back)[0]).what, *m));
    RC_ASSERT(same(std::get<event_change>((*back)[1]).happened, e));
    RC_ASSERT(std::get<claim_change>((*back)[2]).ids == claimed);
    RC_ASSERT(std::get<callback_change>((*back)[3]).index == 3u);
    RC_ASSERT(same(*std::get<replace_change>((*back)[4]).next, *m));
    RC_ASSERT(std::get<replace_change>((*back)[4]).at == e.at);
    const auto& moved = std::get<move_change>((*back)[5]);
    RC_ASSERT((moved.id == m->id && moved.to == connector_id{7} && moved.at == e.at && moved.why == e.detail));
    const auto& released = std::get<release_change>((*back)[6]);
    RC_ASSERT((released.id == m->id && released.at == e.at));
}

RC_GTEST_PROP(codec, record_reads_back_with_its_body_inside_or_apart, (bool inside)) {
    record r(any_message());
    r.events = {any_event(), any_event()};
    r.now = state::submitted;
    r.possible_duplicate = true;
    const auto bytes = write_record(r, inside);
    const auto back = read_record(bytes, inside ? std::string_view{} : std::string_view(r.what->body));
    RC_ASSERT(back.has_value());
    RC_ASSERT(same(*back->what, *r.what));
    RC_ASSERT(back->events.size() == 2u);
    RC_ASSERT(same(back->events[1], r.events[1]));
    RC_ASSERT(back->now == r.now);
    RC_ASSERT(back->possible_duplicate && !back->claimed);
}

RC_GTEST_PROP(codec, every_truncation_is_an_error, ()) {
    record r(any_message());
    r.events = {any_event()};
    const auto bytes = write_record(r, true);
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
    RC_ASSERT(read_record(std::span(bytes).first(cut)).has_error());
}

TEST(codec, refuses_a_newer_format_by_name) {
    const std::uint8_t newer[] = {9};
    EXPECT_EQ(read_journal(newer).error(), errc::newer_format);
    EXPECT_EQ(read_record(newer).error(), errc::newer_format);
}

}  // namespace hermod::store
