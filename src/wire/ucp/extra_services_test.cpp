#include "wire/ucp/extra_services.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hermod::wire::ucp {

TEST(ucp_extra_services, walks_services_by_their_lengths) {
    const extra_services services("01060500032A0201020108FF00");
    std::vector<std::pair<int, std::string>> seen;
    for (const extra_service s : services) seen.emplace_back(static_cast<int>(s.type), s.data);
    EXPECT_EQ(seen, (std::vector<std::pair<int, std::string>>{{1, "0500032A0201"}, {2, "08"}, {255, ""}}));
    EXPECT_TRUE(services.whole());
    EXPECT_EQ(services.find(service_type::udh), std::string("\x05\x00\x03\x2A\x02\x01", 6));
    EXPECT_EQ(services.find(service_type::dcs), "\x08");
    EXPECT_EQ(services.find(service_type::billing_identifier), std::nullopt);
}

TEST(ucp_extra_services, stops_where_a_service_reaches_beyond_the_field) {
    for (const char* broken :
         {"0201080", "02010801", "020108010", "0201080102", "020108010241", "020108X1", "0201080X", "0201081"}) {
        const extra_services services(broken);
        EXPECT_FALSE(services.whole()) << broken;
        EXPECT_EQ(std::distance(services.begin(), services.end()), 1) << broken;
        EXPECT_EQ(services.find(service_type::dcs), "\x08");
    }
    const extra_services none("");
    EXPECT_TRUE(none.whole());
    EXPECT_EQ(none.begin(), none.end());
}

TEST(ucp_extra_services, has_no_octets_for_data_that_are_no_hexadecimal) {
    const extra_services services("0201XY");
    EXPECT_TRUE(services.whole());
    EXPECT_EQ(services.find(service_type::dcs), std::nullopt);
}

TEST(ucp_extra_services, writes_type_length_and_data) {
    std::string xser;
    EXPECT_TRUE(append_service(xser, service_type::udh, std::string("\x05\x00\x03\x2A\x02\x01", 6)));
    EXPECT_TRUE(append_service(xser, service_type::dcs, "\x18"));
    EXPECT_EQ(xser, "01060500032A0201020118");
    EXPECT_TRUE(append_service(xser, service_type::billing_identifier, ""));
    EXPECT_EQ(xser, "01060500032A02010201180C00");
}

TEST(ucp_extra_services, writes_no_more_than_the_field_takes) {
    std::string xser;
    EXPECT_TRUE(append_service(xser, service_type::udh, std::string(198, 'x')));
    EXPECT_EQ(xser.size(), 400u);
    EXPECT_FALSE(append_service(xser, service_type::dcs, ""));
    EXPECT_EQ(xser.size(), 400u);
    std::string other;
    EXPECT_FALSE(append_service(other, service_type::udh, std::string(199, 'x')));
    EXPECT_FALSE(append_service(other, service_type::udh, std::string(256, 'x')));
    EXPECT_EQ(other, "");
}

TEST(ucp_extra_services, have_names) {
    EXPECT_EQ(name(service_type::udh), "UDH");
    EXPECT_EQ(name(service_type::destination_network_type), "destination network type");
    EXPECT_EQ(name(service_type{0}), "");
    EXPECT_EQ(name(service_type{0x14}), "");
}

}  // namespace hermod::wire::ucp
