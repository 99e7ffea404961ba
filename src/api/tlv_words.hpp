// The optional parameters of a network's protocol in people's words. app/ implements it over the configuration and the
// protocol's own table; the API itself knows nothing of any protocol. Immutable, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::api {

// How a value was written: as the parameter's type wants it, or for one without a type as characters or hexadecimal octets.
enum class tlv_form : std::uint8_t { as_named, text, hex };

struct shown_tlv {
    std::string name;  // or the tag as "0x1400"
    std::string value;
    tlv_form form = tlv_form::as_named;
};

class tlv_words {
public:
    virtual ~tlv_words() = default;
    // Appends the parameter to `out`; otherwise says what is wrong in a sentence, and `out` stays as it was. `name` is a
    // name or a tag, decimal or "0x1400"; one whose tag is in `out` already is refused.
    virtual std::optional<std::string> encode(std::string_view name, tlv_form form, std::string_view value,
                                              std::string& out) const = 0;
    // Whatever came from a network: what is no whole parameter ends the list.
    virtual std::vector<shown_tlv> decode(std::string_view octets) const = 0;
};

}  // namespace hermod::api
