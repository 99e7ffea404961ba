// optout list, add, remove, import, export: who does not want to be written to, at a running gateway.
#include <cctype>
#include <fstream>

#include "app/cli/client.hpp"
#include "app/cli/consent_commands.hpp"
#include "base/clock.hpp"
#include "consent/scope.hpp"

namespace hermod::app {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_a_request = 1'000;

struct optout_options : client_options {
    std::string number, from, account, file = "-";
};

std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_') {
            out += c;
            continue;
        }
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

void add_parameter(std::string& target, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    target += target.find('?') == std::string::npos ? '?' : '&';
    target.append(name).append(1, '=').append(escaped(value));
}

// Every row; false when the gateway said no, which has been shown.
template <class Take>
bool each_row(const optout_options& o, Take take) {
    std::string cursor;
    do {
        std::string target = "/v1/opt-outs?limit=250";
        add_parameter(target, "to", o.number);
        add_parameter(target, "account", o.account);
        add_parameter(target, "cursor", cursor);
        const fetched got = fetch(o.to, "GET", target);
        if (got.status != 200) return show_problem(got), false;
        const json::object page = json::parse(got.body).as_object();
        for (const json::value& row : page.at("opt_outs").as_array()) take(row.as_object());
        cursor = text_at(page, "next_cursor");
    } while (!cursor.empty());
    return true;
}

// A field of CSV: in quotes when it must be.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

constexpr std::string_view header = "to,from,account,since,by";

void print_csv(std::ostream& out, const json::object& row) {
    for (const char* key : {"to", "from", "account", "since", "by"})
        out << (std::string_view(key) == "to" ? "" : ",") << csv_field(text_at(row, key));
    out << '\n';
}

int list(const optout_options& o) {
    json::array all;
    std::size_t count = 0;
    const bool good = each_row(o, [&](const json::object& row) {
        ++count;
        if (o.json) return all.push_back(row);
        std::cout << text_at(row, "to") << "  " << text_at(row, "account") << "  "
                  << (text_at(row, "from").empty() ? "(any sender)" : text_at(row, "from")) << "  since "
                  << text_at(row, "since").substr(0, 19) << "Z  by " << text_at(row, "by") << '\n';
    });
    if (!good) return exit_failed;
    if (o.json)
        std::cout << json::serialize(all) << '\n';
    else if (count == 0)
        std::cerr << "hermod: there are no opt-outs\n";
    return exit_done;
}

int export_all(const optout_options& o) {
    std::ofstream file;
    if (o.file != "-") {
        file.open(o.file, std::ios::trunc);
        if (!file) return std::cerr << "hermod: " << o.file << " cannot be written\n", exit_failed;
    }
    std::ostream& out = o.file == "-" ? std::cout : file;
    out << header << '\n';
    if (!each_row(o, [&](const json::object& row) { print_csv(out, row); })) return exit_failed;
    out.flush();
    return out ? exit_done : (std::cerr << "hermod: " << o.file << " cannot be written\n", exit_failed);
}

int show_changed(const optout_options& o, const fetched& got, std::string_view what) {
    if (got.status != 200) return show_problem(got);
    if (o.json)
        std::cout << got.body << '\n';
    else
        std::cout << text_at(json::parse(got.body).as_object(), "changed") << ' ' << what << '\n';
    return exit_done;
}

json::object row_of(const optout_options& o, std::string_view to, std::string_view from) {
    json::object row{{"to", to}};
    if (!from.empty()) row["from"] = from;
    if (!o.account.empty()) row["account"] = o.account;
    return row;
}

int add(const optout_options& o) {
    return show_changed(o, fetch(o.to, "POST", "/v1/opt-outs", json::serialize(row_of(o, o.number, o.from))), "added");
}

int remove(const optout_options& o) {
    std::string target = "/v1/opt-outs";
    add_parameter(target, "to", o.number);
    add_parameter(target, "from", o.from);
    add_parameter(target, "account", o.account);
    return show_changed(o, fetch(o.to, "DELETE", target), "taken back");
}

// ---- import ----

std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
            out.back() += line[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            out.emplace_back();
        else
            out.back() += c;
    }
    return out;
}

