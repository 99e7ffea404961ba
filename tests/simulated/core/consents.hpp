// Who has opted out of what, as it is known outside the node: by the words that handsets have sent and the store has answered.
// While a word is on its way, and after a death that came before its answer, both may be true.
//
// Owned by the course, outlives the nodes; one thread.
#pragma once

#include <map>

#include "message/message.hpp"
#include "plan.hpp"
#include "stage.hpp"

namespace hermod::simulated::core {

class consents {
public:
    consents(stage& on, const plan& as) : stage_(on), plan_(as) {}

    using word = consent::word;
    // A handset has written to one of an account's numbers; and its message is durable.
    void said(word what, const std::string& handset, const sender_plan& to, const std::string& number);
    void kept(word what, const std::string& handset, const sender_plan& to, const std::string& number);

    enum class standing : std::uint8_t { in, unknown, out };
    // A handset's to what an account sends by one of its numbers.
    standing of(account_id by, const std::string& from, const std::string& to) const;

    // A message was checked. Only what confirms a STOP may go to one who has opted out.
    void accepted(const message& what);
    void refused(account_id by, const std::string& from, const std::string& to);
    // Of one of which nothing has left: its lane claims it, or ends it because of an opt-out.
    void claimed(const message& what);
    void barred(const message& what);

    struct tally {
        std::size_t stops = 0, starts = 0, refused = 0, barred = 0;
    };
    const tally& count() const { return tally_; }

private:
    // Handset, account (0: everybody's), number (empty: all of the account's).
    using key = std::tuple<std::string, account_id, std::string>;
    static key key_of(consent::reach how_far, const std::string& handset, const sender_plan& to, const std::string& number);
    void set(word what, const std::string& handset, const sender_plan& to, const std::string& number, bool for_certain);
    void broken(account_id by, const std::string& from, const std::string& to, const std::string& what);

    stage& stage_;
    const plan& plan_;
    std::map<key, standing> all_;
    tally tally_;
};

}  // namespace hermod::simulated::core
