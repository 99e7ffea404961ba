// Which of many rules hold for a message, in their order, without looking at each.
//
// For each account, prefix, label, sender, door, encoding, tag and keyword that any rule names there is a set of bits: the rules
// that this value leaves possible. The sets of a message's values, ANDed 64 rules at a time, leave few; only for these the time,
// the parts and at last the regular expression are asked. Labels are looked up, and the keyword is cut out, only when a rule
// that is still possible wants it. Equal sets are kept once, so a million prefixes cost 12 octets each and a number for the set.
// Immutable once built; a search belongs to one thread.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "route/conditions.hpp"

namespace hermod::route {

// Sets of rules, each kept once. A set's number is its place.
class rule_sets {
public:
    explicit rule_sets(std::size_t rules) : words_((rules + 63) / 64) {}

    using bits = std::vector<std::uint64_t>;
    bits nothing() const { return bits(words_, 0); }
    std::uint32_t add(const bits& one);
    const std::uint64_t* at(std::uint32_t set) const { return all_.data() + std::size_t{set} * words_; }
    bits copy(std::uint32_t set) const { return {at(set), at(set) + words_}; }
    std::size_t words() const { return words_; }
    std::size_t octets() const { return all_.capacity() * sizeof(std::uint64_t); }
    void finish();  // no add() from now on

private:
    std::size_t words_;
    std::vector<std::uint64_t> all_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> known_;  // by hash, until finish()
};

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class matcher {
public:
    // Throws std::invalid_argument: a prefix that is not digits.
    explicit matcher(std::span<const conditions> rules);

    std::size_t size() const { return size_; }
    std::size_t octets() const;  // of memory, without the tables of labels

    class search;

private:
    using named_sets = std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>>;

    struct label_sets {
        label_table_ptr table;
        std::uint32_t users = 0;        // the rules that ask for a label of it
        std::uint32_t otherwise = 0;    // for a number without a label
        std::vector<std::uint32_t> of;  // by the label's place
    };
    // What is asked of a rule that everything else has left.
    struct rest {
        const pattern* text = nullptr;
        int text_place = 0;  // among the patterns
        const week* times = nullptr;
        std::uint8_t min_parts = 1, max_parts = 255;
    };

    void add_prefixes(std::span<const conditions> rules);
    void add_labels(std::span<const conditions> rules);
    void add_others(std::span<const conditions> rules);
    std::uint32_t other_set(std::string_view whole) const;
    std::uint32_t prefix_set(std::uint64_t number) const;
    std::uint32_t keyword_set(std::string_view text) const;

    std::size_t size_;
    std::size_t words_;
    rule_sets sets_;
    std::unordered_map<std::uint32_t, std::uint32_t> accounts_, doors_;
    std::uint32_t any_account_ = 0, any_door_ = 0, any_prefix_ = 0, any_other_ = 0, any_keyword_ = 0, no_tags_ = 0,
                  keyword_users_ = 0, text_users_ = 0;
    std::array<std::uint32_t, 3> codings_{};
    prefix_index prefixes_;
    std::vector<std::uint32_t> prefix_sets_;  // beside prefixes_
    named_sets others_, keywords_, tags_;
    std::bitset<256> keywords_begin_;  // the first octets that keywords have
    std::size_t longest_keyword_ = 0;  // octets
    struct beginning {
        std::string text;
        std::uint32_t set = 0;
        std::uint32_t within = prefix_index::none;  // the longest of the others that it begins with
    };
    std::vector<beginning> beginnings_;  // of `others`, sorted
    std::vector<label_sets> labels_;
    std::vector<rest> rest_;
    std::vector<pattern_ptr> patterns_;         // each once
    std::unique_ptr<const pattern_set> texts_;  // all of them; null: they are few
    std::vector<std::shared_ptr<const week>> keep_weeks_;
    bool asks_other_ = false, asks_door_ = false, asks_tags_ = false, asks_keyword_ = false;
};

// One walk over the rules that hold for a message. The matcher, and what the facts view, outlive it.
class matcher::search {
public:
    search(const matcher& in, const facts& of);

    // The next rule that holds: its place; nullopt: there is no other.
    std::optional<std::size_t> next();
    // The message has these tags too from here on: for rules behind the one that next() gave.
    void add_tags(std::span<const std::string> tags);

private:
    std::uint64_t possible(std::size_t word);
    std::uint64_t with_labels(std::size_t word, std::uint64_t left);
    std::uint64_t with_keyword(std::size_t word, std::uint64_t left);
    bool rest_holds(const rest& of);
    bool text_holds(const rest& of);
    void take_tag(std::string_view tag);

    static constexpr std::ptrdiff_t most_tags = 32;  // of a message; more are not asked for
    static constexpr std::size_t remembered_tables = 8;

    const matcher& in_;
    const facts& of_;
    std::uint64_t number_;
    std::array<const std::uint64_t*, 5> sets_{};  // account, prefix, other, door, coding; those that nobody asks for are left out
    std::size_t asked_ = 0;
    std::array<const std::uint64_t*, most_tags> tags_;
    std::ptrdiff_t tag_count_ = 0;
    std::array<const std::uint64_t*, remembered_tables> labels_{};
    const std::uint64_t* keyword_ = nullptr;
    std::size_t word_ = 0, place_ = 0;
    std::uint64_t left_ = 0;
    std::optional<zones::zone> where_;  // whose minute is known
    int minute_ = 0;
    const pattern* pattern_ = nullptr;  // whose answer is known
    bool found_ = false;
    int patterns_asked_ = 0;  // one by one; when they would be more than a few, all are asked at once
    std::optional<std::vector<int>> all_found_;
    bool all_asked_ = false;
    bool no_text_ = false;    // none was found: no rule that asks for one is possible
};

}  // namespace hermod::route
