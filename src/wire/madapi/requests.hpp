// What we ask of MADAPI: method, path behind the base URL, and body of every call, by version.
//
// Words are the interface's. Values are escaped for where they stand; what the interface would refuse (a correlator of more than
// 36 characters, two receivers in version 2) is refused here, before anything is sent. Tokens, api keys and base URLs are the
// connector's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/madapi/errc.hpp"

namespace hermod::wire::madapi {

struct http_request {
    std::string_view method;  // a string constant
    std::string path;         // begins with /, with query
    std::string body;         // JSON; empty: none
    friend bool operator==(const http_request&, const http_request&) = default;
};

inline constexpr std::size_t max_correlator = 36;  // characters
inline constexpr std::size_t max_v2_message = 160;

namespace v3 {

inline constexpr std::size_t advised_receivers = 20;  // of a call; the portal says 20 to 30, and refuses none

struct outbound {
    std::string sender_address;                 // a name; wins over the service code
    std::vector<std::string> receiver_address;  // a leading + is left out
    std::string message;
    std::string client_correlator_id;
    std::string service_code;  // empty: the sender_address, which the interface wants here again
    std::string keyword;       // shared codes only
    bool request_delivery_receipt = false;
    friend bool operator==(const outbound&, const outbound&) = default;
};
struct subscription {
    std::string service_code;
    std::string callback_url;  // messages from handsets
    std::string target_system;
    std::string delivery_report_url;
    friend bool operator==(const subscription&, const subscription&) = default;
};
struct subscription_change {  // what is empty stays as it is
    std::string id;
    subscription to;
    std::vector<std::string> keywords;
    friend bool operator==(const subscription_change&, const subscription_change&) = default;
};
struct deletion {
    std::string id;
    friend bool operator==(const deletion&, const deletion&) = default;
};

}  // namespace v3

namespace v2 {

struct outbound {
    std::string sender_address;
    std::vector<std::string> receiver_address;  // exactly one
    std::string message;                        // at most 160 characters
    std::string client_correlator;
    friend bool operator==(const outbound&, const outbound&) = default;
};
struct status_request {
    std::string sender_address;
    std::string request_id;
    friend bool operator==(const status_request&, const status_request&) = default;
};
struct subscription {
    std::string sender_address;
    std::string notify_url;
    std::string target_system;
    friend bool operator==(const subscription&, const subscription&) = default;
};
struct deletion {
    std::string sender_address;
    std::string id;
    friend bool operator==(const deletion&, const deletion&) = default;
};
struct poll {
    std::string registration;          // the code whose messages are asked for
    std::uint32_t max_batch_size = 0;  // 0: as many as they like
    friend bool operator==(const poll&, const poll&) = default;
};

}  // namespace v2

namespace v1 {

struct outbound {
    std::vector<std::string> to;
    std::string body;
    std::string from;
    std::string notification_url;
    std::string client_id;
    friend bool operator==(const outbound&, const outbound&) = default;
};
struct status_request {
    std::string message_id;
    friend bool operator==(const status_request&, const status_request&) = default;
};
struct poll {
    std::uint32_t batch_size = 0;
    friend bool operator==(const poll&, const poll&) = default;
};
struct listener {
    std::string callback_url;
    std::string access_code;
    std::string client_id;
    friend bool operator==(const listener&, const listener&) = default;
};
struct deletion {
    std::string access_code;
    friend bool operator==(const deletion&, const deletion&) = default;
};

}  // namespace v1

checked<http_request> write(const v3::outbound& what);
checked<http_request> write(const v3::subscription& what);
checked<http_request> write(const v3::subscription_change& what);
checked<http_request> write(const v3::deletion& what);
checked<http_request> write(const v2::outbound& what);
checked<http_request> write(const v2::status_request& what);
checked<http_request> write(const v2::subscription& what);
checked<http_request> write(const v2::deletion& what);
checked<http_request> write(const v2::poll& what);
checked<http_request> write(const v1::outbound& what);
checked<http_request> write(const v1::status_request& what);
checked<http_request> write(const v1::poll& what);
checked<http_request> write(const v1::listener& what);
checked<http_request> write(const v1::deletion& what);

}  // namespace hermod::wire::madapi
