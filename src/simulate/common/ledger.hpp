// The list of every message that a simulated centre has taken, kept outside of the gateway for crash tests.
//
// One line each, tab separated: id, microseconds since 1970, source, destination, esm_class and data_coding in hex, FNV-1a
// of the user data in hex, the user data in hex. flush() hands the lines to the kernel in one write.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hermod::simulate {

class ledger {
public:
    ledger() = default;
    ~ledger();
    ledger(const ledger&) = delete;
    ledger& operator=(const ledger&) = delete;

    result<void> open(const std::string& path);  // appends to what is there
    bool is_open() const { return file_ >= 0; }
    void add(std::string_view id, std::int64_t micros, std::string_view source, std::string_view destination,
             std::uint8_t esm_class, std::uint8_t data_coding, std::span<const std::uint8_t> user_data);
    // A line that cannot be written ends the process: a ledger with holes proves nothing.
    void flush();

private:
    int file_ = -1;
    std::string lines_;
};

}  // namespace hermod::simulate
