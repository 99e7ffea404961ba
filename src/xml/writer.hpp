// XML as we write it: UTF-8, escaped, each element closed that was opened.
//
// Names are constants of the program and are written as they are; only values are escaped. What XML cannot say (control
// characters, octets that are no UTF-8) is written as U+FFFD: who must not lose it asks first_unwritable() before. Pure; borrows
// `out`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::xml {

// The offset of the first octet that begins no character of XML; nullopt when the whole can be written.
std::optional<std::size_t> first_unwritable(std::string_view text);

void append_text(std::string& out, std::string_view text);             // between tags
void append_attribute_value(std::string& out, std::string_view text);  // between quotes of either kind

class writer {
public:
    explicit writer(std::string& out) : out_(out) {}
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;
    ~writer();  // closes what is open

    writer& declaration();  // <?xml version="1.0" encoding="UTF-8"?>
    writer& open(std::string_view name);
    writer& attribute(std::string_view name, std::string_view value);  // directly behind open() or another attribute
    writer& text(std::string_view value);
    writer& close();
    writer& element(std::string_view name, std::string_view value) { return open(name).text(value).close(); }
    writer& optional_element(std::string_view name, std::string_view value) {
        return value.empty() ? *this : element(name, value);
    }

private:
    void end_tag();

    std::string& out_;
    std::vector<std::string> open_;
    bool in_tag_ = false;
};

}  // namespace hermod::xml
