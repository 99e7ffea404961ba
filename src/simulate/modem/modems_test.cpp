#include "simulate/modem/modems.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <fstream>

namespace hermod::simulate::modem {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

constexpr std::string_view hello = "AT+CMGS=22\r0021000B916407281553F800000AE8329BFD4697D9EC37\x1A";

// The simulator on its io_context, and a terminal of either kind that never blocks.
class bench {
public:
    explicit bench(options how) {
        static unsigned folders = 0;
        folder = std::filesystem::temp_directory_path() /
                 ("hermod-modems-" + std::to_string(::getpid()) + '-' + std::to_string(++folders));
        std::filesystem::create_directory(folder);
        how.link = folder / "modem";
        how.ledger_path = folder / "ledger";
        how.host = "127.0.0.1";
        all.emplace(io.get_executor(), std::move(how));
        const auto started = all->start();
        EXPECT_TRUE(started) << started.error().message();
    }
    ~bench() {
        hang_up();
        all.reset();
        std::filesystem::remove_all(folder);
    }

    template <class Holds>
    bool until(Holds holds) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!holds()) {
            if (std::chrono::steady_clock::now() > end) return false;
            io.run_one_for(20ms);
        }
        return true;
    }

    bool open_pty(const std::string& name = "modem") {
        terminal = ::open((folder / name).c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        return terminal >= 0;
    }
    bool open_tcp() {
        const std::string place = all->places().front();
        asio::ip::tcp::socket socket(io);
        error_code failed;
        const auto port = static_cast<std::uint16_t>(std::stoi(place.substr(place.rfind(':') + 1)));
        socket.connect({asio::ip::make_address("127.0.0.1"), port}, failed);
        if (failed) return false;
        socket.native_non_blocking(true, failed);
        terminal = socket.release(failed);
        return !failed && terminal >= 0;
    }
    void hang_up() {
        if (terminal >= 0) ::close(std::exchange(terminal, -1));
    }
    // Whether the answer comes to hold this; what was heard is kept in `heard`.
    bool says(std::string_view typed, std::string_view answer) {
        heard.clear();
        if (!typed.empty() && ::write(terminal, typed.data(), typed.size()) != static_cast<ssize_t>(typed.size())) return false;
        return until([&] {
            char octets[4096];
            const ssize_t count = ::read(terminal, octets, sizeof octets);
            if (count > 0) heard.append(octets, static_cast<std::size_t>(count));
            return heard.find(answer) != std::string::npos;
        });
    }
    bool has_gone() {
        char octet = 0;
        return ::read(terminal, &octet, 1) == 0 || (errno != EAGAIN && errno != EINTR);
    }
    std::size_t ledger_lines() {
        std::ifstream in(folder / "ledger");
        std::size_t count = 0;
        for (std::string line; std::getline(in, line);) ++count;
        return count;
    }

    asio::io_context io;
    std::filesystem::path folder;
    std::optional<modems> all;
    int terminal = -1;
    std::string heard;
};

}  // namespace

TEST(simulated_modems, answer_on_a_pseudo_terminal_however_often_it_is_opened) {
    bench b({});
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(b.open_pty());
        EXPECT_TRUE(b.says("AT+CSQ\r", "+CSQ: 21,99\r\n\r\nOK\r\n")) << b.heard;
        b.hang_up();
    }
}

TEST(simulated_modems, answer_over_tcp_and_write_the_ledger_before_the_answer_leaves) {
    bench b({});
    ASSERT_TRUE(b.open_tcp());
    EXPECT_TRUE(b.says(hello, "+CMGS: 0\r\n\r\nOK\r\n")) << b.heard;
    EXPECT_EQ(b.ledger_lines(), 1u);
}

TEST(simulated_modems, are_pulled_out_at_a_message_and_put_in_again) {
    options how;
    how.disconnect_every = 2;
    how.disconnect_inside_answer = true;
    how.replug_after = 50ms;
    bench b(how);
    ASSERT_TRUE(b.open_pty());
    EXPECT_TRUE(b.says(hello, "OK\r\n")) << b.heard;
    ASSERT_EQ(::write(b.terminal, hello.data(), hello.size()), static_cast<ssize_t>(hello.size()));
    EXPECT_TRUE(b.until([&] { return b.all->numbers().disconnects == 1 && b.has_gone(); }));
    b.hang_up();
    EXPECT_EQ(b.ledger_lines(), 2u);  // taken, and its answer lost
    EXPECT_TRUE(b.until([&] { return b.open_pty(); }));
    EXPECT_TRUE(b.says("AT\r", "OK\r\n")) << b.heard;
}

TEST(simulated_modems, obey_the_control) {
    options how;
    how.modems = 2;
    bench b(how);
    ASSERT_TRUE(b.open_pty("modem2"));
    EXPECT_TRUE(b.says("AT+CNMI=2,1,0,0,0\r", "OK\r\n"));
    EXPECT_EQ(b.all->obey("deliver 2 +4477009 Two\\nlines"), "ok");
    EXPECT_TRUE(b.says("", "+CMTI: \"SM\",1"));
    EXPECT_EQ(b.all->obey("stored 2"), "SM=1 ME=0 SR=0");
    EXPECT_EQ(b.all->obey("signal 2 7"), "ok");
    EXPECT_TRUE(b.says("AT+CSQ\r", "+CSQ: 7,99"));
    EXPECT_EQ(b.all->obey("hang 2"), "ok");
    EXPECT_EQ(b.all->obey("wake 2"), "ok");
    EXPECT_EQ(b.all->obey("unplug 2"), "ok");
    EXPECT_TRUE(b.until([&] { return b.has_gone(); }));
    b.hang_up();
    EXPECT_FALSE(b.open_pty("modem2"));
    EXPECT_EQ(b.all->obey("plug 2"), "ok");
    EXPECT_TRUE(b.open_pty("modem2"));
    EXPECT_THAT(b.all->obey("plug 3"), HasSubstr("error: which modem?"));
    EXPECT_THAT(b.all->obey("dance 1"), HasSubstr("error: unknown"));
    EXPECT_THAT(b.all->obey("deliver 1 +44"), HasSubstr("error:"));
    EXPECT_THAT(b.all->obey("numbers"), HasSubstr("\"inbound_sent\":1"));
}

TEST(simulated_modems, do_not_replace_a_file_that_is_no_link) {
    const auto path = std::filesystem::temp_directory_path() / ("hermod-modems-file-" + std::to_string(::getpid()));
    std::ofstream(path) << "mine";
    asio::io_context io;
    options how;
    how.link = path;
    modems all(io.get_executor(), how);
    EXPECT_FALSE(all.start());
    all.stop();
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
    std::filesystem::remove(path);
}

}  // namespace hermod::simulate::modem
