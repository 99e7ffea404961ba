// The checks of a submission's fields, each a pure function: nullopt when the field is good, otherwise what is wrong with it
// in a stable word and in a sentence that says what would be right. They take any octets and never throw.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "accept/rules.hpp"
#include "gateway/inbox.hpp"
#include "text/language.hpp"

namespace hermod::accept {

// E.164: "+", a first digit that is not 0, 7 to 15 digits in all. Nothing is corrected in silence, the sentence gives the
// corrected form. Code invalid_number.
std::optional<refusal> check_recipient(std::string_view to);

// A name of up to 11 septets of the GSM alphabet with a letter in it, or 3 to 15 digits with or without "+".
// Codes missing_sender and invalid_sender.
std::optional<refusal> check_sender(std::string_view from);

// http or https, a host, no user, no fragment, at most 2,048 octets. Whether the host may be called is for callback/ to
// say, when it calls. Code invalid_callback_url.
std::optional<refusal> check_callback_url(std::string_view url);

// Codes client_ref_too_long and invalid_utf8.
std::optional<refusal> check_client_ref(std::string_view reference);

std::optional<refusal> check_validity(std::optional<std::chrono::seconds> validity, const limits& bounds);  // invalid_validity

// A year ahead at most; what is past is at once. Code invalid_send_at.
std::optional<refusal> check_not_before(wall_time not_before, wall_time now);

// What may be done with a text, and what must be carried with it.
struct text_wishes {
    std::optional<encoding> wanted;
    std::string_view udh;
    std::optional<application_ports> ports;
    text::language_set languages;
    bool smart = false, transliterate = false;
    bool may_be_empty = false;
    std::size_t max_parts = 255;
};
text_wishes wishes_of(const submission& submitted, const account_rules& account, const limits& bounds);

// How a body will travel.
struct carriage {
    encoding coding = encoding::gsm7;
    std::uint8_t parts = 1;
    text::language_shift shift{};
    std::optional<std::string> text{}, udh{};  // in place of the submission's
    std::vector<text_change> changes{};        // what made `text` of the submission's body
};

// Codes empty_text, invalid_utf8, not_in_gsm7, text_too_long, invalid_udh, already_split.
std::variant<carriage, refusal> choose_carriage(std::string_view body, const text_wishes& how);
// The same choice, told in numbers.
estimated estimate_carriage(std::string_view body, const text_wishes& how);

// The octet that says the submission's class or indication for a text of this encoding, or the one that it brings.
// Codes invalid_message_class and invalid_mwi.
std::variant<std::uint8_t, refusal> choose_data_coding(const submission& submitted, encoding coding);

// Of a message that a network has already delivered to us: never refused. Text that is no UTF-8 stays as octets.
carriage carriage_from_handset(std::string_view body, std::optional<encoding> coding);

}  // namespace hermod::accept
