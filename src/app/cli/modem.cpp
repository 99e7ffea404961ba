// modem status, modem ussd: a running gateway's modems.
#include <iomanip>

#include "app/cli/client.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

void print_modem(const json::object& m) {
    const auto part = [&](std::string_view label, std::string_view key, std::string_view unit = {}) {
        if (const auto text = text_at(m, key); !text.empty()) std::cout << "  " << label << text << unit;
    };
    std::cout << text_at(m, "connector") << '/' << text_at(m, "name") << "  " << text_at(m, "state");
    if (const auto detail = text_at(m, "detail"); !detail.empty()) std::cout << " (" << detail << ')';
    std::cout << "\n   ";
    part("", "device");
    part("", "manufacturer");
    part("", "model");
    part("IMEI ", "imei");
    std::cout << "\n   ";
    part("SIM ", "sim");
    part("IMSI ", "imsi");
    part("number ", "number");
    part("SMSC ", "smsc");
    std::cout << "\n   ";
    part("operator ", "operator");
    part("", "registration");
    part("signal ", "signal_dbm", " dBm");
    if (!text_at(m, "storage_used").empty())
        std::cout << "  storage " << text_at(m, "storage") << ' ' << text_at(m, "storage_used") << " of "
                  << text_at(m, "storage_size");
    std::cout << "\n     sent " << text_at(m, "sent") << "  received " << text_at(m, "received") << "  last minute "
              << text_at(m, "sent_minute");
    if (text_at(m, "limit_minute") != "0") std::cout << " of " << text_at(m, "limit_minute");
    std::cout << "  last day " << text_at(m, "sent_day");
    if (text_at(m, "limit_day") != "0") std::cout << " of " << text_at(m, "limit_day");
    std::cout << '\n';
}

struct status_options : client_options {
    std::string name;
};

int show_status(const status_options& o) {
    const fetched got = fetch(o.to, "GET", "/v1/modems");
    if (got.status != 200) return show_problem(got);
    const json::value body = json::parse(got.body);
    json::array shown;
    for (const json::value& one : body.as_object().at("modems").as_array()) {
        const json::object& m = one.as_object();
        if (o.name.empty() || text_at(m, "name") == o.name || text_at(m, "connector") + "/" + text_at(m, "name") == o.name)
            shown.push_back(one);
    }
    if (o.json) {
        std::cout << json::serialize(shown) << '\n';
    } else {
        for (const json::value& one : shown) print_modem(one.as_object());
    }
    if (!shown.empty()) return exit_done;
    std::cerr << (o.name.empty() ? "hermod: the gateway has no modems\n" : "hermod: there is no modem \"" + o.name + "\"\n");
    return exit_failed;
}

struct ussd_options : client_options {
    std::string modem, code;
};

int ask(const ussd_options& o) {
    const fetched got = fetch(o.to, "POST", "/v1/ussd", json::serialize(json::object{{"modem", o.modem}, {"code", o.code}}));
    if (got.status != 200) return show_problem(got);
    const json::object body = json::parse(got.body).as_object();
    const std::string result = text_at(body, "result");
    if (o.json)
        std::cout << got.body << '\n';
    else
        std::cout << text_at(body, "text") << '\n';
    if (result == "wants_more" && !o.json)
        std::cerr << "(the network waits for an answer: hermod modem ussd " << o.modem << " ANSWER)\n";
    const bool good = result == "done" || result == "wants_more" || result == "ended";
    if (!good && !o.json) std::cerr << "hermod: " << result << '\n';
    return good ? exit_done : exit_failed;
}

}  // namespace

void add_modem(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("modem", "the modems of a running gateway");
    command->require_subcommand(1);
    auto* status = command->add_subcommand("status", "SIM, network, signal, counts");
    auto shown = std::make_shared<status_options>();
    add_access(*status, *shown);
    status->add_option("name", shown->name, "this modem only: its name, or connector/name");
    status->footer("Example: hermod modem status --key env:ADMIN_KEY");
    status->callback([shown, &code] { guarded(*shown, code, [&] { return show_status(*shown); }); });

    auto* ussd = command->add_subcommand("ussd", "ask the network by USSD");
    auto asked = std::make_shared<ussd_options>();
    add_access(*ussd, *asked);
    ussd->add_option("modem", asked->modem, "its name, or connector/name")->required();
    ussd->add_option("code", asked->code, "*100#, or the answer to a menu; \"\" ends the session")->required();
    ussd->footer("Example: hermod modem ussd sim1 '*100#' --key env:ADMIN_KEY");
    ussd->callback([asked, &code] { guarded(*asked, code, [&] { return ask(*asked); }); });
}

}  // namespace hermod::app
