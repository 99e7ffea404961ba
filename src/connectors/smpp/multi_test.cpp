#include "connectors/smpp/multi.hpp"

#include <gtest/gtest.h>

#include "connectors/smpp/outgoing.hpp"
#include "wire/smpp/decode.hpp"
#include "wire/smpp/encode.hpp"

namespace hermod::connectors::smpp::multi_test {
namespace {

using namespace std::chrono_literals;

const wall_time now = from_micros(1'795'446'000'000'000);

std::shared_ptr<message> to(std::string number) {
    auto m = std::make_shared<message>();
    m->from = "Shop";
    m->to = std::move(number);
    m->body = "hello";
    m->expires_at = now + 48h;
    return m;
}

std::shared_ptr<message> like(const message& other, std::string number) {
    auto m = std::make_shared<message>(other);
    m->to = std::move(number);
    return m;
}

std::shared_ptr<const message_extras> wish(void (*change)(message_extras&)) {
    message_extras out;
    change(out);
    return std::make_shared<const message_extras>(out);
}

class smpp_multi : public testing::Test {
protected:
    bool together(const message_ptr& a, const message_ptr& b) {
        gathering group(options, 254, plain_only);
        if (!group.may_begin(*a) || !group.may_begin(*b)) return false;
        group.add({a}, now);
        return group.fits(*b);
    }
    // One may have a wish that the other has not.
    bool together_with(void (*change)(message&)) {
        const auto changed = to("+447700900124");
        change(*changed);
        return together(to("+447700900123"), changed);
    }

    translation_options options;
    bool plain_only = false;
};

TEST_F(smpp_multi, the_same_to_others_goes_together) {
    EXPECT_TRUE(together(to("+447700900123"), to("+447700900124")));
    EXPECT_TRUE(together(to("+447700900123"), to("+4917012345678")));
}

TEST_F(smpp_multi, what_the_pdu_says_once_must_be_alike) {
    EXPECT_FALSE(together_with([](message& m) { m.from = "Shot"; }));
    EXPECT_FALSE(together_with([](message& m) { m.body = "hellO"; }));
    EXPECT_FALSE(together_with([](message& m) { m.coding = encoding::ucs2; }));
    EXPECT_FALSE(together_with([](message& m) { m.data_coding = 0x10; }));
    EXPECT_FALSE(together_with([](message& m) { m.udh = std::string("\x05\x00\x03\x07\x02\x01", 6); }));
    EXPECT_FALSE(together_with([](message& m) { m.receipt = false; }));
    EXPECT_FALSE(together_with([](message& m) { m.callbacks = callback_intermediate; }));
    EXPECT_FALSE(together_with([](message& m) { m.expires_at += 1s; }));
    EXPECT_FALSE(together_with([](message& m) { m.expires_at = {}; }));
}

TEST_F(smpp_multi, so_must_be_the_wishes_that_few_have) {
    const std::shared_ptr<const message_extras> wishes[] = {
        wish([](message_extras& e) { e.service_type = "CMT"; }), wish([](message_extras& e) { e.tlvs = std::string("\x14\x00\x00\x00", 4); }),
        wish([](message_extras& e) { e.protocol_id = 64; }),     wish([](message_extras& e) { e.priority = 1; }),
        wish([](message_extras& e) { e.esm_class = 1; }),        wish([](message_extras& e) { e.acknowledgements = 4; }),
        wish([](message_extras& e) { e.single_shift = 1; }),     wish([](message_extras& e) { e.locking_shift = 1; })};
    for (const auto& one : wishes) {
        const auto a = to("+447700900123"), b = to("+447700900124");
        b->extras = one;
        EXPECT_FALSE(together(a, b)) << &one - wishes;
        a->extras = std::make_shared<message_extras>(*one);
        EXPECT_TRUE(together(a, b)) << &one - wishes;
    }
}

TEST_F(smpp_multi, what_the_pdu_does_not_say_need_not_be_alike) {
    EXPECT_TRUE(together_with([](message& m) { m.account = account_id{9}; }));
    EXPECT_TRUE(together_with([](message& m) { m.callbacks = callback_final; }));
    EXPECT_TRUE(together_with([](message& m) { m.client_ref = "mine"; }));
    EXPECT_TRUE(together_with([](message& m) { m.concat_ref = 7; }));
    EXPECT_TRUE(together_with([](message& m) { m.extras = wish([](message_extras& e) { e.group = message_id{4}; }); }));
}

TEST_F(smpp_multi, validities_count_as_they_are_written) {
    EXPECT_TRUE(together_with([](message& m) { m.expires_at += 999ms; }));
    EXPECT_FALSE(together_with([](message& m) { m.expires_at -= 1ms; }));
    options.validity = validity_form::absolute;
    EXPECT_TRUE(together_with([](message& m) { m.expires_at += 99ms; }));
    EXPECT_FALSE(together_with([](message& m) { m.expires_at += 100ms; }));
    options.validity = validity_form::none;
    EXPECT_TRUE(together_with([](message& m) { m.expires_at += 24h; }));
}

TEST_F(smpp_multi, recipients_that_nobody_could_tell_apart_do_not_go_together) {
    EXPECT_FALSE(together(to("+447700900123"), to("+447700900123")));
    EXPECT_FALSE(together(to("+447700900123"), to("+497700900123")));
}

TEST_F(smpp_multi, what_is_no_handset_or_has_several_parts_goes_alone) {
    const gathering group(options, 254, false);
    EXPECT_TRUE(group.may_begin(*to("+447700900123")));
    EXPECT_FALSE(group.may_begin(*to("447700900123")));
    EXPECT_FALSE(group.may_begin(*to("+123456")));
    EXPECT_FALSE(group.may_begin(*to("+1234567890123456")));
    EXPECT_FALSE(group.may_begin(*to("+44770090012x")));
    EXPECT_FALSE(group.may_begin(*to("")));
    const auto long_one = to("+447700900123");
    long_one->parts = 2;
    EXPECT_FALSE(group.may_begin(*long_one));
    EXPECT_FALSE(gathering(options, 1, false).may_begin(*to("+447700900123")));
    EXPECT_FALSE(gathering(options, 0, false).may_begin(*to("+447700900123")));
}

TEST_F(smpp_multi, in_3_3_what_needs_esm_class_goes_alone) {
    plain_only = true;
    EXPECT_TRUE(together(to("+447700900123"), to("+447700900124")));
    const auto headed = to("+447700900123");
    headed->udh = std::string("\x05\x00\x03\x07\x02\x01", 6);
    EXPECT_FALSE(together(headed, like(*headed, "+447700900124")));
    const auto typed = to("+447700900123");
    typed->extras = wish([](message_extras& e) { e.esm_class = 0x80; });
    EXPECT_FALSE(together(typed, like(*typed, "+447700900124")));
    const auto turkish = to("+447700900123");
    turkish->extras = wish([](message_extras& e) { e.single_shift = 1; });
    EXPECT_FALSE(together(turkish, like(*turkish, "+447700900124")));
    options.esm_class_mode = 3;
    EXPECT_FALSE(together(to("+447700900123"), to("+447700900124")));
}

TEST_F(smpp_multi, is_full_at_its_number_and_empty_again) {
    gathering group(options, 2, false);
    group.add({to("+447700900123"), 1}, now);
    EXPECT_FALSE(group.full());
    group.add({to("+447700900124"), 2}, now);
    EXPECT_TRUE(group.full());
    group.clear();
    EXPECT_TRUE(group.empty());
    EXPECT_EQ(group.destinations().size(), 0u);
    group.add({to("+447700900123"), 3}, now + 1s);
    EXPECT_EQ(group.began(), now + 1s);
    EXPECT_EQ(group.destinations().size(), 1u);
}

TEST_F(smpp_multi, gives_up_but_keeps_what_is_there) {
    gathering group(options, 10, false);
    group.add({to("+447700900123"), 1}, now);
    group.give_up();
    EXPECT_EQ(group.parts().size(), 1u);
    EXPECT_FALSE(group.may_begin(*to("+447700900124")));
    EXPECT_EQ(group.reach(), 1u);
}

TEST_F(smpp_multi, rests_for_as_many_parts_as_a_group_has) {
    gathering group(options, 3, false);
    group.rest();
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(group.may_begin(*to("+447700900123")));
        group.alone();
    }
    EXPECT_TRUE(group.may_begin(*to("+447700900123")));
    group.alone();
    EXPECT_TRUE(group.may_begin(*to("+447700900123")));
}

TEST_F(smpp_multi, takes_fewer_until_there_are_not_two) {
    gathering group(options, 5, false);
    group.take_fewer();
    EXPECT_EQ(group.most(), 2u);
    EXPECT_TRUE(group.active());
    group.take_fewer();
    EXPECT_FALSE(group.active());
}

TEST_F(smpp_multi, reaches_as_far_as_groups_were_large) {
    gathering group(options, 20, false);
    const auto gather = [&](int count) {
        for (int i = 0; i < count; ++i) group.add({to("+44770090" + std::to_string(1000 + i))}, now);
        group.clear();
    };
    EXPECT_EQ(group.reach(), 2u);
    gather(2);
    EXPECT_EQ(group.reach(), 4u);
    gather(4);
    gather(8);
    EXPECT_EQ(group.reach(), 16u);
    gather(16);
    EXPECT_EQ(group.reach(), 20u) << "the most";
    for (int i = 0; i < 6; ++i) group.alone();
    EXPECT_EQ(group.reach(), 2u);
}

TEST_F(smpp_multi, the_pdu_says_everything_of_the_submit_and_each_destination_its_plan) {
    gathering group(options, 254, false);
    const auto first = to("+447700900123");
    first->extras = wish([](message_extras& e) {
        e.service_type = "CMT";
        e.protocol_id = 3;
        e.priority = 2;
    });
    group.add({first, 1}, now);
    group.add({like(*first, "+4917012345678"), 2}, now);
    outgoing translator(options);
    const auto one = translator.submit(first, 1, now);
    ASSERT_TRUE(one.pdu);
    std::vector<std::uint8_t> frame;
    ASSERT_TRUE(wire::smpp::encode(frame, 9, to_many(*one.pdu, group.destinations())));
    const auto read = wire::smpp::decode_as<wire::smpp::submit_multi>(frame);
    ASSERT_TRUE(read);
    const wire::smpp::submit_multi& pdu = read->pdu;
    EXPECT_EQ(pdu.service_type, "CMT");
    EXPECT_EQ(pdu.source_addr, "Shop");
    EXPECT_EQ(pdu.source_addr_ton, wire::smpp::ton::alphanumeric);
    EXPECT_EQ(pdu.protocol_id, 3);
    EXPECT_EQ(pdu.priority_flag, 2);
    EXPECT_EQ(pdu.registered_delivery, 1);
    EXPECT_EQ(pdu.validity_period, "000002000000000R");
    EXPECT_EQ(pdu.short_message.size(), 5u);
    std::vector<std::string> destinations;
    for (const auto& d : pdu.destinations) {
        EXPECT_EQ(d.dest_flag, wire::smpp::destination::sme_address);
        EXPECT_EQ(d.dest_addr_ton, wire::smpp::ton::international);
        EXPECT_EQ(d.dest_addr_npi, wire::smpp::npi::isdn);
        destinations.emplace_back(d.destination_addr);
    }
    EXPECT_EQ(destinations, (std::vector<std::string>{"447700900123", "4917012345678"}));
}

TEST_F(smpp_multi, the_dialects_plus_stands_before_each_destination) {
    options.quirks.plus_in_addresses = true;
    gathering group(options, 254, false);
    group.add({to("+447700900123"), 1}, now);
    EXPECT_EQ((*group.destinations().begin()).destination_addr, "+447700900123");
}

}  // namespace
}  // namespace hermod::connectors::smpp::multi_test
