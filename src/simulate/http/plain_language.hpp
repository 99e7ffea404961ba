// What the simulated HTTP provider speaks, in two forms: JSON at /messages, and a query or form at /send that is answered in a
// line of text, as many small providers do. docs/protocols/http.md has the tables. Receipts and messages from handsets come in
// the form of the request they belong to: a POST of JSON, or a GET.
#pragma once

#include <functional>

#include "simulate/http/options.hpp"
#include "simulate/provider/language.hpp"

namespace hermod::simulate::http {

class plain_language final : public provider::language {
public:
    explicit plain_language(const options& how);

    std::variant<provider::submitted, net::http_response> read(const net::http_request& request) override;
    net::http_response taken(const provider::submitted& what) override;
    net::http_response refused(const provider::submitted& what, const provider::fault& why) override;
    std::optional<provider::call> receipt(const provider::delivery& what, wall_time now) override;
    std::optional<provider::call> inbound(const provider::delivery& what, wall_time now) override;
    bool takes_inbound() const override { return !inbound_url_.empty(); }

private:
    using field_of = std::function<std::string(std::string_view)>;
    std::variant<provider::submitted, net::http_response> read_json(const net::http_request& request);
    std::variant<provider::submitted, net::http_response> read_query(const net::http_request& request);
    // A sentence, or nothing: what is missing.
    std::string fill(provider::submitted& out, const field_of& field);
    bool knows(const net::http_request& request) const;

    std::string receipt_url_, inbound_url_, user_, password_, basic_;
};

}  // namespace hermod::simulate::http
