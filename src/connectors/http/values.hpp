// What a template can say of one part of a message: its placeholders, and their values.
//
// A value is computed when it is first asked for and kept until the next part; strings keep their memory from part to part,
// so that an ordinary request allocates nothing here. Owned by a connector, on its executor.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "message/message.hpp"
#include "text/split.hpp"

namespace hermod::connectors::http {

enum class value : std::uint8_t {
    to, from, text, text_hex, text_base64, text_octets, udh, udh_octets, user_data_hex, data_coding, esm_class, coding, message_class,
    id, part, parts, reference, client_ref, receipt, receipt_url, inbound_url,
    now, now_unix, expires, validity_ms, validity_seconds, validity_minutes, validity_hours, duplicate,
    count,
};

struct value_row {
    std::string_view name;
    bool octets = false;  // may hold any octets: only where they can be escaped, or in a raw body
    bool number = false;  // digits, or true or false: may stand in JSON without quotes
};
const value_row& row_of(value which);
std::optional<value> find_value(std::string_view name);
// All names, for "did you mean".
std::span<const std::string_view> value_names();

struct value_options {
    bool plus = true;        // numbers with their "+"
    bool whole = true;       // the text of all parts at once: the provider splits
    std::string inbound_url;
};

class part_values {
public:
    explicit part_values(const value_options& options) : options_(options) {}

    // The part that is asked about from now on. False: its text cannot be cut into the parts that were accepted.
    bool begin(const message_ptr& what, std::uint8_t part, bool possible_duplicate, wall_time now);
    // Set by whoever renders the receipts' URL.
    void set_receipt_url(std::string url) { receipt_url_ = std::move(url); }

    // Valid until the next begin().
    std::string_view get(value which);

private:
    void make(value which, std::string& out);
    void number(std::string& out, std::int64_t what) const;
    std::string_view address(std::string_view written) const;
    std::string_view octets();
    bool split();

    const value_options& options_;
    message_ptr what_, split_of_;
    text::parts pieces_;
    std::uint8_t part_ = 1;
    bool duplicate_ = false;
    wall_time now_{};
    std::string receipt_url_;
    std::string_view udh_;
    std::array<std::string, static_cast<std::size_t>(value::count)> made_;
    std::bitset<static_cast<std::size_t>(value::count)> known_;
    std::optional<std::string> octets_;
};

}  // namespace hermod::connectors::http
