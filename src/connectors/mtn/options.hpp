// Everything that one MTN connector is told by its table of the configuration. Plain values, immutable once read.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "calls/caller.hpp"
#include "calls/options.hpp"
#include "message/state.hpp"
#include "settings/reader.hpp"
#include "wire/madapi/version.hpp"

namespace hermod::connectors::mtn {

// What the network sells under the name of MTN; docs/protocols/mtn.md.
enum class interface_kind : std::uint8_t { madapi_v1, madapi_v2, madapi_v3, parlayx };

// What a failure's code means.
enum class meaning : std::uint8_t {
    refused,    // for good
    elsewhere,  // here; another network may take it
    later,
    throttled,  // slower, and later
    alarm,      // the operator has to do something; the message waits
    unsure,     // the network may have it
};

// How OA and FA of ParlayX's header are written.
enum class header_addresses : std::uint8_t { tel, bare, none };

struct mtn_options : calls::call_options {
    interface_kind speaks = interface_kind::madapi_v3;
    std::string name = "mtn";  // the connector's; the subscriptions are named after it
    std::string base;          // MADAPI: of each path, without "/" at its end

    // MADAPI
    std::string api_key, service_code, keyword, target_system = "hermod";

    // ParlayX
    std::string send_path, manager_path;
    std::string sp_id, sp_password, service_id, bundle_id, criteria;
    header_addresses addresses = header_addresses::tel;
    std::chrono::minutes utc_offset{0};  // of timeStamp

    // What comes to us; nothing does without public_url.
    std::string public_url, receipts_path = "/in/mtn/receipts", messages_path = "/in/mtn/messages";
    calls::caller_options caller;
    std::string sp_rev_password;  // what spRevpassword is made of; empty: not looked at

    std::vector<std::string> codes;  // whose messages, and receipts, we want to be told
    bool subscribe = true, unsubscribe = true;
    std::chrono::seconds renew{86'400};
    std::chrono::seconds poll{0}, status{0};  // 0: not asked

    bool whole = true;  // a long text in one call, where one call takes it
    std::map<std::string, meaning, std::less<>> errors;
    std::map<std::string, hermod::state, std::less<>> states;  // lower case; before what the words mean by themselves

    bool is_parlayx() const { return speaks == interface_kind::parlayx; }
    // Not of ParlayX.
    wire::madapi::version version() const {
        return speaks == interface_kind::madapi_v1   ? wire::madapi::version::v1
               : speaks == interface_kind::madapi_v2 ? wire::madapi::version::v2
                                                     : wire::madapi::version::v3;
    }
    // Where we are told, as the provider is to call it: with the secret, where it stands in the query, and with the code whose
    // subscription it is. Empty: nowhere.
    std::string receipts_url(std::string_view code = {}) const { return url_of(receipts_path, code); }
    std::string messages_url(std::string_view code = {}) const { return url_of(messages_path, code); }

private:
    std::string url_of(const std::string& path, std::string_view code) const;
};

// Asks for the keys of type = "mtn". Mistakes go to the table's problems; then what is returned is not to be used.
mtn_options read_mtn_options(settings::table_reader& table);

// The paths of the program's HTTP server that it asks for.
std::vector<std::string> paths_of(const mtn_options& options);

}  // namespace hermod::connectors::mtn
