#include "wire/madapi/delivery_status.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::madapi {

TEST(madapi_delivery_status, every_published_word_is_known) {
    const std::pair<version, std::vector<std::string_view>> published[] = {
        {version::v1, {"PENDING", "SENT", "DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "REJECTED", "READ"}},
        {version::v2,
         {"DeliveredToTerminal", "DeliveryUncertain", "DeliveryImpossible", "MessageWaiting", "DeliveredToNetwork",
          "DeliveryNotificationNotSupported"}},
        {version::v3, {"ACCEPTD", "DELETED", "DELIVERED", "ENROUTE", "UNKNOWN", "EXPIRED", "REJECTED", "UNDELIVERED"}}};
    for (const auto& [of, words] : published) {
        for (const std::string_view word : words) EXPECT_NE(status_of(word), delivery_status::unrecognised) << word;
        EXPECT_EQ(std::count_if(status_words().begin(), status_words().end(), [&](const auto& one) { return one.of == of; }),
                  words.size());
    }
}

TEST(madapi_delivery_status, no_word_means_two_things) {
    for (const status_word& one : status_words()) EXPECT_EQ(status_of(one.word), one.status) << one.word;
}

TEST(madapi_delivery_status, means_the_same_in_any_case) {
    EXPECT_EQ(status_of("delivered"), delivery_status::delivered);
    EXPECT_EQ(status_of("DELIVEREDTOTERMINAL"), delivery_status::delivered);
    EXPECT_EQ(status_of("DELIVRD"), delivery_status::delivered) << "SMPP's spelling";
    EXPECT_EQ(status_of("Undeliverable"), delivery_status::undelivered);
    EXPECT_EQ(status_of("Insufficient_Balance"), delivery_status::unrecognised);
    EXPECT_EQ(status_of(""), delivery_status::unrecognised);
}

TEST(madapi_delivery_status, the_last_words) {
    for (const char* word : {"DELIVERED", "READ", "EXPIRED", "DELETED", "UNDELIVERED", "REJECTED", "DeliveryImpossible",
                             "DeliveryNotificationNotSupported"})
        EXPECT_TRUE(is_final(status_of(word))) << word;
    for (const char* word : {"PENDING", "SENT", "ACCEPTD", "ENROUTE", "UNKNOWN", "MessageWaiting", "DeliveredToNetwork",
                             "DeliveryUncertain", "whatever"})
        EXPECT_FALSE(is_final(status_of(word))) << word;
}

}  // namespace hermod::wire::madapi
