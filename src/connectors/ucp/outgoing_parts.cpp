// The part of outgoing that cuts a text and says its parts.
#include "connectors/ucp/outgoing.hpp"

namespace hermod::connectors::ucp {

std::string_view outgoing::cut(const message_ptr& what, std::uint8_t part, text::part& piece) {
    if (!split_of_ || split_of_ != what) {
        split_of_.reset();
        if (!split_as(*what, options_.reference)) return "the body cannot be said in its encoding";
        // 152 septets a part instead of 153: where that is a part more than was accepted, the shorter reference serves.
        if (parts_.size() != what->parts && !split_as(*what, text::reference_width::octet))
            return "the body cannot be said in its encoding";
        // Accepted with one number of parts, it must not leave with another: a part would be missing, or never sent.
        if (parts_.size() != what->parts) return "the message splits into another number of parts than it was accepted with";
        if (parts_.size() > 1) split_of_ = what;
    }
    piece = parts_[part - 1u];
    return {};
}

bool outgoing::split_as(const message& what, text::reference_width width) {
    text::framing as;
    as.coding = static_cast<text::encoding>(what.coding);
    as.width = width;
    as.reference = what.concat_ref;
    as.own_header = what.udh;
    if (what.coding == encoding::gsm7) as.shift = shift_of(what);
    auto made = text::split(what.body, as);
    if (made) parts_ = std::move(*made);
    return made.has_value();
}

std::string_view outgoing::content(const message& what, const text::part& piece) {
    const content_writer::saying how{what.coding, shift_of(what), dcs_for(what.data_coding, what.coding), options_.billing};
    const auto refused = writer_.write(piece, how, options_.quirks);
    if (refused.empty()) writer_.fill(pdu_);
    return refused;
}

}  // namespace hermod::connectors::ucp
