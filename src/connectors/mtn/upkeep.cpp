#include "connectors/mtn/upkeep.hpp"

#include <algorithm>

namespace hermod::connectors::mtn {

namespace {

using kind = upkeep::errand::kind;

constexpr std::chrono::milliseconds more_soon{250};  // to a poll that left messages behind
constexpr std::chrono::minutes longest_pause{5}, longest_status_pause{10};

}  // namespace

void upkeep::begin(mono_time now) {
    // v2 can subscribe to receipts only, the others to messages.
    if (how_.subscribe && !how_.public_url.empty())
        for (const std::string& code : how_.codes) {
            subscription one;
            one.code = code;
            one.at = now;
            subscriptions_.push_back(std::move(one));
        }
    if (how_.poll.count() == 0) return;
    const auto is_number = [](const std::string& code) { return code.find_first_not_of("0123456789") == std::string::npos; };
    for (const std::string& code : how_.codes)
        if (is_number(code)) polls_.push_back({code, {}, now});
    // One queue for all codes.
    if (how_.speaks == interface_kind::madapi_v1 && polls_.size() > 1) polls_.resize(1);
}

bool upkeep::can_give_up(const subscription& one) const {
    return how_.speaks == interface_kind::parlayx || how_.speaks == interface_kind::madapi_v1 || !one.id.empty();
}

void upkeep::leave() {
    leaving_ = true;
    awaited_.clear();
    for (subscription& one : subscriptions_) {
        one.over = !one.registered || !how_.unsubscribe || !can_give_up(one);
        one.next = kind::unsubscribe;
        one.at = mono_time::min();
    }
}

std::optional<mono_time> upkeep::due() const {
    std::optional<mono_time> out;
    const auto at = [&out](mono_time when) { out = out ? std::min(*out, when) : when; };
    for (const subscription& one : subscriptions_)
        if (!one.over) at(one.at);
    if (!leaving_)
        for (const polled_code& one : polls_) at(one.at);
    if (!awaited_.empty()) at(awaited_.begin()->first);
    return out;
}

std::optional<upkeep::errand> upkeep::take_subscription(mono_time now, wall_time wall) {
    for (std::size_t at = 0; at < subscriptions_.size(); ++at) {
        subscription& one = subscriptions_[at];
        if (one.over || one.at > now) continue;
        writing made = one.next == kind::subscribe ? call_to_subscribe(how_, one.code, wall)
                       : one.next == kind::renew   ? call_to_renew(how_, one.code, one.id, wall)
                                                   : call_to_unsubscribe(how_, one.code, one.id, wall);
        if (auto* call = std::get_if<written_call>(&made)) return errand{one.next, at, {}, std::move(*call)};
        one.fault = std::get<unwritable>(made).why;
        one.over = true;
    }
    return std::nullopt;
}

std::optional<upkeep::errand> upkeep::take(mono_time now, wall_time wall) {
    if (auto out = take_subscription(now, wall)) return out;
    for (std::size_t at = 0; at < polls_.size(); ++at) {
        if (leaving_ || polls_[at].at > now) continue;
        writing made = call_to_poll(how_, polls_[at].code);
        if (auto* call = std::get_if<written_call>(&made)) return errand{kind::poll, at, {}, std::move(*call)};
        polls_[at].fault = std::get<unwritable>(made).why;
        polls_[at].at = now + longest_pause;
    }
    while (!awaited_.empty() && awaited_.begin()->first <= now) {
        awaited part = std::move(awaited_.begin()->second);
        awaited_.erase(awaited_.begin());
        writing made = call_for_status(how_, part.ask, wall);
        if (auto* call = std::get_if<written_call>(&made)) return errand{kind::status, 0, std::move(part), std::move(*call)};
    }
    return std::nullopt;
}

void upkeep::failed(subscription& one, std::string why, mono_time now) {
    one.fault = std::move(why);
    if (leaving_) {
        one.over = true;
        return;
    }
    one.pause = one.pause.count() == 0 ? how_.reconnect_least : std::min<std::chrono::milliseconds>(one.pause * 2, longest_pause);
    one.at = now + one.pause;
    // What cannot be changed may not be there any more.
    if (one.next == kind::renew && !one.id.empty()) {
        one.id.clear();
        one.next = kind::subscribe;
    }
    if (one.next == kind::clear) one.next = kind::subscribe;
}

void upkeep::subscribed(subscription& one, const subscribed_as& as, kind by, mono_time now, result& out) {
    // Another run left it behind, perhaps with an address where we are no more.
    if (as.was_already && by == kind::subscribe && !one.cleared) {
        one.cleared = true;
        if (can_give_up(one)) {
            one.next = kind::clear;
            one.at = now;
            return;
        }
        out.failed =
            "is registered already, and under what id nobody says: should it name another address, change it at the network";
    }
    one.registered = true;
    one.fault.clear();
    one.pause = {};
    if (!as.id.empty()) one.id = as.id;
    one.next = kind::renew;
    one.at = now + how_.renew;
    out.done = by == kind::renew ? "subscription renewed" : "subscribed";
}

void upkeep::ask_again(awaited part, mono_time now) {
    if (leaving_ || now >= part.until) return;
    part.pause = std::min<std::chrono::milliseconds>(part.pause * 2,
                                                     std::max<std::chrono::milliseconds>(how_.status, longest_status_pause));
    const mono_time at = now + part.pause;
    awaited_.emplace(at, std::move(part));
}

bool upkeep::await(awaited part, mono_time now) {
    if (leaving_) return true;
    const bool full = awaited_.size() >= most_awaited;
    if (full) awaited_.erase(std::prev(awaited_.end()));  // the one that has been asked for most often
    part.pause = how_.status;
    awaited_.emplace(now + part.pause, std::move(part));
    return !full;
}

void upkeep::settle_status(awaited part, const awaited_word& word, mono_time now, wall_time wall, result& out) {
    if (!word.word.empty() && word.word != part.last_word) {
        remote_receipt told;
        told.connector = who_;
        told.remote_id = part.remote_id;
        told.recipient = part.recipient;
        told.outcome = word.outcome;
        told.at = wall;
        told.detail = word.word;
        out.came.receipts.push_back(std::move(told));
        if (!word.known) ++out.came.unknown_words;
        part.last_word = word.word;
    }
    if (!word.last) ask_again(std::move(part), now);
}

upkeep::result upkeep::answered(errand of, const heard_answer& answer, mono_time now, wall_time wall) {
    result out;
    if (of.is == kind::status) {
        const auto read = read_status(how_, answer);
        if (const auto* word = std::get_if<awaited_word>(&read))
            settle_status(std::move(of.part), *word, now, wall, out);
        else
            return unanswered(std::move(of), std::get<failed_call>(read).detail, now);
        return out;
    }
    if (of.is == kind::poll) {
        auto read = read_poll(how_, answer, polls_[of.at].code);
        auto* polled_now = std::get_if<polled>(&read);
        if (!polled_now) return unanswered(std::move(of), std::get<failed_call>(read).detail, now);
        polls_[of.at].fault.clear();
        polls_[of.at].at = now + (polled_now->more ? std::min<std::chrono::milliseconds>(more_soon, how_.poll) : how_.poll);
        out.came = std::move(polled_now->came);
        return out;
    }
    subscription& one = subscriptions_[of.at];
    if (of.is == kind::clear || of.is == kind::unsubscribe) {
        const auto why = read_unsubscribed(how_, answer);
        if (why && of.is == kind::unsubscribe) return unanswered(std::move(of), why->detail, now);
        one.registered = false;
        if (of.is == kind::unsubscribe) out.done = "unsubscribed";
        if (leaving_)
            one.over = true;
        else
            one.next = kind::subscribe;
        return out;
    }
    const auto read = read_subscribed(how_, answer);
    if (const auto* why = std::get_if<failed_call>(&read)) return unanswered(std::move(of), why->detail, now);
    subscribed(one, std::get<subscribed_as>(read), of.is, now, out);
    // It came while we were leaving already.
    if (leaving_) {
        one.over = !how_.unsubscribe || !can_give_up(one);
        one.next = kind::unsubscribe;
        one.at = mono_time::min();
    }
    return out;
}

upkeep::result upkeep::unanswered(errand of, std::string why, mono_time now) {
    result out;
    out.failed = why;
    switch (of.is) {
        case kind::status:
            ask_again(std::move(of.part), now);
            break;
        case kind::poll:
            polls_[of.at].fault = std::move(why);
            polls_[of.at].at = now + how_.poll;
            break;
        default:
            failed(subscriptions_[of.at], std::move(why), now);
            break;
    }
    return out;
}

std::string upkeep::trouble() const {
    for (const subscription& one : subscriptions_)
        if (!one.fault.empty()) return "not subscribed to " + one.code + ": " + one.fault;
    for (const polled_code& one : polls_)
        if (!one.fault.empty()) return "cannot ask for messages to " + one.code + ": " + one.fault;
    return {};
}

}  // namespace hermod::connectors::mtn
