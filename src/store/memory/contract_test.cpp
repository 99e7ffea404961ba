#include "store/contract.hpp"
#include "store/contract_changes.hpp"
#include "store/contract_notes.hpp"
#include "store/contract_receipts.hpp"
#include "store/contract_shared_ids.hpp"
#include "store/memory/backend.hpp"

namespace hermod::store::contract {

INSTANTIATE_TEST_SUITE_P(memory, contract, testing::ValuesIn(regimes([](const std::string&) { return memory::make_backend(); })), name_of);
INSTANTIATE_TEST_SUITE_P(memory, shared_ids, testing::ValuesIn(regimes([](const std::string&) { return memory::make_backend(); })), name_of);

}  // namespace hermod::store::contract
