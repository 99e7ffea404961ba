// Writes the fields of an operation as XML elements; the first that cannot be written is remembered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/parlayx/errc.hpp"
#include "wire/parlayx/words.hpp"
#include "xml/writer.hpp"

namespace hermod::wire::parlayx {

class field_writer {
public:
    field_writer(xml::writer& out, std::string_view prefix, std::optional<codec_error>& wrong)
        : out_(out), prefix_(prefix), wrong_(wrong) {}

    void word(const char* name, const std::string& value) {
        if (value.empty()) return fail({errc::missing_value, name});
        put(name, value);
    }
    void optional_word(const char* name, const std::string& value) {
        if (!value.empty()) put(name, value);
    }
    void text(const char* name, const std::string& value) { put(name, value); }
    void code(const char* name, const std::string& value) { word(name, value); }
    void address(const char* name, const std::string& value) { word(name, value.empty() ? value : tel_uri(value)); }
    void optional_address(const char* name, const std::string& value) {
        if (!value.empty()) address(name, value);
    }
    void addresses(const char* name, const std::vector<std::string>& all) {
        if (all.empty()) return fail({errc::missing_value, name});
        for (const std::string& one : all) address(name, one);
    }
    template <class T>
    void group(const char* name, const T& value) {
        out_.open(prefix_ + name);
        field_writer inner(out_, "", wrong_);
        fields(inner, value);
        out_.close();
    }
    template <class T>
    void optional(const char* name, const std::optional<T>& value) {
        if (value) group(name, *value);
    }
    template <class T>
    void list(const char* name, const std::vector<T>& all) {
        if (all.empty()) return fail({errc::missing_value, name});
        for (const T& one : all) group(name, one);
    }

private:
    void put(const char* name, std::string_view value) {
        if (const auto at = xml::first_unwritable(value)) return fail({errc::unwritable, name, *at});
        out_.element(prefix_ + name, value);
    }
    void fail(const codec_error& what) {
        if (!wrong_) wrong_ = what;
    }

    xml::writer& out_;
    std::string prefix_;
    std::optional<codec_error>& wrong_;
};

}  // namespace hermod::wire::parlayx
