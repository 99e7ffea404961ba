// estimate TEXT: how a text would travel, without a gateway. The same code decides as when it is sent. With --to a running gateway is
// asked, which knows the account's rules and prices: what would leave, and what it would cost.
#include <iostream>
#include <iterator>
#include <memory>

#include "accept/checks.hpp"
#include "api/estimate_json.hpp"
#include "app/cli/client.hpp"
#include "base/log.hpp"
#include "message/language.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

struct estimate_options : client_options {
    std::string text, recipient, from, encoding = "auto";
    std::vector<std::string> languages;
    bool smart = false, transliterate = false;
};

std::string_view unit_name(encoding coding) {
    return coding == encoding::ucs2 ? "UTF-16 units" : "septets";
}

// A control character must not reach the terminal.
std::string shown(std::string_view text) {
    std::string out;
    append_percent(out, text);
    return '"' + out + '"';
}

void print(const estimated& told) {
    std::cout << to_text(told.coding);
    const std::uint8_t language = told.locking_shift != 0 ? told.locking_shift : told.single_shift;
    if (language != 0) std::cout << " (" << language_name(language) << ')';
    std::cout << ", " << told.parts << (told.parts == 1 ? " part, " : " parts, ") << told.units << ' ' << unit_name(told.coding)
              << ", " << told.units_left << " of " << told.units_per_part << " left in the last part\n";
    if (told.parts > told.max_parts) std::cout << "too long: at most " << told.max_parts << " parts are sent\n";
    for (const auto& one : told.forces_ucs2)
        std::cout << "  forces ucs2: " << shown(one.character) << ' ' << api::code_point_name(one.code_point) << " at character "
                  << one.at + 1 << '\n';
    if (told.more_offenders) std::cout << "  and more\n";
    for (const text_change& one : told.changes)
        std::cout << "  changed: " << shown(one.from) << " to " << shown(one.to) << " at character " << one.at + 1 << '\n';
}

json::object question_of(const estimate_options& o, const std::string& text) {
    json::object out{{"text", text}, {"to", o.recipient}};
    if (!o.from.empty()) out["from"] = o.from;
    if (o.encoding != "auto") out["encoding"] = o.encoding;
    if (!o.languages.empty()) {
        json::array& names = out["languages"].emplace_array();
        for (const std::string& one : language_names(o.languages)) names.emplace_back(one);
    }
    if (o.smart) out["smart"] = true;
    if (o.transliterate) out["transliterate"] = true;
    return out;
}

void print_answer(const json::object& told) {
    const auto parts = text_at(told, "parts");
    std::cout << "to " << text_at(told, "to") << " from " << shown(text_at(told, "from")) << ": " << text_at(told, "encoding") << ", "
              << parts << (parts == "1" ? " part" : " parts");
    if (const auto price = text_at(told, "price"); !price.empty()) std::cout << ", price " << price;
    if (const auto at = text_at(told, "send_at"); !at.empty()) std::cout << ", not before " << at;
    if (told.contains("held")) std::cout << ", held";
    if (const auto copies = text_at(told, "copies"); !copies.empty()) std::cout << ", copies " << copies;
    std::cout << '\n';
    if (told.contains("text")) std::cout << "  text: " << shown(text_at(told, "text")) << '\n';
    if (const auto* why = told.if_contains("problem")) {
        const json::object& problem = why->as_object();
        const auto* errors = problem.if_contains("errors");
        const json::object& said = errors && !errors->as_array().empty() ? errors->as_array().front().as_object() : problem;
        std::cout << "  would be refused: " << text_at(said, "code") << ": " << text_at(said, "detail") << '\n';
    }
}

int ask(const estimate_options& o, const std::string& text) {
    const fetched got = fetch(o.to, "POST", "/v1/estimate", json::serialize(question_of(o, text)));
    if (got.status != 200) return show_problem(got);
    const json::object told = json::parse(got.body).as_object();
    if (o.json)
        std::cout << got.body << '\n';
    else
        print_answer(told);
    return told.contains("problem") ? exit_failed : exit_done;
}

int estimate(const estimate_options& o, const std::string& text) {
    submission what;
    what.body = text;
    if (o.encoding == "gsm7") what.coding = encoding::gsm7;
    if (o.encoding == "ucs2") what.coding = encoding::ucs2;
    what.smart = o.smart;
    what.transliterate = o.transliterate;
    what.languages = language_mask(o.languages);
    const estimated told = accept::estimate_carriage(what.body, accept::wishes_of(what, {}, {}));
    if (told.refused) {
        std::cerr << "hermod: " << told.refused->detail << '\n';
        return exit_failed;
    }
    if (o.json) {
        std::string out;
        api::append_estimate(out, told);
        std::cout << out << '\n';
    } else {
        print(told);
    }
    return told.parts > told.max_parts ? exit_failed : exit_done;
}

}  // namespace

std::vector<std::string> language_names(const std::vector<std::string>& given) {
    std::vector<std::string> out;
    for (const std::string& one : given) {
        std::string_view name;
        for (const auto& row : language_words)
            if (!one.empty() && (row.name == one || row.code == one)) name = row.name;
        if (name.empty()) {
            std::string known;
            for (const auto& row : language_words)
                if (!row.name.empty())
                    known.append(known.empty() ? "" : ", ").append(row.name).append(" (").append(row.code).append(")");
            throw CLI::ValidationError("--languages", '"' + one + "\" has no 7-bit tables; those that have: " + known);
        }
        out.emplace_back(name);
    }
    return out;
}

std::uint16_t language_mask(const std::vector<std::string>& given) {
    std::uint16_t out = 0;
    for (const std::string& name : language_names(given))
        out = static_cast<std::uint16_t>(out | 1u << *language_identifier(name));
    return out;
}

void add_estimate(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("estimate", "how a text would travel, in how many parts; needs no gateway without --to");
    auto o = std::make_shared<estimate_options>();
    command->add_option("text", o->text, "the text, UTF-8; - reads it from standard input")->required();
    command->add_option("--encoding", o->encoding, "auto, gsm7 or ucs2")
        ->check(CLI::IsMember({"auto", "gsm7", "ucs2"}))
        ->capture_default_str();
    command->add_option("--languages", o->languages, "whose 7-bit tables may be used: tr,es")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_flag("--smart", o->smart, "replace typographic characters where that saves");
    command->add_flag("--transliterate", o->transliterate, "replace letters that GSM 7-bit lacks where that saves");
    auto* to = command->add_option("--to", o->recipient, "recipient: asks the gateway what would leave for it, and its price");
    command->add_option("--from", o->from, "sender; the account's own when it is not given")->needs(to);
    add_access(*command, *o);
    command->footer("Examples: hermod estimate 'Merhaba, ne haber?' --languages tr\n"
                    "          hermod estimate 'Hello' --to +41791234567\nExit code 1: the text cannot be sent.");
    command->callback([o, &code] {
        std::string text = o->text;
        if (text == "-") text.assign(std::istreambuf_iterator<char>(std::cin), {});
        if (o->recipient.empty())
            code = estimate(*o, text);
        else
            guarded(*o, code, [&] { return ask(*o, text); });
    });
}

}  // namespace hermod::app
