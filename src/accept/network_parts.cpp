#include "accept/network_parts.hpp"

#include <memory>

#include "base/log.hpp"

namespace hermod::accept {
namespace {

// Keeps itself alive while a question is under way.
class asking : public std::enable_shared_from_this<asking> {
public:
    asking(const network_ask& ask, network_verb verb, message_ptr what, message_ptr with, std::vector<network_part> parts,
           std::function<void(const network_said&)> then)
        : ask_(ask), verb_(verb), what_(std::move(what)), with_(std::move(with)), parts_(std::move(parts)), then_(std::move(then)) {}

    void ask_next() {
        const network_part& one = parts_[said_.words.size()];
        ask_({what_->connector, verb_, {what_, one.remote_id}, with_},
             [self = shared_from_this()](network_answer answer) { self->heard(std::move(answer)); });
    }

private:
    void heard(network_answer answer) {
        const bool done = answer.is == network_answer::kind::done;
        if (done) {
            said_.words.emplace_back(parts_[said_.words.size()].part, answer);
            if (said_.words.size() < parts_.size()) return ask_next();
        }
        said_.all_done = done;
        tell(answer);
        then_(said_);
    }

    void tell(const network_answer& last) const {
        const bool plain = verb_ == network_verb::query || last.is == network_answer::kind::not_supported;
        log_line line(plain ? log_level::debug : log_level::info, "network_asked");
        line.field("id", to_text(what_->id)).field("question", to_text(verb_)).field("answer", to_text(last.is));
        if (parts_.size() > 1) line.field("parts", parts_.size()).field("parts_done", said_.words.size());
        if (!last.detail.empty()) line.field("detail", last.detail);
        if (verb_ == network_verb::replace && said_.all_done)
            line.field("note", "the network delivers another text than the one stored here");
    }

    const network_ask& ask_;
    network_verb verb_;
    message_ptr what_, with_;
    std::vector<network_part> parts_;
    std::function<void(const network_said&)> then_;
    network_said said_;
};

}  // namespace

std::vector<network_part> parts_to_ask(const record& of) {
    std::vector<network_part> out;
    if (of.now != state::submitted || of.what->way != direction::to_handset) return out;
    for (std::size_t i = 0; i < of.part_states.size(); ++i) {
        if (is_final(static_cast<state>(of.part_states[i]))) continue;
        network_part one{static_cast<std::uint8_t>(i + 1), {}};
        for (const event& e : of.events)  // the last: an earlier submission is one whose answer never came
            if (e.kind == event_kind::submitted && (e.part == one.part || e.part == 0))
                one.remote_id = e.shared_id ? std::string{} : e.detail;
        if (one.remote_id.empty()) return {};
        out.push_back(std::move(one));
    }
    return out;
}

void ask_all(const network_ask& ask, network_verb verb, message_ptr what, message_ptr with, std::vector<network_part> parts,
             std::function<void(const network_said&)> then) {
    std::make_shared<asking>(ask, verb, std::move(what), std::move(with), std::move(parts), std::move(then))->ask_next();
}

event as_receipt(std::uint8_t part, const network_answer& said, wall_time now) {
    event e;
    e.kind = event_kind::receipt;
    e.part = part;
    e.outcome = said.now.value_or(state::submitted);
    e.code = said.code;
    e.at = said.at.value_or(now);
    e.detail = said.detail;
    return e;
}

}  // namespace hermod::accept
