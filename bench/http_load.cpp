// The application that sends: POSTs messages to Hermod's HTTP API over keep-alive connections, one request at a time on each,
// as fast as it is answered or at a fixed rate. One thread, epoll, requests formatted once; prints one JSON object.
//
// With --rate a latency counts from the moment at which the request was due, not from when a connection was free to
// carry it (no coordinated omission); in the closed loop from when it was written. A 202 or another 2xx is an
// acknowledgement; the ids in its body go to the ledger. It survives the server's death: it connects again.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "latency_histogram.hpp"

namespace {

using clock_type = std::chrono::steady_clock;
using time_point = clock_type::time_point;
using namespace std::chrono_literals;

struct options {
    std::string host = "127.0.0.1", port = "8080", key, from = "Hermod", text = "Your code is 123456", prefix = "+49151", ledger, extra;
    std::size_t connections = 256, batch = 1;
    std::uint64_t count = 0, first = 0;  // count 0: until the time is over, or 100,000
    double rate = 0, seconds = 0;
};

constexpr std::string_view usage =
    "http_load [--host H] [--port P] [--key API_KEY] [--connections N=256] [--count M=100000] [--seconds S]\n"
    "          [--rate R messages/s, 0 = closed loop] [--batch K=1] [--from F] [--text T] [--prefix +49151] [--first N]\n"
    "          [--extra ',\"client_ref\":\"x\"' more members of each message] [--ledger FILE of acknowledged ids]\n";

// Fields that are the same in every request, and where the recipients' digits stand.
struct request_form {
    static constexpr std::size_t digits = 9;
    std::string bytes;
    std::vector<std::size_t> holes;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

request_form make_form(const options& o) {
    std::string body;
    std::vector<std::size_t> holes;
    for (std::size_t i = 0; i < o.batch; ++i) {
        body += i > 0 ? "," : o.batch > 1 ? "{\"messages\":[" : "";
        body += "{\"to\":\"" + o.prefix;
        holes.push_back(body.size());
        body += std::string(request_form::digits, '0') + "\",\"from\":\"" + escaped(o.from) + "\",\"text\":\"" + escaped(o.text) + "\"" + o.extra + "}";
    }
    if (o.batch > 1) body += "]}";
    request_form form;
    form.bytes = "POST /v1/messages" + std::string(o.batch > 1 ? "/batch" : "") + " HTTP/1.1\r\nHost: " + o.host + ":" + o.port +
                 "\r\nContent-Type: application/json\r\n" + (o.key.empty() ? "" : "Authorization: Bearer " + o.key + "\r\n") +
                 "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    for (const auto hole : holes) form.holes.push_back(form.bytes.size() + hole);
    form.bytes += body;
    return form;
}

void fill(request_form& form, std::uint64_t number) {
    for (const auto hole : form.holes) {
        auto rest = number++;
        for (std::size_t i = request_form::digits; i-- > 0; rest /= 10) form.bytes[hole + i] = static_cast<char>('0' + rest % 10);
    }
}

// What can be told of the reply at the front of a buffer.
struct reply {
    bool whole = false, bad = false, closes = false;
    int status = 0;
    std::size_t size = 0;
    std::string_view body;
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string_view header(std::string_view head, std::string_view name) {
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        const auto line = head.substr(at + 2, name.size() + 1);
        if (line.size() <= name.size() || line.back() != ':') continue;
        if (!std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) { return a == lower(b); })) continue;
        auto value = head.substr(at + 2 + line.size());
        value = value.substr(0, value.find("\r\n"));
        while (value.starts_with(' ')) value.remove_prefix(1);
        return value;
    }
    return {};
}

reply parse_reply(std::string_view buffer) {
    reply r;
    const auto end = buffer.find("\r\n\r\n");
    if (end == std::string_view::npos) return r;
    const auto head = buffer.substr(0, end + 2);
    std::size_t length = 0;
    const auto text = header(head, "content-length");
    const bool counted = std::from_chars(text.data(), text.data() + text.size(), length).ec == std::errc{};
    const bool numbered = head.size() > 12 && std::from_chars(head.data() + 9, head.data() + 12, r.status).ec == std::errc{};
    if (!head.starts_with("HTTP/1.") || !counted || !numbered) return r.bad = true, r;
    r.size = end + 4 + length;
    r.whole = buffer.size() >= r.size;
    r.closes = header(head, "connection") == "close";
    if (r.whole) r.body = buffer.substr(end + 4, length);
    return r;
}

