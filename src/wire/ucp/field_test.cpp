#include "wire/ucp/field.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "wire/ucp/pdu.hpp"

namespace hermod::wire::ucp {
namespace {

std::string holds(const field_spec& f) {
    switch (f.is) {
        case kind::digits:
            return "digits";
        case kind::fixed_digits:
            return "all digits";
        case kind::one_of:
            return "one of " + std::string(f.allowed);
        case kind::hex:
            return "hexadecimal";
        case kind::originator:
            return "digits or hexadecimal";
        case kind::text:
            return "text";
        case kind::minutes:
            return "DDMMYYHHmm";
        case kind::seconds:
            return "DDMMYYhhmmss";
    }
    return {};
}

// Every field of every operation, as the document's table has it.
class rows {
public:
    bool text(const field_spec& f, std::string_view) {
        seen.insert("| " + std::string(f.name) + " | " + std::to_string(f.max) + " | " + holds(f) + " |");
        return true;
    }
    bool list(const field_spec& npl, const field_spec& item, const address_list&) { return text(npl, {}) && text(item, {}); }
    bool refuse(const field_spec&, errc) { return true; }
    std::set<std::string> seen;
};

template <class... Pdu>
void visit_all(rows& out, std::variant<Pdu...>*) {
    const auto one = [&]<class One>(One pdu) {
        if constexpr (is_result<One>) pdu.ot = operation_type::submit_message;
        for (const std::string_view mt : {"", "2", "3", "4"}) {
            if constexpr (requires { pdu.mt; }) pdu.mt = mt;
            One::fields(out, pdu);
        }
    };
    (one(Pdu{}), ...);
}

}  // namespace

TEST(ucp_field, is_as_the_document_has_it) {
    rows ours;
    visit_all(ours, static_cast<pdu_variant*>(nullptr));
    std::ifstream in(HERMOD_DOCS "/protocols/ucp.md");
    std::set<std::string> theirs;
    bool in_table = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("## ")) in_table = line == "## Fields";
        if (!in_table || !line.starts_with("| ") || line.starts_with("| field")) continue;
        std::size_t end = 0;
        for (int i = 0; i < 3; ++i) end = line.find(" |", end + 1);
        theirs.insert(line.substr(0, end + 2));
    }
    EXPECT_GT(theirs.size(), 60u);
    EXPECT_EQ(ours.seen, theirs);
}

TEST(ucp_field, takes_an_empty_value_everywhere) {
    for (const field_spec& f : {field::adc, field::nrq, field::vp, field::amsg, field::otoa, field::no_msg}) {
        EXPECT_EQ(fault_of(f, ""), errc{}) << f.name;
    }
}

TEST(ucp_field, holds_a_value_to_its_kind) {
    struct row {
        const field_spec& field;
        std::string_view value;
        errc fault;
    };
    const row rows[] = {
        {field::adc, "0123456789012345", errc{}},
        {field::adc, "01234567890123456", errc::value_too_long},
        {field::adc, "+1", errc::wrong_characters},
        {field::npid, "0539", errc{}},
        {field::npid, "539", errc::wrong_size},
        {field::npid, "053a", errc::wrong_characters},
        {field::nrq, "1", errc{}},
        {field::nrq, "2", errc::wrong_characters},
        {field::nt, "7", errc{}},
        {field::nt, "12", errc::value_too_long},
        {field::amsg, "4A4b", errc{}},
        {field::amsg, "4A4", errc::wrong_size},
        {field::amsg, "4G", errc::wrong_characters},
        {field::oadc, "10412614190438AB4D", errc{}},
        {field::oadc, "123", errc{}},
        {field::oadc, "Hermod", errc::wrong_characters},
        {field::sm, "BIND AUTHENTICATED", errc{}},
        {field::sm, "a/b", errc::wrong_characters},
        {field::sm, "a\x7F", errc::wrong_characters},
        {field::sm, "\xE9", errc::wrong_characters},
        {field::vp, "2511261530", errc{}},
        {field::vp, "251126153", errc::wrong_size},
        {field::vp, "2513261530", errc::not_a_time},
        {field::vp, "25-1261530", errc::wrong_characters},
        {field::scts, "251126153059", errc{}},
        {field::scts, "251126153060", errc::not_a_time},
        {field::no_msg, "4", errc::value_too_long},
    };
    for (const row& r : rows) EXPECT_EQ(fault_of(r.field, r.value), r.fault) << r.field.name << " " << r.value;
}

}  // namespace hermod::wire::ucp
