#include "simulate/app/told_events.hpp"

#include <boost/json.hpp>

namespace hermod::simulate {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& in, std::string_view name) {
    const auto* const found = in.if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::optional<told_event> read_one(const json::value& value, std::string id) {
    const auto* const object = value.if_object();
    const auto* const data = object ? object->if_contains("data") : nullptr;
    if (!data || !data->is_object()) return std::nullopt;
    const auto& about = data->get_object();
    if (id.empty()) id = text_of(*object, "id");
    told_event e{std::move(id),           text_of(*object, "type"), text_of(about, "id"),   text_of(about, "state"),
                 text_of(about, "from"),  text_of(about, "to"),     text_of(about, "text"), text_of(about, "reason")};
    if (e.id.empty() || e.type.empty() || e.message.empty()) return std::nullopt;
    return e;
}

}  // namespace

std::optional<std::vector<told_event>> read_events(std::string_view body, std::string_view webhook_id) {
    json::error_code failed;
    const auto document = json::parse(body, failed);
    const auto* const object = failed ? nullptr : document.if_object();
    if (!object) return std::nullopt;
    std::vector<told_event> events;
    if (text_of(*object, "type") != "batch") {
        auto one = read_one(document, std::string(webhook_id));
        if (!one) return std::nullopt;
        events.push_back(std::move(*one));
        return events;
    }
    const auto* const all = object->if_contains("data");
    if (!all || !all->is_array()) return std::nullopt;
    for (const auto& value : all->get_array()) {
        auto one = read_one(value, {});
        if (!one) return std::nullopt;
        events.push_back(std::move(*one));
    }
    return events;
}

std::string line_of(const told_event& e) {
    std::string line = e.type + ' ' + e.message + ' ' + e.from + " -> " + e.to;
    for (const auto* more : {&e.text, &e.reason})
        if (!more->empty()) line += ": " + *more;
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return line;
}

}  // namespace hermod::simulate
