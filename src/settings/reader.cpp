#include "settings/reader.hpp"

#include <arpa/inet.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/nearest.hpp"
#include "settings/secrets.hpp"

namespace hermod::settings {
namespace {

std::string quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

bool is_host_octet(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && name[0] != '.' && name[0] != '-' && std::all_of(name.begin(), name.end(), is_host_octet);
}

bool is_block(std::string_view text) {
    const auto slash = text.find('/');
    const std::string address(text.substr(0, slash));
    unsigned char octets[16];
    const bool v4 = ::inet_pton(AF_INET, address.c_str(), octets) == 1;
    if (!v4 && ::inet_pton(AF_INET6, address.c_str(), octets) != 1) return false;
    if (slash == std::string_view::npos) return true;
    const auto digits = text.substr(slash + 1);
    unsigned bits = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    return wrong == std::errc{} && end == digits.data() + digits.size() && bits <= (v4 ? 32u : 128u);
}

constexpr std::string_view address_form = "is not an address: write HOST:PORT or [IPV6]:PORT";

void move_to(setting_table& table, place at);

void move_to(setting& what, place at) {
    what.at = at;
    if (auto* table = std::get_if<setting_table>(&what.value)) move_to(*table, at);
    if (auto* list = std::get_if<setting_list>(&what.value))
        for (setting& one : *list) move_to(one, at);
}

void move_to(setting_table& table, place at) {
    table.at = at;
    for (entry& one : table.entries) {
        one.at = at;
        move_to(one.what, at);
    }
}

}  // namespace

std::optional<endpoint> parse_endpoint(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return std::nullopt;
    } else if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_host_octet)) {
        return std::nullopt;
    }
    endpoint out{std::string(host), 0};
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (wrong != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return out;
}

const setting* table_reader::ask(std::string_view key) {
    asked_.emplace_back(key);
    const entry* found = table_->find(key);
    return found ? &found->what : nullptr;
}

template <class Type>
const Type* table_reader::typed(std::string_view key, std::string_view wanted) {
    const setting* found = ask(key);
    if (!found) return nullptr;
    const auto* value = std::get_if<Type>(&found->value);
    if (!value) error(key, "takes " + std::string(wanted) + ", not " + std::string(kind_of(*found)));
    return value;
}

bool table_reader::text(std::string_view key, std::string& out, std::size_t most_octets) {
    const auto* value = typed<std::string>(key, "text");
    if (!value) return false;
    if (value->empty() || value->size() > most_octets) {
        error(key, value->empty() ? "is empty" : "is longer than " + std::to_string(most_octets) + " octets");
        return false;
    }
    out = *value;
    return true;
}

bool table_reader::flag(std::string_view key, bool& out) {
    const auto* value = typed<bool>(key, "true or false");
    if (value) out = *value;
    return value != nullptr;
}

std::optional<std::int64_t> table_reader::whole(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto* value = typed<std::int64_t>(key, "a whole number");
    if (!value) return std::nullopt;
    if (*value >= least && *value <= most) return *value;
    error(key, std::to_string(*value) + " is out of range, " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

bool table_reader::texts(std::string_view key, std::vector<std::string>& out) {
    const auto* list = typed<setting_list>(key, "a list of texts");
    if (!list) return false;
    std::vector<std::string> found;
    bool right = true;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* item = std::get_if<std::string>(&(*list)[i].value);
        if (item && !item->empty()) {
            found.push_back(*item);
            continue;
        }
        error(key, item ? "is empty" : "takes text, not " + std::string(kind_of((*list)[i])), i);
        right = false;
    }
    if (right) out = std::move(found);
    return right;
}

bool table_reader::secret(std::string_view key, std::string& out) {
    std::string reference;
    if (!text(key, reference)) return false;
    auto found = resolve_secret(reference);
    if (!found.warning.empty()) warning(key, found.warning);
    if (!found.error.empty()) {
        error(key, found.error);
        return false;
    }
    out = std::move(found.value);
    return true;
}

bool table_reader::address(std::string_view key, endpoint& out) {
    std::string written;
    if (!text(key, written)) return false;
    const auto parsed = parse_endpoint(written);
    const bool right = parsed && parsed->port != 0;
    if (right) out = *parsed;
    else error(key, quoted(written) + ' ' + std::string(address_form));
    return right;
}

bool table_reader::addresses(std::string_view key, std::vector<endpoint>& out, bool may_be_empty) {
    std::vector<std::string> written;
    if (!texts(key, written)) return false;
    if (written.empty() && !may_be_empty) error(key, "is an empty list");
    out.clear();
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (const auto parsed = parse_endpoint(written[i])) out.push_back(*parsed);
        else error(key, quoted(written[i]) + ' ' + std::string(address_form), i);
    }
    return true;
}

