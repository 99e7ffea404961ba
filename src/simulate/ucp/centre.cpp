#include "simulate/ucp/centre.hpp"

#include "net/clocks.hpp"
#include "text/encoding.hpp"
#include "text/gsm7.hpp"
#include "text/utf.hpp"
#include "wire/ucp/extra_services.hpp"
#include "wire/ucp/message_reference.hpp"
#include "wire/ucp/message_text.hpp"

namespace hermod::simulate::ucp {

using wire::ucp::delivery_state;
using wire::ucp::service_type;

namespace {

constexpr unsigned rsn_absent = 107, rsn_unknown = 101, rsn_deleted = 108;

std::span<const std::uint8_t> as_octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

centre::centre(boost::asio::any_io_executor executor, options how)
    : line_centre(std::move(executor), std::move(how)), stamps_(how_.same_second) {
    if (how_.echo_number.starts_with('+')) how_.echo_number.erase(0, 1);  // addresses on the wire have none
}

std::int64_t centre::now_second() const {
    return std::chrono::floor<std::chrono::seconds>(net::wall_now().time_since_epoch()).count();
}

std::int64_t centre::second_for(std::string_view recipient) {
    return stamps_.next(recipient, now_second());
}

wire::ucp::local_seconds centre::local(std::int64_t second) const {
    return wire::ucp::local_seconds(std::chrono::seconds(second) + how_.utc_offset);
}

// The header and the text as octets: of AMsg the septets, one each.
void centre::note(const submitted& what, std::int64_t second) {
    if (!ledger_.is_open()) return;
    const wire::ucp::extra_services services(what.content.xser);
    const auto udh = services.find(service_type::udh), dcs = services.find(service_type::dcs);
    std::string data = udh.value_or("");
    data += what.content.mt == wire::ucp::mt_numeric ? what.content.msg : wire::ucp::from_hex(what.content.msg).value_or("");
    const std::uint8_t coding = dcs && dcs->size() == 1 ? text::octet_at(*dcs, 0) : std::uint8_t{0};
    ledger_.add(wire::ucp::reference_text({what.adc, *wire::ucp::format_seconds(local(second))}), to_micros(net::wall_now()),
                what.oadc, what.adc, udh ? 0x40 : 0, coding, as_octets(data));
}

void centre::enter(const submitted& what, std::int64_t second, std::uint16_t account) {
    ++numbers_.taken;
    note(what, second);
    if (!how_.echo_number.empty() && how_.echo_number == what.adc) {
        delivery echo;
        echo.account = account;
        echo.inbound = true;
        echo.oadc = what.adc;
        echo.adc = all_digits(what.oadc) ? what.oadc : "";
        echo.taken = second;
        echo.content = what.content;
        deliver(std::move(echo));
    }
    if (what.nt != 0 && how_.receipts) notify(what, second, account);
}

void centre::notify(const submitted& what, std::int64_t second, std::uint16_t account) {
    delivery out;
    out.account = account;
    out.taken = second;
    // Whom it is told: the address of notifications, or who sent it, unless that is a name.
    out.adc = !what.nadc.empty()                                                   ? what.nadc
              : all_digits(what.oadc) && what.otoa != wire::ucp::otoa_alphanumeric ? what.oadc
                                                                                   : "";
    out.oadc = out.recipient = what.adc;
    if (how_.national_receipts && out.oadc.size() > 2) out.oadc.replace(0, 2, "0");
    const auto tell = [&](delivery_state state, unsigned rsn) {
        out.state = state;
        out.rsn = rsn;
        if (how_.receipt_delay.count() == 0) return deliver(out);
        out.due = net::mono_now() + how_.receipt_delay;
        reports_.push(out);
    };
    if ((what.nt & wire::ucp::nt_buffered) != 0 && chance(how_.buffered_percent)) tell(delivery_state::buffered, rsn_absent);
    const bool failed = chance(how_.undelivered_percent);
    if ((what.nt & (failed ? wire::ucp::nt_failure : wire::ucp::nt_delivery)) != 0)
        tell(failed ? delivery_state::failed : delivery_state::delivered, failed ? rsn_unknown : 0);
    if (how_.receipt_delay.count() == 0 && how_.receipt_before_answer) pump(account);
}

// Spellings of a number with and without 00 are one, as in a real centre.
delivery* centre::waiting(std::string_view recipient, std::string_view scts) {
    const auto plain = [](std::string_view number) { return number.starts_with("00") ? number.substr(2) : number; };
    delivery* last = nullptr;
    for (std::size_t i = 0; i < reports_.size(); ++i) {
        delivery& one = reports_[i];
        if (plain(one.recipient) == plain(recipient) && scts == *wire::ucp::format_seconds(local(one.taken))) last = &one;
    }
    return last;
}

void centre::state(const delivery& what, wire::ucp::operation_type as, std::uint16_t account) {
    delivery out;
    out.account = account;
    out.statement = as;
    out.adc = what.recipient;
    out.oadc = what.adc;
    out.taken = what.taken;
    // Until its notification is out a message is under way, but for one that was deleted.
    const bool deleted = as == wire::ucp::operation_type::delete_response;
    out.state = deleted ? delivery_state::failed : delivery_state::buffered;
    out.rsn = deleted ? rsn_deleted : rsn_absent;
    deliver(std::move(out));
}

// As a centre would: AMsg where the alphabet has it all, otherwise UCS-2.
void centre::send_inbound(std::string_view from, std::string_view to, std::string_view text) {
    delivery out;
    out.inbound = true;
    out.oadc = from;
    out.adc = to;
    out.taken = second_for(from);
    out.content.otoa = wire::ucp::otoa_international;
    if (const auto septets = text::encode_gsm7(text)) {
        out.content.mt = wire::ucp::mt_alphanumeric;
        out.content.msg = wire::ucp::to_hex(*septets);
    } else if (const auto units = text::encode_utf16be(text)) {
        out.content.mt = wire::ucp::mt_transparent;
        out.content.nb = wire::ucp::nb_text(units->size() * 8);
        out.content.msg = wire::ucp::to_hex(*units);
        out.content.xser = "020108";
    }
    deliver(std::move(out));
}

}  // namespace hermod::simulate::ucp
