// What the gateway needs once, before its parts are made: threads' contexts, settings of the store and of the HTTP server, what
// happens when the disk fails.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/config/config.hpp"
#include "net/http_server.hpp"
#include "store/gate.hpp"

namespace hermod::app {

store::gate_options gate_settings(const store_config& from);
// One a core, or as many as wanted.
std::vector<std::unique_ptr<boost::asio::io_context>> make_contexts(std::uint32_t wanted);
std::vector<boost::asio::io_context*> pointers(const std::vector<std::unique_ptr<boost::asio::io_context>>& from);
net::http_server_options server_settings(const config& from);
void switch_log(const config& as);

template <class Id>
std::string name_of(const std::unordered_map<Id, std::string>& names, Id id) {
    const auto at = names.find(id);
    return at == names.end() ? std::string() : at->second;
}

}  // namespace hermod::app
