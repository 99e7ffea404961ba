#include "simulate/modem/family.hpp"

namespace hermod::simulate::modem {
namespace {

constexpr std::string_view usual_sets = "\"GSM\",\"IRA\",\"UCS2\",\"HEX\"", usual_news = "(0-3),(0-3),(0,2),(0-2),(0,1)";

habits plain() {
    return {.name = "plain",
            .manufacturer = "Hermod",
            .model = "Simulated modem",
            .revision = "1.0",
            .character_sets = usual_sets,
            .news_ranges = usual_news};
}

habits huawei() {
    return {.name = "huawei",
            .manufacturer = "huawei",
            .model = "E1752",
            .revision = "11.126.03.00.00",
            .first_index = 0,
            .character_sets = "\"IRA\",\"UCS2\",\"GSM\"",
            .news_ranges = "(0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)",
            .empty = empty_slot::invalid_index,
            .unknown_command = "COMMAND NOT SUPPORT",
            .at_start = "^SRVST:0|^SIMST:1|^SRVST:2|^MODE:5,4",
            .noise = "^RSSI:17",
            .report_memory = false,
            .packed_ussd = true};
}

habits quectel() {
    return {.name = "quectel",
            .manufacturer = "Quectel",
            .model = "EC25",
            .revision = "EC25EFAR06A03M4G",
            .first_index = 0,
            .character_sets = "\"GSM\",\"IRA\",\"UCS2\"",
            .news_ranges = "(0-2),(0-3),(0,2),(0-2),(0,1)",
            .empty = empty_slot::ok,
            .at_start = "RDY|+CFUN: 1|+CPIN: READY|+QUSIM: 1|+QIND: SMS DONE",
            .reports_called_sm = true};
}

habits simcom() {
    return {.name = "simcom",
            .manufacturer = "SIMCOM_Ltd",
            .model = "SIMCOM_SIM800L",
            .revision = "Revision:1418B04SIM800L24",
            .character_sets = "\"IRA\",\"GSM\",\"UCS2\",\"HEX\",\"8859-1\"",
            .news_ranges = "(0-3),(0-3),(0,2),(0,1),(0,1)",
            .empty = empty_slot::ok,
            .at_start = "RDY|+CFUN: 1|+CPIN: READY|Call Ready|SMS Ready",
            .report_memory = false};
}

habits telit() {
    return {.name = "telit",
            .manufacturer = "Telit",
            .model = "GE910-QUAD",
            .revision = "13.00.004",
            .character_sets = "\"GSM\",\"IRA\",\"8859-1\",\"UCS2\"",
            .news_ranges = "(0-3),(0-3),(0,2),(0-2),(0,1)",
            .empty = empty_slot::invalid_index,
            .named_identity = false,
            .forgets_news = true};
}

habits wavecom() {
    return {.name = "wavecom",
            .manufacturer = "WAVECOM MODEM",
            .model = "MULTIBAND  900E  1800",
            .revision = "641b09gg.Q2403A 1320676",
            .character_sets = "\"GSM\",\"HEX\",\"UCS2\"",
            .news_ranges = "(0-3),(0-3),(0-3),(0-2),(0,1)",
            .empty = empty_slot::invalid_index,
            .at_start = "+WIND: 4",
            .double_parentheses = true,
            .no_ok_after_pin = true,
            .forgets_news = true};
}

}  // namespace

const habits& habits_of(family of) {
    static const habits rows[] = {plain(), huawei(), quectel(), simcom(), telit(), wavecom()};
    return rows[static_cast<std::size_t>(of)];
}

}  // namespace hermod::simulate::modem
