// send, trace, tail: what a person asks of a running gateway.
#include <boost/json.hpp>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <thread>

#include "app/cli/client.hpp"
#include "base/clock.hpp"

namespace hermod::app {

namespace json = boost::json;

void add_access(CLI::App& command, client_options& o) {
    command.add_option("--url", o.to.url, "the gateway")->capture_default_str();
    command.add_option("--key", o.key, "API key: env:NAME, file:PATH, cred:NAME, or the key itself")->capture_default_str();
    command.add_flag("--json", o.json, "print JSON");
}

std::string text_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    if (!value || value->is_null()) return {};
    return value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
}

// Prints a problem for people; answers the exit code.
int show_problem(const fetched& got) {
    boost::system::error_code fault;
    const json::value body = json::parse(got.body, fault);
    std::cerr << "hermod: HTTP " << got.status;
    if (!fault && body.is_object()) {
        std::cerr << ": " << text_at(body.as_object(), "title");
        if (const auto detail = text_at(body.as_object(), "detail"); !detail.empty()) std::cerr << ": " << detail;
        if (const auto* errors = body.as_object().if_contains("errors"); errors && errors->is_array())
            for (const json::value& e : errors->as_array())
                if (e.is_object())
                    std::cerr << "\n  " << text_at(e.as_object(), "pointer") << ": " << text_at(e.as_object(), "detail");
    }
    std::cerr << '\n';
    return exit_failed;
}

