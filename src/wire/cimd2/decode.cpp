#include "wire/cimd2/decode.hpp"

#include "wire/cimd2/rules.hpp"

namespace hermod::wire::cimd2 {
namespace {

// A visitor over the lists of operations.hpp that fills the struct. After the first error it changes nothing more.
class reader {
public:
    explicit reader(parameters given) : given_(given) {}

    void must(parameter id, auto& value) { may(id, value); }
    void may(parameter id, text_value& value) {
        if (const auto found = given_.find(id)) value = found->value;
    }
    void may(parameter id, integer_value& value) {
        const auto found = given_.find(id);
        if (found && !found->value.empty()) value = integer_of(found->value);
    }
    void many(parameter id, values& all) { all = values(given_, id); }
    void any_of(parameters& all, auto...) { all = given_; }
    void either(parameter, parameter) {}

private:
    parameters given_;
};

class judge {
public:
    judge(const packet& from, oddities& odd) : from_(from), rules_(rules_of(from.head.code)), odd_(odd) {}

    // Returns the first value that cannot be read at all. One pass: a packet may have many hundred parameters.
    std::optional<codec_error> values() {
        for (const given& each : from_.given) {
            const parameter_row* row = find_parameter(each.id);
            const rule* allowed = rules_.find(each.id);
            if (!row)
                odd_.set(oddity::unknown_parameter);
            else if (!allowed)
                odd_.set(oddity::unexpected_parameter);
            if (!row || !allowed) continue;
            const bool several = allowed->how == presence::some || allowed->how == presence::any;
            // A second one that is not used may be what it likes.
            const bool used = several || !has(*allowed);
            seen_ |= bit(*allowed);
            if (!used) odd_.set(oddity::repeated_parameter);
            if (const auto fault = used ? value(*row, each) : std::nullopt) return fault;
        }
        return std::nullopt;
    }

    // After values().
    void presences() {
        const rule* error = rules_.may_fail ? rules_.find(parameter::error_code) : nullptr;
        const bool failed = error && has(*error);
        for (const rule& each : rules_.parameters) {
            const bool wanted = each.how == presence::some || (each.how == presence::must && !failed);
            if (wanted && !has(each)) odd_.set(oddity::missing_parameter);
        }
        for (const exclusion& each : rules_.exclusions) {
            if (has(*rules_.find(each.one)) && has(*rules_.find(each.other))) odd_.set(oddity::conflicting_parameters);
        }
    }

private:
    std::optional<codec_error> value(const parameter_row& row, const given& each) {
        if (row.type == kind::integer && each.value.empty()) {
            odd_.set(oddity::empty_integer);
            return std::nullopt;
        }
        const auto fault = fault_of(row, each.value);
        if (!fault) return std::nullopt;
        odd_.set(fault->code == errc::too_long ? oddity::long_value : oddity::odd_value);
        const std::uint32_t offset = static_cast<std::uint32_t>(header_length) + each.offset;
        if (row.type == kind::integer && !integer_of(each.value)) return codec_error{errc::not_an_integer, row.name, offset};
        // Beyond its limit fault_of() has not looked at the digits.
        if (row.type == kind::hex) {
            const auto bad = fault_of({row.id, row.name, row.type, 0xFFFF}, each.value);
            if (bad) return codec_error{errc::not_hex, row.name, offset + bad->offset};
        }
        return std::nullopt;
    }

    std::uint32_t bit(const rule& of) const { return 1u << (&of - rules_.parameters.data()); }
    bool has(const rule& of) const { return (seen_ & bit(of)) != 0; }

    const packet& from_;
    operation_rules rules_;
    oddities& odd_;
    std::uint32_t seen_ = 0;  // a bit for each of the operation's rules
};

bool has_wrong_parity(const header& head) {
    const operation_row* row = find_operation(head.code);
    if (row->sender == side::either) return false;
    // A response has its request's number.
    const bool by_application = is_request(head.code) == (row->sender == side::application);
    return is_application_number(head.number) != by_application;
}

template <class... Operations>
bool read_into(any_operation& out, const packet& from, const std::variant<Operations...>*) {
    const auto read_one = [&]<class Operation>(Operation pdu) {
        if (Operation::code != from.head.code) return false;
        reader visitor(from.given);
        Operation::fields(visitor, pdu);
        out = pdu;
        return true;
    };
    return (read_one(Operations{}) || ...);
}

}  // namespace

codec_result<decoded<any_operation>> decode(octet_view frame, checksum_rule rule) {
    const auto from = read_packet(frame, rule);
    if (!from) return from.error();
    decoded<any_operation> out{from->head, {}, from->given, from->has_checksum, {}};
    if (!read_into(out.pdu, *from, static_cast<const any_operation*>(nullptr)))
        return codec_error{errc::unknown_operation, "header", 1};
    judge check(*from, out.odd);
    if (const auto fault = check.values()) return *fault;
    check.presences();
    if (has_wrong_parity(from->head)) out.odd.set(oddity::wrong_parity);
    return out;
}

std::string_view words(oddity what) {
    switch (what) {
        case oddity::unknown_parameter:
            return "unknown parameter";
        case oddity::unexpected_parameter:
            return "parameter of another operation";
        case oddity::repeated_parameter:
            return "parameter repeated";
        case oddity::missing_parameter:
            return "mandatory parameter missing";
        case oddity::conflicting_parameters:
            return "parameters that exclude one another";
        case oddity::long_value:
            return "value above its limit";
        case oddity::odd_value:
            return "value outside its type or range";
        case oddity::empty_integer:
            return "integer without digits";
        case oddity::wrong_parity:
            return "packet number of the other side";
    }
    return "unknown oddity";
}

}  // namespace hermod::wire::cimd2
