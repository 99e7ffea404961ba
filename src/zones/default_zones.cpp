// Prefixes of E.164 and the zones in which their numbers live.
//
// Sources: the calling codes, ITU-T's "List of ITU-T Recommendation E.164 assigned country codes" and, below 1, the area codes of
// the North American Numbering Plan; the zones of each country, zone.tab of the IANA database 2025b. Of zones whose clocks agree
// from 2026 to 2028 one stands for all. Left out: Antarctica, Pitcairn, South Georgia, Macquarie (nobody's handsets), Crimea
// for 380, Urumqi (China's clocks are Beijing's).
#include "zones/default_zones.hpp"

namespace hermod::zones {
namespace {

constexpr default_row table[] = {
    {"1",  // US CA
     "America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles "
     "America/Anchorage America/Adak Pacific/Honolulu America/St_Johns America/Halifax "
     "America/Blanc-Sablon America/Atikokan America/Regina"},
    {"1242", "America/Nassau"},  // BS
    {"1246", "America/Barbados"},  // BB
    {"1264", "America/Anguilla"},  // AI
    {"1268", "America/Antigua"},  // AG
    {"1284", "America/Tortola"},  // VG
    {"1340", "America/St_Thomas"},  // VI
    {"1345", "America/Cayman"},  // KY
    {"1441", "Atlantic/Bermuda"},  // BM
    {"1473", "America/Grenada"},  // GD
    {"1649", "America/Grand_Turk"},  // TC
    {"1658", "America/Jamaica"},  // JM
    {"1664", "America/Montserrat"},  // MS
    {"1670", "Pacific/Saipan"},  // MP
    {"1671", "Pacific/Guam"},  // GU
    {"1684", "Pacific/Pago_Pago"},  // AS
    {"1721", "America/Lower_Princes"},  // SX
    {"1758", "America/St_Lucia"},  // LC
    {"1767", "America/Dominica"},  // DM
    {"1784", "America/St_Vincent"},  // VC
    {"1787", "America/Puerto_Rico"},  // PR
    {"1809", "America/Santo_Domingo"},  // DO
    {"1829", "America/Santo_Domingo"},  // DO
    {"1849", "America/Santo_Domingo"},  // DO
    {"1868", "America/Port_of_Spain"},  // TT
    {"1869", "America/St_Kitts"},  // KN
    {"1876", "America/Jamaica"},  // JM
    {"1939", "America/Puerto_Rico"},  // PR
    {"20", "Africa/Cairo"},  // EG
    {"211", "Africa/Juba"},  // SS
    {"212", "Africa/Casablanca"},  // MA EH
    {"213", "Africa/Algiers"},  // DZ
    {"216", "Africa/Tunis"},  // TN
    {"218", "Africa/Tripoli"},  // LY
    {"220", "Africa/Banjul"},  // GM
    {"221", "Africa/Dakar"},  // SN
    {"222", "Africa/Nouakchott"},  // MR
    {"223", "Africa/Bamako"},  // ML
    {"224", "Africa/Conakry"},  // GN
    {"225", "Africa/Abidjan"},  // CI
    {"226", "Africa/Ouagadougou"},  // BF
    {"227", "Africa/Niamey"},  // NE
    {"228", "Africa/Lome"},  // TG
    {"229", "Africa/Porto-Novo"},  // BJ
    {"230", "Indian/Mauritius"},  // MU
    {"231", "Africa/Monrovia"},  // LR
    {"232", "Africa/Freetown"},  // SL
    {"233", "Africa/Accra"},  // GH
    {"234", "Africa/Lagos"},  // NG
    {"235", "Africa/Ndjamena"},  // TD
    {"236", "Africa/Bangui"},  // CF
    {"237", "Africa/Douala"},  // CM
    {"238", "Atlantic/Cape_Verde"},  // CV
    {"239", "Africa/Sao_Tome"},  // ST
    {"240", "Africa/Malabo"},  // GQ
    {"241", "Africa/Libreville"},  // GA
    {"242", "Africa/Brazzaville"},  // CG
    {"243", "Africa/Kinshasa Africa/Lubumbashi"},  // CD
    {"244", "Africa/Luanda"},  // AO
    {"245", "Africa/Bissau"},  // GW
    {"246", "Indian/Chagos"},  // IO
    {"247", "Atlantic/St_Helena"},  // SH
    {"248", "Indian/Mahe"},  // SC
    {"249", "Africa/Khartoum"},  // SD
    {"250", "Africa/Kigali"},  // RW
    {"251", "Africa/Addis_Ababa"},  // ET
    {"252", "Africa/Mogadishu"},  // SO
    {"253", "Africa/Djibouti"},  // DJ
    {"254", "Africa/Nairobi"},  // KE
    {"255", "Africa/Dar_es_Salaam"},  // TZ
    {"256", "Africa/Kampala"},  // UG
    {"257", "Africa/Bujumbura"},  // BI
    {"258", "Africa/Maputo"},  // MZ
    {"260", "Africa/Lusaka"},  // ZM
    {"261", "Indian/Antananarivo"},  // MG
    {"262", "Indian/Reunion Indian/Mayotte"},  // RE YT
    {"263", "Africa/Harare"},  // ZW
    {"264", "Africa/Windhoek"},  // NA
    {"265", "Africa/Blantyre"},  // MW
    {"266", "Africa/Maseru"},  // LS
    {"267", "Africa/Gaborone"},  // BW
    {"268", "Africa/Mbabane"},  // SZ
    {"269", "Indian/Comoro"},  // KM
    {"27", "Africa/Johannesburg"},  // ZA
    {"290", "Atlantic/St_Helena"},  // SH
    {"291", "Africa/Asmara"},  // ER
    {"297", "America/Aruba"},  // AW
    {"298", "Atlantic/Faroe"},  // FO
    {"299", "America/Nuuk America/Danmarkshavn America/Thule"},  // GL
    {"30", "Europe/Athens"},  // GR
    {"31", "Europe/Amsterdam"},  // NL
    {"32", "Europe/Brussels"},  // BE
    {"33", "Europe/Paris"},  // FR
    {"34", "Europe/Madrid Atlantic/Canary"},  // ES
    {"350", "Europe/Gibraltar"},  // GI
    {"351", "Europe/Lisbon Atlantic/Azores"},  // PT
    {"352", "Europe/Luxembourg"},  // LU
    {"353", "Europe/Dublin"},  // IE
    {"354", "Atlantic/Reykjavik"},  // IS
    {"355", "Europe/Tirane"},  // AL
    {"356", "Europe/Malta"},  // MT
    {"357", "Asia/Nicosia"},  // CY
    {"358", "Europe/Helsinki"},  // FI AX
    {"359", "Europe/Sofia"},  // BG
    {"36", "Europe/Budapest"},  // HU
    {"370", "Europe/Vilnius"},  // LT
    {"371", "Europe/Riga"},  // LV
    {"372", "Europe/Tallinn"},  // EE
    {"373", "Europe/Chisinau"},  // MD
    {"374", "Asia/Yerevan"},  // AM
    {"375", "Europe/Minsk"},  // BY
    {"376", "Europe/Andorra"},  // AD
    {"377", "Europe/Monaco"},  // MC
    {"378", "Europe/San_Marino"},  // SM
    {"379", "Europe/Vatican"},  // VA
    {"380", "Europe/Kyiv"},  // UA
    {"381", "Europe/Belgrade"},  // RS
    {"382", "Europe/Podgorica"},  // ME
    {"383", "Europe/Belgrade"},  // XK
    {"385", "Europe/Zagreb"},  // HR
    {"386", "Europe/Ljubljana"},  // SI
    {"387", "Europe/Sarajevo"},  // BA
    {"389", "Europe/Skopje"},  // MK
    {"39", "Europe/Rome"},  // IT VA
    {"40", "Europe/Bucharest"},  // RO
    {"41", "Europe/Zurich"},  // CH
    {"420", "Europe/Prague"},  // CZ
    {"421", "Europe/Bratislava"},  // SK
    {"423", "Europe/Vaduz"},  // LI
    {"43", "Europe/Vienna"},  // AT
    {"44", "Europe/London"},  // GB GG JE IM
    {"45", "Europe/Copenhagen"},  // DK
    {"46", "Europe/Stockholm"},  // SE
    {"47", "Europe/Oslo"},  // NO SJ
    {"48", "Europe/Warsaw"},  // PL
    {"49", "Europe/Berlin"},  // DE
    {"500", "Atlantic/Stanley"},  // FK
    {"501", "America/Belize"},  // BZ
    {"502", "America/Guatemala"},  // GT
    {"503", "America/El_Salvador"},  // SV
    {"504", "America/Tegucigalpa"},  // HN
    {"505", "America/Managua"},  // NI
    {"506", "America/Costa_Rica"},  // CR
    {"507", "America/Panama"},  // PA
    {"508", "America/Miquelon"},  // PM
    {"509", "America/Port-au-Prince"},  // HT
    {"51", "America/Lima"},  // PE
    {"52",  // MX
     "America/Mexico_City America/Cancun America/Matamoros America/Ciudad_Juarez America/Mazatlan "
     "America/Tijuana"},
    {"53", "America/Havana"},  // CU
    {"54", "America/Argentina/Buenos_Aires"},  // AR
    {"55", "America/Noronha America/Sao_Paulo America/Manaus America/Rio_Branco"},  // BR
    {"56", "America/Santiago America/Coyhaique Pacific/Easter"},  // CL
    {"57", "America/Bogota"},  // CO
    {"58", "America/Caracas"},  // VE
    {"590", "America/Guadeloupe"},  // GP BL MF
    {"591", "America/La_Paz"},  // BO
    {"592", "America/Guyana"},  // GY
    {"593", "America/Guayaquil Pacific/Galapagos"},  // EC
    {"594", "America/Cayenne"},  // GF
    {"595", "America/Asuncion"},  // PY
    {"596", "America/Martinique"},  // MQ
    {"597", "America/Paramaribo"},  // SR
    {"598", "America/Montevideo"},  // UY
    {"599", "America/Curacao"},  // CW BQ
    {"60", "Asia/Kuala_Lumpur"},  // MY
    {"61",  // AU
     "Australia/Lord_Howe Australia/Sydney Australia/Adelaide Australia/Brisbane Australia/Darwin "
     "Australia/Perth Australia/Eucla"},
    {"6189162", "Indian/Cocos"},  // CC
    {"6189164", "Indian/Christmas"},  // CX
    {"62", "Asia/Jakarta Asia/Makassar Asia/Jayapura"},  // ID
    {"63", "Asia/Manila"},  // PH
    {"64", "Pacific/Auckland Pacific/Chatham"},  // NZ
    {"65", "Asia/Singapore"},  // SG
    {"66", "Asia/Bangkok"},  // TH
    {"670", "Asia/Dili"},  // TL
    {"672", "Pacific/Norfolk"},  // NF
    {"673", "Asia/Brunei"},  // BN
    {"674", "Pacific/Nauru"},  // NR
    {"675", "Pacific/Port_Moresby Pacific/Bougainville"},  // PG
    {"676", "Pacific/Tongatapu"},  // TO
    {"677", "Pacific/Guadalcanal"},  // SB
    {"678", "Pacific/Efate"},  // VU
    {"679", "Pacific/Fiji"},  // FJ
    {"680", "Pacific/Palau"},  // PW
    {"681", "Pacific/Wallis"},  // WF
    {"682", "Pacific/Rarotonga"},  // CK
    {"683", "Pacific/Niue"},  // NU
    {"685", "Pacific/Apia"},  // WS
    {"686", "Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati"},  // KI
    {"687", "Pacific/Noumea"},  // NC
    {"688", "Pacific/Funafuti"},  // TV
    {"689", "Pacific/Tahiti Pacific/Marquesas Pacific/Gambier"},  // PF
    {"690", "Pacific/Fakaofo"},  // TK
    {"691", "Pacific/Chuuk Pacific/Pohnpei"},  // FM
    {"692", "Pacific/Majuro"},  // MH
    {"7",  // RU
     "Europe/Kaliningrad Europe/Moscow Europe/Astrakhan Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk "
     "Asia/Irkutsk Asia/Chita Asia/Vladivostok Asia/Magadan Asia/Kamchatka"},
    {"76", "Asia/Almaty"},  // KZ
    {"77", "Asia/Almaty"},  // KZ
    {"81", "Asia/Tokyo"},  // JP
    {"82", "Asia/Seoul"},  // KR
    {"84", "Asia/Ho_Chi_Minh"},  // VN
    {"850", "Asia/Pyongyang"},  // KP
    {"852", "Asia/Hong_Kong"},  // HK
    {"853", "Asia/Macau"},  // MO
    {"855", "Asia/Phnom_Penh"},  // KH
    {"856", "Asia/Vientiane"},  // LA
    {"86", "Asia/Shanghai"},  // CN
    {"880", "Asia/Dhaka"},  // BD
    {"886", "Asia/Taipei"},  // TW
    {"90", "Europe/Istanbul"},  // TR
    {"91", "Asia/Kolkata"},  // IN
    {"92", "Asia/Karachi"},  // PK
    {"93", "Asia/Kabul"},  // AF
    {"94", "Asia/Colombo"},  // LK
    {"95", "Asia/Yangon"},  // MM
    {"960", "Indian/Maldives"},  // MV
    {"961", "Asia/Beirut"},  // LB
    {"962", "Asia/Amman"},  // JO
    {"963", "Asia/Damascus"},  // SY
    {"964", "Asia/Baghdad"},  // IQ
    {"965", "Asia/Kuwait"},  // KW
    {"966", "Asia/Riyadh"},  // SA
    {"967", "Asia/Aden"},  // YE
    {"968", "Asia/Muscat"},  // OM
    {"970", "Asia/Gaza"},  // PS
    {"971", "Asia/Dubai"},  // AE
    {"972", "Asia/Jerusalem"},  // IL
    {"973", "Asia/Bahrain"},  // BH
    {"974", "Asia/Qatar"},  // QA
    {"975", "Asia/Thimphu"},  // BT
    {"976", "Asia/Ulaanbaatar Asia/Hovd"},  // MN
    {"977", "Asia/Kathmandu"},  // NP
    {"98", "Asia/Tehran"},  // IR
    {"992", "Asia/Dushanbe"},  // TJ
    {"993", "Asia/Ashgabat"},  // TM
    {"994", "Asia/Baku"},  // AZ
    {"995", "Asia/Tbilisi"},  // GE
    {"996", "Asia/Bishkek"},  // KG
    {"998", "Asia/Samarkand"},  // UZ
};

}  // namespace

std::span<const default_row> default_rows() { return table; }

}  // namespace hermod::zones
