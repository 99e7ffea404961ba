#include "accept/opted_out.hpp"

#include "accept/assembly.hpp"
#include "consent/desk.hpp"

namespace hermod::accept {
namespace {

std::string sentence(const consent::opt_out& o, const std::string& from) {
    std::string out = consent::to_text_number(o.number) + " has opted out of ";
    if (o.from.account == account_id{})
        out += "all messages";
    else if (o.from.sender.empty())
        out += "this account's messages";
    else
        out += "messages from " + from;
    return out + ", since " + to_rfc3339(o.since).substr(0, 19) + 'Z';
}

bool confirms_stop(const draft& work) {
    return work.in.extras &&
           work.in.extras->keyword == std::string(consent::answer_mark) + std::string(to_text(consent::word::stop));
}

}  // namespace

std::optional<refusal> check_opt_out(draft& work, const consent::desk* known) {
    if (!known || known->all().size() == 0 || confirms_stop(work)) return std::nullopt;
    const auto number = consent::number_of(work.to);
    const auto found = number ? known->all().find(*number, work.account.id, work.from) : std::nullopt;
    if (!found) {
        work.say("protection", "opt-outs", false, "the recipient has not opted out");
        return std::nullopt;
    }
    std::string why = sentence(*found, work.from);
    if (work.by.consents && !work.by.consents->of(work.account.id).obeys) {
        work.say("protection", "opt-outs", false, why + "; the account ignores opt-outs");
        return std::nullopt;
    }
    work.say("protection", "opt-outs", true, why);
    if (!work.seen) known->count().refused.fetch_add(1, std::memory_order_relaxed);
    return refusal{"to", "opted_out", std::move(why)};
}

void read_keyword(message& made, const rules& by) {
    if (!by.consents || made.coding == encoding::binary || place_in_long_message(made.udh)) return;
    const auto said = by.consents->words.read(made.body).is;
    if (said == consent::word::none) return;
    auto own = std::make_shared<message_extras>(made.more());
    own->keyword = to_text(said);
    made.extras = std::move(own);
}

}  // namespace hermod::accept
