// Bytes that claim to be a journal entry or a record: refused or read, never a crash; what was read writes back the same.
#include <cstdint>
#include <cstdlib>
#include <span>

#include "store/codec.hpp"

using namespace hermod;
using namespace hermod::store;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span input(data, size);
    if (const auto changes = read_journal(input)) {
        journal_writer out;
        for (const change& c : *changes) {
            if (const auto* p = std::get_if<put_change>(&c)) out.put(*p->what);
            else if (const auto* e = std::get_if<event_change>(&c)) out.happened(e->id, e->happened);
            else if (const auto* k = std::get_if<claim_change>(&c)) out.claim(k->ids);
            else if (const auto* b = std::get_if<callback_change>(&c)) out.called_back(b->id, b->index, b->attempt);
            else if (const auto* x = std::get_if<replace_change>(&c)) out.replaced(*x->next, x->at);
            else if (const auto* m = std::get_if<move_change>(&c)) out.moved(m->id, m->to, m->at, m->why);
            else if (const auto* l = std::get_if<release_change>(&c)) out.released(l->id, l->at);
        }
        const auto again = read_journal(out.bytes());
        if (!again || again->size() != changes->size()) std::abort();
    }
    if (const auto r = read_record(input)) {
        const auto bytes = write_record(*r, true);
        const auto again = read_record(bytes);
        if (!again || again->events.size() != r->events.size() || again->what->body != r->what->body || again->now != r->now) std::abort();
    }
    return 0;
}