namespace {

bool has_ended(const std::string& state) {
    return state == "delivered" || state == "undelivered" || state == "expired" || state == "rejected" || state == "unsure" || state == "cancelled";
}

void print_timeline(const json::object& message) {
    std::cout << text_at(message, "id") << "  " << text_at(message, "state") << "  " << text_at(message, "from") << " -> "
              << text_at(message, "to") << "  (" << text_at(message, "encoding") << ", " << text_at(message, "parts") << " part(s), route "
              << text_at(message, "route") << ", connector " << text_at(message, "connector") << ")\n";
    const auto* timeline = message.if_contains("timeline");
    if (!timeline || !timeline->is_array()) return;
    std::optional<wall_time> first;
    for (const json::value& entry : timeline->as_array()) {
        if (!entry.is_object()) continue;
        const json::object& e = entry.as_object();
        const auto at = parse_rfc3339(text_at(e, "at"));
        if (at && !first) first = at;
        const double ms = at && first ? static_cast<double>((*at - *first).count()) / 1000.0 : 0.0;
        std::cout << "  " << text_at(e, "at") << "  +" << std::fixed << std::setprecision(3) << std::setw(10) << ms << " ms  " << std::left
                  << std::setw(10) << text_at(e, "event") << std::right << "  " << std::left << std::setw(12) << text_at(e, "state") << std::right;
        if (const auto part = text_at(e, "part"); !part.empty() && part != "0") std::cout << " part " << part;
        if (const auto code = text_at(e, "code"); !code.empty() && code != "0") std::cout << " code " << code;
        if (const auto detail = text_at(e, "detail"); !detail.empty()) std::cout << "  " << detail;
        if (text_at(e, "possible_duplicate") == "true") std::cout << "  (possible duplicate)";
        std::cout << '\n';
    }
}

// Asks until the message has ended or `until` is reached; nullopt when the time is over.
std::optional<json::object> wait_for_state(const gateway_access& to, const std::string& id, const std::string& until, int seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    while (true) {
        const fetched got = fetch(to, "GET", "/v1/messages/" + id);
        if (got.status != 200) throw unreachable("HTTP " + std::to_string(got.status) + " for " + id);
        json::object message = json::parse(got.body).as_object();
        const std::string state = text_at(message, "state");
        if (state == until || has_ended(state)) return message;
        if (std::chrono::steady_clock::now() >= end) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

struct send_options : client_options {
    std::string to_number, from, text, ref, encoding = "auto", wait, at;
    std::vector<std::string> languages, tlvs;
    bool smart = false, transliterate = false, flash = false;
    int wait_seconds = 60;
    int validity = 0;
};

// NAME=VALUE of each; a value after ":=" is JSON, for tags without a type: 0x1500:={"hex":"CAFE"}.
json::object tlvs_of(const std::vector<std::string>& given) {
    json::object out;
    for (const std::string& one : given) {
        const auto equals = one.find('=');
        if (equals == std::string::npos || equals == 0) throw CLI::ValidationError("--tlv", '"' + one + "\" is not NAME=VALUE");
        const bool raw = one[equals - 1] == ':';
        const std::string name = one.substr(0, equals - (raw ? 1 : 0)), value = one.substr(equals + 1);
        boost::system::error_code fault;
        json::value read = raw ? json::parse(value, fault) : json::value(value);
        if (fault) throw CLI::ValidationError("--tlv", '"' + value + "\" is not JSON: " + fault.message());
        if (!out.emplace(name, std::move(read)).second) throw CLI::ValidationError("--tlv", '"' + name + "\" is given twice");
    }
    return out;
}

int send(const send_options& o) {
    json::object body{{"to", o.to_number}, {"text", o.text}};
    if (!o.from.empty()) body["from"] = o.from;
    if (!o.ref.empty()) body["client_ref"] = o.ref;
    if (o.encoding != "auto") body["encoding"] = o.encoding;
    if (o.validity) body["validity_seconds"] = o.validity;
    if (o.smart) body["smart"] = true;
    if (o.transliterate) body["transliterate"] = true;
    if (!o.languages.empty()) body["languages"] = json::value_from(language_names(o.languages));
    if (o.flash) body["flash"] = true;
    if (!o.at.empty()) body["send_at"] = o.at;
    if (!o.tlvs.empty()) body["tlvs"] = tlvs_of(o.tlvs);
    const fetched got = fetch(o.to, "POST", "/v1/messages", json::serialize(body));
    if (got.status != 202) return show_problem(got);
    json::object message = json::parse(got.body).as_object();
    const std::string id = text_at(message, "id");
    if (!o.wait.empty()) {
        if (!o.json) std::cerr << id << " accepted, waiting until it is " << o.wait << '\n';
        auto ended = wait_for_state(o.to, id, o.wait, o.wait_seconds);
        if (!ended) {
            std::cerr << "hermod: " << id << " is not " << o.wait << " after " << o.wait_seconds << " s\n";
            return exit_other_end;
        }
        message = std::move(*ended);
    }
    if (o.json) std::cout << json::serialize(message) << '\n';
    else std::cout << id << ' ' << text_at(message, "state") << '\n';
    return o.wait.empty() || text_at(message, "state") == o.wait ? exit_done : exit_other_end;
}

}  // namespace

void add_send(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("send", "hand a message to a running gateway");
    auto o = std::make_shared<send_options>();
    add_access(*command, *o);
    command->add_option("--to", o->to_number, "recipient, E.164: +447700900123")->required();
    command->add_option("--from", o->from, "sender: a number or up to 11 characters");
    command->add_option("--text", o->text, "the text, UTF-8")->required();
    command->add_option("--encoding", o->encoding, "auto, gsm7 or ucs2")->capture_default_str();
    command->add_option("--ref", o->ref, "your own reference");
    command->add_option("--validity", o->validity, "seconds it may wait");
    command->add_flag("--smart", o->smart, "replace typographic characters where that saves");
    command->add_flag("--transliterate", o->transliterate, "replace letters that GSM 7-bit lacks where that saves");
    command->add_option("--languages", o->languages, "whose 7-bit tables may be used: tr,es")->delimiter(',')->allow_extra_args(false);
    command->add_flag("--flash", o->flash, "shown at once, not kept");
    command->add_option("--tlv", o->tlvs, "NAME=VALUE, as often as needed; 0x1500:={\"hex\":\"CAFE\"} for a tag without a type")->take_all()->allow_extra_args(false);
    command->add_option("--at", o->at, "not before this instant: 2026-11-24T08:00:00Z");
    command->add_option("--wait", o->wait, "wait until it is in this state: submitted, delivered, ...");
    command->add_option("--wait-seconds", o->wait_seconds, "no longer than this")->capture_default_str();
    command->footer("Example: hermod send --key env:SHOP_KEY --to +447700900123 --from Shop --text Hello --wait delivered\n"
                    "Exit code 3: the message ended otherwise, or the time was over.");
    command->callback([o, &code] { guarded(*o, code, [&] { return send(*o); }); });
}

void add_trace(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("trace", "a message's whole life");
    struct trace_options : client_options {
        std::string id;
        bool follow = false;
    };
    auto o = std::make_shared<trace_options>();
    add_access(*command, *o);
    command->add_option("id", o->id, "the message's id")->required();
    command->add_flag("--follow", o->follow, "wait until it has ended");
    command->footer("Example: hermod trace m06HZ3V0CG0001 --key env:SHOP_KEY");
    command->callback([o, &code] {
        guarded(*o, code, [&] {
            fetched got = fetch(o->to, "GET", "/v1/messages/" + o->id);
            if (got.status != 200) return show_problem(got);
            json::object message = json::parse(got.body).as_object();
            if (o->follow)
                if (auto ended = wait_for_state(o->to, o->id, "delivered", 7 * 24 * 3600)) message = std::move(*ended);
            if (o->json) std::cout << json::serialize(message) << '\n';
            else print_timeline(message);
            return exit_done;
        });
    });
}

void add_tail(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("tail", "what happens, as it happens");
    auto o = std::make_shared<client_options>();
    add_access(*command, *o);
    command->footer("Example: hermod tail --key env:SHOP_KEY\nEnds with Ctrl-C.");
    command->callback([o, &code] {
        guarded(*o, code, [&] {
            const int status = follow(o->to, "/v1/events", [&](std::string_view line) {
                if (!line.starts_with("data:")) return true;
                line.remove_prefix(line.starts_with("data: ") ? 6 : 5);
                if (o->json) {
                    std::cout << line << std::endl;
                    return true;
                }
                boost::system::error_code fault;
                const json::value v = json::parse(line, fault);
                if (fault || !v.is_object()) return true;
                const json::object& e = v.as_object();
                std::cout << text_at(e, "at") << "  " << text_at(e, "id") << "  " << text_at(e, "event") << "  " << text_at(e, "state") << "  "
                          << text_at(e, "to") << "  " << text_at(e, "detail") << std::endl;
                return true;
            });
            if (status == 200) return exit_done;
            std::cerr << "hermod: HTTP " << status << '\n';
            return exit_failed;
        });
    });
}

}  // namespace hermod::app
