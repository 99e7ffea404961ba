// The fields of one message that say how it is to travel: numbers and flags, and those whose values are objects or lists.
#include <algorithm>
#include <span>

#include "base/nearest.hpp"
#include "api/submission_field.hpp"
#include "api/submission_json.hpp"
#include "message/language.hpp"
#include "message/tags.hpp"

namespace hermod::api {

using namespace submission_field;

namespace {

constexpr std::string_view port_members[] = {"destination", "source"}, mwi_members[] = {"kind", "active", "store"},
                           tlv_members[] = {"hex", "text"}, mwi_kinds[] = {"voice", "fax", "email", "other"};

std::string quoted(std::string_view name) {
    return '"' + std::string(name.substr(0, 64)) + '"';
}

std::string language_list() {
    std::string out;
    for (std::size_t i = 1; i < language_words.size(); ++i) out.append(i > 1 ? ", " : "").append(language_words[i].name);
    return out;
}

}  // namespace

void submission_reader::take_flag(read_message& one, bool flag) {
    switch (field_) {
        case receipt:
            one.what.receipt = flag;
            return;
        case smart:
            one.what.smart = flag;
            return;
        case transliterate:
            one.what.transliterate = flag;
            return;
        default:
            if (!flag)
                given_ &= ~(1u << flash);  // as if it were not there
            else if (!given(message_class))
                one.what.message_class = 0;
    }
}

void submission_reader::take_number(read_message& one, std::int64_t number) {
    const auto within = [&](std::int64_t most) {
        if (number >= 0 && number <= most) return true;
        const auto name = names[static_cast<std::size_t>(field_)];
        fault_at(name, "invalid_value", quoted(name) + " must be 0 to " + std::to_string(most));
        return false;
    };
    switch (field_) {
        case validity_seconds:
            one.what.validity = std::chrono::seconds{number};
            return;
        case message_class:
            if (within(3)) one.what.message_class = static_cast<std::uint8_t>(number);
            return;
        case protocol_id:
            if (within(255)) extras_.protocol_id = static_cast<std::uint8_t>(number), has_extras_ = true;
            return;
        default:
            if (within(3)) extras_.priority = static_cast<std::uint8_t>(number), has_extras_ = true;
    }
}

// A fault of the member (or the list's entry) that is being read.
void submission_reader::fault_inside(std::string_view code, std::string detail) {
    fault_at(names[static_cast<std::size_t>(field_)], code, std::move(detail));
}

// True: what follows belongs to the field.
bool submission_reader::open_field(kind is) {
    if (where_ == place::message && field_ >= 0 &&
        ((is == kind::object && is_object(field_)) || (is == kind::array && is_list(field_)))) {
        where_ = is == kind::object ? place::inside : place::listed;
        inner_given_ = 0;
        listed_ = 0;
        auto& what = messages_[count_ - 1].what;
        if (field_ == languages) what.languages = 0;
        if (field_ == tags) tags_.emplace_back();
        if (field_ == ports) what.ports.emplace();
        if (field_ == mwi) what.waiting.emplace();
        return true;
    }
    if (where_ != place::inside || field_ != tlvs || is != kind::object) return false;
    where_ = place::tlv;
    tlv_given_ = false;
    return true;
}

void submission_reader::take_inner_key(std::string_view name) {
    if (where_ == place::tlv || field_ != tlvs) {
        const auto known = where_ == place::tlv ? std::span<const std::string_view>(tlv_members)
                           : field_ == ports    ? std::span<const std::string_view>(port_members)
                                                : std::span<const std::string_view>(mwi_members);
        const auto found = std::find(known.begin(), known.end(), name);
        member_place_ = found == known.end() ? -1 : static_cast<int>(found - known.begin());
        if (where_ == place::tlv) {
            if (member_place_ < 0)
                fault_inside("unknown_field", quoted(name) + " is no member of a value; it has \"hex\" or \"text\"");
            return;
        }
        member_ = name;
        if (member_place_ < 0) {
            std::string detail =
                quoted(name) + " is no member of \"" + std::string(names[static_cast<std::size_t>(field_)]) + '"';
            if (const auto near = nearest(name, known); !near.empty()) detail += "; did you mean " + quoted(near) + "?";
            return fault_inside("unknown_field", std::move(detail));
        }
        if (inner_given_ >> member_place_ & 1u) fault_inside("duplicate_field", quoted(name) + " is given twice");
        inner_given_ |= 1u << member_place_;
        return;
    }
    member_ = name;
    member_place_ = 0;
}

void submission_reader::take_inner(kind is, std::string_view text, std::int64_t number, bool flag) {
    if (where_ == place::listed) {
        ++listed_;
        return field_ == tags ? take_tag(is, text) : take_language(is, text);
    }
    if (member_place_ < 0) return;
    if (where_ == place::tlv) {
        if (is != kind::text) return fault_inside("wrong_type", "\"hex\" and \"text\" must be strings");
        if (std::exchange(tlv_given_, true)) return fault_inside("conflicting_fields", "a value is \"hex\" or \"text\", once");
        return take_tlv(member_place_ == 0 ? tlv_form::hex : tlv_form::text, text);
    }
    if (is == kind::nothing) {  // "not given", as for a whole field
        inner_given_ &= ~(1u << member_place_);
        return;
    }
    if (field_ == tlvs) {
        if (is != kind::text)
            return fault_inside("wrong_type", "a value must be a string, or an object with \"hex\" or \"text\"");
        return take_tlv(tlv_form::as_named, text);
    }
    if (field_ == mwi) return take_indication(is, text, flag);
    if (is != kind::whole) return fault_inside("wrong_type", "a port must be a whole number");
    take_port(number);
}

void submission_reader::take_language(kind is, std::string_view text) {
    if (is != kind::text) return fault_inside("wrong_type", "a language must be a string");
    auto& mask = messages_[count_ - 1].what.languages;
    if (const auto identifier = language_identifier(text))
        mask = static_cast<std::uint16_t>(*mask | 1u << *identifier);
    else
        fault_inside("invalid_value", quoted(text) + " has no 7-bit tables; those that have: " + language_list());
}

void submission_reader::take_tag(kind is, std::string_view text) {
    if (is != kind::text) return fault_inside("wrong_type", "a tag must be a string");
    if (!is_tag(text))
        return fault_inside("invalid_value", quoted(text) + " is no tag: 1 to 32 letters, digits, \".\", \"_\", \"-\" or \":\"");
    if (listed_ > most_own_tags) return fault_inside("invalid_value", "a message may have 10 tags at most");
    add_tags(tags_.back(), text);
    messages_[count_ - 1].what.tags = tags_.back();
}

void submission_reader::take_port(std::int64_t number) {
    if (number < 0 || number > 0xFFFF) return fault_inside("invalid_value", "a port must be 0 to 65535");
    auto& given_ports = *messages_[count_ - 1].what.ports;
    (member_place_ == 0 ? given_ports.destination : given_ports.source) = static_cast<std::uint16_t>(number);
}

void submission_reader::take_indication(kind is, std::string_view text, bool flag) {
    auto& waiting = *messages_[count_ - 1].what.waiting;
    if (member_place_ > 0) {
        if (is != kind::flag) return fault_inside("wrong_type", quoted(member_) + " must be true or false");
        (member_place_ == 1 ? waiting.active : waiting.store) = flag;
        return;
    }
    if (is != kind::text) return fault_inside("wrong_type", "\"kind\" must be a string");
    const auto found = std::find(std::begin(mwi_kinds), std::end(mwi_kinds), text);
    if (found == std::end(mwi_kinds)) return fault_inside("invalid_value", "\"kind\" must be voice, fax, email or other");
    waiting.what = static_cast<waiting_notice::kind>(found - std::begin(mwi_kinds));
}

void submission_reader::take_tlv(tlv_form form, std::string_view text) {
    has_extras_ = true;
    if (!words_) return fault_inside("invalid_value", "this gateway knows no TLVs");
    if (auto wrong = words_->encode(member_, form, text, extras_.tlvs)) fault_inside("invalid_value", std::move(*wrong));
}

void submission_reader::end_inside() {
    if (where_ == place::tlv) {
        if (!tlv_given_) fault_inside("missing_field", "a value needs \"hex\" or \"text\"");
        where_ = place::inside;
        return;
    }
    if (where_ == place::inside && (field_ == ports || field_ == mwi) && !(inner_given_ & 1u)) {
        member_ = field_ == ports ? port_members[0] : mwi_members[0];
        fault_inside("missing_field", quoted(member_) + " is missing");
    }
    where_ = place::message;
}

// What does not go together.
void submission_reader::check_wishes(read_message& one) {
    auto& what = one.what;
    const auto conflict = [this](std::string_view member, const char* why) { fault_at(member, "conflicting_fields", why); };
    if (given(flash) && given(message_class)) {
        if (what.message_class != std::uint8_t{0}) conflict("flash", "\"flash\" is message_class 0, but another is given");
        what.message_class = 0;
    }
    if (what.waiting && what.message_class) conflict("mwi", "\"mwi\" and a message class exclude each other");
    if (what.coding && what.coding != encoding::gsm7) {
        if (what.smart.value_or(false)) conflict("smart", "\"smart\" is for texts that may be GSM 7-bit");
        if (what.transliterate.value_or(false)) conflict("transliterate", "\"transliterate\" is for texts that may be GSM 7-bit");
        if (what.languages.value_or(0) != 0) conflict("languages", "\"languages\" is for texts that may be GSM 7-bit");
    }
    if (what.coding == encoding::binary && what.waiting) conflict("mwi", "\"mwi\" comes with a text, not with octets");
    if (has_extras_ && !(extras_ == message_extras{})) what.extras = std::make_shared<const message_extras>(extras_);
}

}  // namespace hermod::api
