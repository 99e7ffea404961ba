#include "wire/parlayx/fault.hpp"

#include "wire/parlayx/namespaces.hpp"
#include "wire/parlayx/words.hpp"

namespace hermod::wire::parlayx {
namespace {

std::string_view local(std::string_view qualified) {
    const std::size_t colon = qualified.rfind(':');
    return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

// The element of the detail that is an exception: by its name, otherwise because it has a messageId.
xml::element exception_in(xml::element detail) {
    for (auto one = detail.child(); one; one = one.next())
        if (one.name().starts_with("ServiceException") || one.name().starts_with("PolicyException") || one.child("messageId"))
            return one;
    return {};
}

std::string_view exception_name(fault_kind kind) {
    if (kind == fault_kind::policy_exception) return "common:PolicyException";
    return kind == fault_kind::service_exception ? "common:ServiceException" : "common:Exception";
}

fault_kind kind_of(std::string_view exception, std::string_view message_id, std::string_view code) {
    if (exception.starts_with("PolicyException") || message_id.starts_with("POL")) return fault_kind::policy_exception;
    if (exception.starts_with("ServiceException") || message_id.starts_with("SVC")) return fault_kind::service_exception;
    // A dot refines the code (section 4.4.1); Receiver and Sender are SOAP 1.2's words.
    const std::string_view general = code.substr(0, code.find('.'));
    if (general == "Server" || general == "Receiver") return fault_kind::server;
    return general == "Client" || general == "Sender" ? fault_kind::client : fault_kind::other;
}

}  // namespace

fault_class proposed_class(const fault& f) {
    return f.kind == fault_kind::server ? fault_class::retry : fault_class::final;
}

bool is_duplicate_correlator(const fault& f) {
    return f.message_id == "SVC0005";
}

std::string said(const fault& f) {
    const std::string& pattern = f.text.empty() ? f.fault_string : f.text;
    std::string out;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const std::size_t number =
            pattern[at] == '%' && at + 1 < pattern.size() ? static_cast<std::size_t>(pattern[at + 1] - '1') : 9;
        if (number < f.variables.size() && number < 9)
            out += f.variables[number], ++at;
        else
            out += pattern[at];
    }
    return out;
}

fault read_fault(xml::element fault_element) {
    fault f;
    f.fault_code = trimmed(fault_element.text_of("faultcode"));
    f.fault_string = trimmed(fault_element.text_of("faultstring"));
    const xml::element exception = exception_in(fault_element.child("detail"));
    f.message_id = trimmed(exception.text_of("messageId"));
    f.text = trimmed(exception.text_of("text"));
    for (auto one = exception.child("variables"); one; one = one.next("variables")) f.variables.push_back(trimmed(one.text()));
    const std::string_view code = local(f.fault_code);
    if (f.message_id.empty() && (code.starts_with("SVC") || code.starts_with("POL"))) f.message_id = code;
    f.kind = kind_of(exception.name(), f.message_id, code);
    return f;
}

void write_fault(xml::writer& out, const fault& f) {
    out.open("soapenv:Fault").element("faultcode", f.fault_code).element("faultstring", f.fault_string);
    const bool has_exception = !f.message_id.empty() || !f.text.empty() || !f.variables.empty();
    if (has_exception || f.kind == fault_kind::policy_exception || f.kind == fault_kind::service_exception) {
        out.open("detail").open(exception_name(f.kind)).attribute("xmlns:common", ns::common);
        out.element("messageId", f.message_id).element("text", f.text);
        for (const std::string& one : f.variables) out.element("variables", one);
        out.close().close();
    }
    out.close();
}

}  // namespace hermod::wire::parlayx
