#include "connectors/modem/modem_line.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace hermod::connectors::modem {

namespace {

// What a line is about, without what it says: PINs, numbers and texts are nobody's business.
std::string_view loggable(std::string_view line) {
    constexpr std::string_view private_ones[] = {"+CPIN", "+CUSD", "+CMGS", "+CMGL", "+CMGR", "+CMT", "+CDS", "+CNUM", "+CSCA"};
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::string_view name = line.substr(0, line.find_first_of("=:"));
    const bool command = line.starts_with("AT");
    const std::string_view bare = command ? name.substr(2) : name;
    if (std::find(std::begin(private_ones), std::end(private_ones), bare) != std::end(private_ones)) return name;
    if (command || name.size() < line.size() || wire::at::read_final(line) || line.starts_with('>')) return line;
    return "(text)";
}

}  // namespace

std::string place_of(const modem_options& options) {
    if (!options.device.empty()) return options.device;
    const bool literal = options.host.find(':') != std::string::npos;
    return "tcp:" + (literal ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port);
}

modem_line::modem_line(boost::asio::any_io_executor executor, const modem_options& options, const connector_options& group,
                       std::size_t index, line_home& home, bool pin_tried)
    : options_(options),
      group_(group),
      index_(index),
      home_(home),
      session_(options, *this, pin_tried),
      usage_(options.limit_minute, options.limit_day),
      sent_(options.name),
      port_(std::make_shared<port>(std::move(executor), options, group, static_cast<port_home&>(*this))) {}

void modem_line::stop(mono_time until) {
    stopping_ = true;
    give_back_waiting();
    if (!port_->is_open()) return port_->stop();
    session_.start_drain(home_.now(), until);
}

void modem_line::close_now() {
    port_->stop();
}

void modem_line::tick(mono_time now) {
    usage_.at(home_.wall());
    if (port_->is_open()) session_.tick(now);
}

void modem_line::take(outbound part) {
    waiting_.push_back(std::move(part));
}

// What cannot leave here goes back: another modem may have room for it.
void modem_line::drain() {
    if (!waiting_.empty() && !usable() && !session_.sending()) return give_back_waiting();
    while (!waiting_.empty() && session_.room() && usage_.allows() && !stopping_) {
        const outbound part = std::move(waiting_.front());
        waiting_.pop_front();
        home_.put(*this, part);
    }
}

void modem_line::submit(const outbound& part, send_request what) {
    token_ = what.token = part.token;
    recipient_ = part.what->to;
    receipt_ = part.what->receipt;
    usage_.take(home_.wall());
    session_.send(std::move(what), home_.now());
}

void modem_line::settled(std::uint64_t token, verdict result, mono_time::duration round_trip) {
    const bool gone = result.is == verdict::kind::sent || result.is == verdict::kind::unsure;
    if (!gone) usage_.give_back();
    if (result.is == verdict::kind::sent) {
        unsigned reference = 0;
        const bool told =
            std::from_chars(result.detail.data(), result.detail.data() + result.detail.size(), reference).ec == std::errc{};
        if (!told) home_.numbers().oddities.fetch_add(1, std::memory_order_relaxed);
        // Without a wish for a report nobody will ask for the id: it need not be told from others.
        result.detail = !told      ? std::string{}
                        : receipt_ ? sent_.add(static_cast<std::uint8_t>(reference), recipient_, home_.wall())
                                   : options_.name + "-" + std::to_string(reference);
        result.shared_id = true;  // TP-MR comes again: only together with the recipient does it name a message
    }
    home_.settled(token, std::move(result), round_trip);
    home_.look_again(false);
}

void modem_line::give_back_waiting() {
    for (; !waiting_.empty(); waiting_.pop_front()) home_.settled(waiting_.front().token, {}, {});
}

void modem_line::flush() {
    if (!port_->is_open()) return;
    if (!port_->writing() && session_.has_output()) return port_->write(session_.take_output());
    if (closing_ && !port_->writing()) stopping_ ? port_->stop() : port_->close();
}