class load {
public:
    explicit load(options o) : options_(std::move(o)), form_(make_form(options_)), connections_(options_.connections) {
        if (!options_.ledger.empty() && !(ledger_ = std::fopen(options_.ledger.c_str(), "a"))) fail("cannot open the ledger");
        look_up();
        epoll_ = epoll_create1(EPOLL_CLOEXEC);
        timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        watch(timer_, EPOLLIN, timer_index);
        for (std::size_t i = 0; i < connections_.size(); ++i) open(i);
    }

    void run() {
        wait_for_connections();
        begin_ = clock_type::now();
        while (!finished()) {
            const auto now = clock_type::now();
            reopen(now);
            send_due(now);
            handle(epoll_wait_for(now));
            if (ledger_ && ids_.size() > 64 * 1024) flush();
        }
        end_ = clock_type::now();
        flush();
    }
    void print() const;

private:
    enum class phase { down, connecting, idle, waiting };
    struct connection {
        int socket = -1;
        phase now = phase::down;
        std::string in;
        std::size_t sent = 0;      // of `out`; all of it nearly always
        std::string out;           // what the kernel did not take at once
        time_point due{};          // of the request under way
        time_point retry_at{};
    };
    static constexpr std::uint64_t timer_index = ~0ull;

    [[noreturn]] static void fail(const char* what) {
        std::fprintf(stderr, "http_load: %s: %s\n", what, std::strerror(errno));
        std::exit(2);
    }
    void look_up();
    void watch(int fd, std::uint32_t events, std::uint64_t index);
    void open(std::size_t index);
    void drop(std::size_t index);
    void wait_for_connections();
    void reopen(time_point now);
    void send_due(time_point now);
    void send(std::size_t index, time_point due);
    int epoll_wait_for(time_point now);
    void handle(int events);
    void readable(std::size_t index);
    void answered(std::size_t index, const reply& r);
    void remember(std::string_view body);
    void flush();
    // Sending has ended: all is sent, or the time is over.
    bool over(time_point now) const {
        return requests_ * options_.batch >= options_.count || (options_.seconds > 0 && now - begin_ >= std::chrono::duration<double>(options_.seconds));
    }
    // With some grace for what is under way.
    bool finished() {
        const auto now = clock_type::now();
        if (!over(now)) return over_at_ = {}, false;
        if (over_at_ == time_point{}) over_at_ = now;
        return under_way_ == 0 || now - over_at_ > 20s;
    }
    time_point due_at(std::uint64_t request) const {
        const auto after = std::chrono::duration<double>(static_cast<double>(request * options_.batch) / options_.rate);
        return begin_ + std::chrono::duration_cast<clock_type::duration>(after);
    }

    options options_;
    request_form form_;
    std::vector<connection> connections_;
    std::vector<std::size_t> idle_;
    std::deque<std::size_t> down_;
    sockaddr_storage address_{};
    socklen_t address_size_ = 0;
    int epoll_ = -1, timer_ = -1;
    epoll_event events_[512]{};
    std::FILE* ledger_ = nullptr;
    std::string ids_;
    time_point begin_{}, end_{}, over_at_{};
    std::uint64_t requests_ = 0, ok_ = 0, errors_ = 0, throttled_ = 0, lost_ = 0, reconnects_ = 0;
    std::size_t under_way_ = 0;
    latency_histogram latency_;
};

void load::look_up() {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(options_.host.c_str(), options_.port.c_str(), &hints, &found) != 0 || !found) fail("unknown host");
    std::memcpy(&address_, found->ai_addr, found->ai_addrlen);
    address_size_ = found->ai_addrlen;
    freeaddrinfo(found);
}

void load::watch(int fd, std::uint32_t events, std::uint64_t index) {
    epoll_event wanted{};
    wanted.events = events;
    wanted.data.u64 = index;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &wanted) != 0) fail("epoll_ctl");
}

