#include "app/gateway/tlv_names.hpp"

#include <cstdio>

#include "connectors/smpp/own_tlvs.hpp"
#include "text/utf.hpp"
#include "wire/smpp/tlv_value.hpp"

namespace hermod::app {
namespace {

namespace wire_smpp = wire::smpp;

constexpr std::size_t most_octets = 4096;  // that travel with a message; as the SMPP door has it

wire_smpp::octets as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string number_of(wire_smpp::tlv_tag tag) {
    char out[8];
    std::snprintf(out, sizeof out, "0x%04X", static_cast<unsigned>(tag));
    return out;
}

class tlv_names final : public tlv_words {
public:
    explicit tlv_names(std::vector<tlv_config> configured) : configured_(std::move(configured)) {}

    std::optional<std::string> encode(std::string_view name, tlv_form form, std::string_view value,
                                      std::string& out) const override {
        const std::string shown = '"' + std::string(name.substr(0, 64)) + '"';
        const auto tag = tag_of(name);
        if (!tag) return shown + " is no TLV: neither a configured name, nor one of SMPP's, nor a tag such as 0x1400";
        if (!connectors::smpp::may_be_submitted(*tag)) return shown + " is not for applications to set";
        if (wire_smpp::tlv_view(as_octets(out)).count(*tag) > 0) return shown + " (" + number_of(*tag) + ") is given twice";
        const auto kind = form == tlv_form::hex    ? wire_smpp::value_kind::octets
                          : form == tlv_form::text ? wire_smpp::value_kind::string
                                                   : kind_of(*tag);
        if (!kind) return shown + " has no type here: give its value as {\"hex\": ...} or {\"text\": ...}";
        std::vector<std::uint8_t> octets;
        if (const auto done = wire_smpp::append_value(octets, *tag, *kind, value); !done)
            return shown + ": " + wire_smpp::words(done.error());
        if (out.size() + octets.size() > most_octets)
            return shown + ": the TLVs of a message have at most " + std::to_string(most_octets) + " octets in all";
        out.append(octets.begin(), octets.end());
        return std::nullopt;
    }

    std::vector<shown_tlv> decode(std::string_view octets) const override {
        std::vector<shown_tlv> out;
        for (const wire_smpp::tlv& one : wire_smpp::tlv_view(as_octets(octets))) {
            const auto kind = kind_of(one.tag);
            auto text = kind ? wire_smpp::value_text(*kind, one.value) : std::nullopt;
            if (text && text::is_utf8(*text))
                out.push_back({name_of(one.tag), std::move(*text), tlv_form::as_named});
            else
                out.push_back(
                    {name_of(one.tag), *wire_smpp::value_text(wire_smpp::value_kind::octets, one.value), tlv_form::hex});
        }
        return out;
    }

private:
    const tlv_config* row_of(wire_smpp::tlv_tag tag) const {
        for (const tlv_config& row : configured_)
            if (row.tag == static_cast<std::uint16_t>(tag)) return &row;
        return nullptr;
    }
    std::optional<wire_smpp::tlv_tag> tag_of(std::string_view name) const {
        for (const tlv_config& row : configured_)
            if (row.name == name) return static_cast<wire_smpp::tlv_tag>(row.tag);
        return wire_smpp::tag_named(name);
    }
    std::optional<wire_smpp::value_kind> kind_of(wire_smpp::tlv_tag tag) const {
        if (const tlv_config* row = row_of(tag)) return wire_smpp::value_kind_named(row->type);
        return wire_smpp::value_kind_of(tag);
    }
    std::string name_of(wire_smpp::tlv_tag tag) const {
        if (const tlv_config* row = row_of(tag)) return row->name;
        if (const wire_smpp::tlv_row* row = wire_smpp::find_tlv(tag)) return std::string(row->name);
        return number_of(tag);
    }

    std::vector<tlv_config> configured_;
};

}  // namespace

std::shared_ptr<const tlv_words> make_tlv_names(std::vector<tlv_config> configured) {
    return std::make_shared<const tlv_names>(std::move(configured));
}

}  // namespace hermod::app
