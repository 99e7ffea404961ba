#include "wire/at/line_reader.hpp"

#include <utility>

#include "wire/at/line_kind.hpp"

namespace hermod::wire::at {
namespace {

constexpr std::size_t most_echoes = 4;

// What stands for itself when it comes back: without line end, Ctrl-Z, ESC.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
    return out;
}

bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
}

// A part of an open +CUSD that is a line of its own after all: its closing quote never came.
bool stands_alone(std::string_view text) {
    return read_final(text) || (!name_of(text).empty() && text.find(": ") != std::string_view::npos);
}

// A short run of digits while an answer is awaited is that answer (AT+CGSN), not a PDU that the modem has sent unasked.
bool is_pdu_of(const line& header, std::string_view text, bool answering) {
    const bool whole = text.size() / 2 >= announced_pdu(header.text).value_or(0);
    return is_hex(text) && (whole || header.kind == line_kind::intermediate || !answering);
}

std::string_view without_trailing_blanks(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

void line_reader::sent(std::string_view command, prompt_wish prompt) {
    command_ = printable(command);
    prompt_wanted_ = prompt == prompt_wish::wanted;
    expect_echo(command_);
}

void line_reader::sent_pdu(std::string_view hex) {
    prompt_wanted_ = false;
    expect_echo(printable(hex));
}

void line_reader::expect_echo(std::string text) {
    if (text.empty()) return;
    if (echoes_.size() == most_echoes) echoes_.erase(echoes_.begin());
    echoes_.push_back(std::move(text));
}

void line_reader::forget() {
    command_.clear();
    echoes_.clear();
    prompt_wanted_ = false;
}

std::optional<line> line_reader::next() {
    while (ready_.empty() && at_ < input_.size()) take(input_[at_++]);
    if (at_ == input_.size()) {
        input_.clear();
        at_ = 0;
    }
    if (ready_.empty()) return std::nullopt;
    line out = std::move(ready_.front());
    ready_.pop_front();
    return out;
}

std::optional<line> line_reader::flush() {
    if (auto whole = next()) return whole;
    if (!current_.empty()) {
        if (current_.back() == '\n') current_.pop_back();  // of an open +CUSD
        joined_ = 0;
        judge(std::exchange(current_, {}));
        over_ = false;
    }
    if (ready_.empty() && header_) pdu_never_came();
    return next();
}

void line_reader::take(char c) {
    const bool skip = std::exchange(skip_space_, false) && c == ' ';
    if (skip) return;
    if (c == '\r' || c == '\n') return end_line();
    if (is_control(c)) {
        if (c != 0x1A && c != 0x1B) ++control_octets_;  // Ctrl-Z and ESC are echoes
        return;
    }
    if (c == '>' && prompt_wanted_ && current_.empty()) {
        prompt_wanted_ = false;
        skip_space_ = true;
        return add(line_kind::prompt, ">");
    }
    if (current_.size() < limits_.line) {
        current_ += c;
    } else {
        over_ = true;
    }
}

void line_reader::end_line() {
    if (current_.empty()) return;
    if (over_) {
        over_ = false;
        joined_ = 0;
        return add(line_kind::overlong, std::exchange(current_, {}));
    }
    if (joined_ != 0 && stands_alone(std::string_view(current_).substr(joined_))) {
        std::string alone = current_.substr(joined_);
        current_.resize(joined_ - 1);
        joined_ = 0;
        judge(std::exchange(current_, {}));
        return judge(std::move(alone));
    }
    if (is_open_ussd(current_) && current_.size() < limits_.line) {
        if (current_.back() != '\n') current_ += '\n';  // CR LF is one end
        joined_ = current_.size();
        return;
    }
    joined_ = 0;
    judge(std::exchange(current_, {}));
}

// Takes away the echo of something sent. What a modem says at that moment may stand in front of it, on the same line.
bool line_reader::take_echo(std::string& text) {
    const std::string_view whole = without_trailing_blanks(text);
    for (auto echo = echoes_.begin(); echo != echoes_.end(); ++echo) {
        std::string_view bare = whole;
        if (bare.starts_with("> ") && bare != *echo) bare.remove_prefix(2);
        const bool glued = echo->size() > 2 && bare.size() > echo->size() && bare.ends_with(*echo) && !is_hex(*echo);
        if (bare != without_trailing_blanks(*echo) && !glued) continue;
        const std::string sent = *echo;
        const std::string before(glued ? bare.substr(0, bare.size() - echo->size()) : std::string_view{});
        echoes_.erase(echo);
        if (glued) judge(before);
        add(line_kind::echo, sent);
        return true;
    }
    return false;
}

void line_reader::judge(std::string text) {
    text.resize(without_trailing_blanks(text).size());
    if (text.empty() || take_echo(text)) return;
    if (header_ && is_pdu_of(*header_, text, answering())) {
        header_->pdu = std::move(text);
        ready_.push_back(std::move(*header_));
        return header_.reset();
    }
    if (const auto result = read_final(text); result && (answering() || !may_be_unsolicited(result->code))) {
        return finish(*result, std::move(text));
    }
    if (text == ">") return add(line_kind::prompt, std::move(text));  // nobody waits for it: an old one
    if (static_cast<unsigned char>(text[0]) >= 0x80) return add(line_kind::garbage, std::move(text));
    line out;
    out.kind = is_unsolicited(text, command_) ? line_kind::unsolicited : line_kind::intermediate;
    const bool announces = announced_pdu(text).has_value();
    out.text = std::move(text);
    if (announces) return wait_for_pdu(std::move(out));
    // News may stand between a header and its PDU; a line of the answer may not.
    if (out.kind == line_kind::intermediate && header_) pdu_never_came();
    ready_.push_back(std::move(out));
}

void line_reader::wait_for_pdu(line header) {
    if (header_) pdu_never_came();
    header_ = std::move(header);
}

void line_reader::pdu_never_came() {
    header_->lacks_pdu = true;
    ready_.push_back(std::move(*header_));
    header_.reset();
}

void line_reader::add(line_kind kind, std::string text) {
    line out;
    out.kind = kind;
    out.text = std::move(text);
    ready_.push_back(std::move(out));
}

void line_reader::finish(const final_result& result, std::string text) {
    if (header_ && header_->kind == line_kind::intermediate) pdu_never_came();
    line out;
    out.kind = line_kind::final;
    out.text = std::move(text);
    out.result = result;
    ready_.push_back(std::move(out));
    forget();
}

}  // namespace hermod::wire::at
