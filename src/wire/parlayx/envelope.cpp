#include "wire/parlayx/envelope.hpp"

#include "wire/parlayx/field_reader.hpp"
#include "wire/parlayx/field_writer.hpp"

namespace hermod::wire::parlayx {
namespace {

// Writing.

template <class Header>
void write_header(xml::writer& out, const Header& header, std::optional<codec_error>& wrong) {
    out.open("soapenv:Header").open(std::string("v2:") + Header::element).attribute("xmlns:v2", ns::huawei);
    field_writer writer(out, "v2:", wrong);
    fields(writer, header);
    out.close().close();
}

struct body_writer {
    xml::writer& out;
    std::optional<codec_error>& wrong;

    void operator()(const fault& body) const { write_fault(out, body); }
    template <class Body>
    void operator()(const Body& body) const {
        out.open(std::string("loc:") + Body::element).attribute("xmlns:loc", Body::xmlns);
        field_writer writer(out, "loc:", wrong);
        fields(writer, body);
        out.close();
    }
};

struct no_header {};

template <class Header, class Body>
checked<std::string> write_envelope(const Header& header, const Body& body) {
    std::string octets;
    std::optional<codec_error> wrong;
    {
        xml::writer out(octets);
        out.declaration().open("soapenv:Envelope").attribute("xmlns:soapenv", ns::soap);
        if constexpr (!std::is_same_v<Header, no_header>) write_header(out, header, wrong);
        out.open("soapenv:Body");
        std::visit(body_writer{out, wrong}, body);
    }
    if (wrong) return *wrong;
    return octets;
}

// Reading.

checked<xml::element> operation_of(const xml::document& tree) {
    const xml::element operation = tree.root().name() == "Envelope" ? tree.root().child("Body").child() : xml::element();
    if (!operation) return codec_error{errc::not_soap, "Body"};
    return operation;
}

template <class Body>
void read_into(xml::element from, Body& body, std::optional<codec_error>& wrong) {
    if constexpr (std::is_same_v<Body, fault>) {
        body = read_fault(from);
    } else {
        field_reader reader(from, wrong);
        fields(reader, body);
    }
}

// The alternative of Variant whose element this is.
template <class Variant, std::size_t I = 0>
checked<Variant> read_operation(xml::element from) {
    if constexpr (I == std::variant_size_v<Variant>) {
        return codec_error{errc::unknown_operation, "Body"};
    } else {
        using body_type = std::variant_alternative_t<I, Variant>;
        if (from.name() != body_type::element) return read_operation<Variant, I + 1>(from);
        body_type body;
        std::optional<codec_error> wrong;
        read_into(from, body, wrong);
        if (wrong) return *wrong;
        return Variant(std::move(body));
    }
}

checked<xml::document> read_document(std::string_view octets) {
    auto tree = xml::read(octets, {.octets = max_octets});
    if (!tree) return codec_error{errc::not_xml, "", tree.error().offset, tree.error().code};
    return std::move(*tree);
}

template <class Variant>
checked<Variant> read_body(std::string_view octets) {
    const auto tree = read_document(octets);
    if (!tree) return tree.error();
    const auto operation = operation_of(*tree);
    if (!operation) return operation.error();
    return read_operation<Variant>(*operation);
}

template <class Header, class Variant>
checked<message<Header, Variant>> read_message(std::string_view octets) {
    const auto tree = read_document(octets);
    if (!tree) return tree.error();
    const auto operation = operation_of(*tree);
    if (!operation) return operation.error();
    auto body = read_operation<Variant>(*operation);
    if (!body) return body.error();
    message<Header, Variant> out{{}, std::move(*body)};
    std::optional<codec_error> wrong;
    read_into(tree->root().child("Header").child(Header::element), out.header, wrong);
    if (wrong) return *wrong;
    return out;
}

// An answer of ours has no value that may be missing, and a fault replaces what XML cannot say.
std::string write_plain(const notification_answer& body) {
    return write_envelope(no_header{}, body).value();
}

}  // namespace

checked<std::string> write(const request_header& header, const request& body) {
    return write_envelope(header, body);
}

checked<answer> read_answer(std::string_view octets) {
    return read_body<answer>(octets);
}

checked<message<notify_header, notification>> read_notification(std::string_view octets) {
    return read_message<notify_header, notification>(octets);
}

std::string write_notification_answer(const notification_answer& body) {
    return write_plain(body);
}

std::string write_answer_to(const notification& body) {
    if (std::holds_alternative<notify_sms_reception>(body)) return write_plain(notify_sms_reception_response{});
    return write_plain(notify_sms_delivery_receipt_response{});
}

checked<message<request_header, request>> read_request(std::string_view octets) {
    return read_message<request_header, request>(octets);
}

checked<std::string> write_answer(const answer& body) {
    return write_envelope(no_header{}, body);
}

checked<std::string> write(const notify_header& header, const notification& body) {
    return write_envelope(header, body);
}

checked<notification_answer> read_notification_answer(std::string_view octets) {
    return read_body<notification_answer>(octets);
}

}  // namespace hermod::wire::parlayx
