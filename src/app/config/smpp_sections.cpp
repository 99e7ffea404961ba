// What concerns SMPP alone: [smpp], [tlv], and an account's keys for it.
#include <algorithm>

#include "app/config/sections.hpp"

namespace hermod::app {
namespace {

std::optional<tlv_config> read_tlv(const entry& e, const std::string& path, const config_vocabulary& words, problems& out) {
    const auto* value = std::get_if<setting_table>(&e.what.value);
    if (!value) {
        out.error(e.what.at, path,
                  "takes a table: write { tag = 0x1400, type = \"c_string\" }, not " + std::string(kind_of(e.what)));
        return std::nullopt;
    }
    tlv_config made{e.key, 0, {}};
    table_reader table(*value, path, out);
    table.require({"tag", "type"});
    const bool tagged = table.number("tag", made.tag, 0x0001, 0xFFFF);
    if (table.text("type", made.type) &&
        std::find(words.tlv_types.begin(), words.tlv_types.end(), made.type) == words.tlv_types.end())
        table.unknown_word("type", {}, made.type, words.tlv_types);
    for (const named_tag& known : words.known_tags)
        if (tagged && known.value == made.tag)
            table.error("tag",
                        "is SMPP's own " + std::string(known.name) + ": only tags that SMPP does not define get a name here");
    table.finish();
    return tagged ? std::optional(std::move(made)) : std::nullopt;
}

bool is_tlv_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && !(name[0] >= '0' && name[0] <= '9') &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

}  // namespace

smpp_config read_smpp(table_reader& table) {
    smpp_config out;
    read_door(table, "smpp", out);
    read_login(table, "system_id", all_doors[0].most_login, out.system_id);
    table.number("enquire_link_seconds", out.enquire_link_seconds, 0, 3'600);
    table.finish();
    return out;
}

std::vector<tlv_config> read_tlvs(const setting_table& table, const config_vocabulary& words, problems& out) {
    std::vector<tlv_config> made;
    for (const entry& e : table.entries) {
        const std::string path = "tlv." + e.key;
        if (!is_tlv_name(e.key)) out.error(e.at, path, "is no name: lower case letters, digits and \"_\", a letter first");
        for (const named_tag& known : words.known_tags)
            if (known.name == e.key) out.error(e.at, path, "is the name of one of SMPP's own TLVs");
        auto one = read_tlv(e, path, words, out);
        if (!one) continue;
        for (const tlv_config& other : made)
            if (other.tag == one->tag) out.error(e.at, path, "has the tag of \"" + other.name + '"');
        made.push_back(std::move(*one));
    }
    return made;
}

void read_account_smpp(table_reader& table, std::span<const std::string_view> dialect_flags, account_config& out) {
    account_smpp_config& to = out.smpp;
    table.words_of("dialect", to.dialect, dialect_flags);
    table.word("deliver_as", to.deliver_as_data_sm, {{"deliver_sm", false}, {"data_sm", true}});
    table.text("broadcast", to.broadcast);
    if (endpoint place; table.address("outbind", place)) to.outbind = place;
    table.secret("outbind_password", to.outbind_password);
    if (table.has("outbind_password") && !table.has("outbind")) table.warning("outbind_password", "has no effect without outbind");
    if (table.has("system_id")) return;
    for (const auto key : {"dialect", "deliver_as", "broadcast", "outbind"})
        if (table.has(key)) table.warning(key, "has no effect: it is for SMPP, and the account has no system_id");
}

}  // namespace hermod::app
