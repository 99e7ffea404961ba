#include "connectors/smpp/error_table.hpp"

#include <algorithm>

namespace hermod::connectors::smpp {

using wire::smpp::command_status;

// What says something of us and this network, not of the message, another network may see otherwise: a sender that is not ours here,
// a service that we have not, a refusal without a reason.
// RINVBNDSTS says something of the bind, not of the part: the part may go again on another one.
error_table::error_table()
    : rows_{{command_status::esme_rthrottled, error_meaning::throttled},
            {command_status::esme_rmsgqful, error_meaning::throttled},
            {command_status::esme_rsyserr, error_meaning::later},
            {command_status::esme_rx_t_appn, error_meaning::later},
            {command_status::esme_rinvbndsts, error_meaning::later},
            {command_status::esme_rsertypunavail, error_meaning::later},
            {command_status::esme_rinvsrcadr, error_meaning::elsewhere},
            {command_status::esme_rsubmitfail, error_meaning::elsewhere},
            {command_status::esme_rprohibited, error_meaning::elsewhere}} {}

void error_table::set(command_status status, error_meaning meaning) {
    const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const auto& r) { return r.first == status; });
    if (row != rows_.end())
        row->second = meaning;
    else
        rows_.emplace_back(status, meaning);
}

error_meaning error_table::of(command_status status) const {
    for (const auto& [known, meaning] : rows_)
        if (known == status) return meaning;
    return error_meaning::refused;
}

}  // namespace hermod::connectors::smpp
