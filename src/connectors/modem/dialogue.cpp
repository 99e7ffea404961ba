#include "connectors/modem/dialogue.hpp"

#include <utility>

#include "wire/at/command.hpp"
#include "wire/at/line_kind.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr dialogue::ms silence_is_end{500};  // behind a line that is enough
constexpr std::size_t most_lines = 1'024;    // of one answer: a SIM holds 255 messages at most
constexpr std::uint64_t never = ~std::uint64_t{0};

}  // namespace

const at::line* command_answer::find(std::string_view name) const {
    for (const at::line& one : lines)
        if (at::name_of(one.text) == name) return &one;
    return nullptr;
}

void dialogue::ask(request what, mono_time now) {
    asked_ = std::move(what);
    gathered_ = {};
    busy_ = true;
    prompt_wanted_ = !asked_.pdu.empty();
    pdu_end_ = never;
    enough_by_ = mono_time::max();
    deadline_ = now + (prompt_wanted_ ? asked_.prompt_patience : asked_.patience);
    reader_.sent(asked_.line, prompt_wanted_ ? at::line_reader::prompt_wish::wanted : at::line_reader::prompt_wish::none);
    events_.passed(true, asked_.line);
    output_ += asked_.line;
}

void dialogue::connected() {
    reader_ = at::line_reader{};
    output_.clear();
    taken_ = written_ = 0;
    busy_ = false;
}

void dialogue::disconnected(mono_time now) {
    if (busy_) end(command_answer::kind::lost, {}, now);
    output_.clear();
}

void dialogue::feed(std::string_view octets, mono_time now) {
    reader_.feed(octets);
    while (auto line = reader_.next()) take(std::move(*line), now);
}

void dialogue::tick(mono_time now) {
    if (!busy_) return;
    if (now >= enough_by_) return end(command_answer::kind::final, {}, now);
    if (now < deadline_) return;
    while (busy_) {
        auto rest = reader_.flush();
        if (!rest) break;
        take(std::move(*rest), now);
    }
    if (!busy_ || now < deadline_) return;
    if (prompt_wanted_) {
        output_ += at::leave_prompt;
        output_ += '\r';
        return end(command_answer::kind::no_prompt, {}, now);
    }
    end(command_answer::kind::silent, {}, now);
}

void dialogue::take(at::line line, mono_time now) {
    if (line.kind != at::line_kind::echo) events_.passed(false, line.text);
    if (line.lacks_pdu) events_.odd_line();
    switch (line.kind) {
        case at::line_kind::final:
            // An OK that nobody waits for belongs to a command that was given up.
            if (busy_) return end(command_answer::kind::final, line.result, now);
            return;
        case at::line_kind::intermediate:
            if (!busy_ || gathered_.lines.size() >= most_lines) return events_.odd_line();
            if (!asked_.enough.empty() && at::name_of(line.text) == asked_.enough) enough_by_ = now + silence_is_end;
            gathered_.lines.push_back(std::move(line));
            return;
        case at::line_kind::unsolicited:
            return events_.news(line, now);
        case at::line_kind::prompt:
            if (busy_ && prompt_wanted_) return prompted(now);
            return;
        case at::line_kind::echo:
            return;
        case at::line_kind::overlong:
        case at::line_kind::garbage:
            return events_.odd_line();
    }
}

void dialogue::prompted(mono_time now) {
    prompt_wanted_ = false;
    deadline_ = now + asked_.patience;
    reader_.sent_pdu(asked_.pdu);
    output_ += asked_.pdu;
    pdu_end_ = taken_ + output_.size();
}

void dialogue::end(command_answer::kind is, const at::final_result& result, mono_time now) {
    busy_ = prompt_wanted_ = false;
    reader_.forget();
    command_answer done = std::exchange(gathered_, {});
    done.is = is;
    done.result = result;
    done.pdu_gone = pdu_end_ != never && written_ >= pdu_end_;
    events_.answered(std::move(done), now);
}

std::string dialogue::take_output() {
    taken_ += output_.size();
    return std::exchange(output_, {});
}

}  // namespace hermod::connectors::modem
