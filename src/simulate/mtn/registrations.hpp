// Who has registered where: what the simulated MTN knows of the gateway's addresses. One executor, the language's.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/mtn/options.hpp"

namespace hermod::simulate::mtn {

struct registration {
    form of = no_form;
    std::string id, code, messages_url, reports_url;  // id: ParlayX's correlator
};

class registrations {
public:
    // False: the code, or the correlator, is registered already.
    bool add(registration what) {
        if (find(what.of, what.code) || by_id(what.of, what.id)) return false;
        all_.push_back(std::move(what));
        return true;
    }
    registration* by_id(form of, std::string_view id) {
        return find_if([&](const registration& one) { return one.of == of && one.id == id; });
    }
    registration* find(form of, std::string_view code) {
        return find_if([&](const registration& one) { return one.of == of && one.code == code; });
    }
    // False: there is none.
    bool remove(const registration* one) {
        if (one) all_.erase(all_.begin() + (one - all_.data()));
        return one != nullptr;
    }
    // Where a message to the code goes, or a report of one from it: its own registration, otherwise the last one of the form.
    const registration* for_code(form of, std::string_view code) {
        if (const registration* own = find(of, code)) return own;
        const auto last = std::find_if(all_.rbegin(), all_.rend(), [&](const registration& one) { return one.of == of; });
        return last == all_.rend() ? nullptr : &*last;
    }
    const registration* for_message(std::string_view code) {
        const auto takes = [](const registration& one) { return !one.messages_url.empty(); };
        if (const registration* own = find_if([&](const registration& one) { return takes(one) && one.code == code; }))
            return own;
        return find_if(takes);
    }
    bool takes_messages() const {
        return std::any_of(all_.begin(), all_.end(), [](const registration& one) { return !one.messages_url.empty(); });
    }

private:
    template <class Fits>
    registration* find_if(Fits fits) {
        const auto at = std::find_if(all_.begin(), all_.end(), fits);
        return at == all_.end() ? nullptr : &*at;
    }
    std::vector<registration> all_;
};

}  // namespace hermod::simulate::mtn
