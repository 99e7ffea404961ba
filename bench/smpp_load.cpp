// The application that speaks SMPP: load generator and sink in one. It binds, submits, answers what is delivered, and
// matches receipts to messages; or it behaves as a crowd or as a nuisance does. One thread, epoll; works against Hermod's door
// and against any other message centre. See smpp_load_options.hpp for the ways, usage below for the words.
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "smpp_load_options.hpp"

volatile std::sig_atomic_t told_to_stop = 0;

namespace {

constexpr const char* usage =
    "smpp_load [--host H] [--port P] [--system-id S=bench] [--password P=secret] [--tls] [--authorities PEM]\n"
    "          [--from-addresses N: connect from 127.0.0.2 and so on, in turn] [--server-pid PID]\n"
    "  load    [--binds N=1] [--split: N transmitters and N receivers] [--window W=10] [--count M=100000] [--seconds S]\n"
    "          [--rate R messages/s, 0 = as answered] [--no-receipts] [--drain S=20] [--from F] [--text T] [--prefix 49151]\n"
    "          [--first N] [--ledger FILE of `submitted ID` and `receipt ID STAT`]\n"
    "  or      --idle N --seconds S                 N binds that do nothing but answer enquire_link\n"
    "  or      --wrong-binds RATE --seconds S       connections that bind with a wrong password [--most-open N=4000]\n"
    "  or      --reconnect-burst N                  N binds, all lost at once, and back\n"
    "  or      --stop-reading --seconds S           binds that submit and never read\n";

bool set_flag(load_options& o, std::string_view name) {
    if (name == "--tls")
        o.tls = true;
    else if (name == "--split")
        o.split = true;
    else if (name == "--no-receipts")
        o.receipts = false;
    else if (name == "--stop-reading")
        o.stop_reading = true;
    else
        return false;
    return true;
}

bool set(load_options& o, std::string_view name, const char* value) {
    const auto count = [value] { return std::strtoull(value, nullptr, 10); };
    if (name == "--host")
        o.host = value;
    else if (name == "--port")
        o.port = value;
    else if (name == "--system-id")
        o.system_id = value;
    else if (name == "--password")
        o.password = value;
    else if (name == "--authorities")
        o.authorities = value;
    else if (name == "--from-addresses")
        o.from_addresses = count();
    else if (name == "--server-pid")
        o.server_pid = static_cast<int>(count());
    else if (name == "--binds")
        o.binds = count();
    else if (name == "--window")
        o.window = count();
    else if (name == "--count")
        o.count = count();
    else if (name == "--first")
        o.first = count();
    else if (name == "--seconds")
        o.seconds = std::strtod(value, nullptr);
    else if (name == "--rate")
        o.rate = std::strtod(value, nullptr);
    else if (name == "--drain")
        o.drain_seconds = std::strtod(value, nullptr);
    else if (name == "--from")
        o.from = value;
    else if (name == "--text")
        o.text = value;
    else if (name == "--prefix")
        o.prefix = value;
    else if (name == "--ledger")
        o.ledger = value;
    else if (name == "--idle")
        o.idle = count();
    else if (name == "--wrong-binds")
        o.wrong_binds = std::strtod(value, nullptr);
    else if (name == "--most-open")
        o.most_open = count();
    else if (name == "--reconnect-burst")
        o.reconnect_burst = count();
    else
        return false;
    return true;
}

// Why the options make no sense together; nullptr when they do.
const char* fault(const load_options& o) {
    if (o.binds == 0 || o.window == 0 || o.window > 100'000) return "--binds and --window are at least 1";
    if (o.from_addresses > 250) return "--from-addresses is at most 250";
    if ((o.idle > 0) + (o.wrong_binds > 0) + (o.reconnect_burst > 0) + o.stop_reading > 1) return "one way at a time";
    if ((o.idle > 0 || o.wrong_binds > 0 || o.stop_reading) && o.seconds <= 0) return "--seconds is missing";
    if (o.wrong_binds > 100'000 || o.seconds > 3600) return "at most 100,000 a second, for an hour";
    return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
    load_options o;
    for (int i = 1; i < argc; ++i) {
        if (set_flag(o, argv[i])) continue;
        if (i + 1 < argc && set(o, argv[i], argv[i + 1])) {
            ++i;
            continue;
        }
        return std::fprintf(stderr, "smpp_load: %s\n%s", argv[i], usage), 2;
    }
    if (const char* why = fault(o)) return std::fprintf(stderr, "smpp_load: %s\n%s", why, usage), 2;
    if (o.count == 0) o.count = o.seconds > 0 ? ~0ull >> 1 : 100'000;
    struct sigaction stop {};
    stop.sa_handler = [](int) { told_to_stop = 1; };
    sigaction(SIGTERM, &stop, nullptr);
    sigaction(SIGINT, &stop, nullptr);
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (o.idle > 0) return run_idle(o);
    if (o.wrong_binds > 0) return run_wrong_binds(o);
    if (o.reconnect_burst > 0) return run_reconnect_burst(o);
    if (o.stop_reading) return run_stop_reading(o);
    return run_traffic(o);
}
