#include "simulate/modem/control.hpp"

#include <array>
#include <boost/asio/write.hpp>
#include <charconv>
#include <optional>

#include "net/clocks.hpp"
#include "simulate/modem/centre.hpp"
#include "simulate/modem/listen.hpp"

namespace hermod::simulate::modem {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t longest_control_line = 64 * 1024;

std::string_view word(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view out = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return out;
}

std::optional<unsigned> number_in(std::string_view text) {
    unsigned value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string with_line_ends(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool escaped = text.substr(at).starts_with("\\n");
        out += escaped ? '\n' : text[at];
        at += escaped ? 1 : 0;
    }
    return out;
}

std::string deliver(centre& home, unsigned modem, std::string_view from, std::string_view text) {
    if (from.empty() || text.empty()) return "error: write deliver N FROM TEXT";
    const std::size_t before = home.network().waiting(modem).size();
    home.network().deliver(modem, from, with_line_ends(text));
    if (home.network().waiting(modem).size() == before) return "error: no sender, or a text that is not UTF-8 or too long";
    return "ok";
}

std::string deliver_octets(centre& home, unsigned modem, std::string_view hex, bool report) {
    const auto octets = from_hex(hex);
    if (!octets || octets->empty()) return "error: that is no hexadecimal";
    home.network().deliver(modem, {octets->begin(), octets->end()}, report);
    return "ok";
}

std::string stored_in(const device& modem) {
    memories all = modem.kept();
    std::string out;
    for (const memory_name which : {memory_name::sm, memory_name::me, memory_name::sr})
        out += (out.empty() ? "" : " ") + std::string(all[which].name()) + '=' + std::to_string(all[which].used());
    return out;
}

}  // namespace

std::string obey(centre& home, std::string_view line) {
    std::string_view rest = line;
    const std::string_view what = word(rest);
    if (what == "numbers") return to_json(home.network().numbers());
    const auto number = number_in(word(rest));
    device* const modem = number && *number > 0 ? home.modem(*number - 1) : nullptr;
    if (modem == nullptr) return "error: which modem? They count from 1";
    const unsigned which = *number - 1;
    const mono_time now = net::mono_now();
    std::string answer = "ok";
    if (what == "deliver") {
        const std::string_view from = word(rest);
        answer = deliver(home, which, from, rest);
    } else if (what == "tpdu" || what == "report") {
        answer = deliver_octets(home, which, rest, what == "report");
    } else if (what == "unplug") {
        home.unplug(which, false);
    } else if (what == "plug") {
        home.unplug(which, false);
        if (const auto plugged = home.plug(which); !plugged) answer = "error: " + plugged.error().message();
    } else if (what == "hang") {
        modem->hang(now);
    } else if (what == "wake") {
        modem->wake();
    } else if (what == "restart") {
        modem->restart(now);
    } else if (what == "noise") {
        modem->make_noise(rest);
    } else if (what == "stored") {
        answer = stored_in(*modem);
    } else if (what == "signal" || what == "registration") {
        const auto value = number_in(rest);
        if (!value) return "error: a number is missing";
        what == "signal" ? modem->set_signal(*value) : modem->set_registration(*value);
    } else {
        return "error: unknown; there are deliver, tpdu, report, unplug, plug, hang, wake, restart, noise, signal, registration, "
               "stored, numbers";
    }
    home.turn_ends();
    return answer;
}

struct control::caller : std::enable_shared_from_this<caller> {
    caller(tcp::socket from, std::shared_ptr<control> of) : socket(std::move(from)), home(std::move(of)) {}

    void read() {
        socket.async_read_some(asio::buffer(in), [self = shared_from_this()](const error_code& failed, std::size_t count) {
            if (failed || self->home->home_ == nullptr) return;
            self->lines.append(self->in.data(), count);
            self->answer();
        });
    }

    // All lines that are whole, then their answers, then the next ones.
    void answer() {
        std::string out;
        for (std::size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n')) {
            std::string line = lines.substr(0, end);
            lines.erase(0, end + 1);
            if (line.ends_with('\r')) line.pop_back();
            out += obey(*home->home_, line) + '\n';
        }
        if (lines.size() > longest_control_line) return;
        said = std::move(out);
        asio::async_write(socket, asio::buffer(said), [self = shared_from_this()](const error_code& failed, std::size_t) {
            if (!failed) self->read();
        });
    }

    tcp::socket socket;
    std::shared_ptr<control> home;
    std::array<char, 4096> in{};
    std::string lines, said;
};

result<void> control::start(const std::string& host, std::uint16_t port) {
    if (const auto listens = listen_on(acceptor_, host, port); !listens) return listens;
    accept();
    return {};
}

void control::stop() {
    home_ = nullptr;
    error_code ignored;
    acceptor_.close(ignored);
}

std::uint16_t control::port() const {
    error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
}

void control::accept() {
    acceptor_.async_accept([self = shared_from_this()](const error_code& failed, tcp::socket socket) {
        if (self->home_ == nullptr) return;
        if (!failed) std::make_shared<caller>(std::move(socket), self)->read();
        self->accept();
    });
}

}  // namespace hermod::simulate::modem
