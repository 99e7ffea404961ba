#include "connectors/modem/state_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/ids.hpp"

namespace hermod::connectors::modem {

namespace {

error_code last_error() {
    return {errno, boost::system::system_category()};
}

}  // namespace

std::uint32_t pin_mark(std::string_view modem, std::string_view pin) {
    return name_hash(std::string(modem).append(":").append(pin));
}

kept_state read_state(const std::string& path) {
    kept_state out;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string what, modem;
        words >> what >> modem;
        std::int64_t hour = 0;
        unsigned parts = 0;
        std::uint32_t mark = 0;
        if (what == "hour" && words >> hour >> parts) out.hours[modem][hour] = parts;
        if (what == "pin" && words >> mark) out.tried_pins[modem] = mark;
    }
    return out;
}

result<void> write_state(const std::string& path, const kept_state& what, bool durable) {
    std::ostringstream text;
    for (const auto& [modem, hours] : what.hours)
        for (const auto& [hour, parts] : hours) text << "hour " << modem << ' ' << hour << ' ' << parts << '\n';
    for (const auto& [modem, mark] : what.tried_pins) text << "pin " << modem << ' ' << mark << '\n';
    const std::string octets = text.str(), fresh = path + ".new";
    constexpr mode_t ours_alone = 0600;
    const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, ours_alone);
    if (file < 0) return last_error();
    const bool whole = ::write(file, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size());
    const bool good = whole && (!durable || ::fsync(file) == 0);
    const error_code failed = good ? error_code{} : last_error();
    ::close(file);
    if (failed) return failed;
    if (std::rename(fresh.c_str(), path.c_str()) != 0) return last_error();
    return {};
}

}  // namespace hermod::connectors::modem
