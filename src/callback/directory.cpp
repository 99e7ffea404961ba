#include "callback/directory.hpp"

namespace hermod::callback {

std::optional<url_parts> cut_url(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos || scheme == 0) return std::nullopt;
    const auto end = url.find_first_of("/?#", scheme + 3);
    const auto origin = url.substr(0, end);
    if (origin.size() == scheme + 3 && origin != session_origin) return std::nullopt;
    return url_parts{origin, end == std::string_view::npos ? std::string_view{} : url.substr(end)};
}

std::string_view url_for(const message& m, const account_callbacks* account) {
    if (m.via == told_by::session) return session_origin;
    if (!m.callback_url.empty()) return m.callback_url;
    return account ? std::string_view(account->url) : std::string_view{};
}

}  // namespace hermod::callback
