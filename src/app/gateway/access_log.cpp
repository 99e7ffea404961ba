#include "app/gateway/access_log.hpp"

#include "base/log.hpp"

namespace hermod::app {

void access_log::committed(std::span<const store::notice> changes) noexcept {
    if (!log_enabled(log_category::access)) return;
    for (const store::notice& change : changes) {
        const message& m = *change.what;
        log_line line(log_category::access, to_text(change.happened.kind));
        line.field("id", to_text(m.id)).field("state", to_text(change.now));
        if (change.happened.kind == event_kind::stored || change.happened.kind == event_kind::accepted)
            line.field("account", names_.account(m.account)).field("connector", names_.connector(m.connector)).number("to", m.to)
                .number("from", m.from).field("parts", m.parts).field("encoding", to_text(m.coding));
        else
            line.field("part", change.happened.part).field("code", change.happened.code).field("detail", change.happened.detail);
        if (change.possible_duplicate) line.field("possible_duplicate", true);
    }
}

}  // namespace hermod::app
