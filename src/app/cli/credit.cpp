// credit show, credit add: an account's purse at a running gateway.
#include <iomanip>

#include "app/cli/client.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

void print_period(std::string_view name, const json::object& of) {
    std::cout << "  " << std::left << std::setw(6) << name << text_at(of, "parts") << " parts";
    if (const auto quota = text_at(of, "quota"); !quota.empty()) std::cout << " of " << quota;
    std::cout << ", " << text_at(of, "spent") << " spent";
    if (const auto cap = text_at(of, "cap"); !cap.empty()) std::cout << " of " << cap;
    std::cout << '\n';
}

void print_entry(const json::object& of) {
    std::cout << "  " << text_at(of, "at") << "  " << std::right << std::setw(14) << text_at(of, "amount") << "  " << text_at(of, "reference");
    if (const auto by = text_at(of, "by"); !by.empty()) std::cout << "  by " << by;
    if (const auto reason = text_at(of, "reason"); !reason.empty()) std::cout << "  (" << reason << ')';
    std::cout << '\n';
}

struct show_options : client_options {
    std::string account;
    unsigned entries = 10;
};

int show(const show_options& o) {
    const fetched got = fetch(o.to, "GET", "/v1/accounts/" + o.account + "/credit?limit=" + std::to_string(o.entries));
    if (got.status != 200) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::object body = json::parse(got.body).as_object();
    std::cout << text_at(body, "account") << "  balance " << text_at(body, "balance")
              << (body.at("prepaid").as_bool() ? " (prepaid)" : " (may be overdrawn)") << '\n'
              << "  paid in " << text_at(body, "paid_in") << ", charged " << text_at(body, "charged") << ", refunded "
              << text_at(body, "refunded") << ", reserved " << text_at(body, "reserved") << '\n';
    print_period("day", body.at("day").as_object());
    print_period("month", body.at("month").as_object());
    for (const json::value& one : body.at("entries").as_array()) print_entry(one.as_object());
    return exit_done;
}

struct add_options : client_options {
    std::string account, amount, reference, reason;
};

int add(const add_options& o) {
    json::object entry{{"amount", o.amount}, {"reference", o.reference}};
    if (!o.reason.empty()) entry["reason"] = o.reason;
    const fetched got = fetch(o.to, "POST", "/v1/accounts/" + o.account + "/credit", json::serialize(entry));
    if (got.status != 200 && got.status != 201) return show_problem(got);
    if (o.json) {
        std::cout << got.body << '\n';
        return exit_done;
    }
    const json::object body = json::parse(got.body).as_object();
    if (got.status == 200) std::cerr << "hermod: this reference was there already, nothing was changed\n";
    std::cout << text_at(body, "account") << "  balance " << text_at(body, "balance") << '\n';
    return exit_done;
}

}  // namespace

void add_credit(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("credit", "what accounts have, owe and may spend, at a running gateway");
    command->require_subcommand(1);
    auto* shown = command->add_subcommand("show", "balance, the day's and the month's messages and spending, the last entries");
    auto look = std::make_shared<show_options>();
    add_access(*shown, *look);
    shown->add_option("account", look->account, "its name")->required();
    shown->add_option("--entries", look->entries, "how many entries")->check(CLI::Range(1u, 1'000u));
    shown->footer("Example: hermod credit show shop --key env:ADMIN_KEY");
    shown->callback([look, &code] { guarded(*look, code, [&] { return show(*look); }); });

    auto* added = command->add_subcommand("add", "pay in, or correct by an amount below zero");
    auto entry = std::make_shared<add_options>();
    add_access(*added, *entry);
    added->add_option("account", entry->account, "its name")->required();
    added->add_option("amount", entry->amount, "up to three decimals; below zero: taken")->required();
    added->add_option("--reference", entry->reference, "your own (an invoice, a payment): the same command again changes nothing")->required();
    added->add_option("--reason", entry->reason, "for people");
    added->footer("Example: hermod credit add shop 250 --reference invoice-4711 --key env:ADMIN_KEY\n"
                  "         hermod credit add shop --reference fix-1 --reason 'paid in twice' --key env:ADMIN_KEY -- -250");
    added->callback([entry, &code] { guarded(*entry, code, [&] { return add(*entry); }); });
}

}  // namespace hermod::app
