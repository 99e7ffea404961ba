#include "connectors/modemmanager/outgoing.hpp"

#include <algorithm>
#include <optional>

namespace hermod::connectors::modemmanager {
namespace {

constexpr std::string_view errors = "org.freedesktop.ModemManager1.Error.";
constexpr std::uint32_t longest_validity = 63 * 7 * 24 * 60;  // minutes that TP-VP can say

// The class that an octet asks for, in the groups that say nothing else: 00xx with a class, 1111.
std::optional<std::optional<std::uint8_t>> class_of(std::uint8_t data_coding, encoding coding) {
    if (data_coding == 0) return std::optional<std::uint8_t>{};
    const std::uint8_t alphabet = coding == encoding::gsm7 ? 0 : coding == encoding::ucs2 ? 8 : 4;
    if ((data_coding & 0xFC) == (0x10 | alphabet) || ((data_coding & 0xFC) == (0xF0 | alphabet) && coding != encoding::ucs2))
        return std::optional<std::uint8_t>(data_coding & 3);
    if (data_coding == alphabet) return std::optional<std::uint8_t>{};
    return std::nullopt;
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> among) {
    if (!name.starts_with(errors)) return false;
    name.remove_prefix(errors.size());
    return std::find(among.begin(), among.end(), name) != among.end();
}

}  // namespace

made sms_for(const message& from, const std::string& smsc, wall_time now) {
    made out;
    const auto its_class = class_of(from.data_coding, from.coding);
    if (!from.udh.empty())
        out.refused = "ModemManager sends no user data header of the sender's own";
    else if (!its_class)
        out.refused = "ModemManager cannot send this data coding; it takes a message class at most";
    if (!out.refused.empty()) return out;
    out.what.number = from.to;
    (from.coding == encoding::binary ? out.what.data : out.what.text) = from.body;
    out.what.smsc = smsc;
    out.what.message_class = *its_class;
    out.what.report = from.receipt;
    if (from.expires_at > now) {
        const auto left = std::chrono::ceil<std::chrono::minutes>(from.expires_at - now).count();
        out.what.validity_minutes = static_cast<std::uint32_t>(std::min<std::int64_t>(left, longest_validity));
    }
    return out;
}

verdict verdict_of(const call_failure& why, bool written, std::chrono::milliseconds retry_after) {
    verdict out;
    out.detail = why.words.empty() ? why.name : why.words;
    const bool final = is_one_of(why.name, {"Message.InvalidPduParameter", "Message.InvalidTextParameter", "Message.NotSupported",
                                            "Message.SmscAddressUnknown", "Core.InvalidArgs", "Core.Unsupported"});
    // No answer, or one that does not say whether the network has it.
    const bool open = why.name == "disconnected" || why.name.starts_with("org.freedesktop.DBus.Error.") ||
                      why.name.starts_with("System.Error.") ||
                      is_one_of(why.name, {"Core.Timeout", "Core.Aborted", "Core.Cancelled", "Message.NetworkTimeout"});
    if (final) {
        out.is = verdict::kind::refused;
    } else if (open && written) {
        out.is = verdict::kind::unsure;
    } else if (why.name != "disconnected") {  // else it stays unsent: there is no bus to try it on
        out.is = verdict::kind::later;
        out.after = retry_after;
    }
    return out;
}

std::string id_of(const std::string& modem, std::uint32_t last_reference, std::uint8_t part, std::uint8_t parts) {
    std::string out = modem + '-' + std::to_string(last_reference);
    if (part != parts) out += "-part" + std::to_string(part);
    return out;
}

}  // namespace hermod::connectors::modemmanager