void modem_line::answer(item_key key, intake what) {
    session_.answer(key, what, home_.now());
}
void modem_line::ask_ussd(std::string code, ussd_heard then) {
    session_.ask_ussd(std::move(code), std::move(then), home_.now());
}

modem_status modem_line::status() const {
    modem_status out = session_.facts();
    out.name = options_.name;
    out.device = place_of(options_);
    out.usable = usable();
    out.limit_minute = options_.limit_minute;
    out.limit_day = options_.limit_day;
    out.sent_minute = usage_.in_minute();
    out.sent_day = usage_.in_day();
    if (!port_->is_open() && !trouble_.empty()) out.sentence = trouble_;
    if (out.word == "ready" && usage_.day_is_full()) {
        out.word = "limit reached";
        out.sentence = "as many messages in 24 hours as the SIM may send";
    } else if (out.word == "ready" && !usage_.allows()) {
        out.sentence = "as many messages in a minute as the SIM may send";
    }
    return out;
}

void modem_line::changed() {
    const bool usable_now = usable();
    if (usable_now && !was_usable_) {
        port_->proved();
        say(log_level::info, "modem ready", session_.facts().sentence);
    }
    const bool other = std::exchange(was_usable_, usable_now) != usable_now;
    home_.look_again(other);
}

void modem_line::noted(session_note what) {
    connector_counters& numbers = home_.numbers();
    switch (what) {
        case session_note::odd_line:
            numbers.oddities.fetch_add(1, std::memory_order_relaxed);
            return;
        case session_note::answer_timeout:
            numbers.response_timeouts.fetch_add(1, std::memory_order_relaxed);
            return say(log_level::warning, "modem silent", "a command was not answered in time");
        case session_note::throttled:
            numbers.throttled.fetch_add(1, std::memory_order_relaxed);
            return;
        case session_note::settings_lost:
            numbers.oddities.fetch_add(1, std::memory_order_relaxed);
            return say(log_level::warning, "modem settings lost", "they are set again");
        case session_note::reset:
            return say(log_level::warning, "modem reset", "it did not answer");
        case session_note::storage_full:
            return say(log_level::error, "SIM storage full", "no message can come in until there is room");
    }
}

void modem_line::close_me(std::string_view why) {
    closing_ = true;
    if (!stopping_) say(log_level::warning, "modem closing", why);
}

void modem_line::passed(bool outward, std::string_view line) {
    if (!log_enabled(log_category::pdu)) return;
    log_line(log_category::pdu, outward ? "command" : "line")
        .field("connector", group_.name)
        .field("modem", options_.name)
        .field("way", outward ? "out" : "in")
        .field("what", loggable(line));
}

void modem_line::opened() {
    home_.turn_begins();
    closing_ = false;
    trouble_.clear();
    home_.numbers().connects.fetch_add(1, std::memory_order_relaxed);
    session_.connected(home_.now());
    home_.turn_ends();
}

void modem_line::heard(std::string_view octets) {
    home_.turn_begins();
    session_.feed(octets, home_.now());
    home_.turn_ends();
}

void modem_line::wrote(std::size_t count) {
    session_.written(count);
    flush();
}

void modem_line::gone(const error_code& why) {
    home_.turn_begins();
    home_.numbers().disconnects.fetch_add(1, std::memory_order_relaxed);
    if (!closing_ && !stopping_) {
        trouble_ = "lost: " + why.message();
        say(log_level::warning, "modem lost", why.message());
    }
    session_.disconnected(home_.now());
    give_back_waiting();
    home_.turn_ends();
}

void modem_line::not_opened(const error_code& why) {
    const std::string sentence = "cannot be opened: " + why.message();
    if (sentence == trouble_) return;
    trouble_ = sentence;
    say(log_level::warning, "modem not there", why.message());
    home_.look_again(false);
}

void modem_line::say(log_level level, std::string_view event, std::string_view detail) {
    log_line(level, event)
        .field("connector", group_.name)
        .field("modem", options_.name)
        .field("device", place_of(options_))
        .field("detail", detail);
}

}  // namespace hermod::connectors::modem
