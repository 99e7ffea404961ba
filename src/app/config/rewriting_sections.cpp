#include "app/config/rewriting_sections.hpp"

#include <algorithm>

#include "accept/checks.hpp"
#include "base/nearest.hpp"
#include "message/tags.hpp"

namespace hermod::app {
namespace {

using accept::rewrite_rule;
using accept::sender_look;
using accept::sender_policy;

constexpr std::size_t most_senders = 10'000;  // of a pool

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

// A text, or a list of texts.
bool read_some(table_reader& table, std::string_view key, std::vector<std::string>& out) {
    const setting_table* all = table.written();
    const entry* written = all->find(key);
    if (!written || !std::holds_alternative<std::string>(written->what.value)) return table.texts(key, out);
    std::string one;
    if (!table.text(key, one)) return false;
    out = {std::move(one)};
    return true;
}

// Whether the key's value is a list: then a mistake in it has an index.
std::optional<std::size_t> place(table_reader& table, std::string_view key, std::size_t index) {
    const entry* written = table.written()->find(key);
    if (written && std::holds_alternative<setting_list>(written->what.value)) return index;
    return std::nullopt;
}

template <class Item, class Id>
void read_names(table_reader& table, std::string_view key, const std::vector<Item>& known, std::vector<Id>& out) {
    std::vector<std::string> written;
    if (!read_some(table, key, written)) return;
    std::vector<std::string_view> names;
    for (const Item& one : known)
        if (!one.name.empty()) names.push_back(one.name);
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (std::find(names.begin(), names.end(), written[i]) == names.end())
            table.error(key,
                        "there is no " + std::string(key) + ' ' + quoted(written[i]) +
                            (names.empty() ? "" : suggestion(written[i], names)),
                        place(table, key, i), std::string(nearest(written[i], names)));
        if constexpr (std::is_same_v<Id, std::string>)
            out.push_back(written[i]);
        else
            out.push_back(Id{name_hash(written[i])});
    }
}

const country* read_country(table_reader& table, std::string_view written, std::optional<std::size_t> index) {
    if (const country* found = find_country(written)) return found;
    std::string capitals(written);
    std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const country* meant = find_country(capitals);
    table.error("country",
                quoted(written) + " is no country: two capital letters of ISO 3166, as in \"CH\"" +
                    (meant ? ", did you mean " + quoted(meant->iso) + '?' : std::string()),
                index, meant ? std::string(meant->iso) : std::string());
    return nullptr;
}

// Digits, a "+" before them; without it in `out`.
bool read_digits(table_reader& table, std::string_view key, std::string& digits, std::optional<std::size_t> index) {
    if (digits.starts_with('+')) digits.erase(0, 1);
    const bool right = !digits.empty() && digits.size() <= 15 && digits.front() != '0' &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!right) table.error(key, "is no beginning of an international number: write \"+44\" or \"4477\"", index);
    return right;
}

void read_recipients(table_reader& table, accept::recipient_match& out) {
    std::vector<std::string> written;
    if (read_some(table, "country", written))
        for (std::size_t i = 0; i < written.size(); ++i)
            if (const country* one = read_country(table, written[i], place(table, "country", i))) out.countries.push_back(one);
    if (read_some(table, "prefix", out.prefixes))
        for (std::size_t i = 0; i < out.prefixes.size(); ++i)
            read_digits(table, "prefix", out.prefixes[i], place(table, "prefix", i));
}

accept::sender_list read_sender_list(table_reader& table, std::string_view key) {
    std::vector<std::string> written;
    read_some(table, key, written);
    for (std::size_t i = 0; i < written.size(); ++i)
        if (const auto star = written[i].find('*'); star != std::string::npos && star + 1 != written[i].size())
            table.error(key, "has a \"*\" before its end: a sender is whole, or a beginning and a \"*\"", place(table, key, i));
    return accept::sender_list(std::move(written));
}

