#include "wire/at/errc.hpp"

namespace hermod::wire::at {

const char* text(errc value) {
    switch (value) {
        case errc::wrong_answer:
            return "answers something else";
        case errc::missing:
            return "the line ends before this parameter";
        case errc::not_a_number:
            return "not a number";
        case errc::out_of_range:
            return "a value that this parameter cannot have";
        case errc::unsafe_argument:
            return "a character that an argument must not have";
        case errc::not_hex:
            return "not a hexadecimal digit";
        case errc::line_too_long:
            return "command line too long";
    }
    return "unknown codec error";
}

}  // namespace hermod::wire::at
