// The parameters of one packet, in their order, borrowed: "021:46701234567 TAB 033:Hello TAB". The same octets serve for
// reading and for writing (append_parameter), so a list of destinations is kept as it goes over the wire.
//
// Holds only what first_fault() finds well formed; iteration stops where it is not. Unknown parameters are there like others.
#pragma once

#include <iterator>
#include <optional>
#include <string>

#include "wire/cimd2/frame.hpp"
#include "wire/cimd2/parameter.hpp"

namespace hermod::wire::cimd2 {

struct given {
    parameter id{};
    std::string_view value{};
    std::uint32_t offset = 0;  // of the value, from the beginning of the parameters
    std::uint32_t next = 0;    // where the following parameter begins
};

class parameters {
public:
    class iterator {
    public:
        using value_type = given;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        iterator(octet_view raw, std::uint32_t at);
        const given& operator*() const { return *now_; }
        const given* operator->() const { return &*now_; }
        iterator& operator++() { return *this = iterator(raw_, now_->next); }
        iterator operator++(int) {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const iterator& it, std::default_sentinel_t) { return !it.now_; }

    private:
        octet_view raw_{};
        std::optional<given> now_{};
    };

    parameters() = default;
    explicit parameters(octet_view raw) : raw_(raw) {}

    iterator begin() const { return {raw_, 0}; }
    static std::default_sentinel_t end() { return {}; }
    octet_view raw() const { return raw_; }
    bool empty() const { return raw_.empty(); }

    std::optional<given> find(parameter id) const;  // the first
    std::size_t count(parameter id) const;
    std::size_t size() const;
    // Where a parameter begins that is none; nullopt when all are well formed.
    std::optional<std::uint32_t> first_fault() const;

private:
    octet_view raw_{};
};

// The values of one parameter that may stand several times: the destinations of a submit.
class values {
public:
    values() = default;
    values(parameters in, parameter which) : in_(in), which_(which) {}

    template <class Function>
    void for_each(Function function) const {
        for (const given& each : in_)
            if (each.id == which_) function(each);
    }
    std::size_t size() const { return in_.count(which_); }
    bool empty() const { return size() == 0; }
    std::string_view front() const { return in_.find(which_).value_or(given{}).value; }

private:
    parameters in_{};
    parameter which_{};
};

// Appends "PPP:value TAB", unchecked; encode() checks what it is given.
void append_parameter(std::string& out, parameter id, std::string_view value);

}  // namespace hermod::wire::cimd2
