// The line: what is typed becomes commands, what they end with becomes answers, and what waits comes in between.
#include "simulate/modem/device.hpp"

#include <algorithm>

#include "wire/at/error_names.hpp"
#include "wire/at/parameter_reader.hpp"

namespace hermod::simulate::modem {
namespace {

constexpr std::size_t longest_line = 1024, longest_body = 4096, most_news = 64;
constexpr char ctrl_z = 0x1A, escape = 0x1B, backspace = 0x08;
constexpr unsigned searching_state = 2;
constexpr unsigned pin_required = 311, puk_required = 316, sim_busy = 314;

void fill(memory& of) {
    while (of.put({message_status::read, {0x00, 0x04, 0x04, 0x91, 0x94, 0x71, 0, 0, 0x62, 0x11, 0x52, 0, 0, 0, 0, 0}, 1}))
        continue;
}

}  // namespace

device::device(unsigned number, const options& how, network& behind)
    : number_(number),
      how_(how),
      network_(behind),
      habits_(habits_of(how.family)),
      memories_(how.slots, std::size_t{how.slots} * 5),
      centre_(how.centre),
      pin_(how.pin.empty() ? pin::open : pin::wanted),
      signal_(how.signal),
      registration_(how.registration) {
    if (how.full) fill(memories_[memory_name::sm]);
    set_.text = how.text_only;
}

void device::restart(mono_time now) {
    now_ = started_ = now;
    set_ = {};
    set_.text = how_.text_only;
    pin_ = how_.pin.empty() ? pin::open : pin_ == pin::puk ? pin::puk : pin::wanted;
    power_ = 1;
    later_.reset();
    prompt_ = prompted::none;
    line_.clear();
    hung_ = false;
    was_searching_ = searching();
    for (std::string_view rest = habits_.at_start; !rest.empty();) {
        const std::size_t end = std::min(rest.find('|'), rest.size());
        news(std::string(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void device::attach(mono_time now) {
    now_ = now;
    attached_ = true;
    if (started_ == mono_time{}) restart(now);
    say_waiting_news();
}

void device::detach() {
    attached_ = false;
    input_.clear();
    line_.clear();
    body_.clear();
    output_.clear();
    prompt_ = prompted::none;
    later_.reset();
    todo_.clear();
    if (how_.hang_for.count() == 0) hung_ = false;
}

void device::hang(mono_time now) {
    hung_ = true;
    ++network_.numbers().hangs;
    wakes_.reset();
    if (how_.hang_for.count() != 0) wakes_ = now + how_.hang_for;
}

void device::feed(std::string_view octets, mono_time now) {
    now_ = now;
    if (hung_) return;
    input_ += octets;
    work();
}

void device::work() {
    std::size_t at = 0;
    while (at < input_.size() && !later_ && !hung_) take(input_[at++]);
    input_.erase(0, at);
    say_waiting_news();
}

void device::take(char c) {
    if (prompt_ != prompted::none) return take_prompted(c);
    if (set_.echo && c != '\n') output_ += c;
    switch (c) {
        case '\r':
            return take_line();
        case '\n':
        case '\0':
        case ctrl_z:
            return;
        case escape:
            line_.clear();
            return;
        case backspace:
            if (!line_.empty()) line_.pop_back();
            return;
        default:
            if (line_.size() < longest_line)
                line_ += c;
            else
                overlong_ = true;
    }
}

void device::take_line() {
    std::string line = std::exchange(line_, {});
    const bool overlong = std::exchange(overlong_, false);
    // What no command begins with is noise of the line.
    const auto begins = std::search(line.begin(), line.end(), "AT", "AT" + 2, [](char a, char b) { return (a & ~0x20) == b; });
    if (begins == line.end()) return;
    line.erase(line.begin(), begins);
    ++network_.numbers().commands;
    if (overlong) return finish({reply::kind::error});
    auto read = wire::at::read_command_line(line);
    if (!read) {
        ++network_.numbers().unknown_commands;
        return finish({reply::kind::error});
    }
    if (!habits_.noise.empty() && !read->empty() && network_.numbers().commands % 7 == 0) make_noise(habits_.noise);
    todo_ = std::move(*read);
    next_todo_ = 0;
    run_rest();
}

void device::run_rest() {
    reply last;
    while (next_todo_ < todo_.size()) {
        last = run(todo_[next_todo_++]);
        if (last.what != reply::kind::ok) break;
    }
    finish(last);
}

reply device::run(const command& one) {
    for (const row* at = rows; !at->name.empty(); ++at)
        if (at->name == one.name) return (this->*at->run)(one);
    ++network_.numbers().unknown_commands;
    return {reply::kind::unsupported};
}

std::string device::info(std::string_view line) const {
    return (set_.verbose ? "\r\n" : "") + std::string(line) + "\r\n";
}

std::string device::final_text(const reply& how) const {
    using kind = reply::kind;
    const bool numbered = how.what == kind::cms || (how.what == kind::cme && set_.errors != 0);
    if (numbered) {
        const bool is_cms = how.what == kind::cms;
        const bool words = set_.errors == 2;
        const std::string said = !words   ? std::to_string(how.number)
                                 : is_cms ? std::string(wire::at::words_of_cms(how.number))
                                          : std::string(wire::at::words_of_cme(how.number));
        return info((is_cms ? "+CMS ERROR: " : "+CME ERROR: ") + said);
    }
    if (!set_.verbose) return how.what == kind::ok ? "0\r" : "4\r";
    if (how.what == kind::unsupported) return info(habits_.unknown_command);
    return info(how.what == kind::ok ? "OK" : "ERROR");
}

void device::finish(const reply& how) {
    switch (how.what) {
        case reply::kind::later:
            return;
        case reply::kind::prompt:
            output_ += how_.bare_prompt ? "\r\n>\r\n" : "\r\n> ";
            return;
        case reply::kind::silent:
            break;
        default:
            output_ += final_text(how);
    }
    todo_.clear();
}

void device::take_prompted(char c) {
    if (c == escape) {
        prompt_ = prompted::none;
        body_.clear();
        return finish({});
    }
    if (set_.echo) output_ += c;
    if (c == ctrl_z) return prompt_ended();
    // A line end inside a text is part of it; inside a PDU it is nothing.
    if (set_.text && c == '\r') {
        body_ += '\n';
        output_ += how_.bare_prompt ? "\r\n>\r\n" : "\r\n> ";
        return;
    }
    const bool counts = set_.text ? c != '\n' : c != '\r' && c != '\n' && c != ' ';
    if (set_.text && c == backspace && !body_.empty()) return body_.pop_back();
    if (counts && body_.size() < longest_body) body_ += c;
}

void device::news(std::string line) {
    if (!attached_ && started_ != now_) return;
    if (news_.size() < most_news) news_.push_back(std::move(line));
    say_waiting_news();
}

void device::say_waiting_news() {
    const bool working = later_ ? !how_.report_before_answer : !todo_.empty();
    if (!attached_ || hung_ || working || prompt_ != prompted::none) return;
    for (; !news_.empty(); news_.pop_front()) say(news_.front());
}

void device::tick(mono_time now) {
    now_ = now;
    if (wakes_ && *wakes_ <= now) {
        hung_ = false;
        wakes_.reset();
    }
    if (was_searching_ && !searching()) {
        was_searching_ = false;
        set_registration(registration_);
    }
    if (unconfirmed_ && unconfirmed_->due <= now) {
        // TS 27.005 section 3.4.4: not confirmed in time, so nothing is routed any more; the network tries again.
        set_.news = set_.reports = 0;
        ++network_.numbers().deliveries_repeated;
        network_.waiting(number_).push_front(std::move(unconfirmed_->what));
        unconfirmed_.reset();
    }
    if (later_ && later_->due <= now && !hung_) {
        const late_answer what = std::move(*later_);
        later_.reset();
        output_ += what.text;
        todo_.clear();
        unplug_ = unplug_ || what.then == outcome::after::unplug;
        if (what.then == outcome::after::hang) hang(now);
    }
    work();
}

std::optional<mono_time> device::due() const {
    std::optional<mono_time> out;
    const auto sooner = [&out](std::optional<mono_time> other) {
        if (other && (!out || *other < *out)) out = other;
    };
    sooner(wakes_);
    if (later_ && !hung_) sooner(later_->due);
    if (unconfirmed_) sooner(unconfirmed_->due);
    if (was_searching_) sooner(started_ + how_.register_after);
    return out;
}

bool device::searching() const {
    return started_ == mono_time{} || now_ < started_ + how_.register_after;
}

unsigned device::registered_as() const {
    if (power_ != 1 || pin_ != pin::open) return 0;
    return searching() ? searching_state : registration_;
}

void device::set_registration(unsigned state) {
    registration_ = state;
    static constexpr std::string_view names[] = {"+CREG: ", "+CGREG: ", "+CEREG: "};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        if (set_.registration_news[i] == 0) continue;
        news(std::string(names[i]) + std::to_string(registered_as()) +
             (set_.registration_news[i] == 2 ? ",\"00C3\",\"1A2B\"" : ""));
    }
}

unsigned device::trouble() const {
    if (pin_ == pin::puk) return puk_required;
    if (pin_ == pin::wanted) return pin_required;
    if (now_ < started_ + how_.sim_busy_for) return sim_busy;
    return 0;
}

reply device::setting(const command& one, unsigned& value, std::string_view choices, unsigned most) {
    if (one.form == form::test) say(one.name + ": " + std::string(choices));
    if (one.form == form::read) say(one.name + ": " + std::to_string(value));
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    wire::at::parameter_reader in(answer, one.name);
    unsigned given = 0;
    if (!in.number("value", given, most)) return {reply::kind::error};
    value = given;
    return {};
}

}  // namespace hermod::simulate::modem
