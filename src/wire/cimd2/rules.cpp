#include "wire/cimd2/rules.hpp"

#include <array>

namespace hermod::wire::cimd2 {
namespace {

struct collected {
    std::array<rule, 20> parameters{};
    std::array<exclusion, 4> exclusions{};
    std::size_t parameter_count = 0, exclusion_count = 0;

    constexpr void add(parameter id, presence how) { parameters.at(parameter_count++) = {id, how}; }
    constexpr void must(parameter id, auto&) { add(id, presence::must); }
    constexpr void may(parameter id, auto&) { add(id, presence::may); }
    constexpr void many(parameter id, auto&) { add(id, presence::some); }
    constexpr void any_of(auto&, auto... ids) { (add(ids, presence::any), ...); }
    constexpr void either(parameter one, parameter other) { exclusions.at(exclusion_count++) = {one, other}; }
};

template <class Operation>
constexpr collected collect() {
    collected out;
    Operation pdu;
    Operation::fields(out, pdu);
    return out;
}

template <class Operation>
operation_rules rules_for() {
    static constexpr collected all = collect<Operation>();
    return {std::span(all.parameters).first(all.parameter_count), std::span(all.exclusions).first(all.exclusion_count),
            requires(Operation pdu){pdu.error_code;
}
};  // namespace
}  // namespace hermod::wire::cimd2

template <class... Operations>
operation_rules search(operation code, const std::variant<Operations...>*) {
    operation_rules out;
    (void)((Operations::code == code && (out = rules_for<Operations>(), true)) || ...);
    return out;
}

}  // namespace

const rule* operation_rules::find(parameter id) const {
    for (const rule& each : parameters)
        if (each.id == id) return &each;
    return nullptr;
}

operation_rules rules_of(operation code) {
    return search(code, static_cast<const any_operation*>(nullptr));
}

}  // namespace hermod::wire::cimd2
