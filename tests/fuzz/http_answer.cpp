// Rules of every kind over arbitrary answers: a verdict comes of each, within its bounds, and the same one twice.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "connectors/http/answer_rules.hpp"

using namespace hermod;
using namespace hermod::connectors::http;

namespace {

constexpr const char* rules_text = R"(
error_code = "json:/code"
error_detail = "xml:Error/Message"
errors = { "1" = "throttled", "2" = "final", "3" = "retry" }
[[answer]]
status = 200
where = "json:/messages/0/status"
is = ["0", "ok"]
verdict = "sent"
id = "json:/messages/0/id"
[[answer]]
status = "2xx"
where = "xml:**/MessageId"
verdict = "sent"
id = "xml:**/MessageId"
[[answer]]
matches = '^ID:\s*(\S+)'
verdict = "sent"
id = 'regex:^ID:\s*(\S+)'
[[answer]]
begins = "ERR:"
verdict = "refused"
code = 'regex:^ERR:\s*(\d+)'
detail = "body"
[[answer]]
where = "form:error"
verdict = "later"
code = "form:error"
detail = "root:/deep/er"
)";

answer_rules rules() {
    settings::problems found("fuzz");
    const auto tree = settings::read_toml(rules_text, "fuzz", found);
    settings::table_reader table(tree, "", found);
    answer_rules out;
    if (!out.read(table, {})) std::abort();
    return out;
}

judgement judged(const answer_rules& by, int status, std::string_view body, part_values& values) {
    heard answer(status, body, body, [&](std::string_view) { return body.substr(0, 40); });
    return by.judge(answer, values, wall_time{});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const answer_rules by = rules();
    static const value_options options;
    static const message_ptr what = [] {
        auto made = std::make_shared<message>();
        made->id = message_id{1};
        made->to = "+447700900123";
        return made;
    }();
    if (size < 1) return 0;
    static constexpr int statuses[] = {200, 202, 204, 302, 400, 401, 403, 404, 408, 429, 500, 503};
    const int status = statuses[data[0] % std::size(statuses)];
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    part_values values(options);
    if (!values.begin(what, 1, false, wall_time{})) std::abort();
    const judgement once = judged(by, status, body, values), again = judged(by, status, body, values);
    if (once.result.is != again.result.is || once.result.detail != again.result.detail) std::abort();
    if (once.result.is == verdict::kind::sent && (once.result.detail.empty() || once.result.detail.size() > 255)) std::abort();
    if (once.result.detail.size() > 300) std::abort();
    return 0;
}
