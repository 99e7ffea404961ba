// estimate TEXT: how a text would travel and what it would cost, without a gateway. The same code decides as when it is sent.
#include <iostream>
#include <iterator>
#include <memory>

#include "accept/checks.hpp"
#include "api/estimate_json.hpp"
#include "app/cli/commands.hpp"
#include "base/log.hpp"
#include "message/language.hpp"

namespace hermod::app {
namespace {

struct estimate_options {
    std::string text, encoding = "auto";
    std::vector<std::string> languages;
    bool smart = false, transliterate = false, json = false;
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

int estimate(const estimate_options& o) {
    std::string text = o.text;
    if (text == "-") text.assign(std::istreambuf_iterator<char>(std::cin), {});
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
    auto* command = app.add_subcommand("estimate", "how a text would travel, in how many parts; needs no gateway");
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
    command->add_flag("--json", o->json, "as JSON");
    command->footer("Example: hermod estimate 'Merhaba, ne haber?' --languages tr\nExit code 1: the text cannot be sent.");
    command->callback([o, &code] { code = estimate(*o); });
}

}  // namespace hermod::app
