#include "connectors/ucp/content_fields.hpp"

#include "text/dcs.hpp"
#include "wire/ucp/values.hpp"

namespace hermod::connectors::ucp {

namespace ucp = wire::ucp;

std::uint8_t dcs_of(const content_fields& fields, const ucp::extra_services& services) {
    const auto said = services.find(ucp::service_type::dcs);
    if (said && said->size() == 1) return text::octet_at(*said, 0);
    const bool octets = fields.mt == ucp::mt_transparent && fields.dcs != "0";
    std::optional<std::uint8_t> its_class;
    if (const auto number = ucp::number_of(fields.mcls); number && *number <= 3) its_class = static_cast<std::uint8_t>(*number);
    return text::encode_dcs(text::dcs_for(octets ? text::encoding::binary : text::encoding::gsm7, its_class)).value_or(0);
}

}  // namespace hermod::connectors::ucp
