#include "wire/parlayx/fault.hpp"

#include <gtest/gtest.h>

namespace hermod::wire::parlayx {
namespace {

fault of(const std::string& inside) {
    const auto tree = xml::read("<e:Fault xmlns:e='urn:x'>" + inside + "</e:Fault>");
    EXPECT_TRUE(tree) << inside;
    return tree ? read_fault(tree->root()) : fault{};
}

}  // namespace

TEST(parlayx_fault, reads_a_service_exception) {
    const fault f =
        of("<faultcode>SVC0901</faultcode><faultstring/><detail><ns1:ServiceException xmlns:ns1='urn:y'>"
           "<messageId>SVC0901</messageId><text>%1 is not %2.</text><variables>spId</variables><variables>known</variables>"
           "</ns1:ServiceException></detail>");
    EXPECT_EQ(f, (fault{fault_kind::service_exception, "SVC0901", "", "SVC0901", "%1 is not %2.", {"spId", "known"}}));
    EXPECT_EQ(proposed_class(f), fault_class::final);
    EXPECT_EQ(said(f), "spId is not known.");
}

TEST(parlayx_fault, reads_a_policy_exception_whatever_it_is_called) {
    for (const char* detail : {"<detail><c:PolicyException><c:messageId>POL0001</c:messageId></c:PolicyException></detail>",
                               "<detail><PolicyExceptionDetail><messageId>POL0001</messageId></PolicyExceptionDetail></detail>",
                               "<detail><stack/><anything><messageId> POL0001 </messageId></anything></detail>"}) {
        const fault f = of(std::string("<faultcode>e:Server</faultcode><faultstring>x</faultstring>") + detail);
        EXPECT_EQ(f.kind, fault_kind::policy_exception) << detail;
        EXPECT_EQ(f.message_id, "POL0001");
        EXPECT_EQ(proposed_class(f), fault_class::final);
    }
}

TEST(parlayx_fault, a_code_of_an_exception_is_one_without_detail) {
    const fault f = of("<faultcode>e:SVC0901</faultcode><faultstring>Authentication failed</faultstring>");
    EXPECT_EQ(f.kind, fault_kind::service_exception);
    EXPECT_EQ(f.message_id, "SVC0901");
    EXPECT_EQ(said(f), "Authentication failed");
}

TEST(parlayx_fault, tells_their_fault_from_ours) {
    const auto kind = [](const char* code) { return of(std::string("<faultcode>") + code + "</faultcode>").kind; };
    EXPECT_EQ(kind("soapenv:Server"), fault_kind::server);
    EXPECT_EQ(kind("Server.userException"), fault_kind::server);
    EXPECT_EQ(kind("e:Receiver"), fault_kind::server);
    EXPECT_EQ(kind("soapenv:Client"), fault_kind::client);
    EXPECT_EQ(kind("soapenv:MustUnderstand"), fault_kind::other);
    EXPECT_EQ(kind(""), fault_kind::other);
    EXPECT_EQ(proposed_class(of("<faultcode>soapenv:Server</faultcode>")), fault_class::retry);
    EXPECT_EQ(proposed_class(of("<faultcode>soapenv:Client</faultcode>")), fault_class::final);
}

TEST(parlayx_fault, knows_a_correlator_that_exists) {
    EXPECT_TRUE(is_duplicate_correlator({fault_kind::service_exception, "", "", "SVC0005", "", {}}));
    EXPECT_FALSE(is_duplicate_correlator({fault_kind::service_exception, "", "", "SVC0002", "", {}}));
}

TEST(parlayx_fault, says_the_text_as_it_is_when_variables_are_missing) {
    EXPECT_EQ(said({fault_kind::server, "", "", "", "100% of %2 %", {"one"}}), "100% of %2 %");
    EXPECT_EQ(said({fault_kind::server, "", "", "", "%1%1%0%a", {"x"}}), "xx%0%a");
}

}  // namespace hermod::wire::parlayx
