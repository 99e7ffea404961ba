// What concerns opt-outs alone: [opt_outs], [[opt_out_answer]], and an account's keys for them.
#include <algorithm>

#include "app/config/sections.hpp"
#include "consent/fold.hpp"
#include "consent/keywords.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t longest_answer = 2'000;

void read_reach(table_reader& table, std::string_view key, opt_out_reach& out) {
    table.word(key, out,
               {{"sender", opt_out_reach::sender}, {"account", opt_out_reach::account}, {"everybody", opt_out_reach::everybody}});
}

void read_words(table_reader& table, std::string_view key, std::vector<std::string>& out) {
    if (!table.texts(key, out)) return;
    for (std::size_t i = 0; i < out.size(); ++i)
        if (consent::folded(out[i]).empty())
            table.error(
                key, "is no word: a letter or a digit is wanted, in at most " + std::to_string(consent::longest_text) + " octets",
                i);
}

bool is_built_in(const std::string& text) {
    const auto all = consent::built_in_keywords();
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& one) { return consent::folded(one.text) == consent::folded(text); });
}

}  // namespace

opt_outs_config read_opt_outs(table_reader& table) {
    opt_outs_config out;
    read_reach(table, "reach", out.reach);
    table.flag("built_in", out.built_in);
    table.flag("first_word", out.first_word);
    read_words(table, "stop", out.stop);
    read_words(table, "start", out.start);
    read_words(table, "help", out.help);
    read_words(table, "without", out.without);
    for (const std::string& text : out.without)
        if (!is_built_in(text)) table.warning("without", '"' + text + "\" is none of the built-in words");
    if (!out.built_in && out.stop.empty()) table.warning("built_in", "without it and without `stop` no handset can opt out");
    table.finish();
    return out;
}

void read_account_consent(table_reader& table, account_consent_config& out) {
    table.word("opt_outs", out.obeys, {{"obey", true}, {"ignore", false}});
    if (!table.has("opt_out_reach")) return;
    opt_out_reach reach = opt_out_reach::account;
    read_reach(table, "opt_out_reach", reach);
    out.reach = reach;
}

std::vector<opt_out_answer_config> read_opt_out_answers(table_reader& file, const config& values) {
    std::vector<opt_out_answer_config> all;
    for (auto& table : file.tables("opt_out_answer")) {
        opt_out_answer_config out;
        table.require({"to", "text"});
        table.word("to", out.to, {{"stop", opt_out_word::stop}, {"start", opt_out_word::start}, {"help", opt_out_word::help}});
        if (table.text("language", out.language, 2) && out.language.size() != 2)
            table.error("language", "is no language: write two letters, \"de\"");
        if (table.text("text", out.text, longest_answer) && out.text.empty()) table.error("text", "is empty");
        if (table.text("account", out.account)) {
            const auto known = std::find_if(values.accounts.begin(), values.accounts.end(),
                                            [&](const auto& a) { return a.name == out.account; });
            if (known == values.accounts.end())
                table.error("account", "there is no account \"" + out.account + '"');
            else if (!known->consent.obeys && out.to == opt_out_word::stop)
                table.warning("account",
                              '"' + out.account + "\" ignores opt-outs: its handsets are not told that they have opted out");
        }
        const bool twice = std::any_of(all.begin(), all.end(), [&](const auto& o) {
            return o.account == out.account && o.to == out.to && o.language == out.language;
        });
        if (twice) table.error("to", "an answer to this word in this language stands above");
        table.finish();
        all.push_back(std::move(out));
    }
    return all;
}

}  // namespace hermod::app
