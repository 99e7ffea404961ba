#include "wire/ucp/encode.hpp"

namespace hermod::wire::ucp {
namespace {

unsigned digits_in(std::size_t value) {
    return value < 10 ? 1 : 1 + digits_in(value / 10);
}

// First pass: checks every limit and counts the octets.
class field_measure {
public:
    explicit field_measure(std::size_t from) : size_(from) {}

    bool text(const field_spec& f, std::string_view value) {
        if (const errc fault = fault_of(f, value); fault != errc{}) return refuse(f, fault);
        begin_ = size_;
        size_ += value.size() + 1;
        return true;
    }

    bool list(const field_spec& npl, const field_spec& item, const address_list& value) {
        if (value.size() > 999) return refuse(npl, errc::value_too_long);
        std::size_t octets = 0, count = 0;
        for (const std::string_view one : value) {
            octets += one.size() + 1;
            ++count;
        }
        // The octets must be the addresses, neither more nor fewer.
        if (octets != (count == 0 ? 0 : value.raw().size() + 1) || (count == 0 && !value.raw().empty())) {
            return refuse(npl, errc::bad_count);
        }
        size_ += digits_in(count) + 1;
        for (const std::string_view one : value) {
            if (!text(item, one)) return false;
        }
        return true;
    }

    bool refuse(const field_spec& f, errc code) {
        const std::size_t at = code == errc::bad_message_type ? begin_ : size_;  // that one has been counted already
        error_ = {code, f.name, static_cast<std::uint32_t>(at), error_code::syntax_error};
        return false;
    }

    std::size_t size() const { return size_; }
    const codec_error& error() const { return error_; }

private:
    std::size_t size_;
    std::size_t begin_ = 0;  // of the field counted last
    codec_error error_;
};

// Second pass: writes what the first has approved.
class field_writer {
public:
    explicit field_writer(std::string& out) : out_(out) {}

    bool text(const field_spec&, std::string_view value) {
        out_.append(value) += '/';
        return true;
    }

    bool list(const field_spec& npl, const field_spec&, const address_list& value) {
        char digits[3];
        std::size_t at = 3;
        std::size_t rest = value.size();
        do {
            digits[--at] = static_cast<char>('0' + rest % 10);
        } while ((rest /= 10) != 0);
        text(npl, std::string_view(digits + at, 3 - at));
        if (value.size() != 0) out_.append(value.raw()) += '/';
        return true;
    }

    bool refuse(const field_spec&, errc) { return false; }

private:
    std::string& out_;
};

void write_header(std::string& out, unsigned trn, std::size_t total, bool is_result, operation_type ot) {
    out += stx;
    out.append(two_digits(trn)) += '/';
    const auto length = static_cast<unsigned>(total - 2);
    out += static_cast<char>('0' + length / 10000);
    out.append(two_digits(length / 100 % 100)).append(two_digits(length % 100)) += '/';
    out.append(is_result ? "R/" : "O/").append(two_digits(static_cast<unsigned>(ot))) += '/';
}

void write_trailer(std::string& out, std::size_t begin) {
    static constexpr char hex[] = "0123456789ABCDEF";
    const std::uint8_t sum = checksum(std::string_view(out).substr(begin + 1));
    out += hex[sum >> 4];
    out += hex[sum & 15];
    out += etx;
}

template <class Pdu>
codec_result<void> encode_one(std::string& out, unsigned trn, const Pdu& pdu) {
    if (trn >= trn_count) return codec_error{errc::bad_header, "TRN", 1};
    // Only a negative result may name an operation that we do not know: EC 03 says so.
    const bool may_write = std::is_same_v<Pdu, nak> ? static_cast<unsigned>(pdu.ot) < 100 : find_operation(pdu.ot) != nullptr;
    if (!may_write) return codec_error{errc::unknown_operation, "OT", 12, error_code::operation_not_supported};
    field_measure measure(header_length + (is_result<Pdu> ? 2 : 0));
    if (!Pdu::fields(measure, pdu)) return measure.error();
    const std::size_t total = measure.size() + trailer_length;
    if (total > max_frame_length) return codec_error{errc::frame_too_long, "LEN", 4, error_code::message_too_long};
    const std::size_t begin = out.size();
    write_header(out, trn, total, is_result<Pdu>, pdu.ot);
    if constexpr (is_result<Pdu>) out += std::is_same_v<Pdu, ack> ? "A/" : "N/";
    field_writer writer(out);
    (void)Pdu::fields(writer, pdu);
    write_trailer(out, begin);
    return {};
}

}  // namespace

codec_result<void> encode(std::string& out, unsigned trn, const pdu_variant& pdu) {
    return std::visit([&](const auto& p) { return encode_one(out, trn, p); }, pdu);
}

}  // namespace hermod::wire::ucp
