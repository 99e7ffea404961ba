// A modem's stream cut into lines, each with what it is. Pure: octets in, lines out; no port, no clock.
//
// One reader a port, owned by its driver. The driver tells what it has sent, since that decides what is an echo, which lines
// answer and where a prompt may stand. Cutting the stream anywhere gives the same lines. Nothing grows: a line has a bound, and
// so has what waits for its end. PDU mode only: a text-mode +CMT is two lines here.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/at/final_result.hpp"

namespace hermod::wire::at {

enum class line_kind : std::uint8_t {
    final,         // ends the answer; `result` says how
    intermediate,  // a line of the answer
    unsolicited,   // what the modem says by itself
    prompt,        // ">": the driver may write the PDU
    echo,          // what was sent, back again
    overlong,      // above the bound; `text` is its beginning
    garbage,       // begins with an octet that no line begins with
};

struct line {
    line_kind kind = line_kind::intermediate;
    std::string text;        // without line end and control characters; of a +CUSD with "\n" inside
    std::string pdu;         // hex, of a line that announces one
    bool lacks_pdu = false;  // announced, but something else came
    final_result result{};   // when final
    friend bool operator==(const line&, const line&) = default;
};

struct line_limits {
    std::size_t line = 4096;  // characters
};

class line_reader {
public:
    explicit line_reader(line_limits limits = {}) : limits_(limits) {}

    enum class prompt_wish : bool { none, wanted };
    // A command line was written, with or without its CR: until a final result comes, lines answer it.
    void sent(std::string_view command, prompt_wish prompt = prompt_wish::none);
    // The PDU was written behind the prompt, with or without its Ctrl-Z.
    void sent_pdu(std::string_view hex);
    // The driver gave up: what comes now answers nothing.
    void forget();

    void feed(std::string_view octets) { input_ += octets; }
    // The next line, or nullopt: more is needed. What was fed but not yet read is judged by what was sent meanwhile.
    std::optional<line> next();
    // A line whose end or PDU never came, when the driver's patience is over.
    std::optional<line> flush();

    bool answering() const { return !command_.empty(); }
    std::size_t held() const { return input_.size() + current_.size(); }  // octets not yet given as lines
    std::size_t control_octets() const { return control_octets_; }        // dropped so far: NUL, XON and the like

private:
    void expect_echo(std::string text);
    void take(char c);
    void end_line();
    void judge(std::string text);
    bool take_echo(std::string& text);
    void wait_for_pdu(line header);
    void pdu_never_came();
    void add(line_kind kind, std::string text);
    void finish(const final_result& result, std::string text);

    line_limits limits_;
    std::string input_;        // fed, not yet looked at
    std::size_t at_ = 0;       // in input_
    std::string current_;      // the line so far
    std::size_t joined_ = 0;   // where the last part of an open +CUSD begins in it
    bool over_ = false;        // the line is above its bound
    bool skip_space_ = false;  // the one behind a prompt
    bool prompt_wanted_ = false;
    std::string command_;  // being answered
    std::vector<std::string> echoes_;
    std::optional<line> header_;  // waits for its PDU
    std::deque<line> ready_;
    std::size_t control_octets_ = 0;
};

}  // namespace hermod::wire::at
