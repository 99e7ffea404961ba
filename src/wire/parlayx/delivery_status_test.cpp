#include "wire/parlayx/delivery_status.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::parlayx {
TEST(parlayx_delivery_status, statuses_of_the_standard_in_any_spelling_and_no_others) {
    EXPECT_EQ(status_of("DeliveredToNetwork"), delivery_status::delivered_to_network);
    EXPECT_EQ(status_of("DeliveryUncertain"), delivery_status::delivery_uncertain);
    EXPECT_EQ(status_of("DeliveryImpossible"), delivery_status::delivery_impossible);
    EXPECT_EQ(status_of("MessageWaiting"), delivery_status::message_waiting);
    EXPECT_EQ(status_of("DELIVERED_TO_TERMINAL"), delivery_status::delivered_to_terminal);
    EXPECT_EQ(status_of("deliverynotificationnotsupported"), delivery_status::delivery_notification_not_supported);
    EXPECT_EQ(status_of("Delivered"), delivery_status::unrecognised);
    EXPECT_EQ(status_of("DeliveredToTerminals"), delivery_status::unrecognised);
    EXPECT_EQ(status_of("Insufficient_Balance"), delivery_status::unrecognised);
    EXPECT_EQ(status_of(""), delivery_status::unrecognised);
}

TEST(parlayx_delivery_status, some_statuses_are_the_last) {
    EXPECT_TRUE(is_final(delivery_status::delivered_to_terminal));
    EXPECT_TRUE(is_final(delivery_status::delivery_impossible));
    EXPECT_TRUE(is_final(delivery_status::delivery_notification_not_supported));
    EXPECT_FALSE(is_final(delivery_status::delivered_to_network));
    EXPECT_FALSE(is_final(delivery_status::delivery_uncertain));
    EXPECT_FALSE(is_final(delivery_status::message_waiting));
    EXPECT_FALSE(is_final(delivery_status::unrecognised));
}

}  // namespace hermod::wire::parlayx
