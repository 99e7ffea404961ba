#include "wire/ucp/message_reference.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::ucp {

TEST(ucp_message_reference, is_the_recipient_and_the_second) {
    EXPECT_EQ(read_reference("012234:090996101010"), (message_reference{"012234", "090996101010"}));
    EXPECT_EQ(read_reference(" 012234: 090996101010 "), (message_reference{"012234", "090996101010"}));
    EXPECT_EQ(read_reference(":090996101010"), (message_reference{"", "090996101010"}));
    EXPECT_EQ(reference_text({"358401234567", "231126152730"}), "358401234567:231126152730");
}

TEST(ucp_message_reference, is_not_in_a_text_without_a_time) {
    for (const char* sm :
         {"", "012234", "012234:", "012234:09099610101", "012234:320996101010", "090996101010", "BIND AUTHENTICATED"}) {
        EXPECT_EQ(read_reference(sm), std::nullopt) << sm;
    }
}

}  // namespace hermod::wire::ucp
