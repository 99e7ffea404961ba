#include "wire/ucp/field.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::ucp {

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