// What is wrong with a line, or its row.
std::string read_line(const optout_options& o, const std::string& line, json::object& row) {
    const auto fields = fields_of(line);
    const auto field = [&](std::size_t at) { return at < fields.size() ? fields[at] : std::string(); };
    if (fields.size() > 5) return "has more than the fields " + std::string(header);
    if (!consent::number_of(field(0))) return '"' + field(0).substr(0, 40) + "\" is no international number";
    row = row_of(o, field(0), field(1));
    if (!field(2).empty()) row["account"] = field(2);
    if (field(3).empty()) return {};
    if (!parse_rfc3339(field(3))) return '"' + field(3).substr(0, 40) + "\" is no RFC 3339 time";
    row["since"] = field(3);
    return {};
}

// The whole file is read before anything is sent: a mistake in it changes nothing.
int import(const optout_options& o) {
    std::ifstream file;
    if (o.file != "-") {
        file.open(o.file);
        if (!file) return std::cerr << "hermod: " << o.file << " cannot be read\n", exit_failed;
    }
    std::istream& in = o.file == "-" ? std::cin : file;
    json::array rows;
    std::string line;
    std::size_t number = 0, wrong = 0;
    while (std::getline(in, line)) {
        ++number;
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty() || (number == 1 && line.starts_with("to"))) continue;
        json::object row;
        if (const auto why = read_line(o, line, row); why.empty())
            rows.push_back(std::move(row));
        else if (++wrong <= 20)
            std::cerr << (o.file == "-" ? "standard input" : o.file) << ':' << number << ": " << why << '\n';
    }
    if (wrong != 0) return std::cerr << "hermod: " << wrong << " wrong line(s), nothing was imported\n", exit_failed;
    std::size_t changed = 0;
    for (std::size_t at = 0; at < rows.size(); at += rows_a_request) {
        json::array some(rows.begin() + static_cast<std::ptrdiff_t>(at),
                         rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), at + rows_a_request)));
        const fetched got = fetch(o.to, "POST", "/v1/opt-outs", json::serialize(json::object{{"opt_outs", std::move(some)}}));
        if (got.status != 200) {
            std::cerr << "hermod: " << at << " of " << rows.size() << " rows had been imported, then:\n";
            return show_problem(got);
        }
        changed += json::parse(got.body).as_object().at("changed").to_number<std::size_t>();
    }
    std::cout << changed << " added, " << rows.size() - changed << " were there\n";
    return exit_done;
}

using action = int (*)(const optout_options&);

std::shared_ptr<optout_options> add_command(CLI::App& group, const char* name, const char* what, const char* example, action run,
                                            int& code) {
    auto* command = group.add_subcommand(name, what);
    auto o = std::make_shared<optout_options>();
    add_access(*command, *o);
    command->add_option("--account", o->account, "whose (administrators): its name, or \"*\" for what everybody sends");
    command->footer(std::string("Example: ") + example);
    command->callback([o, run, &code] { guarded(*o, code, [&] { return run(*o); }); });
    return o;
}

}  // namespace

void add_optout(CLI::App& app, int& code) {
    auto* group = app.add_subcommand("optout", "who does not want to be written to");
    group->require_subcommand(1);
    auto shown = add_command(*group, "list", "all, or of one number", "hermod optout list --to +447700900123 --key env:SHOP_KEY",
                             list, code);
    group->get_subcommand("list")->add_option("--to", shown->number, "of this number only");
    auto added = add_command(*group, "add", "a number that is not to be written to",
                             "hermod optout add +447700900123 --key env:SHOP_KEY", add, code);
    group->get_subcommand("add")->add_option("to", added->number, "the number")->required();
    group->get_subcommand("add")->add_option("--from", added->from, "what comes from this sender only");
    auto gone = add_command(*group, "remove", "take an opt-out back", "hermod optout remove +447700900123 --key env:SHOP_KEY",
                            remove, code);
    group->get_subcommand("remove")->add_option("to", gone->number, "the number")->required();
    group->get_subcommand("remove")->add_option("--from", gone->from, "the sender that it is of");
    auto in = add_command(*group, "import", "from CSV: to,from,account,since; only `to` must be there",
                          "hermod optout import stops.csv --key env:SHOP_KEY", import, code);
    group->get_subcommand("import")->add_option("file", in->file, "\"-\": standard input")->capture_default_str();
    auto out = add_command(*group, "export", "to CSV: to,from,account,since,by",
                           "hermod optout export stops.csv --key env:SHOP_KEY", export_all, code);
    group->get_subcommand("export")->add_option("file", out->file, "\"-\": standard output")->capture_default_str();
}

}  // namespace hermod::app
