// submit_multi: the part of door_link that makes several messages of one request, with one answer for all.
#include "connectors/smpp/door_link.hpp"
#include "message/as_given.hpp"
#include "wire/smpp/checks.hpp"

namespace hermod::connectors::smpp {

using namespace wire::smpp;

// What is to be stored, in the order of the destinations.
struct door_link::many_wish {
    std::unique_ptr<many> all;
    std::vector<std::shared_ptr<message>> ready;  // null: has taken the place of another
    bool named = false;                           // `all` has the first one's id
};

void door_link::arrived(std::uint32_t sequence, const submit_multi& pdu) {
    const door_request request = request_of(sequence, submit_multi::id);
    if (refused_while_held(request)) return;
    if (const auto wrong = check(pdu)) return refuse(request, wrong->suggested_status);
    const auto wish = std::make_shared<many_wish>();
    wish->all = std::make_unique<many>();
    many& all = *wish->all;
    all.of = request;
    for (const destination& to : pdu.destinations) {
        const command_status wrong = take_one(pdu, to, *wish);
        if (wrong == command_status::esme_rok) continue;
        const std::string_view address = to.dest_flag == destination::distribution_list ? to.dl_name : to.destination_addr;
        if (append_item(all.failures, unsuccess_sme{to.dest_addr_ton, to.dest_addr_npi, address, wrong})) ++all.failed;
    }
    if (wish->ready.empty()) {
        // Nothing was taken: the first reason stands for the request.
        const packed_list<unsuccess_sme> failures(all.failed, all.failures);
        return refuse(request, all.failed != 0 ? failures.begin()->error_status_code : command_status::esme_rinvnumdests);
    }
    if (pdu.replace_if_present_flag == 1) return replace_each(wish, 0);
    for (auto& one : wish->ready) join_group(*wish, *one);
    home_.put_all(std::move(wish->ready), std::move(wish->all));
}

command_status door_link::take_one(const submit_multi& pdu, const destination& to, many_wish& wish) {
    if (to.dest_flag == destination::distribution_list) return command_status::esme_rinvdlname;  // an application keeps its own
    auto read = read_submission(one_of(pdu, to), who(), home_.wall());
    if (!read.good) return read.wrong;
    if (!place().pay(home_.now())) return command_status::esme_rthrottled;
    prepared made = home_.with().in.prepare(read.good->view(whose()), home_.wall());
    if (!made.ready) return status_of(made.refused.value_or(refusal{}));
    wish.ready.push_back(std::move(made.ready));
    return command_status::esme_rok;
}

// All but the first remember the first one's id, which the application knows them by.
void door_link::join_group(many_wish& wish, message& one) {
    if (!std::exchange(wish.named, true)) {
        wish.all->id = one.id;
        return;
    }
    message_extras more = one.more();
    more.group = wish.all->id;
    one.extras = std::make_shared<const message_extras>(std::move(more));
}

// One after the other, since the first one's id must be known before the second is stored: each takes the place of the newest
// that waits between the same two, of the same service_type. What has none, or comes too late, is stored with the rest.
void door_link::replace_each(const std::shared_ptr<many_wish>& wish, std::size_t index) {
    if (index == wish->ready.size()) {
        std::erase(wish->ready, nullptr);
        if (wish->ready.empty()) return stored(*wish->all);
        return home_.put_all(std::move(wish->ready), std::move(wish->all));
    }
    const message& made = *wish->ready[index];
    home_.open_between(whose(), from_as_given(made), to_as_given(made), [self = me(), wish, index](enquiry_answer& answer) {
        if (self->gone()) return;
        const message& wanted = *wish->ready[index];
        for (const record& r : answer.found)
            if (r.what->more().service_type == wanted.more().service_type) return self->replace_one(wish, index, *r.what);
        self->join_group(*wish, *wish->ready[index]);
        self->replace_each(wish, index + 1);
    });
}

void door_link::replace_one(const std::shared_ptr<many_wish>& wish, std::size_t index, const message& old) {
    auto next = std::make_shared<message>(*wish->ready[index]);
    next->id = old.id;
    next->accepted_at = old.accepted_at;
    const bool was_named = wish->named;
    join_group(*wish, *next);
    home_.replace(whose(), next, [self = me(), wish, index, was_named](enquiry_answer& answer) {
        if (self->gone()) return;
        if (answer.is == enquiry_answer::kind::done) {
            wish->ready[index] = nullptr;
        } else {
            wish->named = was_named;
            self->join_group(*wish, *wish->ready[index]);
        }
        self->replace_each(wish, index + 1);
    });
}

void door_link::stored(const doors::group& answer) {
    if (gone()) return;
    const auto& all = static_cast<const many&>(answer);
    const std::string text = to_text(all.id);
    session_.answer(all.of.sequence, submit_multi_resp{text, packed_list<unsuccess_sme>(all.failed, all.failures), {}});
    home_.touch(*this);
}

}  // namespace hermod::connectors::smpp
