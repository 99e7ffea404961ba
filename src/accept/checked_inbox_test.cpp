#include "accept/checked_inbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "store/no_store.hpp"

namespace hermod::accept::checked_inbox_test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

constexpr account_id shop{name_hash("shop")}, closed{name_hash("closed")}, nameless{name_hash("nameless")};
constexpr connector_id operator_a{7};
const wall_time now = from_micros(1'795'446'023'123'456);

// Keeps what it is given; nothing else of a store is needed to accept.
class shelf final : public hermod::store::no_store {
public:
    void put(std::vector<message_ptr> messages, std::unique_ptr<idempotency> key, put_reply& reply) override {
        kept = std::move(messages);
        kept_key = std::move(key);
        reply.put_done({});
    }

    std::vector<message_ptr> kept;
    std::unique_ptr<idempotency> kept_key;
};

rules_ptr some_rules(std::size_t max_parts = 255) {
    auto by = std::make_shared<rules>();
    route::rule swiss, rest;
    swiss.name = "swiss";
    swiss.when.prefixes = {"+41"};
    swiss.to = {operator_a};
    swiss.resend_unsure = false;
    by->routes = std::make_shared<route::table>(std::vector<route::rule>{swiss});
    by->accounts[shop] = {shop, true, "Shop", callback_final | callback_received, true};
    by->accounts[closed] = {closed, false, "Shop", callback_final, true};
    by->accounts[nameless] = {nameless, true, "", callback_final | callback_submitted | callback_received, false};
    by->bounds.max_parts = max_parts;
    return by;
}

struct accepting : testing::Test {
    id_source ids{1};
    shelf store;
    checked_inbox in{ids, store, some_rules(), 1};

    static submission good() {
        submission s;
        s.account = shop;
        s.to = "+41791234567";
        s.from = "Shop";
        s.body = "Hello";
        return s;
    }
    std::string code(const submission& s) {
        const auto done = in.prepare(s, now);
        EXPECT_NE(done.ready == nullptr, !done.refused) << "one of both, never both";
        return done.refused ? done.refused->field + ":" + done.refused->code : "";
    }
    std::string detail(const submission& s) {
        const auto done = in.prepare(s, now);
        return done.refused ? done.refused->detail : "";
    }
    message_ptr made(const submission& s) {
        const auto done = in.prepare(s, now);
        EXPECT_FALSE(done.refused) << done.refused->detail;
        return done.ready;
    }
};

std::string times(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

}  // namespace

TEST_F(accepting, fills_a_message) {
    auto s = good();
    s.client_ref = "order-1";
    s.validity = seconds{60};
    const auto m = made(s);
    ASSERT_TRUE(m);
    EXPECT_NE(m->id.value, 0);
    EXPECT_EQ(m->account, shop);
    EXPECT_EQ(m->connector, operator_a);
    EXPECT_EQ(m->route, "swiss");
    EXPECT_FALSE(m->resend_unsure);
    EXPECT_EQ(m->coding, encoding::gsm7);
    EXPECT_EQ(m->parts, 1);
    EXPECT_EQ(m->callbacks, callback_final);
    EXPECT_EQ(m->accepted_at, now);
    EXPECT_EQ(m->expires_at, now + seconds{60});
    EXPECT_EQ(m->from + m->to + m->body + m->client_ref, "Shop+41791234567Helloorder-1");
    EXPECT_TRUE(m->receipt);
}

TEST_F(accepting, uses_the_accounts_defaults) {
    auto s = good();
    s.from = "";
    EXPECT_EQ(made(s)->from, "Shop");
    EXPECT_EQ(made(s)->expires_at, now + std::chrono::hours{72});
    s.account = nameless;
    EXPECT_EQ(code(s), "from:missing_sender");
}

TEST_F(accepting, says_by_which_sender_an_account_goes_when_nothing_is_submitted) {
    EXPECT_EQ(in.sender_for(shop, "").from, "Shop");
    EXPECT_EQ(in.sender_for(shop, "88222").from, "88222");
    EXPECT_FALSE(in.sender_for(shop, "88222").refused);
    EXPECT_EQ(in.sender_for(shop, "a name that is too long").refused->code, "invalid_sender");
    EXPECT_EQ(in.sender_for(nameless, "").refused->code, "missing_sender");
    EXPECT_EQ(in.sender_for(closed, "Shop").refused->code, "account_disabled");
}

TEST_F(accepting, tells_an_account_without_url_only_of_messages_that_bring_one) {
    auto s = good();
    s.account = nameless;
    EXPECT_EQ(made(s)->callbacks, callback_none);
    s.callback_url = "https://example.com/sms";
    EXPECT_EQ(made(s)->callbacks, callback_final | callback_submitted);
}

TEST_F(accepting, holds_the_recipient_to_e164) {
    for (const char* right : {"+4179123", "+411234567890123"}) {
        auto s = good();
        s.to = right;
        EXPECT_EQ(code(s), "") << right;
    }
    for (const char* wrong : {"", "+", "41791234567", "0041791234567", "+41 79 123 45 67", "0791234567", "+0791234567", "+417912",
                              "+4112345678901234", "abc", "+41abc4567", "++41791234567"}) {
        auto s = good();
        s.to = wrong;
        EXPECT_EQ(code(s), "to:invalid_number") << wrong;
    }
}

TEST_F(accepting, gives_the_corrected_form_of_a_number) {
    for (const char* wrong : {"41791234567", "0041791234567", "+41 79 123 45 67", "+41 (79) 123-45.67"}) {
        auto s = good();
        s.to = wrong;
        EXPECT_THAT(detail(s), HasSubstr("write it as \"+41791234567\"")) << wrong;
    }
    auto s = good();
    s.to = "0791234567";
    EXPECT_THAT(detail(s), HasSubstr("national number"));
}

TEST_F(accepting, takes_names_and_numbers_as_senders) {
    for (const char* right :
         {"A", "Shop", "Shop & Co.", "12345678901", "+123456789012345", "123", "Caf\xC3\xA9", "ELEVEN CHAR", "1a"}) {
        auto s = good();
        s.from = right;
        EXPECT_EQ(code(s), "") << right;
    }
    for (const char* wrong : {"12", "+12", "1234567890123456", "TWELVE CHARS", "...", "Shop\n", "\xD0\x96", "[Shop[Shop]", "+",
                              "\xFF"
                              "abc",
                              "+12a ??????????"}) {
        auto s = good();
        s.from = wrong;
        EXPECT_EQ(code(s), "from:invalid_sender") << wrong;
    }
}

TEST_F(accepting, chooses_the_encoding_and_counts_the_parts) {
    const struct {
        std::string body;
        std::optional<encoding> wanted;
        encoding coding;
        int parts;
    } table[] = {
        {times("a", 160), {}, encoding::gsm7, 1},
        {times("a", 161), {}, encoding::gsm7, 2},
        {times("\xE2\x82\xAC", 80), {}, encoding::gsm7, 1},  // the euro sign is two septets
        {times("\xE2\x82\xAC", 81), {}, encoding::gsm7, 2},
        {times("\xD0\x96", 70), {}, encoding::ucs2, 1},
        {times("\xD0\x96", 71), {}, encoding::ucs2, 2},
        {times("\xF0\x9F\x98\x80", 36), {}, encoding::ucs2, 2},  // two units each
        {"abc", encoding::ucs2, encoding::ucs2, 1},
        {times("a", 153 * 255), {}, encoding::gsm7, 255},
        {times("\xFF", 140), encoding::binary, encoding::binary, 1},
        {times("\xFF", 141), encoding::binary, encoding::binary, 2},
        {std::string("\0", 1), {}, encoding::ucs2, 1},
    };
    for (const auto& row : table) {
        auto s = good();
        s.body = row.body;
        s.coding = row.wanted;
        const auto m = made(s);
        ASSERT_TRUE(m);
        EXPECT_EQ(m->coding, row.coding) << row.body;
        EXPECT_EQ(m->parts, row.parts) << row.body;
        EXPECT_EQ(m->body, row.body);
    }
}

TEST_F(accepting, refuses_bodies_that_cannot_travel) {
    const struct {
        std::string body;
        std::optional<encoding> wanted;
        std::string udh, code, detail;
    } table[] = {
        {"", {}, "", "body:empty_text", "no content"},
        {"", encoding::binary, "", "body:empty_text", "no content"},
        {"caf\xC3\xA9 \xC5\x82", encoding::gsm7, "", "body:not_in_gsm7", "character 6 (U+0142, \"\xC5\x82\")"},
        {"ab\xFF", {}, "", "body:invalid_utf8", "octet 3"},
        {"ab\xFF", encoding::gsm7, "", "body:invalid_utf8", "octet 3"},
        {"ab\xED\xA0\x80", encoding::ucs2, "", "body:invalid_utf8", "octet 3"},
        {times("a", 100'000), {}, "", "body:text_too_long", "at least 654 parts as gsm7; at most 255"},
        {times("\xD0\x96", 67 * 255 + 1), {}, "", "body:text_too_long", "at least 256 parts as ucs2"},
        {"abc", {}, "\x05\x04\x0B\x84\x23\xF0", "udh:invalid_udh", "(octet 2)"},
        {"abc", encoding::binary, "\x09\x01", "udh:invalid_udh", "header"},
    };
    for (const auto& row : table) {
        auto s = good();
        s.body = row.body;
        s.coding = row.wanted;
        s.udh = row.udh;
        EXPECT_EQ(code(s), row.code) << row.detail;
        EXPECT_THAT(detail(s), HasSubstr(row.detail));
    }
}

TEST_F(accepting, keeps_the_text_that_it_made_and_says_what_it_changed) {
    auto s = good();
    s.body = "\xE2\x80\x9CHi\xE2\x80\x9D";
    s.smart = true;
    const auto done = in.prepare(s, now);
    ASSERT_TRUE(done.ready);
    EXPECT_EQ(done.ready->body, "\"Hi\"");
    EXPECT_EQ(done.ready->coding, encoding::gsm7);
    EXPECT_EQ(done.changes.size(), 2u);
    const auto told = in.estimate(s);
    EXPECT_EQ(told.changes, done.changes);
    EXPECT_EQ(told.units, 4u);
}

TEST_F(accepting, copies_shared_extras_before_it_writes_the_language) {
    auto s = good();
    const auto body = times("\xC4\x9F", 100);
    s.body = body;
    s.languages = 1u << 1;
    const auto shared = std::make_shared<message_extras>();
    shared->service_type = "WAP";
    s.extras = shared;
    const auto m = made(s);
    EXPECT_EQ(m->more().locking_shift, 1);
    EXPECT_EQ(m->more().service_type, "WAP");
    EXPECT_EQ(shared->locking_shift, 0);
    s.languages = 0;
    EXPECT_EQ(made(s)->extras, shared) << "nothing to write, nothing to copy";
    s.extras = nullptr;
    EXPECT_FALSE(made(s)->extras);
}

TEST_F(accepting, keeps_the_octet_of_data_coding_and_says_classes_in_it) {
    auto s = good();
    s.data_coding = 0xF1;
    EXPECT_EQ(made(s)->data_coding, 0xF1);
    s.data_coding = 0;
    s.message_class = 0;
    EXPECT_EQ(made(s)->data_coding, 0x10);
    s.message_class = {};
    s.waiting = waiting_notice{waiting_notice::kind::voice, true, false};
    s.body = "";
    EXPECT_EQ(made(s)->data_coding, 0xC8) << "an indication needs no text";
    s.body = "\xD0\x96";
    EXPECT_EQ(code(s), "waiting:invalid_mwi");
    EXPECT_EQ(in.estimate(s).refused->code, "invalid_mwi");
}

TEST_F(accepting, schedules_within_a_year) {
    auto s = good();
    s.not_before = now + std::chrono::hours{24 * 365};
    s.validity = seconds{60};
    EXPECT_EQ(made(s)->not_before, s.not_before);
    EXPECT_EQ(made(s)->expires_at, s.not_before + seconds{60});
    s.not_before += seconds{1};
    EXPECT_EQ(code(s), "not_before:invalid_send_at");
    s.not_before = now - seconds{1};
    EXPECT_EQ(made(s)->not_before, wall_time{}) << "what is past is at once";
}

TEST_F(accepting, estimates_for_known_accounts_only) {
    auto s = good();
    s.to = "";
    EXPECT_FALSE(in.estimate(s).refused) << "no number is looked at";
    s.account = closed;
    EXPECT_EQ(in.estimate(s).refused->code, "account_disabled");
    s.account = account_id{99};
    EXPECT_EQ(in.estimate(s).refused->code, "unknown_account");
}

TEST_F(accepting, keeps_to_the_configured_number_of_parts) {
    in.use(some_rules(3));
    const auto three = times("a", 153 * 3), four = three + "a";
    auto s = good();
    s.body = three;
    EXPECT_EQ(code(s), "");
    s.body = four;
    EXPECT_THAT(detail(s), HasSubstr("needs 4 parts as gsm7; at most 3 are allowed"));
}

TEST_F(accepting, checks_references_urls_and_validity) {
    const auto long_ref = times("r", 256), long_url = "https://example.com/" + times("a", 2048);
    auto s = good();
    s.client_ref = long_ref;
    EXPECT_EQ(code(s), "client_ref:client_ref_too_long");
    s.client_ref = "\xFF";
    EXPECT_EQ(code(s), "client_ref:invalid_utf8");
    for (const std::string_view url :
         {std::string_view("ftp://example.com/"), std::string_view("example.com"), std::string_view("https://"),
          std::string_view("https://u:p@example.com/"), std::string_view("https://example.com/#x"),
          std::string_view("https://exa mple.com/"), std::string_view(long_url), std::string_view("http:///x")}) {
        s = good();
        s.callback_url = url;
        EXPECT_EQ(code(s), "callback_url:invalid_callback_url") << url;
    }
    for (const char* url : {"http://127.0.0.1:9000/events", "https://[2001:db8::1]/x?y=z", "HTTPS://example.com"}) {
        s = good();
        s.callback_url = url;
        EXPECT_EQ(code(s), "") << url;
    }
    for (const auto validity : {seconds{0}, seconds{-1}, seconds::max(), seconds::min(), seconds{14 * 86400 + 1}}) {
        s = good();
        s.validity = validity;
        EXPECT_EQ(code(s), "validity:invalid_validity") << validity.count();
    }
    s.validity = seconds{14 * 86400};
    EXPECT_EQ(code(s), "");
}

TEST_F(accepting, refuses_unknown_and_disabled_accounts_and_numbers_that_no_route_takes) {
    auto s = good();
    s.account = account_id{99};
    EXPECT_EQ(code(s), ":unknown_account");
    s.account = closed;
    EXPECT_EQ(code(s), ":account_disabled");
    s = good();
    s.to = "+436641234567";
    EXPECT_EQ(code(s), "to:no_route");
}

TEST_F(accepting, takes_whatever_a_handset_sends) {
    submission s;
    s.account = shop;
    s.way = direction::from_handset;
    s.came_in = connector_id{9};
    s.from = "79123";
    s.to = "1234";
    s.body = "";
    s.data_coding = 8;
    s.udh = "\x01";
    const auto m = made(s);
    EXPECT_EQ(m->connector, connector_id{9});
    EXPECT_EQ(m->callbacks, callback_received);
    EXPECT_EQ(m->data_coding, 8);
    EXPECT_FALSE(m->receipt);
    EXPECT_EQ(m->parts, 1);
    s.body = "\xFF\xFE";
    EXPECT_EQ(made(s)->coding, encoding::binary);
    EXPECT_EQ(made(s)->body, "\xFF\xFE");
    s.body = "\xD0\x96";
    EXPECT_EQ(made(s)->coding, encoding::ucs2);
}

TEST_F(accepting, gives_long_messages_to_one_handset_references_of_their_own) {
    const auto body = times("a", 200);
    auto s = good();
    s.body = body;
    std::set<int> seen;
    for (int i = 0; i < 256; ++i) seen.insert(made(s)->concat_ref & 0xFF);
    EXPECT_EQ(seen.size(), 256u) << "even as 8-bit references";
    EXPECT_NE(concat_references(1).next("+41791234567"), concat_references(2).next("+41791234567"));
}

TEST_F(accepting, hands_the_messages_and_the_key_to_the_store) {
    struct : put_reply {
        void put_done(put_result) noexcept override { ++count; }
        int count = 0;
    } reply;
    auto key = std::make_unique<idempotency>();
    key->key = "k";
    in.put({made(good()), made(good())}, std::move(key), reply);
    EXPECT_EQ(store.kept.size(), 2u);
    EXPECT_EQ(store.kept_key->key, "k");
    EXPECT_EQ(reply.count, 1);
}

TEST_F(accepting, never_throws_and_always_says_yes_or_why_not) {
    const auto octets = rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const auto near = [&](std::string like) {
        return rc::gen::oneOf(octets, rc::gen::just(like), rc::gen::map(octets, [like](auto s) { return like + s; }));
    };
    const bool held = rc::check([&] {
        submission s;
        s.account = *rc::gen::element(shop, nameless, account_id{1});
        s.way = *rc::gen::element(direction::to_handset, direction::from_handset);
        const auto to = *near("+4179123456"), from = *near("Shop"), ref = *octets, url = *near("http://h/"),
                   udh = *rc::gen::oneOf(octets, rc::gen::just(std::string()));
        const auto body = times(*octets, *rc::gen::inRange(0, 300));
        s.to = to, s.from = from, s.body = body, s.client_ref = ref, s.callback_url = url, s.udh = udh;
        s.coding = *rc::gen::element<std::optional<encoding>>(std::nullopt, encoding::gsm7, encoding::ucs2, encoding::binary);
        s.validity = *rc::gen::element<std::optional<seconds>>(std::nullopt, seconds{1}, seconds::max(), seconds::min());
        s.smart = *rc::gen::element<std::optional<bool>>(std::nullopt, false, true);
        if (*rc::gen::arbitrary<bool>()) s.languages = *rc::gen::arbitrary<std::uint16_t>();
        if (*rc::gen::arbitrary<bool>()) s.message_class = *rc::gen::inRange<std::uint8_t>(0, 5);
        s.not_before = now + seconds{*rc::gen::inRange(-100, 40'000'000)};
        const auto done = in.prepare(s, now);
        RC_ASSERT((done.ready != nullptr) != done.refused.has_value());
        if (done.ready) RC_ASSERT(done.ready->parts >= 1 && (done.ready->body == body || !done.changes.empty()) && done.ready->expires_at > now);
        if (done.refused) {
            RC_ASSERT(!done.refused->code.empty());
            RC_ASSERT(!done.refused->detail.empty());
        }
    });
    EXPECT_TRUE(held);
}

}  // namespace hermod::accept::checked_inbox_test
