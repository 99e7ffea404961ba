#include "xml/path.hpp"

namespace hermod::xml {
namespace {

constexpr std::string_view anywhere = "**/", white_space = " \t\r\n";

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

// To the element that holds the last step; `last` is that step, empty when the path has ended at the element itself.
element walk(element at, std::string_view path, std::string_view& last) {
    const auto take = [&path] {
        const auto slash = path.find('/');
        const std::string_view step = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
        return step;
    };
    if (path.starts_with(anywhere)) {
        path.remove_prefix(anywhere.size());
        const std::string_view step = take();
        if (at.name() != step) at = at.find(step);
    }
    while (path.find('/') != std::string_view::npos) at = at.child(take());
    last = path;
    return at;
}

}  // namespace

std::optional<std::string> value_at(element from, std::string_view path) {
    std::string_view last;
    const element holder = walk(from, path, last);
    if (!holder) return std::nullopt;
    if (last.starts_with('@')) {
        last.remove_prefix(1);
        return holder.has_attribute(last) ? std::optional(holder.attribute(last)) : std::nullopt;
    }
    const element found = last.empty() ? holder : holder.child(last);
    return found ? std::optional(trimmed(found.text())) : std::nullopt;
}

std::vector<element> all_at(element from, std::string_view path) {
    std::string_view last;
    const element holder = walk(from, path, last);
    std::vector<element> out;
    if (!holder) return out;
    if (last.empty()) return {holder};
    for (element one = holder.child(last); one; one = one.next(last)) out.push_back(one);
    return out;
}

}  // namespace hermod::xml
