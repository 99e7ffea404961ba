#include "route/why.hpp"

#include <algorithm>

#include "route/without_plus.hpp"

namespace hermod::route {
namespace {

constexpr std::size_t most_listed = 8;

template <class List>
std::string listed(const List& of) {
    std::string out;
    std::size_t count = 0;
    for (const auto& one : of) {
        if (count == most_listed) return out + " or one of " + std::to_string(of.size() - most_listed) + " more";
        out += (count++ == 0 ? "" : ", ") + std::string(one);
    }
    return out;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

template <class List, class Value>
bool holds(const List& list, const Value& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

// One condition: whether it is asked, whether it holds, and both in words.
struct answer {
    bool asked = false, good = true;
    std::string is{}, is_not{};
};

class asking {
public:
    asking(const conditions& rule, const facts& of, side way) : rule_(rule), of_(of), way_(way) {}

    template <class Take>  // bool take(answer): false ends it
    void each(Take take) const {
        using question = answer (asking::*)() const;
        static constexpr question all[] = {&asking::account, &asking::door,  &asking::prefix, &asking::other,   &asking::tags,
                                           &asking::coding,  &asking::parts, &asking::times,  &asking::keyword, &asking::text};
        for (const auto one : all)
            if (const answer got = (this->*one)(); got.asked && !take(got)) return;
        for (const auto& one : rule_.labels)
            if (!take(label(one))) return;
    }

private:
    std::string whose() const { return way_ == side::to_handset ? "the recipient" : "the sender"; }
    std::string others() const { return way_ == side::to_handset ? "the sender" : "the recipient"; }

    answer account() const {
        if (rule_.accounts.empty()) return {};
        const auto names = listed(rule_.account_names);
        return {true, holds(rule_.accounts, of_.account),
                "the account is " + (rule_.accounts.size() == 1 ? names : "one of " + names), "it is for the account " + names};
    }
    answer door() const {
        if (rule_.came_in.empty()) return {};
        const auto at = std::find_if(rule_.came_in.begin(), rule_.came_in.end(),
                                     [&](const auto& one) { return name_hash(one) == of_.came_in; });
        return {true, at != rule_.came_in.end(), "it came in by " + (at == rule_.came_in.end() ? std::string() : *at),
                "it did not come in by " + listed(rule_.came_in)};
    }
    answer prefix() const {
        if (rule_.prefixes.empty()) return {};
        const auto digits = without_plus(of_.number);
        std::string_view best;
        for (const auto& one : rule_.prefixes)
            if (const auto prefix = without_plus(one); digits.starts_with(prefix) && prefix.size() > best.size()) best = prefix;
        return {true, !best.empty(), whose() + " begins with " + std::string(best),
                whose() + " does not begin with " + listed(rule_.prefixes)};
    }
    answer other() const {
        if (rule_.others.empty()) return {};
        const auto at =
            std::find_if(rule_.others.begin(), rule_.others.end(), [&](const auto& one) { return fits(one, of_.other); });
        return {true, at != rule_.others.end(),
                others() + ' ' + quoted(of_.other) + " fits " + (at == rule_.others.end() ? std::string() : *at),
                others() + ' ' + quoted(of_.other) + " is not " + listed(rule_.others)};
    }
    answer tags() const {
        if (rule_.tags.empty()) return {};
        std::string_view found;
        each_word(of_.tags, [&](std::string_view one) {
            if (holds(rule_.tags, one)) found = one;
            return found.empty();
        });
        return {true, !found.empty(), "it has the tag " + std::string(found), "it has no tag " + listed(rule_.tags)};
    }
    answer coding() const {
        if (rule_.codings == 7) return {};
        std::vector<std::string_view> wanted;
        for (const auto one : {encoding::gsm7, encoding::ucs2, encoding::binary})
            if (rule_.codings & bit_of(one)) wanted.push_back(to_text(one));
        const std::string is = "the encoding is " + std::string(to_text(of_.coding));
        return {true, (rule_.codings & bit_of(of_.coding)) != 0, is, is + ", not " + listed(wanted)};
    }
    answer parts() const {
        if (rule_.min_parts <= 1 && rule_.max_parts == 255) return {};
        const std::string is = "it has " + std::to_string(of_.parts) + (of_.parts == 1 ? " part" : " parts");
        const bool few = of_.parts < rule_.min_parts;
        return {true, !few && of_.parts <= rule_.max_parts, is,
                is + (few ? ", at least " + std::to_string(rule_.min_parts) : ", at most " + std::to_string(rule_.max_parts)) +
                    " are asked for"};
    }
    answer times() const {
        if (!rule_.times) return {};
        const int minute = zones::minute_of_week(of_.at, rule_.times->where());
        const std::string is = "it is " + to_text_of_week(minute) + " in " + std::string(rule_.times->where().name());
        return {true, rule_.times->holds(minute), is + ", within its times", is + ", outside its times"};
    }
    answer keyword() const {
        if (rule_.keywords.empty()) return {};
        if (of_.coding == encoding::binary) return {true, false, {}, "a binary message has no keyword"};
        const auto word = keyword_of(of_.text);
        const bool good = std::any_of(rule_.keywords.begin(), rule_.keywords.end(),
                                      [&](const auto& one) { return small_letters(one) == word; });
        return {true, good, "the keyword is " + quoted(word),
                "the keyword is " + quoted(word) + ", not " + listed(rule_.keywords)};
    }
    answer text() const {
        if (!rule_.text) return {};
        if (of_.coding == encoding::binary) return {true, false, {}, "a binary message has no text"};
        return {true, rule_.text->found_in(of_.text), "the text has " + rule_.text->expression(),
                "the text has no " + rule_.text->expression()};
    }
    answer label(const label_condition& one) const {
        const auto found = one.table->label_of(of_.number);
        const bool good = !found.empty() && holds(one.any_of, found);
        const std::string is =
            found.empty() ? whose() + " is not in " + one.table->name() : one.table->name() + " says " + std::string(found);
        return {true, good, is, is + (found.empty() ? "" : ", not " + listed(one.any_of))};
    }

    const conditions& rule_;
    const facts& of_;
    side way_;
};

}  // namespace

std::optional<std::string> why_not(const conditions& rule, const facts& of, side way) {
    std::optional<std::string> out;
    asking(rule, of, way).each([&](const answer& got) {
        if (!got.good) out = got.is_not;
        return got.good;
    });
    return out;
}

std::string what_holds(const conditions& rule, const facts& of, side way) {
    std::string out;
    asking(rule, of, way).each([&](const answer& got) {
        out += (out.empty() ? "" : ", ") + got.is;
        return true;
    });
    return out.empty() ? "it asks for nothing" : out;
}

}  // namespace hermod::route
