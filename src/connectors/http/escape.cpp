#include "connectors/http/escape.hpp"

#include "base/log.hpp"
#include "net/form_text.hpp"
#include "net/http_characters.hpp"
#include "xml/writer.hpp"

namespace hermod::connectors::http {

bool append_value(std::string& out, standing where, std::string_view value) {
    switch (where) {
        case standing::url:
            net::append_percent(out, value);
            return true;
        case standing::form:
            net::append_percent(out, value, true);
            return true;
        case standing::json:
            append_percent(out, value);
            return true;
        case standing::xml:
            xml::append_attribute_value(out, value);
            return true;
        case standing::header:
            if (!net::is_field_value(value)) return false;
            out += value;
            return true;
        case standing::raw:
            out += value;
            return true;
    }
    return false;
}

}  // namespace hermod::connectors::http
