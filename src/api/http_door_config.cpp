// The configuration that runs: which version, reading it again, going back. For administrators.
#include "api/http_door.hpp"
#include "api/json_text.hpp"
#include "api/response.hpp"

namespace hermod::api {
namespace {

net::http_response only_administrators_configure() {
    return to_response(
        problem("forbidden", "the configuration belongs to no account; only an administrator may see or change it"));
}

void append_texts(object_writer& members, std::string_view name, const std::vector<std::string>& texts) {
    std::string& out = members.name(name);
    out += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) out += ',';
        append_json_text(out, texts[i]);
    }
    out += ']';
}

}  // namespace

http_door::answer http_door::show_configuration(caller who) {
    if (!who.admin) co_return only_administrators_configure();
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.name("versions") += '[';
    bool first = true;
    if (parts_.configuration.versions)
        for (const config_version& one : parts_.configuration.versions()) {
            if (!first) out.body += ',';
            object_writer version(out.body);
            version.number("version", one.number);
            version.time("since", one.at);
            version.flag("running", first);
            version.end();
            first = false;
        }
    out.body += ']';
    members.end();
    co_return out;
}

http_door::answer http_door::change_configuration(bool back, caller who, std::size_t lane) {
    if (!who.admin) co_return only_administrators_configure();
    const auto& act = back ? parts_.configuration.roll_back : parts_.configuration.reload;
    if (!act) co_return to_response(problem("config_refused", "this program cannot read its configuration again"));
    const auto heard = std::make_shared<net::arrival<config_report>>(*lanes_[lane]);
    const config_heard then = [heard](config_report report) { heard->set(std::move(report)); };
    act(then);
    const config_report report = co_await heard->wait();
    if (!report.applied) {
        problem wrong("config_refused", "version " + std::to_string(report.running) + " runs on, nothing was taken over");
        for (const std::string& sentence : report.problems) wrong.errors.push_back({"", "config_refused", sentence});
        co_return to_response(wrong);
    }
    net::http_response out(200, json_type, {});
    object_writer members(out.body);
    members.number("version", report.running);
    append_texts(members, "changed", report.changed);
    append_texts(members, "warnings", report.problems);
    members.end();
    co_return out;
}

}  // namespace hermod::api
