#include "connectors/modem/error_table.hpp"

#include "wire/at/error_names.hpp"

namespace hermod::connectors::modem {

namespace at = wire::at;
using at::result_code;

error_meaning error_table::of(const at::final_result& result) const {
    constexpr unsigned congestion = 42;
    if (!result.number) return error_meaning::later;
    const unsigned number = *result.number;
    if (result.code == result_code::cme_error)
        return at::retry_of_cme(number) == at::retry::never ? error_meaning::refused : error_meaning::later;
    for (const auto& [cms, meaning] : rows_)
        if (cms == number) return meaning;
    if (number == congestion) return error_meaning::throttled;
    return at::retry_of_cms(number) == at::retry::never ? error_meaning::refused : error_meaning::later;
}

bool is_sim_trouble(const at::final_result& result) {
    if (!result.number) return false;
    return result.code == result_code::cms_error
               ? at::is_sim_trouble_cms(*result.number)
               : result.code == result_code::cme_error && at::is_sim_trouble_cme(*result.number);
}

bool is_sim_busy(const at::final_result& result) {
    constexpr unsigned cms_busy = 314, cme_busy = 14;
    return (result.code == result_code::cms_error && result.number == cms_busy) ||
           (result.code == result_code::cme_error && result.number == cme_busy);
}

std::string words_of(const at::final_result& result) {
    if (result.code != result_code::cms_error && result.code != result_code::cme_error)
        return result.words.empty() ? std::string("ERROR") : result.words;
    const bool cms = result.code == result_code::cms_error;
    std::string out = cms ? "+CMS ERROR" : "+CME ERROR";
    if (!result.number) return out.append(": ").append(result.words);
    out.append(" ").append(std::to_string(*result.number)).append(": ");
    return out.append(cms ? at::words_of_cms(*result.number) : at::words_of_cme(*result.number));
}

}  // namespace hermod::connectors::modem
