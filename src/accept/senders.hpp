// What a sender looks like, which of a list it is, and which of a pool a recipient gets. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hermod::accept {

enum class sender_look : std::uint8_t { name, number, short_code };  // short_code: up to 8 digits without "+"
sender_look look_of(std::string_view from);
constexpr std::string_view to_text(sender_look look) {
    return look == sender_look::name ? "name" : look == sender_look::number ? "number" : "short";
}

// Senders as a configuration lists them: whole, or a beginning before a "*" at the end. A number's "+" may be there or not.
class sender_list {
public:
    sender_list() = default;
    explicit sender_list(std::vector<std::string> entries) : entries_(std::move(entries)) {}
    bool empty() const { return entries_.empty(); }
    bool has(std::string_view from) const;

private:
    std::vector<std::string> entries_;
};

// One recipient always gets the same of a pool, whatever its order. Of a pool that grows by one, only those recipients change
// that get the new one; of one that shrinks, only those that had the one taken away (rendezvous hashing). Not empty.
const std::string& of_pool(const std::vector<std::string>& pool, std::string_view recipient);

}  // namespace hermod::accept
