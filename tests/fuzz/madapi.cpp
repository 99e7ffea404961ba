// Any body with any HTTP status as each answer and push of MADAPI: whatever comes, what is read keeps its promises; and any
// octets as the values of a request: it is refused, or its body is JSON that says just these octets and its path has no octet
// that it must not have.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <iterator>

#include "wire/madapi/answers.hpp"
#include "wire/madapi/peer.hpp"

using namespace hermod::wire::madapi;

namespace {

void require(bool held) {
    if (!held) std::abort();
}

template <class Answer>
void check_failure(const Answer& read, int status) {
    const bool good = status >= 200 && status < 300;
    require(read.has_value() || good);  // an error of reading only where HTTP said that all is well
    if (!read) return;
    const auto* wrong = std::get_if<failure>(&*read);
    require(wrong || good);
    if (wrong) require(wrong->http_status == status && wrong->what == class_of(status, wrong->code));
}

void check_reports(std::string_view body) {
    const auto read = read_delivery_reports(body);
    if (!read) return;
    require(!read->empty());
    for (const delivery_report& one : *read) {
        require(!one.word.empty() && !(one.correlator.empty() && one.id.empty()));
        require(one.status == status_of(one.word));
    }
}

void check_inbound(std::string_view body) {
    const auto pushed = read_inbound(body);
    const auto polled = read_inbound_batch(body);
    if (!pushed) return;
    require(!pushed->messages.empty() && polled && polled->messages == pushed->messages);
    for (const inbound_message& one : pushed->messages) require(!one.sender.empty());
}

void check_answers(std::string_view body, int status) {
    for (const version v : {version::v1, version::v2, version::v3}) check_failure(read_outbound_answer(v, status, body), status);
    check_failure(read_subscription_answer(status, body), status);
    check_failure(read_status_answer(status, body), status);
    check_failure(read_poll_answer(status, body), status);
}

// `name` and `value`: a member that the body must have said.
void check_request(version v, const checked<http_request>& written, const char* name, std::string_view value) {
    if (!written) return;
    for (const char c : written->path) require(c > 0x20 && c < 0x7F && c != '#');
    const auto read = read_request(v, written->method, written->path, written->body);
    require(read.has_value());
    require(std::visit([](const auto& one) { return write(one); }, *read).value() == *written);
    if (written->body.empty()) return;
    const auto body = boost::json::parse(written->body).as_object();
    const auto& said = body.at(name).as_string();
    require(std::string_view(said.data(), said.size()) == value);
}

// Words are trimmed where they are read out of a list, so a list gets one without blanks.
void check_requests(const std::string& value) {
    const std::string other = value.substr(value.size() / 2);
    check_request(version::v3, write(v3::outbound{other, {"1"}, value, "c", "", other, true}), "message", value);
    check_request(version::v3, write(v3::subscription{other, value, other, value}), "callbackUrl", value);
    check_request(version::v3, write(v3::subscription_change{value, {value, "", "", ""}, {"k"}}), "serviceCode", value);
    check_request(version::v3, write(v3::deletion{value}), "", value);
    check_request(version::v2, write(v2::outbound{other, {"1"}, value, other}), "message", value);
    check_request(version::v2, write(v2::subscription{other, value, other}), "notifyUrl", value);
    check_request(version::v2, write(v2::status_request{value, other}), "", value);
    check_request(version::v2, write(v2::poll{value, 7}), "", value);
    check_request(version::v1, write(v1::outbound{{"1", "2"}, value, other, other, other}), "body", value);
    check_request(version::v1, write(v1::deletion{value}), "", value);
}

// As requests that somebody makes: with the body as path too.
void check_peer(std::string_view body) {
    for (const version v : {version::v1, version::v2, version::v3})
        for (const char* method : {"GET", "POST", "PATCH", "DELETE"}) {
            (void)read_request(v, method, body, body);
            (void)read_request(v, method, "/messages/sms/outbound", body);
            (void)read_request(v, method, "/sms", body);
        }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr int statuses[] = {200, 201, 204, 400, 401, 403, 404, 429, 500, 502, 503};
    // Of its own: reading beyond is found. The first octet chooses the status.
    const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
    check_answers(body, statuses[data[0] % std::size(statuses)]);
    check_reports(body);
    check_inbound(body);
    check_requests(body);
    check_peer(body);
    return 0;
}
