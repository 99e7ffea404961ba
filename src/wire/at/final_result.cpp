#include "wire/at/final_result.hpp"

#include <charconv>

#include "wire/at/error_names.hpp"
#include "wire/at/trimmed.hpp"

namespace hermod::wire::at {
namespace {

struct row {
    std::string_view line;
    result_code code;
};
constexpr row rows[] = {
    {"OK", result_code::ok},
    {"ERROR", result_code::error},
    {"NO CARRIER", result_code::no_carrier},
    {"BUSY", result_code::busy},
    {"NO ANSWER", result_code::no_answer},
    {"NO DIALTONE", result_code::no_dialtone},
    {"NO DIAL TONE", result_code::no_dialtone},
    {"CONNECT", result_code::connect},
    {"COMMAND NOT SUPPORT", result_code::not_supported},
    {"TOO MANY PARAMETERS", result_code::too_many_parameters},
    {"ABORTED", result_code::aborted},
};

final_result numbered(result_code code, std::string_view rest) {
    final_result out{code, {}, std::string(rest)};
    unsigned number = 0;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (fault == std::errc{} && end == rest.data() + rest.size()) {
        out.number = number;
    } else {
        out.number = code == result_code::cms_error ? number_of_cms(rest) : number_of_cme(rest);
    }
    return out;
}

}  // namespace

std::optional<final_result> read_final(std::string_view line) {
    line = trimmed(line);
    for (const row& r : rows) {
        if (r.line == line) return final_result{r.code, {}, std::string(line)};
    }
    if (line.starts_with("CONNECT ")) return final_result{result_code::connect, {}, std::string(line)};
    for (const auto& [prefix, code] : {row{"+CMS ERROR:", result_code::cms_error}, row{"+CME ERROR:", result_code::cme_error}}) {
        if (line.starts_with(prefix)) return numbered(code, trimmed(line.substr(prefix.size())));
    }
    return std::nullopt;
}

bool may_be_unsolicited(result_code code) {
    return code == result_code::no_carrier || code == result_code::busy || code == result_code::no_answer ||
           code == result_code::no_dialtone;
}

}  // namespace hermod::wire::at
