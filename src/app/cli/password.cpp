// password: the Argon2id hash of an account's SMPP password, for `password` in [[account]].
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "app/cli/commands.hpp"
#include "net/password_check.hpp"

namespace hermod::app {
namespace {

constexpr std::size_t smpp_octets = 8;  // SMPP 3.4, section 5.2.2, without the terminator

// While it lives, the terminal shows nothing of what is typed.
class no_echo {
public:
    no_echo() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
    }
    ~no_echo() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    no_echo(const no_echo&) = delete;
    no_echo& operator=(const no_echo&) = delete;

private:
    termios before_{};
    bool changed_ = false;
};

std::string read_line(std::string_view prompt) {
    std::string out;
    if (!prompt.empty()) std::cerr << prompt << std::flush;
    std::getline(std::cin, out);
    if (!prompt.empty()) std::cerr << '\n';
    if (out.ends_with('\r')) out.pop_back();
    return out;
}

// nullopt: the reason has been said.
std::optional<std::string> read_password() {
    std::string password;
    if (::isatty(STDIN_FILENO)) {
        const no_echo quiet;
        password = read_line("Password: ");
        if (read_line("Once more: ") != password) {
            std::cerr << "hermod: the two are not the same\n";
            return std::nullopt;
        }
    } else {
        password = read_line({});
    }
    if (password.empty()) {
        std::cerr << "hermod: there is no password on standard input\n";
        return std::nullopt;
    }
    if (std::any_of(password.begin(), password.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; })) {
        std::cerr << "hermod: the password holds a control character\n";
        return std::nullopt;
    }
    if (password.size() > smpp_octets)
        std::cerr << "hermod: " << password.size() << " octets; SMPP allows " << smpp_octets << ", many clients cannot send more\n";
    return password;
}

int show(bool generate, bool json) {
    const auto password = generate ? std::optional(net::random_password(smpp_octets)) : read_password();
    if (!password) return exit_usage;
    const auto hash = net::hash_password(*password);
    if (!hash) {
        std::cerr << "hermod: there is no memory for the hash: 19 MiB are needed\n";
        return exit_failed;
    }
    // Both are of letters, digits and what base64 and the hash's form need: nothing to escape.
    if (json) std::cout << '{' << (generate ? "\"password\":\"" + *password + "\"," : "") << "\"hash\":\"" << *hash << "\"}\n";
    else if (generate) std::cout << "password: " << *password << "\nhash: " << *hash << '\n';
    else std::cout << *hash << '\n';
    return exit_done;
}

}  // namespace

void add_password(CLI::App& app, int& code) {
    auto* command = app.add_subcommand("password", "hash a password of an SMPP account (Argon2id), from standard input or a new one");
    auto generate = std::make_shared<bool>(false);
    auto json = std::make_shared<bool>(false);
    command->add_flag("--generate", *generate, "make a random password of 8 letters and digits, SMPP's limit, and print it too");
    command->add_flag("--json", *json, "as JSON");
    command->footer("Example: hermod password --generate\n"
                    "Put the hash into a file, and password = \"file:PATH\" into the account; give the password to the application.\n"
                    "On a terminal what is typed is not shown. Exit code 2: no password, or one that cannot be.");
    command->callback([generate, json, &code] { code = show(*generate, *json); });
}

}  // namespace hermod::app
