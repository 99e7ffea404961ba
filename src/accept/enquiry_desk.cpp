#include "accept/enquiry_desk.hpp"

#include <algorithm>

#include "accept/network_parts.hpp"

namespace hermod::accept {
namespace {

using kind = enquiry_answer::kind;

// Deletes itself with its answer.
struct question {
    enquiry_reply& reply;
    std::uint64_t token;
    void answer(enquiry_answer with) noexcept { reply.enquiry_done(token, std::move(with)); }
};

struct find_question final : question, store::find_reply {
    account_id account;
    find_question(question as, account_id whose) : question(as), account(whose) {}
    void found(std::optional<record> what) noexcept override {
        enquiry_answer out;
        if (what && what->what->account == account && what->what->way == direction::to_handset) {
            out.is = kind::done;
            out.found.push_back(std::move(*what));
        }
        answer(std::move(out));
        delete this;
    }
};

struct list_question final : question, store::query_reply {
    explicit list_question(question as) : question(as) {}
    void listed(store::page result) noexcept override {
        answer({kind::done, std::move(result.found)});
        delete this;
    }
};

// A page of the store may end before what was asked for does: then it goes on where that one stopped.
struct paged_question final : question, store::query_reply {
    store::store& store_of;
    store::filter what;
    enquiry_answer so_far{kind::done, {}};
    paged_question(question as, store::store& behind, store::filter asked) : question(as), store_of(behind), what(std::move(asked)) {}

    void ask() { store_of.query(what, *this); }
    void listed(store::page result) noexcept override {
        what.limit -= std::min(what.limit, result.found.size());
        for (record& r : result.found) so_far.found.push_back(std::move(r));
        if (result.next && what.limit != 0) {
            what.before = *result.next;
            return ask();
        }
        answer(std::move(so_far));
        delete this;
    }
};

// What the store says is too late may still be asked of the network: the record is looked at, then its parts are.
struct late_question : question, store::find_reply {
    store::store& store_of;
    const network_ask& ask;
    account_id account;
    message_id id;
    message_ptr with;  // replace
    late_question(question as, store::store& behind, const network_ask& network, account_id whose, message_id which,
                  message_ptr next)
        : question(as), store_of(behind), ask(network), account(whose), id(which), with(std::move(next)) {}

    void stored(kind is) noexcept {
        if (is == kind::too_late && ask) return store_of.find(id, *this);
        answer({is, {}});
        delete this;
    }
    void found(std::optional<record> what) noexcept override {
        const auto parts = what && what->what->account == account ? parts_to_ask(*what) : std::vector<network_part>{};
        if (parts.empty() || (with && what->what->parts != 1))
            answer({kind::too_late, {}});
        else
            ask_all(ask, with ? network_verb::replace : network_verb::cancel, what->what, with, parts,
                    [to = static_cast<question>(*this)](const network_said& said) mutable {
                        to.answer({said.all_done ? kind::done : kind::too_late, {}});
                    });
        delete this;
    }

    virtual ~late_question() = default;
};

template <class Outcome>
kind otherwise(Outcome result) {
    return result == Outcome::too_late ? kind::too_late : result == Outcome::failed ? kind::failed : kind::unknown;
}

struct cancel_question final : late_question, store::cancel_reply {
    using late_question::late_question;
    void cancel_done(outcome result) noexcept override {
        stored(result == outcome::cancelled ? kind::done : otherwise(result));
    }
};

struct replace_question final : late_question, store::replace_reply {
    using late_question::late_question;
    void replace_done(outcome result) noexcept override {
        stored(result == outcome::replaced ? kind::done : otherwise(result));
    }
};

}  // namespace

void enquiry_desk::find(account_id account, message_id id, enquiry_reply& reply, std::uint64_t token) {
    store_.find(id, *new find_question({reply, token}, account));
}

void enquiry_desk::open_between(account_id account, std::string from, std::string to, std::size_t most, enquiry_reply& reply,
                                std::uint64_t token) {
    store::filter what;
    what.account = account;
    what.from = std::move(from);
    what.to = std::move(to);
    what.open_only = true;
    what.limit = most;
    store_.query(std::move(what), *new list_question({reply, token}));
}

void enquiry_desk::handed_in(account_id account, std::string to, wall_time since, wall_time until, std::size_t most,
                             enquiry_reply& reply, std::uint64_t token) {
    store::filter what;
    what.account = account;
    what.to = std::move(to);
    what.way = direction::to_handset;
    what.since = since;
    what.before = first_id_at(until);
    what.limit = most;
    (new paged_question({reply, token}, store_, std::move(what)))->ask();
}

void enquiry_desk::as_network_says(record found, wall_time now, enquiry_reply& reply, std::uint64_t token) {
    const auto parts = ask_ ? parts_to_ask(found) : std::vector<network_part>{};
    if (parts.empty()) return enquiries::as_network_says(std::move(found), now, reply, token);
    const message_ptr what = found.what;
    ask_all(ask_, network_verb::query, what, nullptr, parts,
            [to = question{reply, token}, known = std::move(found), now](const network_said& said) mutable {
                for (const auto& [part, word] : said.words) known.apply(as_receipt(part, word, now));
                enquiry_answer out{kind::done, {}};
                out.found.push_back(std::move(known));
                to.answer(std::move(out));
            });
}

void enquiry_desk::cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) {
    store_.cancel(account, id, now, *new cancel_question({reply, token}, store_, ask_, account, id, nullptr));
}

void enquiry_desk::replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) {
    const message_id id = next->id;
    store_.replace(account, id, next, now, *new replace_question({reply, token}, store_, ask_, account, id, next));
}

}  // namespace hermod::accept
