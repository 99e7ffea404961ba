// Tables of the configuration as bodies: name=value pairs, and JSON.
#include <array>
#include <charconv>

#include "base/json_text.hpp"
#include "connectors/http/request_template.hpp"

namespace hermod::connectors::http {

namespace {

// "StatusCallback?": optional. Takes the mark off.
bool is_optional(std::string_view& name) {
    if (!name.ends_with('?')) return false;
    name.remove_suffix(1);
    return true;
}

class json_writer {
public:
    json_writer(text_template& out, settings::table_reader& table, std::string_view key, const constants& known)
        : out_(out), table_(table), key_(key), known_(known) {}

    bool add(const settings::setting& what) {
        if (const auto* text = std::get_if<std::string>(&what.value)) return add_text(*text);
        if (const auto* members = std::get_if<settings::setting_table>(&what.value)) return add_members(*members);
        if (const auto* list = std::get_if<settings::setting_list>(&what.value)) return add_list(*list);
        if (const auto* flag = std::get_if<bool>(&what.value))
            out_.add_literal(*flag ? "true" : "false");
        else if (const auto* number = std::get_if<std::int64_t>(&what.value))
            out_.add_literal(std::to_string(*number));
        else if (const auto* fraction = std::get_if<double>(&what.value))
            add_fraction(*fraction);
        else
            return wrong("a date or time cannot be said in JSON: write it as text");
        return true;
    }

private:
    bool wrong(std::string what) {
        table_.error(key_, std::move(what));
        return false;
    }

    bool add_text(const std::string& text) {
        if (text.starts_with("{#") && text.ends_with('}')) return add_bare(std::string_view(text).substr(2, text.size() - 3));
        out_.add_literal("\"");
        const auto fault = out_.add(text, standing::json, known_, standing::json);
        out_.add_literal("\"");
        if (fault) report(table_, key_, *fault);
        return !fault;
    }

    bool add_bare(std::string_view name) {
        const auto which = find_value(name);
        if (!which || !row_of(*which).number)
            return wrong("\"{#" + std::string(name) + "}\" is no number: write \"{" + std::string(name) + "}\"");
        out_.add_value(*which, standing::json);
        return true;
    }

    void add_fraction(double number) {
        std::array<char, 64> digits{};
        out_.add_literal({digits.data(), static_cast<std::size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr - digits.data())});
    }

    bool add_members(const settings::setting_table& members) {
        bool right = true;
        out_.add_literal("{");
        for (const auto& one : members.entries) {
            std::string_view name = one.key;
            const bool optional = is_optional(name);
            const std::size_t opened = optional ? out_.open_optional() : 0;
            out_.add_separator(',', '{');
            std::string quoted;
            append_json_text(quoted, name);
            out_.add_literal(quoted + ":");
            right = add(one.what) && right;
            if (optional) out_.close_optional(opened);
        }
        out_.add_literal("}");
        return right;
    }

    bool add_list(const settings::setting_list& list) {
        bool right = true;
        out_.add_literal("[");
        for (const auto& one : list) {
            out_.add_separator(',', '[');
            right = add(one) && right;
        }
        out_.add_literal("]");
        return right;
    }

    text_template& out_;
    settings::table_reader& table_;
    std::string_view key_;
    const constants& known_;
};

}  // namespace

void report(settings::table_reader& table, std::string_view key, const template_fault& fault) {
    table.error(key, "character " + std::to_string(fault.at + 1) + " of the template: " + fault.what);
}

bool add_pairs(text_template& out, settings::table_reader& table, std::string_view key, const settings::setting_table& pairs,
               standing where, const constants& known) {
    bool right = true;
    for (const auto& one : pairs.entries) {
        const auto* text = std::get_if<std::string>(&one.what.value);
        if (!text) {
            table.error(key, "\"" + one.key + "\" is " + std::string(settings::kind_of(one.what)) + " instead of text");
            right = false;
            continue;
        }
        std::string_view name = one.key;
        const bool optional = is_optional(name);
        const std::size_t opened = optional ? out.open_optional() : 0;
        out.add_separator('&', '?');
        std::string escaped;
        (void)append_value(escaped, where, name);
        out.add_literal(escaped + "=");
        if (const auto fault = out.add(*text, where, known, where)) {
            report(table, key, {fault->at, fault->what + " (in \"" + one.key + "\")"});
            right = false;
        }
        if (optional) out.close_optional(opened);
    }
    return right;
}

bool add_json(text_template& out, settings::table_reader& table, std::string_view key, const settings::setting& what,
              const constants& known) {
    return json_writer(out, table, key, known).add(what);
}

}  // namespace hermod::connectors::http
