// The part of a session that receives: announced, listed and direct messages, their acknowledgement and their deletion.
#include <algorithm>
#include <functional>
#include <utility>

#include "connectors/modem/session.hpp"
#include "connectors/modem/text_mode.hpp"
#include "wire/at/command.hpp"
#include "wire/at/line_kind.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;

namespace {

constexpr dialogue::ms store_pause{5'000};  // of a store that could not keep it
constexpr unsigned invalid_index = 321, no_ack_expected = 340;
constexpr std::size_t most_kept_direct = 32;
constexpr std::size_t most_announced = 256, most_acknowledgements = 64;
constexpr std::size_t most_items = 4'096;  // a SIM has 255, and a direct one waits for our word
constexpr unsigned first_own = 2;          // <stat>: 2 and 3 are what the modem has written, not what it was sent

bool is_cms(const command_answer& answer, unsigned number) {
    return answer.result.code == at::result_code::cms_error && answer.result.number == number;
}

}  // namespace

void session::answer(item_key key, intake what, mono_time now) {
    const auto at = items_.find(key);
    if (at == items_.end()) return;
    item& one = at->second;
    if (what == intake::kept) ++facts_.received;
    if (!one.direct) {
        one.now = what == intake::kept ? item::state::kept : item::state::left;
        one.again = what == intake::later;
        if (what == intake::kept) deletes_.push_back(key);
        if (what == intake::later) next_poll_ = std::min(next_poll_, now + store_pause);
        return pump(now);
    }
    if (acks_) acknowledge(what == intake::kept);
    if (what == intake::kept && !one.report) {
        kept_direct_.push_back(one.hash);
        if (kept_direct_.size() > most_kept_direct) kept_direct_.pop_front();
    }
    const bool ours_alone = what == intake::later && !acks_;  // the network believes that we have it
    if (ours_alone) {
        one.again = true;
        one.next_try = now + store_pause;
    } else {
        items_.erase(at);
    }
    pump(now);
}

bool session::storing() const {
    return std::any_of(items_.begin(), items_.end(),
                       [](const auto& entry) { return entry.second.now == item::state::handed && !entry.second.again; });
}

bool session::next_incoming(mono_time now) {
    for (auto& [key, one] : items_)
        if (one.direct && one.again && now >= one.next_try) hand(key, one, arrival(one.what));
    if (!ack_queue_.empty()) {
        const bool good = ack_queue_.front();
        ack_queue_.pop_front();
        ask(good ? "AT+CNMA\r" : "AT+CNMA=2\r", options_.times.answer, &session::heard_ack, now);
        return true;
    }
    while (!deletes_.empty()) {
        deleting_ = deletes_.front();
        deletes_.pop_front();
        const auto at = items_.find(deleting_);
        if (at == items_.end()) continue;
        ask_in(at->second.memory, "AT+CMGD=" + std::to_string(at->second.index) + "\r", &session::heard_delete, now);
        return true;
    }
    if (draining_) return false;
    if (!reads_.empty()) {
        reading_ = std::move(reads_.front());
        reads_.pop_front();
        ask_in(reading_.memory, "AT+CMGR=" + std::to_string(reading_.index) + "\r", &session::heard_read, now);
        return true;
    }
    if (lists_.empty()) return false;
    reading_ = {std::move(lists_.front()), 0};
    lists_.pop_front();
    ask_in(reading_.memory, text_mode_ ? "AT+CMGL=\"ALL\"\r" : "AT+CMGL=4\r", &session::heard_list, now);
    return true;
}

// In that memory: it is selected first, if another one is. A modem that knows no +CPMS has but one.
void session::ask_in(const std::string& memory, std::string line, heard then, mono_time now) {
    if (memory_.empty() || memory.empty() || memory == chosen_) return ask(std::move(line), options_.times.listing, then, now);
    const auto select = at::command("+CPMS").string(memory).line();
    if (!select) return odd_line();
    ask_memory_ = memory;
    ask_line_ = std::move(line);
    ask_then_ = then;
    ask(*select, options_.times.listing, &session::heard_select, now);
}

void session::heard_select(const command_answer& answer, mono_time now) {
    chosen_ = answer.good() ? ask_memory_ : std::string{};
    if (answer.good()) ask(std::move(ask_line_), options_.times.listing, ask_then_, now);
}

void session::list_soon(const std::string& memory) {
    if (std::find(lists_.begin(), lists_.end(), memory) == lists_.end()) lists_.push_back(memory);
}

// A modem that announces more than a SIM can hold is asked for all at once.
void session::read_soon(place where) {
    if (reads_.size() >= most_announced) return list_soon(memory_);
    reads_.push_back(std::move(where));
}

// The network waits for one word at a time.
void session::acknowledge(bool kept) {
    if (ack_queue_.size() < most_acknowledgements) ack_queue_.push_back(kept);
}

void session::heard_list(const command_answer& answer, mono_time) {
    const bool empty = is_cms(answer, invalid_index);
    if (!answer.good() && !empty) return;
    const std::string memory = reading_.memory;
    std::vector<unsigned> there;
    for (std::size_t i = 0; i < answer.lines.size(); ++i) {
        const at::line& line = answer.lines[i];
        if (at::name_of(line.text) != "+CMGL") continue;
        const auto index = index_of_listed(line.text);
        if (!index) {
            odd_line();
            continue;
        }
        there.push_back(*index);
        take_stored(memory, *index, line, text_behind(answer.lines, i), true);
    }
    // What is not there any more was deleted, by us or by somebody else.
    std::erase_if(items_, [&](const auto& entry) {
        const item& one = entry.second;
        return !one.direct && one.memory == memory && one.now != item::state::handed &&
               std::find(there.begin(), there.end(), one.index) == there.end();
    });
}

void session::heard_read(const command_answer& answer, mono_time now) {
    const at::line* line = answer.find("+CMGR");
    if (answer.good() && line) {
        const auto at = static_cast<std::size_t>(line - answer.lines.data());
        return take_stored(reading_.memory, reading_.index, *line, text_behind(answer.lines, at), false);
    }
    // An empty slot, or a modem that is busy: the next look at the storage tells.
    if (!is_cms(answer, invalid_index)) next_poll_ = std::min(next_poll_, now + store_pause);
}

std::map<item_key, session::item>::iterator session::at_place(const std::string& memory, unsigned index) {
    return std::find_if(items_.begin(), items_.end(), [&](const auto& entry) {
        return !entry.second.direct && entry.second.memory == memory && entry.second.index == index;
    });
}

void session::take_stored(const std::string& memory, unsigned index, const at::line& line, const std::string& following,
                          bool listed) {
    arrival what;
    if (text_mode_) {
        auto read = read_text_message(line.text, line.pdu.empty() ? following : line.pdu, listed, hex_text_);
        if (!read) return;  // of the modem's own, or unreadable
        what = std::move(*read);
    } else {
        const auto head = listed ? at::read_cmgl(line.text) : at::read_cmgr(line.text);
        if (!head) return odd_line();
        if (head->status >= first_own || line.pdu.empty()) return;
        what.pdu = line.pdu;
        what.announced = head->length;
    }
    const std::size_t hash = std::hash<std::string>{}(text_mode_ ? line.text + what.text : what.pdu);
    const auto known = at_place(memory, index);
    if (known != items_.end()) {
        item& one = known->second;
        if (one.hash == hash) {
            // Handed over already, perhaps before a replug.
            if (one.now == item::state::kept) deletes_.push_back(known->first);
            if (one.now == item::state::left && one.again) hand(known->first, one, what);
            return;
        }
        items_.erase(known);
    }
    item fresh;
    fresh.memory = memory;
    fresh.index = index;
    fresh.hash = hash;
    const item_key key = next_key_++;
    hand(key, items_.emplace(key, std::move(fresh)).first->second, what);
}

void session::take_direct(const at::line& line, bool report) {
    const auto head = report ? at::read_cds(line.text) : at::read_cmt(line.text);
    if (!head || line.pdu.empty() || items_.size() >= most_items) return odd_line();
    const std::size_t hash = std::hash<std::string>{}(line.pdu);
    // Our acknowledgement did not reach the network: with its time stamp it is the same message once more.
    if (std::find(kept_direct_.begin(), kept_direct_.end(), hash) != kept_direct_.end()) {
        if (acks_) acknowledge(true);
        return;
    }
    item fresh;
    fresh.direct = true;
    fresh.report = report;
    fresh.hash = hash;
    fresh.what.pdu = line.pdu;
    fresh.what.announced = head->length;
    const item_key key = next_key_++;
    item& one = items_.emplace(key, std::move(fresh)).first->second;
    hand(key, one, arrival(one.what));
}

void session::hand(item_key key, item& one, const arrival& what) {
    one.now = item::state::handed;
    one.again = false;
    events_.arrived(key, what);
}

void session::heard_delete(const command_answer& answer, mono_time now) {
    if (answer.good() || is_cms(answer, invalid_index)) {
        items_.erase(deleting_);
        if (facts_.storage_used && *facts_.storage_used > 0) --*facts_.storage_used;
        return;
    }
    // It stays known as kept: the next look at the storage deletes it.
    next_poll_ = std::min(next_poll_, now + store_pause);
}

// A modem that knows no +CNMA acknowledges by itself, if it is told to.
void session::heard_ack(const command_answer& answer, mono_time now) {
    if (answer.good() || answer.is != command_answer::kind::final || is_cms(answer, no_ack_expected)) return;
    acks_refused_ = true;
    forget_settings(now);
}

}  // namespace hermod::connectors::modem
