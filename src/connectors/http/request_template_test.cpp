#include "connectors/http/request_template.hpp"

#include <gtest/gtest.h>

#include "connectors/http/configured.hpp"

namespace hermod::connectors::http {
namespace {

rendered_request rendered(const std::string& request, const message_ptr& what = a_message()) {
    const http_options options = right_configuration("[request]\n" + request);
    rendered_request out;
    part_values values(options.values);
    EXPECT_TRUE(values.begin(what, 1, false, wall_time{}));
    std::string_view refused;
    const auto* by = options.ask.of(what->coding);
    EXPECT_TRUE(by && by->render(out, values, refused));
    for (auto& one : out.headers) out.values.emplace_back(std::string(one.name) + ": " + std::string(one.value));
    out.values.erase(out.values.begin(), out.values.end() - static_cast<std::ptrdiff_t>(out.headers.size()));
    out.headers.clear();  // they are views of what goes now
    return out;
}

std::vector<std::string> problems(const std::string& request) { return read_configuration("[request]\n" + request).problems; }

using texts = std::vector<std::string>;

}  // namespace

TEST(request_template, a_query_is_put_behind_the_url) {
    EXPECT_EQ(rendered("url = \"https://x.example/s\"\nquery = { \"a b\" = \"c d&\", to = \"{to}\" }").target, "/s?a%20b=c%20d%26&to=%2B447700900123");
    EXPECT_EQ(rendered("url = \"https://x.example/s?k=v\"\nquery = { to = \"{to}\" }").target, "/s?k=v&to=%2B447700900123");
    EXPECT_EQ(rendered("url = \"https://x.example\"").target, "/");
}

TEST(request_template, json_is_written_from_a_table) {
    const auto out = rendered(R"(url = "https://x.example/"
json = { to = ["{to}"], n = 3, half = 0.5, yes = true, part = "{#part}", deep = { "q\"" = "{text}" }, list = [] })",
                              a_message("say \"hi\""));
    EXPECT_EQ(out.body, R"({"to":["+447700900123"],"n":3,"half":0.5,"yes":true,"part":1,"deep":{"q\"":"say \"hi\""},"list":[]})");
    EXPECT_EQ(out.values, texts{"Content-Type: application/json"});
}

TEST(request_template, what_is_optional_is_left_out_when_it_is_empty) {
    const std::string request = R"(url = "https://x.example/s"
query = { "udh?" = "{udh}", to = "{to}" }
headers = { "X-Ref?" = "{client_ref}" }
json = { "ref?" = "{client_ref}", a = "b", "class?" = "{message_class}" })";
    const auto without = rendered(request);
    EXPECT_EQ(without.target, "/s?to=%2B447700900123");
    EXPECT_EQ(without.body, R"({"a":"b"})");
    EXPECT_EQ(without.values, texts{"Content-Type: application/json"});
    auto m = std::make_shared<message>(*a_message());
    m->client_ref = "r";
    const auto with = rendered(request, m);
    EXPECT_EQ(with.body, R"({"ref":"r","a":"b"})");
    EXPECT_EQ(with.values, (texts{"X-Ref: r", "Content-Type: application/json"}));
}

TEST(request_template, xml_form_and_plain_bodies_each_have_their_type) {
    const auto xml = rendered("url = \"https://x.example/\"\nxml = \"<m to='{to}'>{text}</m>\"", a_message("a<b"));
    EXPECT_EQ(xml.body, "<m to='+447700900123'>a&lt;b</m>");
    EXPECT_EQ(xml.values, texts{"Content-Type: text/xml; charset=utf-8"});
    const auto form = rendered("url = \"https://x.example/\"\nform = { t = \"{text}\" }", a_message("a b"));
    EXPECT_EQ(form.body, "t=a+b");
    const auto body = rendered("url = \"https://x.example/\"\nbody = \"{text}\"\ncontent_type = \"text/weird\"", a_message("a b"));
    EXPECT_EQ(body.body, "a b");
    EXPECT_EQ(body.values, texts{"Content-Type: text/weird"});
}

TEST(request_template, unicode_and_binary_lie_over_the_request) {
    const std::string request = R"(url = "https://x.example/s"
form = { type = "text", text = "{text}" }
[request.unicode.form]
type = "unicode"
[request.binary]
json = { hex = "{text_hex}" })";
    auto m = std::make_shared<message>(*a_message("\xD0\x96"));
    m->coding = encoding::ucs2;
    EXPECT_EQ(rendered(request, m).body, "type=unicode&text=%D0%96");
    m->coding = encoding::binary;
    m->body = "\x01\xFF";
    EXPECT_EQ(rendered(request, m).body, R"({"hex":"01ff"})");
    EXPECT_EQ(rendered(request).body, "type=text&text=hello");
}

TEST(request_template, a_mistake_has_its_place) {
    EXPECT_EQ(problems("url = \"https://x.example/{tx}\""),
              texts{"c.toml:2:7: error: connector[0].request.url: character 19 of the template: unknown placeholder \"tx\", did you mean \"to\"?"});
    EXPECT_EQ(problems("url = \"https://{to}/\""),
              texts{"c.toml:2:7: error: connector[0].request.url: the scheme and host must be constant: http://HOST/... or https://HOST/..."});
    EXPECT_EQ(problems("url = \"ftp://x/\""), texts{"c.toml:2:7: error: connector[0].request.url: is no URL of a provider: " +
                                                    make_error_code(net::errc::scheme_refused).message()});
    EXPECT_EQ(problems("url = \"https://x.example/\"\nform = { a = \"{\" }"),
              texts{"c.toml:3:8: error: connector[0].request.form: character 1 of the template: a \"{\" that is not closed: write \"{{\" for a "
                    "brace (in \"a\")"});
    EXPECT_EQ(problems("url = \"https://x.example/\"\nform = {}\njson = {}"),
              texts{"c.toml:4:8: error: connector[0].request.json: there is a body already: form"});
    EXPECT_EQ(problems("url = \"https://x.example/\"\nheaders = { \"a b\" = \"c\" }"),
              texts{"c.toml:3:11: error: connector[0].request.headers: \"a b\" is no header of text"});
    EXPECT_EQ(problems("url = \"https://x.example/\"\nmethod = \"GET\"\nbody = \"x\""),
              texts{"c.toml:3:10: error: connector[0].request.method: GET has no body"});
    EXPECT_EQ(problems("uurl = \"https://x.example/\""), (texts{"c.toml:1:1: error: connector[0].request.url: is missing",
                                                                "c.toml:2:1: error: connector[0].request.uurl: unknown key, did you mean \"url\"?"}));
}

}  // namespace hermod::connectors::http
