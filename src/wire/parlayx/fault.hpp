// SOAP faults (SOAP 1.1 section 4.4) with ParlayX's two exceptions in their detail.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xml/document.hpp"
#include "xml/writer.hpp"

namespace hermod::wire::parlayx {

enum class fault_kind : std::uint8_t {
    service_exception,  // SVCnnnn: the request is at fault
    policy_exception,   // POLnnnn: it is not allowed
    server,             // another fault of theirs
    client,             // another fault of ours
    other,
};

struct fault {
    static constexpr const char* element = "Fault";
    fault_kind kind = fault_kind::server;
    std::string fault_code;  // as written, prefix and all
    std::string fault_string;
    std::string message_id;  // of the exception; of the fault code when that is one
    std::string text;        // with %1 and so on for the variables
    std::vector<std::string> variables;
    friend bool operator==(const fault&, const fault&) = default;
};

// What to do by default: vumi's rule, since the sources name no codes that pass. An error table by message_id may say otherwise.
enum class fault_class : std::uint8_t { final, retry };
fault_class proposed_class(const fault& f);

// startSmsNotification with a correlator that is registered already: for us, who renew, a success.
bool is_duplicate_correlator(const fault& f);

// For the log: the text with its variables in place.
std::string said(const fault& f);

fault read_fault(xml::element fault_element);        // whatever is missing stays empty
void write_fault(xml::writer& out, const fault& f);  // inside the Body

}  // namespace hermod::wire::parlayx