void load::open(std::size_t index) {
    auto& c = connections_[index];
    c.socket = socket(address_.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c.socket < 0) fail("socket");
    const int on = 1;
    setsockopt(c.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c.now = phase::connecting;
    const int done = connect(c.socket, reinterpret_cast<const sockaddr*>(&address_), address_size_);
    if (done != 0 && errno != EINPROGRESS) return drop(index);
    watch(c.socket, EPOLLIN | EPOLLOUT | EPOLLET, index);
}

void load::drop(std::size_t index) {
    auto& c = connections_[index];
    if (c.now == phase::waiting) ++lost_, --under_way_;
    if (c.now == phase::idle) std::erase(idle_, index);
    close(c.socket);
    c.socket = -1;
    c.now = phase::down;
    c.in.clear();
    c.out.clear();
    c.retry_at = clock_type::now() + 50ms;
    down_.push_back(index);
}

void load::wait_for_connections() {
    const auto limit = clock_type::now() + 10s;
    while (idle_.size() < connections_.size() && clock_type::now() < limit) {
        reopen(clock_type::now());
        handle(epoll_wait(epoll_, events_, 512, 50));
    }
    if (idle_.empty()) {
        std::fprintf(stderr, "http_load: nobody listens at %s:%s\n", options_.host.c_str(), options_.port.c_str());
        std::exit(2);
    }
    reconnects_ = 0;
}

void load::reopen(time_point now) {
    while (!down_.empty() && connections_[down_.front()].retry_at <= now) {
        const auto index = down_.front();
        down_.pop_front();
        ++reconnects_;
        open(index);
    }
}

void load::send_due(time_point now) {
    if (over(now)) return;
    while (!idle_.empty() && requests_ * options_.batch < options_.count) {
        const auto due = options_.rate > 0 ? due_at(requests_) : now;
        if (due > now) return;
        const auto index = idle_.back();
        idle_.pop_back();
        send(index, options_.rate > 0 ? due : clock_type::now());
    }
}

void load::send(std::size_t index, time_point due) {
    auto& c = connections_[index];
    fill(form_, options_.first + requests_ * options_.batch);
    ++requests_;
    ++under_way_;
    c.due = due;
    c.now = phase::waiting;
    const auto written = ::send(c.socket, form_.bytes.data(), form_.bytes.size(), MSG_NOSIGNAL);
    if (written == static_cast<ssize_t>(form_.bytes.size())) return;
    if (written < 0 && errno != EAGAIN) return drop(index);
    c.out = form_.bytes.substr(written < 0 ? 0 : static_cast<std::size_t>(written));
}

// Waits for the sockets, and with a rate for the next request's time; ids are not left unwritten for long.
int load::epoll_wait_for(time_point now) {
    if (options_.rate <= 0 || idle_.empty() || over(now)) return epoll_wait(epoll_, events_, 512, 10);
    const auto left = std::max<std::int64_t>((due_at(requests_) - now) / 1ns, 1);
    itimerspec at{};
    at.it_value = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
    timerfd_settime(timer_, 0, &at, nullptr);
    return epoll_wait(epoll_, events_, 512, 10);
}

void load::handle(int events) {
    for (int i = 0; i < events; ++i) {
        const auto& e = events_[i];
        if (e.data.u64 == timer_index) {
            std::uint64_t times = 0;
            if (read(timer_, &times, sizeof times) < 0 && errno != EAGAIN) fail("timer");
            continue;
        }
        const auto index = static_cast<std::size_t>(e.data.u64);
        auto& c = connections_[index];
        if (c.now == phase::connecting) {
            if (e.events & (EPOLLERR | EPOLLHUP)) {
                drop(index);
                continue;
            }
            if (!(e.events & EPOLLOUT)) continue;
            c.now = phase::idle;
            idle_.push_back(index);
        }
        if (!c.out.empty() && (e.events & EPOLLOUT)) {
            const auto written = ::send(c.socket, c.out.data(), c.out.size(), MSG_NOSIGNAL);
            if (written > 0) c.out.erase(0, static_cast<std::size_t>(written));
        }
        if (e.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(index);
    }
    flush();
}

void load::readable(std::size_t index) {
    auto& c = connections_[index];
    char piece[32 * 1024];
    for (;;) {
        const auto got = recv(c.socket, piece, sizeof piece, 0);
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) return drop(index);
        const std::string_view news(piece, static_cast<std::size_t>(got));
        if (!c.in.empty()) c.in += news;
        const auto r = parse_reply(c.in.empty() ? news : std::string_view(c.in));
        if (r.bad || (r.whole && c.now != phase::waiting)) return drop(index);
        if (!r.whole) {
            if (c.in.empty()) c.in = news;
            continue;
        }
        answered(index, r);
        c.in.clear();
        if (r.closes) return drop(index);
        if (news.size() < sizeof piece) return;  // edge triggered: what comes later is told
    }
}

void load::answered(std::size_t index, const reply& r) {
    auto& c = connections_[index];
    latency_.add(static_cast<std::uint64_t>(std::max<std::int64_t>((clock_type::now() - c.due) / 1us, 0)));
    if (r.status >= 200 && r.status < 300) {
        ++ok_;
        if (ledger_) remember(r.body);
    } else {
        ++(r.status == 429 || r.status == 503 ? throttled_ : errors_);
    }
    --under_way_;
    c.now = phase::idle;
    idle_.push_back(index);
}

// Each "id":"m..." of the answer.
void load::remember(std::string_view body) {
    constexpr std::string_view mark = "\"id\":\"";
    for (auto at = body.find(mark); at != std::string_view::npos; at = body.find(mark, at)) {
        at += mark.size();
        ids_ += body.substr(at, body.find('"', at) - at);
        ids_ += '\n';
    }
}

void load::flush() {
    if (!ledger_ || ids_.empty()) return;
    std::fwrite(ids_.data(), 1, ids_.size(), ledger_);
    std::fflush(ledger_);
    ids_.clear();
}

void load::print() const {
    const double seconds = std::chrono::duration<double>(end_ - begin_).count();
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto in_seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    std::printf(
        "{\"sent\": %llu, \"ok\": %llu, \"throttled\": %llu, \"errors\": %llu, \"lost\": %llu, \"reconnects\": %llu, \"batch\": %zu, "
        "\"connections\": %zu, \"seconds\": %.3f, \"rate\": %.0f, \"messages_per_second\": %.0f, \"cpu_seconds\": %.3f, "
        "\"latency_us\": {\"p50\": %llu, \"p90\": %llu, \"p99\": %llu, \"p99.9\": %llu, \"max\": %llu}}\n",
        static_cast<unsigned long long>(requests_), static_cast<unsigned long long>(ok_), static_cast<unsigned long long>(throttled_),
        static_cast<unsigned long long>(errors_), static_cast<unsigned long long>(lost_), static_cast<unsigned long long>(reconnects_), options_.batch,
        options_.connections, seconds, static_cast<double>(ok_) / seconds, static_cast<double>(ok_ * options_.batch) / seconds,
        in_seconds(used.ru_utime) + in_seconds(used.ru_stime), static_cast<unsigned long long>(latency_.at(0.5)),
        static_cast<unsigned long long>(latency_.at(0.9)), static_cast<unsigned long long>(latency_.at(0.99)),
        static_cast<unsigned long long>(latency_.at(0.999)), static_cast<unsigned long long>(latency_.most()));
}

bool set(options& o, std::string_view name, const char* value) {
    if (name == "--host") o.host = value;
    else if (name == "--port") o.port = value;
    else if (name == "--key") o.key = value;
    else if (name == "--from") o.from = value;
    else if (name == "--text") o.text = value;
    else if (name == "--prefix") o.prefix = value;
    else if (name == "--extra") o.extra = value;
    else if (name == "--ledger") o.ledger = value;
    else if (name == "--connections") o.connections = std::strtoull(value, nullptr, 10);
    else if (name == "--batch") o.batch = std::strtoull(value, nullptr, 10);
    else if (name == "--count") o.count = std::strtoull(value, nullptr, 10);
    else if (name == "--first") o.first = std::strtoull(value, nullptr, 10);
    else if (name == "--rate") o.rate = std::strtod(value, nullptr);
    else if (name == "--seconds") o.seconds = std::strtod(value, nullptr);
    else return false;
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    options o;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 < argc && set(o, argv[i], argv[i + 1])) continue;
        std::fputs(usage.data(), stderr);
        return 2;
    }
    if (o.count == 0) o.count = o.seconds > 0 ? ~0ull >> 1 : 100'000;
    if (o.connections == 0 || o.batch == 0) return std::fputs(usage.data(), stderr), 2;
    load work(o);
    work.run();
    work.print();
    return 0;
}
