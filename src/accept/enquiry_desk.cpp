#include "accept/enquiry_desk.hpp"

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

struct cancel_question final : question, store::cancel_reply {
    explicit cancel_question(question as) : question(as) {}
    void cancel_done(outcome result) noexcept override {
        answer({result == outcome::cancelled ? kind::done : result == outcome::too_late ? kind::too_late : kind::unknown, {}});
        delete this;
    }
};

struct replace_question final : question, store::replace_reply {
    explicit replace_question(question as) : question(as) {}
    void replace_done(outcome result) noexcept override {
        answer({result == outcome::replaced ? kind::done : result == outcome::too_late ? kind::too_late : kind::unknown, {}});
        delete this;
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

void enquiry_desk::cancel(account_id account, message_id id, wall_time now, enquiry_reply& reply, std::uint64_t token) {
    store_.cancel(account, id, now, *new cancel_question({reply, token}));
}

void enquiry_desk::replace(account_id account, message_ptr next, wall_time now, enquiry_reply& reply, std::uint64_t token) {
    const message_id id = next->id;
    store_.replace(account, id, std::move(next), now, *new replace_question({reply, token}));
}

}  // namespace hermod::accept
