#include "route/matcher.hpp"

#include <algorithm>
#include <bit>

#include "route/first_word.hpp"

namespace hermod::route {
namespace {

constexpr int one_by_one = 2;  // expressions of a text; asking all at once costs about as much as two of them

}  // namespace

std::uint32_t matcher::prefix_set(std::uint64_t number) const {
    const auto place = prefixes_.find(number);
    return place == prefix_index::none ? any_prefix_ : prefix_sets_[place];
}

std::uint32_t matcher::other_set(std::string_view whole) const {
    if (const auto at = others_.find(whole); at != others_.end()) return at->second;
    if (whole.empty()) return any_other_;
    const auto above = std::upper_bound(beginnings_.begin(), beginnings_.end(), whole,
                                        [](std::string_view text, const beginning& one) { return text < one.text; });
    auto place = above == beginnings_.begin() ? prefix_index::none : static_cast<std::uint32_t>(above - beginnings_.begin() - 1);
    while (place != prefix_index::none && !whole.starts_with(beginnings_[place].text)) place = beginnings_[place].within;
    return place == prefix_index::none ? any_other_ : beginnings_[place].set;
}

// Most texts begin with no keyword: their length and first letter tell it. Small letters have as many octets as the word.
std::uint32_t matcher::keyword_set(std::string_view text) const {
    const auto word = first_word(text);
    if (word.size() > longest_keyword_) return any_keyword_;
    if (const auto first = static_cast<unsigned char>(word.empty() ? 0x80 : word.front()); first < 0x80) {
        const bool capital = first >= 'A' && first <= 'Z';
        if (!keywords_begin_.test(capital ? first + 32u : first)) return any_keyword_;
    }
    const auto at = keywords_.find(small_letters(word));
    return at == keywords_.end() ? any_keyword_ : at->second;
}

matcher::search::search(const matcher& in, const facts& of) : in_(in), of_(of), number_(packed_number(of.number)) {
    if (in.size_ == 0) return;
    const auto ask = [&](std::uint32_t set) { sets_[asked_++] = in_.sets_.at(set); };
    const auto of_value = [](const auto& sets, std::uint32_t value, std::uint32_t otherwise) {
        const auto at = sets.find(value);
        return at == sets.end() ? otherwise : at->second;
    };
    ask(in.codings_[static_cast<std::size_t>(of.coding)]);
    if (!in.accounts_.empty()) ask(of_value(in.accounts_, of.account.value, in.any_account_));
    if (!in.prefixes_.empty()) ask(in.prefix_set(number_));
    if (in.asks_other_) ask(in.other_set(of.other));
    if (in.asks_door_) ask(of_value(in.doors_, of.came_in, in.any_door_));
    if (in.asks_tags_)
        each_word(of.tags, [&](std::string_view tag) {
            take_tag(tag);
            return true;
        });
    left_ = possible(0);
}

void matcher::search::take_tag(std::string_view tag) {
    const auto at = in_.tags_.find(tag);
    if (at == in_.tags_.end() || tag_count_ == most_tags) return;
    const auto* rules = in_.sets_.at(at->second);
    if (std::find(tags_.begin(), tags_.begin() + tag_count_, rules) == tags_.begin() + tag_count_)
        tags_[static_cast<std::size_t>(tag_count_++)] = rules;
}

std::uint64_t matcher::search::possible(std::size_t word) {
    std::uint64_t left = ~std::uint64_t{0};
    for (std::size_t i = 0; i < asked_; ++i) left &= sets_[i][word];
    if (left != 0 && in_.asks_tags_) {
        std::uint64_t fitting = in_.sets_.at(in_.no_tags_)[word];
        for (std::ptrdiff_t i = 0; i < tag_count_; ++i) fitting |= tags_[static_cast<std::size_t>(i)][word];
        left &= fitting;
    }
    if (left != 0 && !in_.labels_.empty()) left = with_labels(word, left);
    if (left != 0 && in_.asks_keyword_) left = with_keyword(word, left);
    if (no_text_) left &= ~in_.sets_.at(in_.text_users_)[word];
    return left;
}

std::uint64_t matcher::search::with_labels(std::size_t word, std::uint64_t left) {
    for (std::size_t i = 0; i < in_.labels_.size() && left != 0; ++i) {
        const auto& table = in_.labels_[i];
        if ((left & in_.sets_.at(table.users)[word]) == 0) continue;
        const std::uint64_t* known = i < remembered_tables ? labels_[i] : nullptr;
        if (!known) {
            const auto label = table.table->find(number_);
            known = in_.sets_.at(label == label_table::none ? table.otherwise : table.of[label]);
            if (i < remembered_tables) labels_[i] = known;
        }
        left &= known[word];
    }
    return left;
}

std::uint64_t matcher::search::with_keyword(std::size_t word, std::uint64_t left) {
    if ((left & in_.sets_.at(in_.keyword_users_)[word]) == 0) return left;
    if (!keyword_) {
        keyword_ = in_.sets_.at(of_.coding == encoding::binary ? in_.any_keyword_ : in_.keyword_set(of_.text));
    }
    return left & keyword_[word];
}

bool matcher::search::rest_holds(const rest& of) {
    if (of_.parts < of.min_parts || of_.parts > of.max_parts) return false;
    if (of.times) {
        if (where_ != of.times->where()) {
            where_ = of.times->where();
            minute_ = zones::minute_of_week(of_.at, *where_);
        }
        if (!of.times->holds(minute_)) return false;
    }
    return !of.text || (of_.coding != encoding::binary && text_holds(of));
}

bool matcher::search::text_holds(const rest& of) {
    if (all_found_) return std::binary_search(all_found_->begin(), all_found_->end(), of.text_place);
    if (pattern_ == of.text) return found_;
    const std::uint64_t users = in_.sets_.at(in_.text_users_)[word_];
    if (in_.texts_ && !all_asked_ && patterns_asked_++ + std::popcount(left_ & users) >= one_by_one) {
        all_asked_ = true;
        all_found_.emplace();
        if (in_.texts_->find_in(of_.text, *all_found_)) {
            no_text_ = all_found_->empty();
            if (no_text_) left_ &= ~users;
            return text_holds(of);
        }
        all_found_.reset();
    }
    pattern_ = of.text;
    return found_ = pattern_->found_in(of_.text);
}

std::optional<std::size_t> matcher::search::next() {
    if (in_.size_ == 0) return std::nullopt;
    for (;;) {
        while (left_ == 0) {
            if (word_ + 1 >= in_.words_) return std::nullopt;
            left_ = possible(++word_);
        }
        place_ = word_ * 64 + static_cast<std::size_t>(std::countr_zero(left_));
        left_ &= left_ - 1;
        if (rest_holds(in_.rest_[place_])) return place_;
    }
}

void matcher::search::add_tags(std::span<const std::string> tags) {
    if (!in_.asks_tags_ || in_.size_ == 0) return;
    for (const auto& tag : tags) take_tag(tag);
    const auto bit = place_ % 64;
    const std::uint64_t behind = bit == 63 ? 0 : ~std::uint64_t{0} << (bit + 1);
    left_ = possible(word_) & behind;
}

}  // namespace hermod::route
