#include "wire/cimd2/outcomes.hpp"

namespace hermod::wire::cimd2 {

void append_outcome(std::string& to, const outcome& one) {
    if (one.destination_address) append_parameter(to, parameter::destination_address, *one.destination_address);
    if (one.service_centre_timestamp) append_parameter(to, parameter::service_centre_timestamp, *one.service_centre_timestamp);
    if (one.error_code) append_parameter(to, parameter::error_code, std::to_string(*one.error_code));
    if (one.error_text) append_parameter(to, parameter::error_text, *one.error_text);
}

}  // namespace hermod::wire::cimd2
