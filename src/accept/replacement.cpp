#include "accept/replacement.hpp"

#include <re2/re2.h>

namespace hermod::accept {
namespace {

constexpr std::int64_t most_replacement_memory = 1 << 20;  // of one expression
constexpr std::size_t most_put = 1'600;                    // octets: more than a text of ten parts

// "$1" as "\1"; nullopt: a dollar with nothing behind it that it could mean.
std::optional<std::string> for_re2(std::string_view with) {
    std::string out;
    for (std::size_t at = 0; at < with.size(); ++at) {
        const char c = with[at];
        if (c == '\\') {
            out += "\\\\";
        } else if (c != '$') {
            out += c;
        } else if (++at < with.size() && with[at] == '$') {
            out += '$';
        } else if (at < with.size() && with[at] >= '0' && with[at] <= '9') {
            out += '\\';
            out += with[at];
        } else {
            return std::nullopt;
        }
    }
    return out;
}

}  // namespace

std::optional<replacement> replacement::make(std::string_view match, std::string_view with, fault& wrong) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_replacement_memory);
    replacement out;
    auto made = std::make_shared<const re2::RE2>(re2::StringPiece(match.data(), match.size()), options);
    wrong.of_match = true;
    if (!made->ok()) {
        wrong.why = "is no regular expression of RE2: " + made->error();
        return std::nullopt;
    }
    if (re2::RE2::FullMatch("", *made)) {
        wrong.why = "matches a text without any character: it would match everywhere";
        return std::nullopt;
    }
    wrong.of_match = false;
    const auto put = for_re2(with);
    if (!put) {
        wrong.why = "has a $ that stands for nothing: write $0 to $9 for a group, $$ for the sign itself";
        return std::nullopt;
    }
    if (with.size() > most_put) {
        wrong.why = "has more than " + std::to_string(most_put) + " octets";
        return std::nullopt;
    }
    if (!made->CheckRewriteString(*put, &wrong.why)) {
        wrong.why = "names a group that the expression does not have: it has " + std::to_string(made->NumberOfCapturingGroups());
        return std::nullopt;
    }
    out.match_ = std::move(made);
    out.with_ = *put;
    return out;
}

bool replacement::apply(std::string& text) const {
    return re2::RE2::GlobalReplace(&text, *match_, with_) > 0;
}

}  // namespace hermod::accept
