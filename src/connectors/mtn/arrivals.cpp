#include "connectors/mtn/arrivals.hpp"

#include <algorithm>

#include "connectors/mtn/md5.hpp"
#include "net/form_text.hpp"
#include "net/http_characters.hpp"
#include "net/same_secret.hpp"
#include "wire/madapi/answers.hpp"
#include "wire/parlayx/delivery_status.hpp"
#include "wire/parlayx/envelope.hpp"

namespace hermod::connectors::mtn {

namespace {

namespace madapi = wire::madapi;
namespace parlayx = wire::parlayx;

constexpr std::size_t longest_address = 64, longest_remote_id = 255, longest_key_id = 100, longest_local_number = 8;

std::string with_plus(std::string number) {
    const bool digits = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && number.size() > longest_local_number ? "+" + number : number;
}

state state_of(madapi::delivery_status status) {
    switch (status) {
        case madapi::delivery_status::delivered:
        case madapi::delivery_status::read:
            return state::delivered;
        case madapi::delivery_status::expired:
            return state::expired;
        case madapi::delivery_status::deleted:  // perhaps the network's own doing: as of SMPP's receipts
        case madapi::delivery_status::undelivered:
            return state::undelivered;
        case madapi::delivery_status::rejected:
            return state::rejected;
        default:
            return state::submitted;
    }
}

state state_of(parlayx::delivery_status status) {
    switch (status) {
        case parlayx::delivery_status::delivered_to_terminal:
            return state::delivered;
        case parlayx::delivery_status::delivery_impossible:
            return state::undelivered;
        default:
            return state::submitted;
    }
}

template <class Status>
awaited_word meaning_of(const mtn_options& with, const std::string& word, Status status) {
    awaited_word out;
    out.word = word;
    std::string key = word;
    std::transform(key.begin(), key.end(), key.begin(), net::characters::lower);
    if (const auto row = with.states.find(key); row != with.states.end()) {
        out.outcome = row->second;
        out.last = is_final(row->second);
        return out;
    }
    out.known = status != Status::unrecognised;
    out.outcome = state_of(status);
    out.last = is_final(status);
    return out;
}

remote_receipt receipt_of(connector_id by, wall_time now, std::string id, std::string recipient, const awaited_word& word) {
    remote_receipt out;
    out.connector = by;
    out.remote_id = std::move(id);
    out.recipient = with_plus(std::move(recipient));
    out.outcome = word.outcome;
    out.at = now;
    out.detail = word.word;
    return out;
}

void add_detail(std::string& to, const char* name, const std::string& what) {
    if (!what.empty()) to.append(" ").append(name).append(what);
}

// False, with `out.missing`: it is no list of reports.
bool read_reports(const mtn_options& with, const visit& what, connector_id by, wall_time now, calls::brought& out) {
    const auto read = madapi::read_delivery_reports(what.body);
    if (!read) {
        out.missing = std::string(read.error().field) + ": " + text(read.error().code);
        return false;
    }
    const bool by_id = with.speaks == interface_kind::madapi_v1;
    for (const auto& one : *read) {
        const bool theirs = one.correlator.empty() || (by_id && !one.id.empty());
        const std::string& id = theirs ? one.id : one.correlator;
        if (id.size() > longest_remote_id) {
            out.missing = "an id of at most " + std::to_string(longest_remote_id) + " octets";
            return false;
        }
        const awaited_word word = meaning_of(with, one.word, one.status);
        if (!word.known) ++out.unknown_words;
        auto made = receipt_of(by, now, id, one.receiver, word);
        add_detail(made.detail, "code:", one.error);
        add_detail(made.detail, "", one.details);
        add_detail(made.detail, "at ", one.completed);
        out.receipts.push_back(std::move(made));
    }
    return true;
}

// Names what came once and for all. The separator keeps it apart from the keys of applications, which are visible characters.
std::string key_of(const mtn_options& with, const calls::read_message& what, std::string_view id, std::string_view when) {
    if (id.empty() || id.size() > longest_key_id) return {};
    std::string content = what.from;
    content.append("\n").append(what.to).append("\n").append(when).append("\n").append(what.body);
    return "\x1f" + with.name + "\x1f" + std::string(id) + "\x1f" + std::to_string(name_hash(content));
}

bool add_message(const mtn_options& with, std::string from, std::string to, std::string body, std::string_view id,
                 std::string_view when, calls::brought& out) {
    if (to.empty()) out.missing = "the code that was written to: it is neither in the message nor in the URL";
    if (from.size() > longest_address || to.size() > longest_address)
        out.missing = "an address that is shorter than " + std::to_string(longest_address) + " characters";
    if (!out.missing.empty()) return false;
    calls::read_message made;
    made.from = with_plus(std::move(from));
    made.to = with_plus(std::move(to));
    made.body = std::move(body);
    made.key = key_of(with, made, id, when);
    out.messages.push_back(std::move(made));
    return true;
}

// One of several that cannot be used is counted: to refuse it would refuse the others. False, with `out.missing`: none can.
bool take_batch(const mtn_options& with, const madapi::inbound_batch& batch, std::string_view code, calls::brought& out) {
    out.passed_over += batch.unreadable;
    std::string missing;
    for (const auto& one : batch.messages) {
        if (add_message(with, one.sender, one.receiver.empty() ? std::string(code) : one.receiver, one.message, one.id,
                        one.date_time, out))
            continue;
        missing = std::exchange(out.missing, {});
        ++out.passed_over;
    }
    if (out.messages.empty()) out.missing = missing;
    return out.missing.empty();
}

std::string code_of(const mtn_options& with, const visit& what) {
    const auto queried = net::parse_pairs(what.query);
    std::string out(net::value_of(queried, "code"));
    if (out.empty() && with.codes.size() == 1) out = with.codes.front();
    return out;
}

bool read_messages(const mtn_options& with, const visit& what, calls::brought& out) {
    const auto read = madapi::read_inbound(what.body);
    if (read) return take_batch(with, *read, code_of(with, what), out);
    out.missing = std::string(read.error().field) + ": " + text(read.error().code);
    return false;
}

calls::brought read_madapi(const mtn_options& with, const visit& what, connector_id by, wall_time now) {
    const bool reports_first = what.path == with.receipts_path;
    calls::brought out, other;
    const bool read = reports_first ? read_reports(with, what, by, now, out) : read_messages(with, what, out);
    if (!read && (reports_first ? read_messages(with, what, other) : read_reports(with, what, by, now, other)))
        out = std::move(other);
    out.answer = {200, "application/json", "{}"};
    return out;
}

// `code`: Server: it may come again; Client: it need not. SOAP 1.1 section 6.2 wants HTTP 500 for both.
visit_answer soap_fault(const char* code, std::string why) {
    parlayx::fault fault;
    fault.kind = parlayx::fault_kind::server;
    fault.fault_code = std::string("soapenv:") + code;
    fault.fault_string = std::move(why);
    return {500, std::string(parlayx::content_type), parlayx::write_notification_answer(fault)};
}

calls::brought read_notification(const mtn_options& with, const visit& what, connector_id by, wall_time now) {
    calls::brought out;
    const auto read = parlayx::read_notification(what.body);
    if (!read) {
        out.missing = std::string(read.error().field) + ": " + text(read.error().code);
    } else if (const auto* receipt = std::get_if<parlayx::notify_sms_delivery_receipt>(&read->body)) {
        if (receipt->correlator.size() > longest_remote_id)
            out.missing = "a correlator of at most " + std::to_string(longest_remote_id) + " octets";
        for (const auto& one : receipt->delivery_status) {
            const awaited_word word = meaning_of(with, one.delivery_status, parlayx::status_of(one.delivery_status));
            if (!word.known) ++out.unknown_words;
            out.receipts.push_back(receipt_of(by, now, receipt->correlator, one.address, word));
        }
    } else {
        const auto& came = std::get<parlayx::notify_sms_reception>(read->body).message;
        std::string to = came.sms_service_activation_number.empty() ? code_of(with, what) : came.sms_service_activation_number;
        (void)add_message(with, came.sender_address, std::move(to), came.message, read->header.trace_unique_id, came.date_time,
                          out);
    }
    if (out.missing.empty())
        out.answer = {200, std::string(parlayx::content_type), parlayx::write_answer_to(read->body)};
    else
        out.unreadable = soap_fault("Server", "missing: " + out.missing);
    out.refused = soap_fault("Client", "refused");
    out.not_kept = soap_fault("Server", "not now: nothing was kept");
    return out;
}

}  // namespace

calls::brought read_arrival(const mtn_options& with, const visit& what, connector_id by, wall_time now) {
    return with.is_parlayx() ? read_notification(with, what, by, now) : read_madapi(with, what, by, now);
}

std::string_view refuse_caller(const mtn_options& with, const visit& what) {
    if (const auto why = calls::refuse_caller(with.caller, what); !why.empty()) return why;
    if (with.sp_rev_password.empty()) return {};
    const auto read = parlayx::read_notification(what.body);
    const auto right = [&](const parlayx::notify_header& header) {
        const std::string wanted = parlayx::sp_password(header.sp_rev_id, with.sp_rev_password, header.time_stamp, &md5);
        return net::same_in_constant_time(header.sp_rev_password, wanted);
    };
    return read && right(read->header) ? std::string_view{} : "its spRevpassword is not right";
}

std::variant<polled, failed_call> read_poll(const mtn_options& with, const heard_answer& answer, const std::string& code) {
    const auto read = madapi::read_poll_answer(answer.status, answer.body);
    if (!read)
        return failed_call{
            meaning::later, {}, std::string("the answer cannot be read: ") + read.error().field + ": " + text(read.error().code)};
    if (std::holds_alternative<madapi::failure>(*read)) return read_failure(with, answer);
    const auto& batch = std::get<madapi::inbound_batch>(*read);
    polled out;
    (void)take_batch(with, batch, code, out.came);
    out.came.missing.clear();
    out.more = batch.pending.value_or(0) > batch.messages.size();
    return out;
}

std::variant<awaited_word, failed_call> read_status(const mtn_options& with, const heard_answer& answer) {
    if (with.is_parlayx()) {
        auto read = parlayx::read_answer(answer.body);
        const auto* said = read ? std::get_if<parlayx::get_sms_delivery_status_response>(&*read) : nullptr;
        if (!said) return read_failure(with, answer);
        if (said->result.empty()) return awaited_word{};
        const std::string& word = said->result.front().delivery_status;
        return meaning_of(with, word, parlayx::status_of(word));
    }
    const auto read = madapi::read_status_answer(answer.status, answer.body);
    if (!read)
        return failed_call{
            meaning::later, {}, std::string("the answer cannot be read: ") + read.error().field + ": " + text(read.error().code)};
    if (std::holds_alternative<madapi::failure>(*read)) return read_failure(with, answer);
    const auto& reports = std::get<std::vector<madapi::delivery_report>>(*read);
    return meaning_of(with, reports.front().word, reports.front().status);
}

}  // namespace hermod::connectors::mtn
