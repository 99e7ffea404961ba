// Gives one table of the configuration its meaning, key by key, and reports every mistake on the way.
//
// A reader is asked for each key that its table may have; each question writes the value when it stands there and is
// right, and leaves the default otherwise. finish() then reports the keys that nobody asked for: so the list of valid
// keys is never written twice. A connector type reads its own table with this class and nothing else.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "settings/problems.hpp"
#include "settings/settings.hpp"

namespace hermod::settings {

struct endpoint {
    std::string host;  // a name, an IPv4 address, or an IPv6 address without brackets
    std::uint16_t port = 0;
};
// host:port or [IPv6]:port; nullopt for everything else. Port 0 is any free port, where somebody listens.
std::optional<endpoint> parse_endpoint(std::string_view text);

template <class Enum>
using named_values = std::initializer_list<std::pair<std::string_view, Enum>>;

class table_reader {
public:
    // `path` is the table's own: "connector[0]"; empty for the file. The table and `out` must outlive the reader.
    table_reader(const setting_table& table, std::string path, problems& out) : table_(&table), path_(std::move(path)), out_(&out) {}

    // Each returns whether the key stands there with a right value.
    bool text(std::string_view key, std::string& out, std::size_t most_octets = 4096);
    bool flag(std::string_view key, bool& out);
    bool texts(std::string_view key, std::vector<std::string>& out);
    bool secret(std::string_view key, std::string& out);
    bool address(std::string_view key, endpoint& out);  // to connect to
    bool addresses(std::string_view key, std::vector<endpoint>& out, bool may_be_empty = false);  // to listen on
    bool networks(std::string_view key, std::vector<std::string>& out);  // 10.0.0.0/8, fd00::/8, 192.0.2.7
    // A list of words that somebody else defines, e.g. the flags of a dialect.
    bool words_of(std::string_view key, std::vector<std::string>& out, std::span<const std::string_view> allowed);
    // The path of a file that is there and can be read; a secret one that every user may read is a warning.
    bool file(std::string_view key, std::string& out, bool is_secret = false);
    // An account's, a connector's, a route's name: letters, digits, . _ -; at most 64.
    bool name(std::string_view key, std::string& out);

    template <class Number>
    bool number(std::string_view key, Number& out, std::int64_t least, std::int64_t most) {
        const auto value = whole(key, least, most);
        if (value) out = static_cast<Number>(*value);
        return value.has_value();
    }
    template <class Number>
    bool number(std::string_view key, std::optional<Number>& out, std::int64_t least, std::int64_t most) {
        const auto value = whole(key, least, most);
        if (value) out = static_cast<Number>(*value);
        return value.has_value();
    }
    // One of a few words.
    template <class Enum>
    bool word(std::string_view key, Enum& out, named_values<Enum> values) {
        std::string written;
        if (!text(key, written)) return false;
        const auto value = one_of(key, std::nullopt, written, values);
        if (value) out = *value;
        return value.has_value();
    }
    // A list of such words.
    template <class Enum>
    bool words(std::string_view key, std::vector<Enum>& out, named_values<Enum> values) {
        std::vector<std::string> written;
        if (!texts(key, written)) return false;
        out.clear();
        for (std::size_t i = 0; i < written.size(); ++i)
            if (const auto value = one_of(key, i, written[i], values)) out.push_back(*value);
        return true;
    }

    // A [table] below this one; nullopt when it is not there.
    std::optional<table_reader> table(std::string_view key);
    // The tables of [[key]].
    std::vector<table_reader> tables(std::string_view key);
    // The pairs of a table whose keys are free, e.g. errors = { 0x14 = "retry" }; `key` counts as asked for.
    const setting_table* free_table(std::string_view key);
    // A value of any kind, whose meaning the caller knows; null when it is not there.
    const setting* any(std::string_view key) { return ask(key); }
    // The table as it stands, for a caller that makes another of it.
    const setting_table* written() const { return table_; }
    // What a ready-made description says, lies under the table: keys that do not stand here are taken from it, tables key by
    // key. Mistakes in what it says are reported at the value of `named_by`, the key that asked for it.
    void underlay(setting_table description, std::string_view named_by);

    void require(std::initializer_list<std::string_view> keys);
    bool has(std::string_view key) const { return table_->find(key) != nullptr; }
    // Reports at the key's value, at its item number `index`, or at the table when the key is not there.
    void error(std::string_view key, std::string message, std::optional<std::size_t> index = {}, std::string nearest = {});
    void warning(std::string_view key, std::string message);
    // The word is none of `words`: an error with the nearest of them.
    void unknown_word(std::string_view key, std::optional<std::size_t> index, std::string_view written,
                      std::span<const std::string_view> words);
    // Reports every key that nobody asked for. Call last.
    void finish();

    const std::string& path() const { return path_; }
    problems& out() { return *out_; }

private:
    const setting* ask(std::string_view key);
    template <class Type>
    const Type* typed(std::string_view key, std::string_view wanted);
    std::optional<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most);
    std::string path_of(std::string_view key, std::optional<std::size_t> index = {}) const;
    place place_of(std::string_view key, std::optional<std::size_t> index = {}) const;

    template <class Enum>
    std::optional<Enum> one_of(std::string_view key, std::optional<std::size_t> index, std::string_view written,
                               named_values<Enum> values) {
        std::vector<std::string_view> names;
        for (const auto& [name, value] : values) {
            if (name == written) return value;
            names.push_back(name);
        }
        unknown_word(key, index, written, names);
        return std::nullopt;
    }

    const setting_table* table_;
    std::shared_ptr<const setting_table> with_description_;  // what table_ is then
    std::string path_;
    problems* out_;
    std::vector<std::string> asked_;
};

}  // namespace hermod::settings
