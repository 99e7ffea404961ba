#include "wire/at/command_line.hpp"

namespace hermod::wire::at {
namespace {

constexpr std::string_view extended = "+*#$%^!", more_of_a_name = "%-./:_";

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

class cutter {
public:
    explicit cutter(std::string_view line) : line_(line), at_(2) {}

    codec_result<std::vector<given_command>> all() {
        std::vector<given_command> out;
        while (skip_separators(), at_ < line_.size()) {
            if (!(extended.find(line_[at_]) != std::string_view::npos ? extended_one(out.emplace_back())
                                                                      : basic(out.emplace_back())))
                return codec_error{errc::unsafe_argument, "command", static_cast<std::uint32_t>(at_)};
        }
        return out;
    }

private:
    bool here(char c) const { return at_ < line_.size() && line_[at_] == c; }
    void skip_separators() {
        while (here(' ') || here(';')) ++at_;
    }

    // What stands behind "=" up to a semicolon outside of strings.
    std::string_view value() {
        const std::size_t from = at_;
        for (bool quoted = false; at_ < line_.size() && (quoted || line_[at_] != ';'); ++at_) quoted ^= line_[at_] == '"';
        return line_.substr(from, at_ - from);
    }

    void what_is_done(given_command& out) {
        if (here('?')) {
            ++at_;
            out.form = command_form::read;
        } else if (here('=')) {
            ++at_;
            const bool asks = here('?') && (at_ + 1 == line_.size() || line_[at_ + 1] == ';' || line_[at_ + 1] == ' ');
            out.form = asks ? command_form::test : command_form::set;
            out.arguments = value();
            if (asks) out.arguments.clear();
        }
    }

    bool extended_one(given_command& out) {
        out.name = line_[at_++];
        while (at_ < line_.size() &&
               (is_letter(line_[at_]) || is_digit(line_[at_]) || more_of_a_name.find(line_[at_]) != std::string_view::npos))
            out.name += upper(line_[at_++]);
        what_is_done(out);
        return out.name.size() > 1 && (at_ == line_.size() || line_[at_] == ';' || line_[at_] == ' ');
    }

    bool basic(given_command& out) {
        if (here('&') || here('\\')) out.name = line_[at_++];
        if (at_ == line_.size() || !is_letter(line_[at_])) return false;
        out.name += upper(line_[at_++]);
        if (out.name == "D") {  // the number to dial is the rest
            out.form = command_form::set;
            out.arguments = line_.substr(at_);
            at_ = line_.size();
            return true;
        }
        std::string digits;
        while (at_ < line_.size() && is_digit(line_[at_])) digits += line_[at_++];
        if (out.name == "S") {
            out.name += digits;
            what_is_done(out);
            return !digits.empty();
        }
        if (here('?') || here('=')) {
            what_is_done(out);
            return true;
        }
        if (!digits.empty()) out.form = command_form::set;
        out.arguments = std::move(digits);
        return true;
    }

    std::string_view line_;
    std::size_t at_;
};

}  // namespace

codec_result<std::vector<given_command>> read_command_line(std::string_view line) {
    if (line.size() < 2 || upper(line[0]) != 'A' || upper(line[1]) != 'T') return codec_error{errc::wrong_answer, "command", 0};
    return cutter(line).all();
}

}  // namespace hermod::wire::at
