#include "simulate/app/run_app.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cerrno>
#include <cstring>
#include <ostream>
#include <utility>

#include "net/clocks.hpp"
#include "net/ticker.hpp"

namespace hermod::simulate {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Appends lines to a file, many with one write.
class ledger_file {
public:
    ~ledger_file() {
        flush();
        if (file_ >= 0) ::close(file_);
    }
    bool open(const std::string& path) {
        file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        return file_ >= 0;
    }
    void add(const told_event& e) {
        lines_ += e.id + ' ' + e.message + ' ' + e.type + '\n';
        if (lines_.size() > 64 * 1024) flush();
    }
    bool flush() {
        std::size_t done = 0;
        while (file_ >= 0 && done < lines_.size()) {
            const auto written = ::write(file_, lines_.data() + done, lines_.size() - done);
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) done += static_cast<std::size_t>(written);
        }
        lines_.clear();
        return true;
    }

private:
    int file_ = -1;
    std::string lines_;
};

void print_statistics(std::ostream& out, const sink_counters& now, sink_counters& before, double seconds) {
    const auto rate = static_cast<double>(now.events - before.events) / seconds;
    out << "events " << now.events << " requests " << now.requests << " rate " << static_cast<std::uint64_t>(rate) << "/s failed on purpose "
        << now.failed_on_purpose << " bad signatures " << now.bad_signature << " unreadable " << now.unreadable << std::endl;
    before = now;
}

asio::awaitable<void> stop_server(net::http_server& server, asio::io_context& context) {
    co_await server.stop(std::chrono::seconds(1));
    context.stop();
}

// Everything that one run needs, on one io_context.
class run {
public:
    run(const app_options& options, std::ostream& out, ledger_file* ledger)
        : options_(options),
          out_(out),
          ledger_(ledger),
          sink_(with_clock(options.sink), [this](const told_event& e) { out_ << line_of(e) << '\n'; }, remember(ledger)),
          signals_(context_, SIGINT, SIGTERM),
          flush_(context_.get_executor(), std::chrono::milliseconds(5), [this](mono_time) { flush(); }),
          statistics_(context_.get_executor(), std::max(options.statistics, std::chrono::seconds(1)), [this](mono_time now) { show(now); }) {}

    int go(std::ostream& err) {
        net::http_server_options listen;
        error_code bad;
        listen.listen = {tcp::endpoint(asio::ip::make_address(options_.listen, bad), options_.port)};
        if (bad) return err << "simulate app: " << options_.listen << " is no address\n", 2;
        net::http_server server({&context_}, sink_, listen);
        if (const auto started = server.start(); !started) return err << "simulate app: " << started.error().message() << '\n', 1;
        out_ << "listening on http://" << server.endpoints().front() << std::endl;
        signals_.async_wait([&](const error_code& failed, int) {
            if (!failed) asio::co_spawn(context_, stop_server(server, context_), asio::detached);
        });
        flush_.start();
        if (options_.statistics.count() > 0) statistics_.start();
        shown_at_ = begin_ = net::mono_now();
        context_.run();
        flush();
        print_statistics(out_, sink_.count(), shown_ = {}, std::chrono::duration<double>(net::mono_now() - begin_).count());
        return failed_ ? 1 : 0;
    }

private:
    static sink_options with_clock(sink_options from) {
        if (!from.now) from.now = &net::wall_now;
        return from;
    }
    static sink::take remember(ledger_file* ledger) {
        if (!ledger) return nullptr;
        return [ledger](const told_event& e) { ledger->add(e); };
    }
    void flush() {
        if (!options_.sink.quiet) out_.flush();
        if (ledger_ && !ledger_->flush()) {
            failed_ = true;
            context_.stop();
        }
    }
    void show(mono_time now) {
        if (sink_.count().requests != shown_.requests)
            print_statistics(out_, sink_.count(), shown_, std::chrono::duration<double>(now - shown_at_).count());
        shown_at_ = now;
    }

    const app_options& options_;
    std::ostream& out_;
    ledger_file* ledger_;
    asio::io_context context_{1};
    sink sink_;
    asio::signal_set signals_;
    net::ticker flush_, statistics_;
    sink_counters shown_;
    mono_time begin_{}, shown_at_{};
    bool failed_ = false;
};

}  // namespace

int run_app(const app_options& options, std::ostream& out, std::ostream& err) {
    ledger_file ledger;
    if (!options.ledger.empty() && !ledger.open(options.ledger))
        return err << "simulate app: " << options.ledger << ": " << std::strerror(errno) << '\n', 1;
    run once(options, out, options.ledger.empty() ? nullptr : &ledger);
    return once.go(err);
}

}  // namespace hermod::simulate
