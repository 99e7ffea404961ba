#include "accept/rewriting_stage.hpp"

#include "text/gsm7.hpp"

namespace hermod::accept {
namespace {

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

// What rules have made of the text so far.
struct new_text {
    std::optional<std::string> body{};  // not set: as it was
    bool transliterate = false;
    std::string by{};  // the rules' names

    void changed_by(const std::string& rule) { by += (by.empty() ? "" : ", ") + quoted(rule); }
};

std::optional<refusal> check_own_senders(draft& work) {
    const sender_list& allowed = work.account.senders;
    if (allowed.empty() || work.in.from.empty()) return std::nullopt;
    const bool may = allowed.has(work.from);
    if (work.seen)
        work.say("sender", "allowed_senders", !may,
                 quoted(work.from) + (may ? " is one of the account's senders" : " is none of the account's senders"));
    if (may) return std::nullopt;
    return refusal{"from", "sender_not_allowed", quoted(work.from) + " is not among the account's allowed_senders"};
}

// The first policy that is for the message decides.
std::optional<refusal> apply_policy(draft& work, const rewrite_facts& facts) {
    for (const sender_policy& one : work.by.rewrites.policies) {
        if (!one.is_for(facts)) {
            if (work.seen) work.say("sender_policy", one.name, false, "is for other accounts or recipients");
            continue;
        }
        if (one.allowed.has(work.from)) {
            if (work.seen) work.say("sender_policy", one.name, true, quoted(work.from) + " is allowed");
            return std::nullopt;
        }
        if (one.otherwise.empty()) {
            auto why = quoted(work.from) + " is not among the senders that policy " + quoted(one.name) + " allows for " + work.to;
            if (work.seen) work.say("sender_policy", one.name, true, why);
            return refusal{"from", "sender_not_allowed", std::move(why)};
        }
        if (work.seen)
            work.say("sender_policy", one.name, true,
                     quoted(work.from) + " is not allowed: " + quoted(one.otherwise) + " takes its place");
        work.from = one.otherwise;
        return std::nullopt;
    }
    return std::nullopt;
}

void rewrite_sender(draft& work, const rewrite_rule& by) {
    if (by.sender.empty()) return;
    const std::string& next = by.sender.size() == 1 ? by.sender.front() : of_pool(by.sender, work.to);
    if (work.seen)
        work.say("rewrite", by.name, true,
                 (next == work.from ? "the sender is " : "the sender " + quoted(work.from) + " becomes ") + quoted(next) +
                     (by.sender.size() == 1
                          ? ""
                          : ", which is this recipient's of the " + std::to_string(by.sender.size()) + " in the pool"));
    work.from = next;
}

void rewrite_text(draft& work, const rewrite_rule& by, bool may, new_text& text) {
    if (!by.changes_text()) return;
    if (!may) {
        if (work.seen)
            work.say("rewrite", by.name, false,
                     "leaves the text alone: it is octets, is empty, or has a header of its sender's own");
        return;
    }
    std::string body = text.body ? *text.body : std::string(work.in.body);
    const bool changed = by.rewrite(body);
    if (work.seen)
        work.say("rewrite", by.name, changed, changed ? "the text becomes " + quoted(body) : "nothing in the text matches");
    if (changed) text.body = std::move(body);
    if (changed || by.transliterate) text.changed_by(by.name);
    text.transliterate = text.transliterate || by.transliterate;
}

// An application's session labels each text with its alphabet: of another text that label says nothing, unless it says a class,
// too.
bool label_is_void(const submission& of, std::string_view text) {
    return of.via == told_by::session && of.coding == encoding::gsm7 && of.data_coding == 0 && !text::is_gsm7(text);
}

std::optional<refusal> carry_again(draft& work, new_text text) {
    submission changed = work.in;
    if (text.body) changed.body = *text.body;
    if (text.transliterate) changed.transliterate = true;
    if (label_is_void(changed, changed.body)) changed.coding = std::nullopt;
    const auto with_names = [&](refusal why) {
        why.detail = "after rewriting by " + text.by + ": " + why.detail;
        return why;
    };
    const text_wishes wishes = wishes_of(changed, work.account, work.by.bounds);
    if (work.ahead) {
        auto told = estimate_carriage(changed.body, wishes);
        if (text.body) told.changes.clear();
        if (!told.refused) work.ahead->how = std::move(told);
        work.ahead->text = changed.body;
    }
    auto chosen = choose_carriage(changed.body, wishes);
    if (auto* wrong = std::get_if<refusal>(&chosen)) return with_names(std::move(*wrong));
    carriage& how = std::get<carriage>(chosen);
    if (changed.message_class || changed.waiting) {
        auto coding = choose_data_coding(changed, how.coding);
        if (auto* wrong = std::get_if<refusal>(&coding)) return with_names(std::move(*wrong));
        work.data_coding = std::get<std::uint8_t>(coding);
    }
    if (text.body) {
        how.changes.clear();  // they are places in a text that the application does not know
        if (!how.text) how.text = std::move(*text.body);
    }
    if (work.seen)
        work.say("carriage", "", true,
                 "the text is " + std::to_string(how.parts) + (how.parts == 1 ? " part" : " parts") + " as " +
                     std::string(to_text(how.coding)));
    work.how = std::move(how);
    return std::nullopt;
}

std::optional<refusal> apply_rules(draft& work, const rewrite_facts& facts) {
    const submission& in = work.in;
    const bool may = work.how.coding != encoding::binary && in.udh.empty() && !in.ports && !in.body.empty();
    new_text text;
    for (const rewrite_rule& one : work.by.rewrites.rules) {
        if (const char* other = one.misfit(facts, work.from)) {
            if (work.seen) work.say("rewrite", one.name, false, std::string("is for another ") + other);
            continue;
        }
        rewrite_sender(work, one);
        rewrite_text(work, one, may, text);
        if (one.last) break;
    }
    return text.by.empty() ? std::nullopt : carry_again(work, std::move(text));
}

}  // namespace

std::optional<refusal> rewrite(draft& work) {
    if (auto wrong = check_own_senders(work)) return wrong;
    const rewriting& by = work.by.rewrites;
    if (by.empty()) return std::nullopt;
    const rewrite_facts facts{work.account.id, work.route, work.connector, work.tags, work.to, country_of(work.to)};
    if (auto wrong = apply_policy(work, facts)) return wrong;
    return by.rules.empty() ? std::nullopt : apply_rules(work, facts);
}

}  // namespace hermod::accept
