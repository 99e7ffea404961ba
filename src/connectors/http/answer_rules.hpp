// The provider's answer as a verdict: the first rule that fits; where none does, the status says it.
//
//   2xx sent; 429 and 503 throttled; 408 and 5xx later; 401 and 403 later, with an alarm; 402 and 451 elsewhere; other 4xx, 3xx refused
// What is not sent may have a code of the provider's own, and a table then says what it means. Pure: bytes in, verdict out.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "connectors/http/condition.hpp"
#include "connectors/http/request_template.hpp"
#include "message/verdict.hpp"

namespace hermod::connectors::http {

// elsewhere: refused here, another may take it. unsure: it may have been taken all the same, its route's rule decides.
enum class meaning : std::uint8_t { sent, refused, elsewhere, later, throttled, unsure };

struct judgement {
    verdict result;
    bool alarm = false;    // the provider does not let us in
    bool no_id = false;    // taken, without an id that could be read
};

class answer_rules {
public:
    // Reads [[answer]], errors, error_code, error_detail of the connector's table. False: a mistake was reported.
    bool read(settings::table_reader& table, const constants& known);

    // `values`: the part that was sent, for ids of our own.
    judgement judge(heard& answer, part_values& values, wall_time now) const;

private:
    struct rule {
        int status_least = 0, status_most = 999;
        condition when;
        meaning verdict = meaning::sent;
        std::optional<field> id, code, detail;
        std::optional<text_template> own_id;
    };
    bool read_rule(settings::table_reader& table, const constants& known);
    bool read_status(settings::table_reader& table, rule& out) const;
    bool read_errors(settings::table_reader& table);
    void explain(judgement& out, const rule* by, heard& answer, meaning& verdict) const;

    std::vector<rule> rules_;
    std::map<std::string, meaning, std::less<>> errors_;
    std::optional<field> code_, detail_;
};

}  // namespace hermod::connectors::http
