// One command at a time: writes it, gathers the lines of its answer, and says how it ended; news go their own way.
//
// A command with a PDU waits for the prompt, writes the PDU, and waits on. Pure: octets and `now` in, octets out. Owned by a
// session. Events are told from within feed() and tick(), each after the dialogue is free for the next command.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "wire/at/line_reader.hpp"

namespace hermod::connectors::modem {

struct command_answer {
    enum class kind : std::uint8_t {
        final,      // `result` ends it
        silent,     // nothing that ends it came in time
        no_prompt,  // the PDU was never asked for, and not written
        lost,       // the connection ended
    };
    kind is = kind::final;
    wire::at::final_result result{};
    std::vector<wire::at::line> lines;
    bool pdu_gone = false;  // the end of the PDU was written: the message may have left

    bool good() const { return is == kind::final && result.code == wire::at::result_code::ok; }
    // The first line of the answer that begins with the name; null: there is none.
    const wire::at::line* find(std::string_view name) const;
};

class dialogue_events {
public:
    virtual void answered(command_answer answer, mono_time now) = 0;
    virtual void news(const wire::at::line& line, mono_time now) = 0;
    virtual void odd_line() = 0;  // overlong, garbage, a PDU that never came
    virtual void passed(bool outward, std::string_view line) = 0;

protected:
    ~dialogue_events() = default;
};

class dialogue {
public:
    using ms = std::chrono::milliseconds;
    explicit dialogue(dialogue_events& events) : events_(events) {}

    struct request {
        std::string line;   // with its CR
        ms patience{0};     // for the final result
        std::string pdu{};  // with its Ctrl-Z; empty: no prompt
        ms prompt_patience{0};
        std::string_view enough = {};  // a line of this name ends the answer if nothing follows it soon: Wavecom's +CPIN
    };
    // While not busy().
    void ask(request what, mono_time now);
    bool busy() const { return busy_; }
    // The modem has begun anew: nobody will answer any more. Ends a command under way as `lost`.
    void abandon(mono_time now) { disconnected(now); }
    // Octets outside of any command: ESC, a reset to a modem that answers nothing.
    void write(std::string_view octets) { output_ += octets; }

    void connected();
    // Ends a command under way as `lost`.
    void disconnected(mono_time now);
    void feed(std::string_view octets, mono_time now);
    void tick(mono_time now);

    std::string take_output();
    bool has_output() const { return !output_.empty(); }
    // So many octets are with the peer's kernel or ours.
    void written(std::size_t count) { written_ += count; }

private:
    void take(wire::at::line line, mono_time now);
    void prompted(mono_time now);
    void end(command_answer::kind is, const wire::at::final_result& result, mono_time now);

    dialogue_events& events_;
    wire::at::line_reader reader_;
    request asked_;
    command_answer gathered_;
    std::string output_;
    std::uint64_t taken_ = 0, written_ = 0;  // octets since connected()
    std::uint64_t pdu_end_ = 0;              // where the PDU's last octet stands among them; 0: not said yet
    mono_time deadline_{}, enough_by_{};
    bool busy_ = false, prompt_wanted_ = false;
};

}  // namespace hermod::connectors::modem
