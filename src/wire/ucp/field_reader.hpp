// The visitor that fills an operation from a frame's data. Internal to this folder.
#pragma once

#include "wire/ucp/decode.hpp"

namespace hermod::wire::ucp {

// Whether the operation is one of ours; the negative result is the same for all, so it can be given to any.
inline bool is_known(const header& head, std::string_view frame) {
    return find_operation(head.ot) || (head.is_result && frame.substr(header_length, 2) == "N/");
}

class field_reader {
public:
    // `frame` is a whole one. `may_end_early`: of results, whose last fields some centres leave out with their separators.
    explicit field_reader(std::string_view frame) : frame_(frame), end_(frame.size() - trailer_length) {}

    void may_end_early() { may_end_early_ = true; }

    bool text(const field_spec& f, std::string_view& value) {
        const std::size_t begin = at_;
        if (at_ == end_ && may_end_early_) {
            odd_.set(oddity::missing_fields, f.name, offset());
            return true;
        }
        const std::size_t slash = at_ == end_ ? std::string_view::npos : frame_.find('/', at_);
        if (slash == std::string_view::npos || slash >= end_) return refuse(f, errc::missing_field);
        value = frame_.substr(begin, slash - begin);
        at_ = slash + 1;
        if (const errc fault = fault_of(f, value); fault != errc{}) {
            odd_.set(fault == errc::value_too_long ? oddity::long_value : oddity::strange_value, f.name,
                     static_cast<std::uint32_t>(begin));
        }
        begin_ = begin;
        return true;
    }

    bool list(const field_spec& npl, const field_spec& item, address_list& value) {
        std::string_view digits;
        if (!text(npl, digits)) return false;
        std::size_t count = 0;
        for (const char c : digits) {
            if (!is_digit(c) || digits.size() > npl.max) return refuse(npl, errc::bad_count);
            count = count * 10 + static_cast<std::size_t>(c - '0');
        }
        const std::size_t begin = at_;
        for (std::size_t i = 0; i < count; ++i) {
            std::string_view one;
            if (!text(item, one)) return false;
        }
        value = address_list(count, count == 0 ? std::string_view{} : frame_.substr(begin, at_ - 1 - begin));
        return true;
    }

    // At the field that was read last, or, when it is missing, where it should stand.
    bool refuse(const field_spec& f, errc code) {
        const std::size_t at = code == errc::missing_field ? at_ : begin_;
        const error_code suggested =
            code == errc::bad_message_type ? error_code::message_type_not_supported : error_code::syntax_error;
        error_ = {code, f.name, static_cast<std::uint32_t>(at), suggested};
        return false;
    }

    // Fields that nobody knows: left alone.
    void finish() {
        if (at_ != end_) odd_.set(oddity::extra_fields);
    }

    std::uint32_t offset() const { return static_cast<std::uint32_t>(at_); }
    oddities& odd() { return odd_; }
    const codec_error& error() const { return error_; }

private:
    std::string_view frame_;
    std::size_t end_;  // of the data: where CS begins
    std::size_t at_ = header_length;
    std::size_t begin_ = header_length;  // of the field read last
    bool may_end_early_ = false;
    oddities odd_;
    codec_error error_;
};

}  // namespace hermod::wire::ucp
