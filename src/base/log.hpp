// Structured log lines: JSON fields built in a buffer that the thread reuses, handed to one sink.
//
//   log_line(log_level::info, "bound").field("connector", name).field("binds", 2);
//   log_line(log_category::access, "accepted").field("id", id).number("to", to);
// A line leaves at the end of the statement. Switched off, it costs one relaxed load. Every value is escaped so that no
// peer can forge a line, colour a terminal or turn the reading direction. The sink adds the time (base/ reads no clock)
// and the braces. Any thread; the sink is app/log's, until one is installed lines go to standard error.
#pragma once

#include <atomic>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hermod {

enum class log_level : std::uint8_t { trace, debug, info, warning, error, off };
// Lines about every message, and about every PDU: switched one by one, whatever the level.
enum class log_category : std::uint8_t { access, pdu };

class log_sink {
public:
    virtual ~log_sink() = default;
    // `fields` is `"level":"info","event":"bound",...` without braces; valid during the call only. Any thread; never throws.
    virtual void write(log_level level, std::string_view fields) noexcept = 0;
};

struct log_switches {
    log_level level = log_level::info;
    bool access = false, pdus = false, mask_numbers = false;
};

void set_log_switches(log_switches switches);
// The sink must outlive every line; null goes back to standard error.
void set_log_sink(log_sink* sink);

// +447700900123 -> +4477******23. Short codes (fewer than 7 digits) and names stay as they are.
std::string masked(std::string_view number);
// Appends `text` as JSON string content, without the quotes. What is no UTF-8 becomes U+FFFD; control, line separator and
// direction characters become \u escapes.
void append_percent(std::string& out, std::string_view text);

namespace detail {
// level | access << 8 | pdus << 9 | mask << 10
extern std::atomic<std::uint32_t> log_state;
}  // namespace detail

inline bool log_enabled(log_level level) {
    return static_cast<std::uint32_t>(level) >= (detail::log_state.load(std::memory_order_relaxed) & 0xff);
}
inline bool log_enabled(log_category category) {
    return (detail::log_state.load(std::memory_order_relaxed) >> (8 + static_cast<unsigned>(category))) & 1;
}

class log_line {
public:
    // `event` and the fields' keys are our own words, written as they are.
    log_line(log_level level, std::string_view event) : level_(level), on_(log_enabled(level)) {
        if (on_) open(event, {});
    }
    log_line(log_category category, std::string_view event) : level_(log_level::info), on_(log_enabled(category)) {
        if (on_) open(event, category == log_category::access ? "access" : "pdu");
    }
    ~log_line() {
        if (on_) emit();
    }
    log_line(const log_line&) = delete;
    log_line& operator=(const log_line&) = delete;

    log_line& field(std::string_view key, std::string_view value) {
        if (on_) append_text(key, value);
        return *this;
    }
    log_line& field(std::string_view key, const char* value) { return field(key, std::string_view(value)); }
    log_line& field(std::string_view key, std::same_as<bool> auto value) {
        if (on_) append_bare(key, value ? "true" : "false");
        return *this;
    }
    log_line& field(std::string_view key, std::signed_integral auto value) {
        if (on_) append_integer(key, static_cast<std::int64_t>(value));
        return *this;
    }
    template <std::unsigned_integral Number>
        requires(!std::same_as<Number, bool>)
    log_line& field(std::string_view key, Number value) {
        if (on_) append_natural(key, static_cast<std::uint64_t>(value));
        return *this;
    }
    log_line& field(std::string_view key, double value) {
        if (on_) append_fraction(key, value);
        return *this;
    }
    log_line& field(std::string_view key, const error_code& value) {
        if (on_) append_text(key, value.message());
        return *this;
    }
    // A subscriber's number: masked where the configuration says so.
    log_line& number(std::string_view key, std::string_view value) {
        if (on_) append_number(key, value);
        return *this;
    }

private:
    void open(std::string_view event, std::string_view category);
    void append_key(std::string_view key);
    void append_text(std::string_view key, std::string_view value);
    void append_bare(std::string_view key, std::string_view value);
    void append_integer(std::string_view key, std::int64_t value);
    void append_natural(std::string_view key, std::uint64_t value);
    void append_fraction(std::string_view key, double value);
    void append_number(std::string_view key, std::string_view value);
    void emit() noexcept;

    log_level level_;
    bool on_;
    std::size_t start_ = 0;  // where this line begins in the thread's buffer: lines may nest
};

}  // namespace hermod
