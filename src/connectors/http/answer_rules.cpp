#include "connectors/http/answer_rules.hpp"

#include <charconv>

#include "net/retry_after.hpp"

namespace hermod::connectors::http {

namespace {

constexpr std::size_t longest_id = 255, longest_detail = 300;

meaning by_status(int status, bool& alarm) {
    if (status >= 200 && status < 300) return meaning::sent;
    if (status == 429 || status == 503) return meaning::throttled;
    if (status == 402 || status == 451) return meaning::elsewhere;  // our account there is empty; not in this country
    alarm = status == 401 || status == 403;
    return alarm || status == 408 || status >= 500 ? meaning::later : meaning::refused;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
    std::uint32_t out = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

// As much as a timeline should show, cut before a character of UTF-8.
std::string shortened(std::string text) {
    if (text.size() <= longest_detail) return text;
    std::size_t end = longest_detail;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text;
}

}  // namespace

bool answer_rules::read(settings::table_reader& table, const constants& known) {
    bool right = read_errors(table);
    right = read_field(table, "error_code", code_) && right;
    right = read_field(table, "error_detail", detail_) && right;
    for (settings::table_reader& one : table.tables("answer")) right = read_rule(one, known) && right;
    return right;
}

bool answer_rules::read_errors(settings::table_reader& table) {
    const auto* rows = table.free_table("errors");
    if (!rows) return true;
    settings::table_reader reader(*rows, table.path() + ".errors", table.out());
    bool right = true;
    for (const auto& one : rows->entries) {
        meaning what = meaning::refused;
        right = reader.word(one.key, what, {{"final", meaning::refused}, {"next_route", meaning::elsewhere}, {"retry", meaning::later}, {"throttled", meaning::throttled}, {"unsure", meaning::unsure}}) && right;
        errors_[one.key] = what;
    }
    return right;
}

bool answer_rules::read_status(settings::table_reader& table, rule& out) const {
    const auto* written = table.any("status");
    if (!written) return true;
    if (const auto* number = std::get_if<std::int64_t>(&written->value); number && *number >= 200 && *number <= 599) {
        out.status_least = out.status_most = static_cast<int>(*number);
        return true;
    }
    const auto* text = std::get_if<std::string>(&written->value);
    if (!text || text->size() != 3 || text->substr(1) != "xx" || (*text)[0] < '2' || (*text)[0] > '5') {
        table.error("status", "is no status: write a number like 202, or \"2xx\"");
        return false;
    }
    out.status_least = ((*text)[0] - '0') * 100;
    out.status_most = out.status_least + 99;
    return true;
}

bool answer_rules::read_rule(settings::table_reader& table, const constants& known) {
    rule out;
    bool right = read_status(table, out);
    right = out.when.read(table) && right;
    table.require({"verdict"});
    right = table.word("verdict", out.verdict,
                       {{"sent", meaning::sent}, {"refused", meaning::refused}, {"next_route", meaning::elsewhere}, {"later", meaning::later}, {"throttled", meaning::throttled}, {"unsure", meaning::unsure}}) &&
            right;
    std::string id;
    if (table.text("id", id) && id.starts_with("template:")) {
        out.own_id.emplace();
        if (const auto fault = out.own_id->add(std::string_view(id).substr(9), standing::raw, known)) {
            report(table, "id", {fault->at + 9, fault->what});
            right = false;
        }
    } else {
        right = read_field(table, "id", out.id) && right;
    }
    right = read_field(table, "code", out.code) && right;
    right = read_field(table, "detail", out.detail) && right;
    table.finish();
    rules_.push_back(std::move(out));
    return right;
}

// The provider's code and words; a code in the table decides.
void answer_rules::explain(judgement& out, const rule* by, heard& answer, meaning& verdict) const {
    const auto& place = by && by->code ? by->code : code_;
    const auto& words = by && by->detail ? by->detail : detail_;
    const auto code = place ? place->read(answer) : std::nullopt;
    out.result.code = static_cast<std::uint32_t>(answer.status);
    if (code) {
        if (const auto number = whole_number(*code)) out.result.code = *number;
        if (const auto row = errors_.find(*code); row != errors_.end()) {
            verdict = row->second;
            out.alarm = false;
        }
    }
    const auto said = words ? words->read(answer) : std::nullopt;
    std::string text = "HTTP " + std::to_string(answer.status);
    if (code && !code->empty()) text += ", code " + *code;
    if (said && !said->empty()) text += ": " + *said;
    out.result.detail = shortened(std::move(text));
}

judgement answer_rules::judge(heard& answer, part_values& values, wall_time now) const {
    judgement out;
    const rule* by = nullptr;
    for (const rule& one : rules_) {
        if (answer.status < one.status_least || answer.status > one.status_most || !one.when.fits(answer)) continue;
        by = &one;
        break;
    }
    meaning what = by ? by->verdict : by_status(answer.status, out.alarm);
    if (what == meaning::sent) {
        out.result.is = verdict::kind::sent;
        std::string_view refused;
        if (by && by->own_id)
            (void)by->own_id->render(out.result.detail, values, refused);
        else if (by && by->id)
            out.result.detail = by->id->read(answer).value_or("");
        out.no_id = out.result.detail.empty() || out.result.detail.size() > longest_id;
        if (out.no_id) out.result.detail = std::string(values.get(value::id)) + "-" + std::string(values.get(value::part));
        return out;
    }
    explain(out, by, answer, what);
    out.result.elsewhere = what == meaning::elsewhere;
    const bool refused = what == meaning::refused || out.result.elsewhere;
    out.result.is = refused ? verdict::kind::refused : what == meaning::unsure ? verdict::kind::unsure : verdict::kind::later;
    out.result.throttled = what == meaning::throttled;
    if (out.result.is == verdict::kind::later)
        if (const auto pause = net::parse_retry_after(answer.header ? answer.header("Retry-After") : std::string_view{}, now))
            out.result.after = *pause;
    return out;
}

}  // namespace hermod::connectors::http
