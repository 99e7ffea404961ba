#include "wire/madapi/inbound.hpp"

#include <charconv>

#include "wire/madapi/json.hpp"

namespace hermod::wire::madapi {
namespace {

using boost::json::value;

// Where a message or a list of them may stand inside something else, v2's and OMA's names first.
constexpr const char* containers[] = {
    "inboundSMSMessageNotification", "inboundSMSMessageList", "inboundSMSMessage", "data", "messages", "sms", "message"};
constexpr const char* texts[] = {"message", "body", "text", "content"};

const value* text_in(const value& from) {
    for (const char* name : texts)
        if (const value* found = member(from, name); found && !found->is_object() && !found->is_array()) return found;
    return nullptr;
}

std::string sender_in(const value& from) {
    return address(&from, {"senderAddress", "from", "sender", "sourceAddress", "msisdn"});
}

inbound_message message_of(const value& from, const value& text) {
    inbound_message out;
    out.sender = sender_in(from);
    out.receiver =
        address(&from, {"receiverAddress", "to", "destinationAddress", "receiver", "serviceCode", "shortCode", "accessCode"});
    out.message = text.is_string() ? std::string(text.get_string().data(), text.get_string().size()) : word(&text);
    out.id = word(&from, {"messageID", "id", "transactionId"});
    out.date_time = word(&from, {"dateTime", "receivedDate", "submittedDate", "timestamp", "created"});
    out.registration_id = word(&from, {"registrationId"});
    out.link_id = word(&from, {"linkId"});
    return out;
}

void collect(const value& from, inbound_batch& into) {
    if (from.is_array()) {
        for (const value& one : from.get_array()) collect(one, into);
        return;
    }
    const value* text = text_in(from);
    const bool has_sender = !sender_in(from).empty();
    if (text && has_sender) return into.messages.push_back(message_of(from, *text));
    bool inside = false;
    for (const char* name : containers)
        if (const value* found = member(from, name); found && (found->is_object() || found->is_array()))
            inside = true, collect(*found, into);
    if (!inside) ++into.unreadable;
}

std::optional<std::uint64_t> pending_in(const value& body) {
    const std::string count = word(member(member(body, "data"), "totalNumberOfPendingMessages"));
    std::uint64_t read = 0;
    const auto [end, failed] = std::from_chars(count.data(), count.data() + count.size(), read);
    if (count.empty() || failed != std::errc() || end != count.data() + count.size()) return std::nullopt;
    return read;
}

// An object that says how many there are, and there are none.
bool says_none(const value& body) {
    const value* data = member(body, "data");
    return word(data ? data : &body, {"numberOfMessagesInThisBatch"}) == "0";
}

}  // namespace

checked<inbound_batch> read_inbound_batch(std::string_view body) {
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) return inbound_batch{};  // 204
    const auto json = read_json(body);
    if (!json) return json.error();
    inbound_batch out;
    collect(*json, out);
    out.pending = pending_in(*json);
    if (out.messages.empty() && says_none(*json)) out.unreadable = 0;
    return out;
}

checked<inbound_batch> read_inbound(std::string_view body) {
    const auto json = read_json(body);
    if (!json) return json.error();
    inbound_batch out;
    collect(*json, out);
    if (out.messages.empty()) return codec_error{errc::missing_member, text_in(*json) ? "senderAddress" : "message"};
    return out;
}

}  // namespace hermod::wire::madapi
