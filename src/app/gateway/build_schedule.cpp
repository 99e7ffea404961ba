// Windows and zones of the configuration, as accept/ takes them.
#include "accept/schedule.hpp"
#include "app/gateway/build.hpp"

namespace hermod::app {

std::shared_ptr<const accept::schedule_rules> make_schedule(const config& from) {
    auto out = std::make_shared<accept::schedule_rules>();
    out->places = from.zones.places ? *from.zones.places : zones::prefix_zones::built_in();
    for (const window_config& w : from.windows) {
        accept::named_window made{w.name, w.hours, w.zone, w.exempt_priority, {}, w.routes, w.prefix};
        for (const std::string& account : w.accounts) made.accounts.emplace_back(name_hash(account));
        out->windows.push_back(std::move(made));
    }
    for (const account_config& a : from.accounts)
        for (std::size_t i = 0; i < from.windows.size(); ++i)
            if (!a.send_window.empty() && from.windows[i].name == a.send_window) out->of_accounts.emplace(a.id, i);
    return out;
}

}  // namespace hermod::app
