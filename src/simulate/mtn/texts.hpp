// What the simulated MTN writes: bodies of JSON and of SOAP. Pure.
#pragma once

#include <string>
#include <string_view>

#include "net/http_message.hpp"
#include "simulate/mtn/options.hpp"
#include "simulate/provider/language.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::simulate::mtn {

// One object of JSON, member by member.
class json_object {
public:
    json_object& text(std::string_view name, std::string_view value);
    json_object& raw(std::string_view name, std::string_view json);
    std::string done() { return out_ + (out_.empty() ? "{}" : "}"); }

private:
    std::string out_;
};

std::string_view word_of(form of, provider::outcome end);
std::string_view waiting_word(form of);  // of a message whose end is not there yet

// {"statusCode": ...}, as MADAPI says success and failure.
net::http_response status_answer(int status, std::string_view code, std::string_view message, std::string_view data = {});
// By the fault, otherwise by the status.
net::http_response madapi_failure(const provider::fault& why, std::string_view words);
net::http_response soap_answer(int status, const wire::parlayx::answer& body);
net::http_response soap_failure(const provider::fault& why, std::string_view words);

// The report of version `of`, as it is pushed.
std::string report_body(form of, std::uint64_t number, std::string_view to, std::string_view from, std::string_view reference,
                        std::string_view word, std::string_view time);
std::string message_body(std::uint64_t number, std::string_view from, std::string_view to, std::string_view text,
                         std::string_view time);

}  // namespace hermod::simulate::mtn
