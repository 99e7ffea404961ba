#include <algorithm>
#include <map>
#include <stdexcept>

#include "route/matcher.hpp"

namespace hermod::route {
namespace {

using bits = rule_sets::bits;

void set(bits& of, std::size_t rule) { of[rule / 64] |= std::uint64_t{1} << (rule % 64); }

void join(bits& into, const bits& other) {
    for (std::size_t i = 0; i < into.size(); ++i) into[i] |= other[i];
}

std::uint64_t hash_of(const bits& of) {
    std::uint64_t out = 0xcbf29ce484222325ull;
    for (const auto word : of) out = (out ^ word ^ (word >> 29)) * 0x9e3779b97f4a7c15ull;
    return out ^ (out >> 32);
}

// The rules that name each value of one kind, and those that name none: these hold for every value.
template <class Value>
struct named {
    explicit named(const rule_sets& in) : any(in.nothing()), nothing(in.nothing()) {}
    bits any, nothing;
    std::map<Value, bits> of;

    template <class List, class Make>
    void add(std::size_t rule, const List& list, Make value) {
        if (list.empty()) set(any, rule);
        for (const auto& one : list) set(of.try_emplace(value(one), nothing).first->second, rule);
    }
    bool asks() const { return !of.empty(); }
};

}  // namespace

std::uint32_t rule_sets::add(const bits& one) {
    const auto hash = hash_of(one);
    const auto [first, last] = known_.equal_range(hash);
    for (auto i = first; i != last; ++i)
        if (std::equal(one.begin(), one.end(), at(i->second))) return i->second;
    const auto place = static_cast<std::uint32_t>(words_ == 0 ? 0 : all_.size() / words_);
    all_.insert(all_.end(), one.begin(), one.end());
    known_.emplace(hash, place);
    return place;
}

void rule_sets::finish() {
    all_.shrink_to_fit();
    known_.clear();
}

matcher::matcher(std::span<const conditions> rules) : size_(rules.size()), words_((size_ + 63) / 64), sets_(size_) {
    named<std::uint32_t> accounts(sets_), doors(sets_);
    named<std::string> keywords(sets_), tags(sets_);
    std::array<bits, 3> codings{sets_.nothing(), sets_.nothing(), sets_.nothing()};
    bits keyword_users = sets_.nothing(), text_users = sets_.nothing();
    std::map<std::string, int> places;  // of patterns
    const auto as_text = [](const std::string& one) { return one; };
    for (std::size_t i = 0; i < size_; ++i) {
        const conditions& of = rules[i];
        accounts.add(i, of.accounts, [](account_id id) { return id.value; });
        doors.add(i, of.came_in, [](const std::string& name) { return name_hash(name); });
        keywords.add(i, of.keywords, [](const std::string& word) { return small_letters(word); });
        tags.add(i, of.tags, as_text);
        if (!of.keywords.empty()) set(keyword_users, i);
        for (std::size_t coding = 0; coding < codings.size(); ++coding)
            if (of.codings >> coding & 1) set(codings[coding], i);
        rest_.push_back({of.text.get(), 0, of.times.get(), of.min_parts, of.max_parts});
        if (of.text) {
            set(text_users, i);
            const auto [at, is_new] = places.emplace(of.text->expression(), static_cast<int>(patterns_.size()));
            if (is_new) patterns_.push_back(of.text);
            rest_.back().text_place = at->second;
            rest_.back().text = patterns_[static_cast<std::size_t>(at->second)].get();
        }
        keep_weeks_.push_back(of.times);
    }
    const auto with_any = [&](auto& from, auto& to) {
        for (auto& [value, of] : from.of) {
            join(of, from.any);
            to.emplace(value, sets_.add(of));
        }
        return sets_.add(from.any);
    };
    any_account_ = with_any(accounts, accounts_);
    any_door_ = with_any(doors, doors_);
    any_keyword_ = with_any(keywords, keywords_);
    for (const auto& [word, of] : keywords.of) {
        if (!word.empty()) keywords_begin_.set(static_cast<unsigned char>(word.front()));
        longest_keyword_ = std::max(longest_keyword_, word.size());
    }
    keyword_users_ = sets_.add(keyword_users);
    text_users_ = sets_.add(text_users);
    for (const auto& [tag, of] : tags.of) tags_.emplace(tag, sets_.add(of));
    no_tags_ = sets_.add(tags.any);
    for (std::size_t coding = 0; coding < codings.size(); ++coding) codings_[coding] = sets_.add(codings[coding]);
    asks_door_ = doors.asks();
    asks_tags_ = tags.asks();
    asks_keyword_ = keywords.asks();
    if (patterns_.size() > 2) texts_ = std::make_unique<const pattern_set>(patterns_);
    add_prefixes(rules);
    add_labels(rules);
    add_others(rules);
    sets_.finish();
}

void matcher::add_prefixes(std::span<const conditions> rules) {
    named<std::uint64_t> prefixes(sets_);
    for (std::size_t i = 0; i < size_; ++i)
        prefixes.add(i, rules[i].prefixes, [](const std::string& prefix) {
            const auto key = packed_prefix(prefix);
            if (!key) throw std::invalid_argument("the prefix \"" + prefix + "\" is not a number's beginning");
            return *key;
        });
    any_prefix_ = sets_.add(prefixes.any);
    std::vector<std::uint64_t> keys;
    for (const auto& [key, of] : prefixes.of) keys.push_back(key);
    prefixes_ = prefix_index(std::move(keys));
    std::uint32_t place = 0;
    for (const auto& [key, of] : prefixes.of) {  // what a prefix lies within sorts before it, and is done
        const auto up = prefixes_.within(place++);
        bits all = sets_.copy(up == prefix_index::none ? any_prefix_ : prefix_sets_[up]);
        join(all, of);
        prefix_sets_.push_back(sets_.add(all));
    }
}

void matcher::add_labels(std::span<const conditions> rules) {
    std::map<std::string, label_table_ptr> tables;
    for (const auto& rule : rules)
        for (const auto& one : rule.labels) tables.emplace(one.table->name(), one.table);
    for (const auto& [name, table] : tables) {
        bits users = sets_.nothing(), others = sets_.nothing();
        std::vector<bits> of(table->labels().size(), sets_.nothing());
        for (std::size_t i = 0; i < size_; ++i) {
            bool asks = false;
            // A table that a rule names twice must fit both times.
            std::vector<std::uint8_t> fit(of.size(), 1);
            for (const auto& one : rules[i].labels) {
                if (one.table != table) continue;
                asks = true;
                std::vector<std::uint8_t> named_here(of.size(), 0);
                for (const auto& label : one.any_of)
                    if (const auto place = table->place_of(label); place != label_table::none) named_here[place] = 1;
                for (std::size_t k = 0; k < of.size(); ++k) fit[k] = fit[k] & named_here[k];
            }
            set(asks ? users : others, i);
            if (asks)
                for (std::size_t k = 0; k < of.size(); ++k)
                    if (fit[k]) set(of[k], i);
        }
        label_sets made{table, sets_.add(users), sets_.add(others), {}};
        for (auto& one : of) {
            join(one, others);
            made.of.push_back(sets_.add(one));
        }
        labels_.push_back(std::move(made));
    }
}

void matcher::add_others(std::span<const conditions> rules) {
    named<std::string> exact(sets_), begin(sets_);
    for (std::size_t i = 0; i < size_; ++i) {
        if (rules[i].others.empty()) set(exact.any, i);
        for (const auto& one : rules[i].others) {
            auto& kind = one.ends_with('*') ? begin : exact;
            set(kind.of.try_emplace(one.substr(0, one.size() - (one.ends_with('*') ? 1 : 0)), kind.nothing).first->second, i);
        }
    }
    asks_other_ = exact.asks() || begin.asks();
    any_other_ = sets_.add(exact.any);
    for (auto& [text, of] : begin.of) {
        auto up = beginnings_.empty() ? prefix_index::none : static_cast<std::uint32_t>(beginnings_.size() - 1);
        while (up != prefix_index::none && !text.starts_with(beginnings_[up].text)) up = beginnings_[up].within;
        join(of, sets_.copy(up == prefix_index::none ? any_other_ : beginnings_[up].set));
        beginnings_.push_back({text, sets_.add(of), up});
    }
    named_sets made;  // apart: other_set() would find what is half done
    for (auto& [text, of] : exact.of) {
        join(of, sets_.copy(other_set(text)));
        made.emplace(text, sets_.add(of));
    }
    others_ = std::move(made);
}

std::size_t matcher::octets() const {
    std::size_t out = sets_.octets() + prefixes_.octets() + prefix_sets_.capacity() * sizeof(std::uint32_t) + rest_.capacity() * sizeof(rest);
    for (const auto* named : {&others_, &keywords_, &tags_})
        for (const auto& [text, unused] : *named) out += sizeof(std::string) + text.capacity() + 24;
    for (const auto& one : beginnings_) out += sizeof one + one.text.capacity();
    for (const auto& one : labels_) out += one.of.capacity() * sizeof(std::uint32_t);
    return out + (accounts_.size() + doors_.size()) * 32;
}

}  // namespace hermod::route
