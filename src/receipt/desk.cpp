#include "receipt/desk.hpp"

namespace hermod::receipt {
namespace {

// Longer than any protocol allows (SMPP: 65 octets); a peer's garbage is kept, but not without bound.
constexpr std::size_t longest_id = 255, longest_detail = 255;

}  // namespace

void desk::report(remote_receipt receipt, receipt_reply& reply, std::uint64_t token) {
    if (receipt.remote_id.size() > longest_id) receipt.remote_id.resize(longest_id);
    if (receipt.detail.size() > longest_detail) receipt.detail.resize(longest_detail);
    store_.report(std::move(receipt), reply, token);
}

}  // namespace hermod::receipt
