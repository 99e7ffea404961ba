// What a modem's error means for the part that got it: the standard's word (wire/at/error_names), unless the configuration has
// another for a +CMS ERROR. What the standard leaves open is tried later. Pure; a copy belongs to each modem's options.
#pragma once

#include <utility>
#include <vector>

#include "lines/error_meaning.hpp"
#include "wire/at/final_result.hpp"

namespace hermod::connectors::modem {

using lines::error_meaning;

class error_table {
public:
    void set(unsigned cms, error_meaning meaning) { rows_.emplace_back(cms, meaning); }
    error_meaning of(const wire::at::final_result& result) const;

private:
    std::vector<std::pair<unsigned, error_meaning>> rows_;
};

// Nothing passes until somebody sees to the SIM.
bool is_sim_trouble(const wire::at::final_result& result);
// The SIM is still starting.
bool is_sim_busy(const wire::at::final_result& result);
// "+CMS ERROR 38: network out of order"; "ERROR".
std::string words_of(const wire::at::final_result& result);

}  // namespace hermod::connectors::modem
