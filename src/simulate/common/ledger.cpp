#include "simulate/common/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace hermod::simulate {
namespace {

void append_number(std::string& out, auto value, int base) {
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, base).ptr;
    out.append(text.data(), end);
}

std::uint64_t hash_of(std::span<const std::uint8_t> data) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const std::uint8_t octet : data) hash = (hash ^ octet) * 1099511628211ull;
    return hash;
}

// No tab or line end of a peer's may forge a column.
void append_plain(std::string& out, std::string_view text) {
    for (const char c : text) out += c > ' ' && c <= '~' ? c : '?';
}

}  // namespace

ledger::~ledger() {
    flush();
    if (file_ >= 0) ::close(file_);
}

result<void> ledger::open(const std::string& path) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0) return error_code(errno, boost::system::system_category());
    return {};
}

void ledger::add(std::string_view id, std::int64_t micros, std::string_view source, std::string_view destination,
                 std::uint8_t esm_class, std::uint8_t data_coding, std::span<const std::uint8_t> user_data) {
    static constexpr char digits[] = "0123456789abcdef";
    lines_ += id;
    append_number(lines_ += '\t', micros, 10);
    append_plain(lines_ += '\t', source);
    append_plain(lines_ += '\t', destination);
    append_number(lines_ += '\t', unsigned{esm_class}, 16);
    append_number(lines_ += '\t', unsigned{data_coding}, 16);
    append_number(lines_ += '\t', hash_of(user_data), 16);
    lines_ += '\t';
    for (const std::uint8_t octet : user_data) (lines_ += digits[octet >> 4]) += digits[octet & 15];
    lines_ += '\n';
}

void ledger::flush() {
    if (lines_.empty() || file_ < 0) return;
    for (std::size_t done = 0; done < lines_.size();) {
        const ssize_t count = ::write(file_, lines_.data() + done, lines_.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            std::perror("ledger");
            std::abort();
        }
        done += static_cast<std::size_t>(count);
    }
    lines_.clear();
}

}  // namespace hermod::simulate
