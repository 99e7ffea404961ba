// D-Bus property maps to our structs and back. A property that is missing or of another type leaves the default.
#pragma once

#include <sdbus-c++/Types.h>

#include <map>
#include <string>

#include "connectors/modemmanager/bus.hpp"

namespace hermod::connectors::modemmanager {

using property_map = std::map<std::string, sdbus::Variant>;
using interface_map = std::map<std::string, property_map>;
using object_map = std::map<sdbus::ObjectPath, interface_map>;

modem_facts facts_of(const std::string& path, const interface_map& interfaces);
sms sms_of(const std::string& path, const property_map& all);
property_map to_properties(const sms_to_send& what);  // for Messaging.Create

}  // namespace hermod::connectors::modemmanager
