// A recipient's number as somebody wrote or dialled it, made international: "079 123 45 67" in Switzerland is "+41791234567".
//
// Pure. Only for accounts whose country is known; for others a number is international or refused (check_recipient). Nothing is
// guessed: what can be read in two ways, or fits no number of the country, is refused with a sentence that names the ways out.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "gateway/inbox.hpp"
#include "message/country.hpp"

namespace hermod::accept {

// With "+", 7 to 15 digits. In this order: "+" and the country's international prefix (or 00) lead to any country; the trunk
// prefix to a national number of a length that the country has; digits without either are a mobile number of the country, or
// one behind its calling code. Spaces, dots, hyphens, brackets and a "(0)" between are passed over. Code invalid_number.
std::variant<std::string, refusal> international_number(std::string_view written, const country& home);

// [[number_rule]]: numbers that begin with `from` begin with `to` instead. Both digits without "+".
struct number_rule {
    account_id account{};  // zero: for every account
    std::string from, to;
};

// The rule for a number: of those for its account, or else of those for all, the one with the longest `from`; one is applied.
class number_rules {
public:
    number_rules() = default;
    explicit number_rules(std::vector<number_rule> rules);
    bool empty() const { return rules_.empty(); }
    // Null: none applies. `to` with "+".
    const number_rule* find(account_id account, std::string_view to) const;

private:
    const number_rule* find_for(account_id account, std::string_view digits) const;
    std::vector<number_rule> rules_;  // by account, then `from`
    std::size_t longest_ = 0;
};

}  // namespace hermod::accept