bool table_reader::networks(std::string_view key, std::vector<std::string>& out) {
    if (!texts(key, out)) return false;
    bool right = true;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (is_block(out[i])) continue;
        error(key, quoted(out[i]) + " is no block of addresses: write \"10.0.0.0/8\" or \"fd00::/8\"", i);
        right = false;
    }
    return right;
}

bool table_reader::words_of(std::string_view key, std::vector<std::string>& out, std::span<const std::string_view> allowed) {
    if (!texts(key, out)) return false;
    bool right = true;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (std::find(allowed.begin(), allowed.end(), out[i]) != allowed.end()) continue;
        unknown_word(key, i, out[i], allowed);
        right = false;
    }
    return right;
}

bool table_reader::file(std::string_view key, std::string& out, bool is_secret) {
    if (!text(key, out)) return false;
    struct stat about {};
    if (::stat(out.c_str(), &about) != 0 || ::access(out.c_str(), R_OK) != 0) {
        error(key, errno == ENOENT ? "there is no file " + out : out + " cannot be read: " + std::strerror(errno));
        return false;
    }
    if (!S_ISREG(about.st_mode)) {
        error(key, out + " is not a file");
        return false;
    }
    if (is_secret && (about.st_mode & S_IROTH)) warning(key, out + " can be read by every user of this machine");
    return true;
}

bool table_reader::name(std::string_view key, std::string& out) {
    std::string written;
    if (!text(key, written)) return false;
    if (!is_name(written)) {
        error(key, quoted(written) + " is not a name: 1 to 64 letters, digits, \".\", \"_\" or \"-\"");
        return false;
    }
    out = std::move(written);
    return true;
}

std::optional<table_reader> table_reader::table(std::string_view key) {
    const auto* value = typed<setting_table>(key, "a table: write [" + path_of(key) + "]");
    if (!value) return std::nullopt;
    return table_reader(*value, path_of(key), *out_);
}

std::vector<table_reader> table_reader::tables(std::string_view key) {
    std::vector<table_reader> out;
    const auto wanted = "a list of tables: write [[" + path_of(key) + "]]";
    const auto* list = typed<setting_list>(key, wanted);
    for (std::size_t i = 0; list && i < list->size(); ++i) {
        if (const auto* item = std::get_if<setting_table>(&(*list)[i].value)) out.emplace_back(*item, path_of(key, i), *out_);
        else error(key, "takes " + wanted, i);
    }
    return out;
}

const setting_table* table_reader::free_table(std::string_view key) { return typed<setting_table>(key, "a table"); }

void table_reader::underlay(setting_table description, std::string_view named_by) {
    move_to(description, place_of(named_by));
    with_description_ = std::make_shared<const setting_table>(laid_over(*table_, description));
    table_ = with_description_.get();
}

void table_reader::require(std::initializer_list<std::string_view> keys) {
    for (const auto key : keys)
        if (!has(key)) out_->error(table_->at, path_of(key), "is missing");
}

void table_reader::error(std::string_view key, std::string message, std::optional<std::size_t> index, std::string nearest) {
    out_->error(place_of(key, index), path_of(key, index), std::move(message), std::move(nearest));
}

void table_reader::warning(std::string_view key, std::string message) {
    out_->warning(place_of(key), path_of(key), std::move(message));
}

void table_reader::unknown_word(std::string_view key, std::optional<std::size_t> index, std::string_view written,
                                std::span<const std::string_view> words) {
    error(key, quoted(written) + " is unknown" + suggestion(written, words), index, std::string(nearest(written, words)));
}

void table_reader::finish() {
    const std::vector<std::string_view> keys(asked_.begin(), asked_.end());
    for (const auto& e : table_->entries) {
        if (std::find(keys.begin(), keys.end(), e.key) != keys.end()) continue;
        out_->error(e.at, path_of(e.key), "unknown key" + suggestion(e.key, keys), std::string(nearest(e.key, keys)));
    }
}

std::string table_reader::path_of(std::string_view key, std::optional<std::size_t> index) const {
    std::string out = path_;
    if (!out.empty() && !key.empty()) out += '.';
    out += key;
    if (index) out += '[' + std::to_string(*index) + ']';
    return out;
}

place table_reader::place_of(std::string_view key, std::optional<std::size_t> index) const {
    const entry* found = table_->find(key);
    if (!found) return table_->at;
    const auto* list = index ? std::get_if<setting_list>(&found->what.value) : nullptr;
    return list && *index < list->size() ? (*list)[*index].at : found->what.at;
}

}  // namespace hermod::settings
