// The connector itself: calls as the configuration describes them, on what calls/ gives.
#pragma once

#include "calls/call_connector.hpp"
#include "connectors/http/options.hpp"

namespace hermod::connectors::http {

class http_connector final : public calls::call_connector {
public:
    http_connector(http_options options, calls::surroundings around);

    std::vector<std::string> paths() const override { return paths_of(options_); }

private:
    struct http_line;
    calls::line_ptr make_line() override;
    bool goes_with_part_1(const outbound& part) const override { return options_.values.whole && part.part > 1; }
    bool prepare(calls::line& on, outcome& refused) override;
    calls::call call_of(calls::line& on) override;
    outcome judge(calls::line& on, const net::http_reply& reply) override;
    std::string_view refuse(const visit& what) const override;
    calls::brought read(const visit& what) override;

    const http_options options_;
};

}  // namespace hermod::connectors::http
