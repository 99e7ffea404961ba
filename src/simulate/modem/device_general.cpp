// The commands of 3GPP TS 27.007 and V.250, and the table of all commands.
#include "simulate/modem/device.hpp"
#include "text/gsm7.hpp"
#include "text/packing.hpp"
#include "wire/at/parameter_reader.hpp"

namespace hermod::simulate::modem {

namespace {

constexpr unsigned not_allowed = 3, sim_pin_required = 11, sim_puk_required = 12, wrong_password = 16;
constexpr std::string_view unblocking_key = "12345678";

std::string digits_of(unsigned number, std::string_view in_front, std::size_t size) {
    const std::string text = std::to_string(number);
    return std::string(in_front) + std::string(size - in_front.size() - text.size(), '0') + text;
}

// The check digit of an IMEI: TS 23.003 annex B.
char luhn_of(std::string_view digits) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        unsigned digit = static_cast<unsigned>(digits[i] - '0');
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

const device::row device::rows[] = {
    {"E", &device::on_echo},
    {"V", &device::on_verbose},
    {"Z", &device::on_reset},
    {"&F", &device::on_reset},
    {"I", &device::on_information},
    {"Q", &device::nothing},
    {"X", &device::nothing},
    {"H", &device::nothing},
    {"S0", &device::nothing},
    {"S7", &device::nothing},
    {"&C", &device::nothing},
    {"&D", &device::nothing},
    {"&W", &device::nothing},
    {"&K", &device::nothing},
    {"+IFC", &device::nothing},
    {"+IPR", &device::nothing},
    {"+CSCB", &device::nothing},
    {"+CMMS", &device::nothing},
    {"+CRC", &device::nothing},
    {"+CLIP", &device::nothing},
    {"^CURC", &device::nothing},
    {"^USSDMODE", &device::on_ussd_mode},
    {"+CGMI", &device::on_identity},
    {"+GMI", &device::on_identity},
    {"+CGMM", &device::on_identity},
    {"+GMM", &device::on_identity},
    {"+CGMR", &device::on_identity},
    {"+GMR", &device::on_identity},
    {"+CGSN", &device::on_identity},
    {"+GSN", &device::on_identity},
    {"+CIMI", &device::on_identity},
    {"+GCAP", &device::on_identity},
    {"+CMEE", &device::on_errors},
    {"+CSCS", &device::on_characters},
    {"+CPIN", &device::on_pin},
    {"+CFUN", &device::on_power},
    {"+CSQ", &device::on_signal},
    {"+CBC", &device::on_battery},
    {"+CGATT", &device::on_attachment},
    {"+COPS", &device::on_operator},
    {"+CREG", &device::on_registration},
    {"+CGREG", &device::on_registration},
    {"+CEREG", &device::on_registration},
    {"+CNUM", &device::on_own_number},
    {"+CUSD", &device::on_ussd},
    {"+CMGF", &device::on_format},
    {"+CSCA", &device::on_centre},
    {"+CMGS", &device::on_send},
    {"+CMGW", &device::on_write},
    {"+CMSS", &device::on_send_stored},
    {"+CMGC", &device::on_command},
    {"+CSMP", &device::on_text_settings},
    {"+CSDH", &device::on_headers},
    {"+CPMS", &device::on_memory},
    {"+CMGL", &device::on_list},
    {"+CMGR", &device::on_read},
    {"+CMGD", &device::on_delete},
    {"+CSMS", &device::on_service},
    {"+CNMI", &device::on_news},
    {"+CNMA", &device::on_confirm},
    {"", nullptr},
};

reply device::on_reset(const command&) {
    const settings before = std::exchange(set_, {});
    set_.text = how_.text_only;
    if (habits_.forgets_news) return {};
    set_.phase = before.phase;
    set_.news_mode = before.news_mode;
    set_.news = before.news;
    set_.reports = before.reports;
    return {};
}

reply device::on_echo(const command& one) {
    set_.echo = one.arguments == "1";
    return {};
}

reply device::on_verbose(const command& one) {
    set_.verbose = one.arguments != "0";
    return {};
}

reply device::on_information(const command&) {
    say("Manufacturer: " + std::string(habits_.manufacturer));
    output_ += "Model: " + std::string(habits_.model) + "\r\nRevision: " + std::string(habits_.revision) + "\r\n";
    return {};
}

reply device::on_identity(const command& one) {
    if (one.form == form::test) return {};
    const std::string_view name = std::string_view(one.name).substr(one.name.starts_with("+C") ? 2 : 1);
    std::string value;
    if (name == "GMI") value = habits_.manufacturer;
    if (name == "GMM") value = habits_.model;
    if (name == "GMR") value = habits_.revision;
    if (name == "GCAP") value = "+GCAP: +CGSM";
    if (name == "GSN") {
        value = digits_of(number_ + 1, "35000000", 14);
        value += luhn_of(value);
    }
    if (name == "IMI") {
        if (pin_ != pin::open) return cme(pin_ == pin::wanted ? sim_pin_required : sim_puk_required);
        value = digits_of(number_ + 1, "26201", 15);
    }
    say((habits_.named_identity ? one.name + ": " : "") + value);
    return {};
}

reply device::on_errors(const command& one) {
    return setting(one, set_.errors, "(0-2)", 2);
}

reply device::on_ussd_mode(const command& one) {
    if (!habits_.packed_ussd) return {reply::kind::unsupported};
    return setting(one, ussd_mode_, "(0,1)", 1);
}

reply device::on_characters(const command& one) {
    if (one.form == form::test) say("+CSCS: (" + std::string(habits_.character_sets) + ')');
    if (one.form == form::read) say("+CSCS: \"" + std::string(name_of(set_.characters)) + '"');
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    wire::at::parameter_reader in(answer, one.name);
    std::string name;
    if (!in.string("chset", name)) return {reply::kind::error};
    const auto wanted = character_set_called(name);
    if (!wanted || habits_.character_sets.find('"' + name + '"') == std::string_view::npos) return {reply::kind::error};
    set_.characters = *wanted;
    return {};
}

reply device::on_pin(const command& one) {
    const reply done{habits_.no_ok_after_pin ? reply::kind::silent : reply::kind::ok};
    if (one.form == form::test) return {};
    if (one.form == form::read) {
        say(pin_ == pin::open ? "+CPIN: READY" : pin_ == pin::wanted ? "+CPIN: SIM PIN" : "+CPIN: SIM PUK");
        return done;
    }
    const std::string answer = one.as_answer();
    wire::at::parameter_reader in(answer, one.name);
    std::string key, fresh;
    if (!in.string("pin", key) || !in.optional_string("newpin", fresh)) return {reply::kind::error};
    if (pin_ == pin::open) return cme(not_allowed);
    if (pin_ == pin::puk) {
        if (key != unblocking_key || fresh.empty()) return cme(fresh.empty() ? sim_puk_required : wrong_password);
    } else if (key != how_.pin) {
        if (--pin_tries_ == 0) pin_ = pin::puk;
        return cme(pin_ == pin::puk ? sim_puk_required : wrong_password);
    }
    pin_ = pin::open;
    pin_tries_ = 3;
    set_registration(registration_);
    return {};
}

reply device::on_power(const command& one) {
    unsigned value = power_;
    const reply done = setting(one, value, "(0,1,4),(0,1)", 4);
    if (one.form != form::set || done.what != reply::kind::ok) return done;
    if (value != 0 && value != 1 && value != 4) return cme(not_allowed);
    if (value == 1 && one.arguments.ends_with(",1")) {
        output_ += final_text({});
        restart(now_);
        return {reply::kind::silent};
    }
    power_ = value;
    set_registration(registration_);
    return {};
}

reply device::on_signal(const command& one) {
    say(one.form == form::test ? "+CSQ: (0-31,99),(0-7,99)"
                               : "+CSQ: " + std::to_string(registered_as() == 0 ? 99 : signal_) + ",99");
    return {};
}

// Powered from outside, full.
reply device::on_battery(const command& one) {
    say(one.form == form::test ? "+CBC: (0-3),(0-100)" : "+CBC: 0,100");
    return {};
}

reply device::on_attachment(const command& one) {
    if (one.form == form::test) say("+CGATT: (0,1)");
    if (one.form == form::read) say(registered_as() == 0 || registered_as() == 2 ? "+CGATT: 0" : "+CGATT: 1");
    return {};
}

reply device::on_operator(const command& one) {
    static constexpr std::string_view names[] = {"Hermod Network", "Hermod", "26299"};
    if (one.form == form::test) say("+COPS: (2,\"Hermod Network\",\"Hermod\",\"26299\",0),,(0-4),(0-2)");
    if (one.form == form::set) {
        const std::string answer = one.as_answer();
        wire::at::parameter_reader in(answer, one.name);
        unsigned mode = 0;
        std::optional<unsigned> format;
        if (!in.number("mode", mode, 4) || !in.optional_number("format", format, 2)) return {reply::kind::error};
        set_.operator_format = format.value_or(set_.operator_format);
    }
    if (one.form != form::read) return {};
    const unsigned state = registered_as();
    if (state != 1 && (state < 5 || state > 7)) return say("+COPS: 0"), reply{};
    const bool is_number = set_.operator_format == 2;
    say("+COPS: 0," + std::to_string(set_.operator_format) + ',' +
        quoted(names[set_.operator_format], is_number ? character_set::ira : set_.characters) + ",0");
    return {};
}

reply device::on_registration(const command& one) {
    const std::size_t which = one.name == "+CREG" ? 0 : one.name == "+CGREG" ? 1 : 2;
    unsigned& wanted = set_.registration_news[which];
    if (one.form != form::read) return setting(one, wanted, "(0-2)", 2);
    say(one.name + ": " + std::to_string(wanted) + ',' + std::to_string(registered_as()) +
        (wanted == 2 ? ",\"00C3\",\"1A2B\"" : ""));
    return {};
}

reply device::on_own_number(const command& one) {
    if (one.form == form::test) return {};
    const std::string own = number_of(how_, number_);
    if (!own.empty()) say("+CNUM: \"\",\"" + own + '"' + (own.starts_with('+') ? ",145" : ",129"));
    return {};
}

// *100# has a balance, *123# a menu that wants an answer; every other code is unknown.
reply device::on_ussd(const command& one) {
    if (one.form == form::test) say("+CUSD: (0-2)");
    if (one.form == form::read) say("+CUSD: 0");
    if (one.form != form::set) return {};
    const std::string answer = one.as_answer();
    wire::at::parameter_reader in(answer, one.name);
    unsigned presents = 0;
    std::string given;
    if (!in.number("n", presents, 2) || !in.optional_string("str", given)) return {reply::kind::error};
    if (presents == 2) menu_open_ = false;
    if (given.empty()) return {};
    if (registered_as() == 0 || registered_as() == 2) return cme(30);
    const bool packed = habits_.packed_ussd && ussd_mode_ == 1;
    std::optional<std::string> code;
    if (!packed) {
        code = read_in(set_.characters, given);
    } else if (const auto octets = from_hex(given)) {
        std::size_t count = octets->size() * 8 / 7;
        auto septets = text::unpack_septets(*octets, count);
        if (septets && count % 8 == 0 && !septets->empty() && (septets->back() == '\r' || septets->back() == 0))
            septets->pop_back();
        if (septets) code = text::decode_gsm7(*septets).utf8;
    }
    if (!code) return {reply::kind::error};
    const bool answers = std::exchange(menu_open_, *code == "*123#");
    const std::string said = *code == "*100#" ? "Your balance is 12.34 EUR, valid until 2027-12-31"
                             : menu_open_     ? "1 Balance\n2 Number"
                             : answers        ? "You have chosen " + *code
                                              : "";
    std::string shown = write_in(set_.characters, said);
    if (packed) shown = to_hex(text::pack_septets(write_in(character_set::gsm, said)));
    const std::string state = menu_open_ ? "1" : said.empty() ? "4" : "0";
    news("+CUSD: " + state + (said.empty() ? "" : ",\"" + shown + "\",15"));
    return {};
}

}  // namespace hermod::simulate::modem
