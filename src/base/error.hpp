// result<T> and how a folder makes its own error enum.
//
// Each folder has one `enum class errc` in its errc.hpp and registers it with HERMOD_ERRC. Codes travel; the detail is
// logged where it is known. Normal outcomes (incomplete input, a verdict) are values of their own, never errors.
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <string>

namespace hermod {

template <class T = void>
using result = boost::system::result<T>;
using boost::system::error_code;

// A category whose name and texts come from two functions; one static instance an enum.
class text_category final : public boost::system::error_category {
public:
    using text_of = const char* (*)(int);
    text_category(const char* name, text_of text) : name_(name), text_(text) {}
    const char* name() const noexcept override { return name_; }
    std::string message(int value) const override { return text_(value); }

private:
    const char* name_;
    text_of text_;
};

}  // namespace hermod

// Use after the enum, at global scope, with the enum's full name and a function `const char* text(enum)` found by ADL.
#define HERMOD_ERRC(NAMESPACE, NAME)                                                               \
    namespace NAMESPACE {                                                                          \
    inline boost::system::error_code make_error_code(errc value) {                                 \
        static const ::hermod::text_category category(                                             \
            NAME, [](int number) { return text(static_cast<errc>(number)); });                     \
        return {static_cast<int>(value), category};                                                \
    }                                                                                              \
    }                                                                                              \
    template <>                                                                                    \
    struct boost::system::is_error_code_enum<NAMESPACE::errc> : std::true_type {};
