#include "wire/ucp/describe.hpp"

#include <gtest/gtest.h>

#include "wire/ucp/golden_test_data.hpp"

namespace hermod::wire::ucp {
namespace {

std::string line(std::string_view text) {
    return to_line(describe(golden::framed(text)));
}

}  // namespace

TEST(ucp_describe, says_an_operation_in_one_line) {
    EXPECT_EQ(
        line(golden::named("51 alphanumeric (specification)").text),
        "51 submit_message O 18: AdC=012345 OAdC=09876 NRq=1 NAdC=1920870340125000 NT=4 (buffered) NPID=0539 (PC over TCP/IP) "
        "VP=3012961212 MT=3 (alphanumeric) AMsg=\"Message 51\"");
    EXPECT_EQ(line(golden::named("02").text),
              "02 multiple_call_input O 03: NPL=3 AdC=01111 AdC=02222 AdC=03333 OAdC=0123456 OAC=*** MT=3 (alphanumeric) "
              "AMsg=\"Hello\"");
    EXPECT_EQ(line(golden::named("51 result (specification)").text), "51 submit_message R 00: ACK=A SM=012234:090996101010");
    EXPECT_EQ(line(golden::named("51 negative with text").text),
              "51 submit_message R 05: ACK=N EC=04 (operation not allowed) SM=maximum exceeded");
}

TEST(ucp_describe, reads_names_services_and_transparent_text) {
    const std::string named = line(golden::named("51 from a name, part of a long message").text);
    EXPECT_NE(named.find(" OAdC=\"ALPHA@NUM\" "), std::string::npos) << named;
    EXPECT_NE(named.find(" AMsg=\"Hello \xE2\x82\xAC\" "), std::string::npos) << named;
    EXPECT_NE(named.find(" XSer=01060500032A0201020100 (UDH 0500032A0201, DCS 00)"), std::string::npos) << named;
    const std::string ucs2 = line(golden::named("51 in UCS-2").text);
    EXPECT_NE(ucs2.find(" TMsg=\"Gr\xC3\xBC\xC3\x9F"
                        "e\" "),
              std::string::npos)
        << ucs2;
}

TEST(ucp_describe, hides_passwords_unless_asked) {
    const std::string frame = golden::framed(golden::named("60 change password").text);
    EXPECT_EQ(
        to_line(describe(frame)),
        "60 session_management O 03: OAdC=hermod OTON=6 (abbreviated) ONPI=5 (private) STYP=3 (change password) PWD=*** NPWD=*** "
        "VERS=0100 LAdC=1234 LTON=1 (international) LNPI=1 (E.164) OPID=39 (PC application) RES1=r1");
    EXPECT_NE(to_line(describe(frame, {.show_password = true})).find("PWD=50617373776F7264"), std::string::npos);
}

TEST(ucp_describe, shows_no_password_of_a_frame_whose_header_cannot_be_read) {
    EXPECT_EQ(line("x2/00059/O/60/07656765/2/1/1/50617373776F7264//0100//////61"),
              "no frame: octets=\\x02x2/00059/O/60/ (61 octets); fault in TRN at 1: not as a frame's header must be");
}

TEST(ucp_describe, knows_where_each_field_stands) {
    for (const auto& e : golden::examples()) {
        const std::string frame = golden::framed(e.text);
        for (const described_field& f : describe(frame, {.show_password = true}).fields) {
            EXPECT_EQ(frame.substr(f.offset, f.value.size() + 1), f.value + "/") << e.name << " " << f.name;
        }
    }
}

TEST(ucp_describe, goes_as_far_as_it_can_and_names_the_fault) {
    EXPECT_EQ(line("02/00035/O/31/0234765439845/0139/A1"),
              "31 alert O 02: AdC=0234765439845 PID=0139 (PC over PSTN (E.164)); fault in CS at 34: the checksum does not match");
    EXPECT_EQ(line("02/00021/O/31/12/00"), "31 alert O 02: AdC=12; fault in CS at 18: the checksum does not match");
    // A "/" in the checksum ends no field.
    EXPECT_EQ(line("02/00021/O/31/1/23/"), "31 alert O 02: AdC=1; fault in CS at 18: the checksum does not match");
    EXPECT_EQ(line("01/00022/R/32/A/0000/2D").substr(0, 38), "32 unknown operation R 01: data=A/0000");
    EXPECT_EQ(to_line(describe("GET /\r\n")),
              "no frame: octets=GET /\\x0D\\x0A (7 octets); fault in STX at 0: a frame begins with STX and ends with ETX");
    EXPECT_EQ(to_line(describe("")), "no frame:; fault in STX at 0: a frame begins with STX and ends with ETX");
    EXPECT_EQ(line("04/00023/R/31/A/0003/2d"), "31 alert R 04: ACK=A SM=0003; odd: checksum in lower case");
}

TEST(ucp_describe, keeps_a_peers_octets_off_the_terminal) {
    const std::string out = line("02/00021/O/31/\x1B[31m\xFF/\\/00");
    EXPECT_NE(out.find("AdC=\\x1B[31m\\xFF PID=\\x5C"), std::string::npos) << out;
    const std::string text = line("02/00021/O/01/1/2//3/1B1B0D/00");
    EXPECT_EQ(text.find('\r'), std::string::npos);
}

}  // namespace hermod::wire::ucp