void check_sender(table_reader& table, std::string_view key, std::string_view sender, std::optional<std::size_t> index) {
    if (const auto wrong = accept::check_sender(sender)) table.error(key, wrong->detail, index);
}

void read_sender(table_reader& table, std::vector<std::string>& out) {
    if (!read_some(table, "sender", out)) return;
    if (out.empty() || out.size() > most_senders)
        table.error("sender", "is a list of 1 to " + std::to_string(most_senders) + " senders");
    for (std::size_t i = 0; i < out.size(); ++i) {
        check_sender(table, "sender", out[i], place(table, "sender", i));
        if (std::find(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(i), out[i]) !=
            out.begin() + static_cast<std::ptrdiff_t>(i))
            table.error("sender", quoted(out[i]) + " is there twice", place(table, "sender", i));
    }
}

void read_sender_is(table_reader& table, std::vector<sender_look>& out) {
    std::vector<std::string> written;
    if (!read_some(table, "sender_is", written)) return;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto looks = {sender_look::name, sender_look::number, sender_look::short_code};
        const auto at =
            std::find_if(looks.begin(), looks.end(), [&](sender_look one) { return accept::to_text(one) == written[i]; });
        if (at != looks.end()) {
            out.push_back(*at);
            continue;
        }
        const std::string_view words[] = {"name", "number", "short"};
        table.unknown_word("sender_is", place(table, "sender_is", i), written[i], words);
    }
}

void read_replacements(table_reader& table, std::vector<accept::replacement>& out) {
    for (table_reader& one : table.tables("replace")) {
        one.require({"match", "with"});
        std::string match, with;
        const bool whole = one.text("match", match);
        const entry* put = one.written()->find("with");
        const auto* text = put ? std::get_if<std::string>(&put->what.value) : nullptr;
        if (text && text->empty())
            one.any("with");  // what matches is taken out
        else if (!one.text("with", with))
            continue;
        one.finish();
        if (!whole) continue;
        accept::replacement::fault wrong;
        if (auto made = accept::replacement::make(match, with, wrong))
            out.push_back(std::move(*made));
        else
            one.error(wrong.of_match ? "match" : "with", wrong.why);
    }
}

