// The body of POST /v1/messages and /v1/messages/batch, read in one pass without building a document.
//
// A handler of Boost.JSON's parser sorts each value straight into its submission, so that duplicate keys and unknown fields
// are seen and a text without escapes stays where it lies in the request. What is wrong with a field becomes a field_error of
// its message; what is wrong with the JSON itself becomes one problem with line and column.
// One reader a thread, reused: it keeps its memory. The submissions' views live until the next read() or the body's end.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"
#include "gateway/tlv_words.hpp"
#include "base/error.hpp"
#include "gateway/inbox.hpp"
#include "zones/zone.hpp"

namespace hermod::api {

struct read_message {
    submission what;  // all but the account
    std::vector<field_error> errors;
    // Scheduled by the clocks where `to` lives: the door makes an instant of it.
    std::optional<zones::local_time> at_recipient{};
    bool binary() const { return what.coding == encoding::binary; }
};

// estimate: one message, which need not say to whom.
enum class body_shape : std::uint8_t { one, batch, estimate };

class submission_reader {
public:
    static constexpr std::size_t max_messages = 1000;

    // What the parameters in `tlvs` are called; outlives the reader's use. Null: every one is refused.
    void use(const tlv_words* known) { words_ = known; }

    // True: messages() holds what was read, each with its own errors. False: trouble() says what is wrong with the whole.
    bool read(std::string_view json, body_shape shape);
    std::span<read_message> messages() { return {messages_.data(), count_}; }
    const problem& trouble() const { return *trouble_; }
    // Where message `index` stands in the body: "", "/3" or "/messages/3".
    std::string pointer(std::size_t index) const;

    // The names a message may have.
    static std::span<const std::string_view> fields();

private:
    struct handler;
    // inside, listed: the object or the list that is a field's value; tlv: the object that is the value of one parameter.
    enum class place : std::uint8_t { top, wrapper, list, message, inside, listed, tlv, end };
    enum class kind : std::uint8_t { text, whole, fraction, flag, nothing, object, array };

    void begin_message();
    void end_message();
    void check_content(read_message& one);
    void take_key(std::string_view name);
    void take_value(kind is, std::string_view text, std::int64_t number, bool flag);
    void take_field(kind is, std::string_view text, std::int64_t number, bool flag);
    void take_text(read_message& one, std::string_view text);
    void take_send_at(read_message& one, std::string_view text);
    void place_send_at(read_message& one);
    void take_flag(read_message& one, bool flag);
    void take_number(read_message& one, std::int64_t number);
    bool open_field(kind is);
    void take_inner_key(std::string_view name);
    void take_inner(kind is, std::string_view text, std::int64_t number, bool flag);
    void take_language(kind is, std::string_view text);
    void take_tag(kind is, std::string_view text);
    void take_port(std::int64_t number);
    void take_indication(kind is, std::string_view text, bool flag);
    void take_tlv(tlv_form form, std::string_view text);
    void end_inside();
    void check_wishes(read_message& one);
    bool in_message() const { return where_ >= place::message && where_ <= place::tlv; }
    bool given(int which) const { return (given_ >> which & 1u) != 0; }
    void fault_inside(std::string_view code, std::string detail);
    bool open(kind is);
    void close();
    std::optional<std::string_view> decoded(std::string_view base64);
    void fault(std::string_view code, std::string detail);
    void fault_at(std::string_view member, std::string_view code, std::string detail);
    std::string_view keep(std::string_view piece, bool first, bool last);
    bool within_body(std::string_view piece) const;
    void malformed(std::size_t at, const error_code& why);

    std::string_view json_;
    body_shape shape_ = body_shape::one;
    bool wrapped_ = false;
    std::vector<read_message> messages_;
    std::size_t count_ = 0, seen_ = 0;  // kept, met
    std::vector<field_error> whole_errors_;
    std::optional<problem> trouble_;

    place where_ = place::top;
    std::size_t skipping_ = 0;  // depth inside a value that has no place
    int field_ = -1;
    bool list_given_ = false;
    std::uint32_t given_ = 0;  // fields met in the current message, a bit each
    std::string_view data_, udh_, encoding_name_, zone_;
    std::optional<zones::local_time> local_;  // send_at by the clocks of zone_
    const tlv_words* words_ = nullptr;
    std::string_view member_;        // of the object inside a field
    int member_place_ = -1;          // among those that the object may have
    std::uint32_t inner_given_ = 0;  // members met in it, a bit each
    bool tlv_given_ = false;         // the object of a parameter has its value
    std::size_t listed_ = 0;         // entries of the list met
    std::deque<std::string> tags_;   // of all messages that have some; they stay where they are
    message_extras extras_;          // of the current message; made shared only when something is in it
    bool has_extras_ = false;
    std::string scratch_;  // unescaped and decoded text; reserved before use, never moved within a read
    std::size_t piece_begin_ = 0;
};

}  // namespace hermod::api
