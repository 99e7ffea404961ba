// Test only: the stage of calls/ with a connector that the test's configuration describes.
#pragma once

#include "calls/connector_stage.hpp"
#include "connectors/http/configured.hpp"
#include "connectors/http/connector.hpp"

namespace hermod::connectors::http {

using namespace std::chrono_literals;
using calls::scripted_provider;
using line_to_us = scripted_provider::line;
using asked = scripted_provider::request;

class connector_stage : public calls::connector_stage {
protected:
    // A form with the text, and an id in JSON; `more` are other keys, in front of the tables.
    std::string simple(const std::string& more = {}, const std::string& tables = {}) {
        return "reconnect_min_ms = 1\nreconnect_max_ms = 20\n" + more + "\n[request]\nurl = \"" + provider.url("/send") +
               "\"\n[request.form]\nto = \"{to}\"\ntext = \"{text}\"\n[[answer]]\nstatus = \"2xx\"\nwhere = \"json:/id\"\nverdict = \"sent\"\nid = "
               "\"json:/id\"\n" +
               tables;
    }
    void start(const std::string& configuration, bool wait = true) {
        calls::connector_stage::start(make_connector(io.get_executor(), right_configuration(configuration), who(), clocks(), ports, ports, ports), wait);
    }
};

}  // namespace hermod::connectors::http
