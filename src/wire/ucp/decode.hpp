// Frame -> typed operation. Nothing is allocated or copied: the operation borrows from the frame and dies with it.
//
// Liberal in reading: a value that is too long or has strange characters, fields behind the last one, results that end early
// do no harm and are counted in `odd`, which remembers the first such field. What cannot be read is a codec_error.
#pragma once

#include "wire/ucp/header.hpp"
#include "wire/ucp/pdu.hpp"

namespace hermod::wire::ucp {

enum class oddity : std::uint8_t {
    lower_case_checksum,
    long_value,      // above the field's limit
    strange_value,   // not of the field's kind or size
    extra_fields,    // behind the last one
    missing_fields,  // a result that ends before its MVP or SM
};
inline constexpr std::size_t oddity_count = 5;
const char* text(oddity value);

class oddities {
public:
    void set(oddity value) { bits_ |= bit(value); }
    void set(oddity value, const char* field, std::uint32_t offset) {
        if (*field_ == '\0') {
            field_ = field;
            offset_ = offset;
        }
        set(value);
    }
    bool has(oddity value) const { return (bits_ & bit(value)) != 0; }
    bool none() const { return bits_ == 0; }
    const char* first_field() const { return field_; }  // "" when no field is odd
    std::uint32_t first_offset() const { return offset_; }

private:
    static constexpr unsigned bit(oddity value) { return 1u << static_cast<unsigned>(value); }
    unsigned bits_ = 0;
    const char* field_ = "";
    std::uint32_t offset_ = 0;
};

struct any_pdu {
    header head;
    oddities odd;
    pdu_variant pdu;
};

// `frame` is one whole frame, as read_frame() cut it. Errors: those of read_header(), unknown_operation (suggests EC 03),
// missing_field, bad_result, bad_count, bad_message_type (EC 23).
codec_result<any_pdu> decode(std::string_view frame);

}  // namespace hermod::wire::ucp
