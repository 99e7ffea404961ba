// JSON bodies read tolerantly: members by name in any case, numbers where words are expected, blanks around them.
//
// Of this folder only. A missing member, null and a value of another kind are all the same: nothing.
#pragma once

#include <boost/json/value.hpp>
#include <initializer_list>
#include <string>
#include <string_view>

#include "wire/madapi/errc.hpp"

namespace hermod::wire::madapi {

inline constexpr std::size_t max_octets = 256 * 1024;  // of a body that we read: a poll brings many messages

checked<boost::json::value> read_json(std::string_view body);

const boost::json::value* member(const boost::json::value& object, std::string_view name);
const boost::json::value* member(const boost::json::value* object, std::string_view name);

// A string, trimmed, or a whole number; otherwise nothing.
std::string word(const boost::json::value* value);
// The first of these members of `object` that is a word and not empty.
std::string word(const boost::json::value* object, std::initializer_list<std::string_view> names);
// The same as an address, without tel:, and of an array the first.
std::string address(const boost::json::value* object, std::initializer_list<std::string_view> names);

// statusCode with its four digits, also where it came as a number.
std::string status_code(const boost::json::value& body);

}  // namespace hermod::wire::madapi