rewrite_rule read_rule(table_reader& table, const config& known) {
    rewrite_rule out;
    table.require({"name"});
    table.name("name", out.name);
    read_names(table, "account", known.accounts, out.accounts);
    read_names(table, "route", known.routes, out.routes);
    read_names(table, "connector", known.connectors, out.connectors);
    read_some(table, "tags", out.tags);
    for (std::size_t i = 0; i < out.tags.size(); ++i)
        if (!is_tag(out.tags[i]))
            table.error("tags", quoted(out.tags[i]) + " is no tag: up to 32 letters, digits, . _ - :", place(table, "tags", i));
    read_recipients(table, out.recipients);
    out.senders = read_sender_list(table, "from");
    read_sender_is(table, out.looks);
    read_sender(table, out.sender);
    table.text("text_prefix", out.before, 1'600);
    table.text("text_suffix", out.after, 1'600);
    read_replacements(table, out.replace);
    table.flag("transliterate", out.transliterate);
    table.flag("last", out.last);
    if (!table.has("sender") && !table.has("replace") && !out.changes_text() && !out.last)
        table.error("name", "changes nothing: give it sender, text_prefix, text_suffix, replace or transliterate");
    return out;
}

bool is_for_all(const accept::recipient_match& one) {
    return one.countries.empty() && one.prefixes.empty();
}

sender_policy read_policy(table_reader& table, const config& known) {
    enum class otherwise { refuse, replace } then = otherwise::refuse;
    sender_policy out;
    table.require({"name", "allowed"});
    table.name("name", out.name);
    read_names(table, "account", known.accounts, out.accounts);
    read_recipients(table, out.recipients);
    out.allowed = read_sender_list(table, "allowed");
    table.word("otherwise", then, {{"refuse", otherwise::refuse}, {"replace", otherwise::replace}});
    const bool named = table.text("replace_with", out.otherwise, 44);
    if (named) check_sender(table, "replace_with", out.otherwise, {});
    if (then == otherwise::replace) table.require({"replace_with"});
    if (then == otherwise::refuse && named) {
        table.error("replace_with", "has no effect: say otherwise = \"replace\" with it");
        out.otherwise.clear();
    }
    return out;
}

template <class Item>
void check_name(table_reader& table, const std::vector<Item>& before, const Item& mine) {
    if (!mine.name.empty() && std::any_of(before.begin(), before.end(), [&](const Item& one) { return one.name == mine.name; }))
        table.error("name", quoted(mine.name) + " is used twice");
}

bool takes_every_account(const std::vector<account_id>& earlier, const std::vector<account_id>& later) {
    if (earlier.empty()) return true;
    return !later.empty() && std::all_of(later.begin(), later.end(), [&](account_id one) {
        return std::find(earlier.begin(), earlier.end(), one) != earlier.end();
    });
}

void read_policies(table_reader& file, config& out) {
    for (auto& table : file.tables("sender_policy")) {
        sender_policy one = read_policy(table, out);
        auto& before = out.rewriting.policies;
        check_name(table, before, one);
        for (const sender_policy& other : before) {
            if (!is_for_all(other.recipients) || !takes_every_account(other.accounts, one.accounts)) continue;
            table.warning("name", "never decides: " + quoted(other.name) + " before it is for all that it would be");
            break;
        }
        table.finish();
        before.push_back(std::move(one));
    }
}

// Nothing in it asks anything of a message.
bool takes_all(const rewrite_rule& one) {
    return one.accounts.empty() && one.routes.empty() && one.connectors.empty() && one.tags.empty() &&
           is_for_all(one.recipients) && one.senders.empty() && one.looks.empty();
}

void read_rules(table_reader& file, config& out) {
    for (auto& table : file.tables("rewrite")) {
        rewrite_rule one = read_rule(table, out);
        auto& before = out.rewriting.rules;
        check_name(table, before, one);
        const auto end =
            std::find_if(before.begin(), before.end(), [](const rewrite_rule& other) { return other.last && takes_all(other); });
        if (end != before.end())
            table.warning("name", "is never looked at: " + quoted(end->name) + " before it is for all messages, and the last");
        table.finish();
        before.push_back(std::move(one));
    }
}

void read_number_rules(table_reader& file, config& out) {
    for (auto& table : file.tables("number_rule")) {
        accept::number_rule one;
        std::string account;
        table.require({"from", "to"});
        if (table.text("from", one.from)) read_digits(table, "from", one.from, {});
        if (table.text("to", one.to)) read_digits(table, "to", one.to, {});
        std::vector<account_id> whose;
        if (table.text("account", account)) read_names(table, "account", out.accounts, whose);
        if (!whose.empty()) one.account = whose.front();
        for (const accept::number_rule& other : out.number_rules)
            if (!one.from.empty() && other.account == one.account && other.from == one.from)
                table.error("from", "+" + one.from + " has a rule already" + (account.empty() ? "" : " for this account"));
        table.finish();
        out.number_rules.push_back(std::move(one));
    }
}

}  // namespace

void read_account_rewriting(table_reader& table, account_config& out) {
    std::string written;
    if (table.text("country", written)) out.home = read_country(table, written, {});
    if (!table.texts("tags", out.tags)) return;
    for (std::size_t i = 0; i < out.tags.size(); ++i)
        if (!is_tag(out.tags[i])) table.error("tags", quoted(out.tags[i]) + " is no tag: up to 32 letters, digits, . _ - :", i);
}

void read_rewriting(table_reader& file, config& out) {
    read_number_rules(file, out);
    read_policies(file, out);
    read_rules(file, out);
}

}  // namespace hermod::app
