// Reads the fields of an operation from the children of an element, by local name; the first that is missing is remembered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/parlayx/errc.hpp"
#include "wire/parlayx/words.hpp"
#include "xml/document.hpp"

namespace hermod::wire::parlayx {

class field_reader {
public:
    field_reader(xml::element from, std::optional<codec_error>& wrong) : from_(from), wrong_(wrong) {}

    void word(const char* name, std::string& value) {
        optional_word(name, value);
        if (value.empty()) fail(name);
    }
    void optional_word(const char* name, std::string& value) { value = trimmed(from_.text_of(name)); }
    void text(const char* name, std::string& value) {
        const xml::element found = from_.child(name);
        if (!found) return fail(name);
        value = found.text();
    }
    void code(const char* name, std::string& value) { address(name, value); }
    void address(const char* name, std::string& value) {
        optional_address(name, value);
        if (value.empty()) fail(name);
    }
    void optional_address(const char* name, std::string& value) { value = bare_address(from_.text_of(name)); }
    void addresses(const char* name, std::vector<std::string>& all) {
        for (auto one = from_.child(name); one; one = one.next(name))
            if (std::string number = bare_address(one.text()); !number.empty()) all.push_back(std::move(number));
        if (all.empty()) fail(name);
    }
    template <class T>
    void group(const char* name, T& value) {
        const xml::element found = from_.child(name);
        if (!found) return fail(name);
        read(found, value);
    }
    template <class T>
    void optional(const char* name, std::optional<T>& value) {
        if (const xml::element found = from_.child(name)) read(found, value.emplace());
    }
    template <class T>
    void list(const char* name, std::vector<T>& all) {
        for (auto one = from_.child(name); one; one = one.next(name)) read(one, all.emplace_back());
        if (all.empty()) fail(name);
    }

private:
    template <class T>
    void read(xml::element from, T& value) {
        field_reader inner(from, wrong_);
        fields(inner, value);
    }
    // An element that is there but empty is missing too: the message cannot do without what it should say.
    void fail(const char* name) {
        if (!wrong_) wrong_ = codec_error{errc::missing_element, name};
    }

    xml::element from_;
    std::optional<codec_error>& wrong_;
};

}  // namespace hermod::wire::parlayx
