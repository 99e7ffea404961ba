#include "connectors/modem/state_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/scratch_folder.hpp"

namespace hermod::connectors::modem {
namespace {

TEST(state_file, says_again_what_it_was_told) {
    const scratch_folder folder;
    const std::string path = folder.file("state");
    EXPECT_TRUE(read_state(path).hours.empty());
    kept_state what;
    what.hours["sim1"] = {{490'000, 3}, {490'001, 7}};
    what.tried_pins["sim2"] = pin_mark("sim2", "1234");
    ASSERT_TRUE(write_state(path, what, true));
    const kept_state again = read_state(path);
    EXPECT_EQ(again.hours, what.hours);
    EXPECT_EQ(again.tried_pins, what.tried_pins);
    struct stat seen {};
    ASSERT_EQ(::stat(path.c_str(), &seen), 0);
    EXPECT_EQ(seen.st_mode & 0777, 0600u);
}

TEST(state_file, leaves_out_what_it_cannot_read) {
    const scratch_folder folder;
    const std::string path = folder.write("state", "hour\nhour sim1 x 3\nnonsense\nhour sim1 490000 3\npin sim1\n");
    const kept_state read = read_state(path);
    EXPECT_EQ(read.hours.size(), 1u);
    EXPECT_TRUE(read.tried_pins.empty());
}

TEST(state_file, a_file_that_cannot_be_written_is_an_error) {
    EXPECT_FALSE(write_state("/nowhere/at/all", {}, false));
}

TEST(state_file, another_pin_or_modem_has_another_mark) {
    EXPECT_NE(pin_mark("sim1", "1234"), pin_mark("sim1", "1235"));
    EXPECT_NE(pin_mark("sim1", "1234"), pin_mark("sim2", "1234"));
}

}  // namespace
}  // namespace hermod::connectors::modem
