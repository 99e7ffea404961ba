#include "wire/madapi/delivery_report.hpp"

#include <optional>

#include "wire/madapi/json.hpp"
#include "wire/parlayx/words.hpp"
#include "xml/document.hpp"

namespace hermod::wire::madapi {
namespace {

using boost::json::value;

class reports {
public:
    checked<std::vector<delivery_report>> of_json(const value& body) {
        collect(body);
        return done();
    }

    checked<std::vector<delivery_report>> of_xml(xml::element root) {
        const xml::element told = root.name() == "deliveryInfoNotification" ? root : root.find("deliveryInfoNotification");
        delivery_report shared;
        shared.correlator = parlayx::trimmed(told.text_of("callbackData"));
        for (auto one = told.child("deliveryInfo"); one; one = one.next("deliveryInfo")) {
            shared.receiver = parlayx::bare_address(one.text_of("address"));
            add(shared, parlayx::trimmed(one.text_of("deliveryStatus")));
        }
        return done();
    }

private:
    void collect(const value& from) {
        if (from.is_array()) {
            for (const value& one : from.get_array()) collect(one);
        } else if (const value* told = member(from, "deliveryInfoNotification")) {
            info(*told);
        } else if (member(from, "deliveryStatus") || member(from, "status")) {
            plain(from);
        } else {
            for (const char* name : {"data", "messages"})
                if (const value* inside = member(from, name)) collect(*inside);
        }
    }

    // OMA: one deliveryInfo or several.
    void info(const value& told) {
        delivery_report shared;
        shared.correlator = word(&told, {"callbackData"});
        const value* infos = member(told, "deliveryInfo");
        if (infos && infos->is_array())
            for (const value& one : infos->get_array()) info(shared, one);
        else if (infos)
            info(shared, *infos);
    }

    void info(delivery_report shared, const value& one) {
        shared.receiver = address(&one, {"address"});
        add(shared, word(&one, {"deliveryStatus"}));
    }

    // One receiver, or v2's: several under deliveryStatus.
    void plain(const value& from) {
        delivery_report shared = fields_of(from);
        const value* status = member(from, "deliveryStatus");
        if (!status || !status->is_array()) return add(shared, word(&from, {"deliveryStatus", "status"}));
        for (const value& one : status->get_array()) {
            shared.receiver = address(&one, {"receiverAddress", "address", "to"});
            add(shared, word(&one, {"status", "deliveryStatus"}));
        }
    }

    static delivery_report fields_of(const value& from) {
        delivery_report out;
        out.correlator = word(&from, {"clientCorrelatorId", "clientCorrelator", "callbackData"});
        out.id = word(&from, {"requestId", "messageId", "id"});
        out.receiver = address(&from, {"receiverAddress", "address", "to"});
        out.sender = address(&from, {"senderAddress", "from"});
        out.error = word(&from, {"error"});
        out.details = word(&from, {"details"});
        out.submitted = word(&from, {"submittedDate"});
        out.completed = word(&from, {"completedDate"});
        return out;
    }

    void add(delivery_report one, std::string said) {
        if (said.empty()) return fail("deliveryStatus");
        if (one.correlator.empty() && one.id.empty()) return fail("clientCorrelatorId");
        one.status = status_of(said);
        one.word = std::move(said);
        all_.push_back(std::move(one));
    }

    void fail(const char* field) {
        if (!wrong_) wrong_ = codec_error{errc::missing_member, field};
    }

    checked<std::vector<delivery_report>> done() {
        if (all_.empty()) fail("deliveryStatus");
        if (wrong_) return *wrong_;
        return std::move(all_);
    }

    std::vector<delivery_report> all_;
    std::optional<codec_error> wrong_;
};

bool begins_like_xml(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '<';
}

}  // namespace

checked<std::vector<delivery_report>> read_delivery_reports(std::string_view body) {
    if (begins_like_xml(body)) {
        const auto tree = xml::read(body);
        if (!tree) return codec_error{errc::not_xml, "", tree.error().offset};
        return reports().of_xml(tree->root());
    }
    const auto json = read_json(body);
    if (!json) return json.error();
    return reports().of_json(*json);
}

}  // namespace hermod::wire::madapi
