#include "connectors/modemmanager/properties.hpp"

#include <sdbus-c++/sdbus-c++.h>

namespace hermod::connectors::modemmanager {
namespace {

// Variants throw when asked for another type than they hold.
template <class T>
void take(const property_map& all, const char* name, T& out) {
    const auto found = all.find(name);
    if (found != all.end() && found->second.containsValueOfType<T>()) out = found->second.get<T>();
}

const property_map& of(const interface_map& interfaces, const char* name) {
    static const property_map none;
    const auto found = interfaces.find(name);
    return found == interfaces.end() ? none : found->second;
}

}  // namespace

modem_facts facts_of(const std::string& path, const interface_map& interfaces) {
    modem_facts out;
    out.path = path;
    const property_map& modem = of(interfaces, "org.freedesktop.ModemManager1.Modem");
    take(modem, "Manufacturer", out.manufacturer);
    take(modem, "Model", out.model);
    take(modem, "Revision", out.revision);
    take(modem, "EquipmentIdentifier", out.imei);
    take(modem, "PrimaryPort", out.device);
    take(modem, "State", out.state);
    take(modem, "UnlockRequired", out.lock);
    std::vector<std::string> numbers;
    take(modem, "OwnNumbers", numbers);
    if (!numbers.empty()) out.number = numbers.front();
    sdbus::Struct<std::uint32_t, bool> quality;
    take(modem, "SignalQuality", quality);
    out.signal = std::get<0>(quality);
    const property_map& network = of(interfaces, "org.freedesktop.ModemManager1.Modem.Modem3gpp");
    take(network, "OperatorName", out.operator_name);
    take(network, "RegistrationState", out.registration);
    out.messaging = interfaces.contains("org.freedesktop.ModemManager1.Modem.Messaging");
    return out;
}

sms sms_of(const std::string& path, const property_map& all) {
    sms out;
    out.path = path;
    take(all, "State", out.state);
    take(all, "PduType", out.type);
    take(all, "Number", out.number);
    take(all, "Text", out.text);
    take(all, "MessageReference", out.reference);
    take(all, "DeliveryState", out.delivery_state);
    take(all, "Class", out.message_class);
    take(all, "Timestamp", out.timestamp);
    take(all, "DischargeTimestamp", out.discharged);
    std::vector<std::uint8_t> data;
    take(all, "Data", data);
    out.data.assign(data.begin(), data.end());
    return out;
}

property_map to_properties(const sms_to_send& what) {
    constexpr std::uint32_t relative = 1;  // MMSmsValidityType
    property_map out;
    out["number"] = sdbus::Variant(what.number);
    if (what.data.empty())
        out["text"] = sdbus::Variant(what.text);
    else
        out["data"] = sdbus::Variant(std::vector<std::uint8_t>(what.data.begin(), what.data.end()));
    if (!what.smsc.empty()) out["smsc"] = sdbus::Variant(what.smsc);
    if (what.message_class) out["class"] = sdbus::Variant(std::int32_t{*what.message_class});
    if (what.report) out["delivery-report-request"] = sdbus::Variant(true);
    if (what.validity_minutes)
        out["validity"] =
            sdbus::Variant(sdbus::Struct<std::uint32_t, sdbus::Variant>{relative, sdbus::Variant(*what.validity_minutes)});
    return out;
}

}  // namespace hermod::connectors::modemmanager
